using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>Follows the price of the grid: work that may wait and training that may pause run while power is cheap, and rest while it is dear.</summary>
/// <remarks>
///   cheap   price ≤ mean price of the run
///   Dear, runs go down no faster than the grid's ramp lets them, are saved and stopped, and work that may wait stands; cheap, both take all that racks give,
///   whatever the plan says. Batteries and
///   plants keep to the plan, which knows the prices. All else runs as it comes. It looks at no limit: the envelope holds them.
///   Source   ours, in the manner of price response that names no ceiling; the mean of the run is foresight that a real site has from the day-ahead market.
/// </remarks>
public sealed class PriceOnly : IPolicy
{
    private readonly RunReturn back = new();
    private Power[] wanted = [];

    public string Name => "price-only";

    public void Decide(Observation seen, Orders orders)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(orders);
        bool isCheap = seen.Price <= seen.PriceMean;
        PolicyParts.SourceByPlan(seen, orders);
        for (int i = 0; i < seen.Services.Length; i++)
            orders.Allowed[i] = !seen.Services[i].MayWait ? PolicyParts.Door(seen.Services[i]) : isCheap ? seen.Services[i].Most : TokenRate.Zero;
        bool isFirst = wanted.Length != seen.Runs.Length;
        if (isFirst) wanted = new Power[seen.Runs.Length];
        Power runs = PolicyParts.Runs(seen, mayPauseOnly: false);
        back.Begin(seen);
        for (int i = 0; i < seen.Runs.Length; i++)
        {
            RunNeed run = seen.Runs[i];
            wanted[i] = !run.MayPause || isCheap ? run.Full : isFirst ? default : Lower(seen, run, wanted[i], runs);
            orders.Pause[i] = PolicyParts.Pauses(run, run.Full > Power.Zero ? wanted[i] / run.Full : 1, orders.Pause[i]);
            back.Order(seen, orders, i, wanted[i], runs);
        }
    }

    /// <summary>On its way down, as its part of the grid's ramp lets it; racks that smooth keep the ramp by themselves.</summary>
    private static Power Lower(Observation seen, in RunNeed run, Power from, Power runs) => seen.RampLimit is { } ramp && !run.KeepsRamp && runs > Power.Zero
        ? Power.Max(default, from - run.Full / runs * FallShare * (ramp * seen.Step) / seen.DrawPerItRatio)
        : default;

    /// <summary>Share of the grid's ramp that runs use on their way down; the rest is for noise.</summary>
    private const double FallShare = 0.8;
}
