using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>One cap for all: every rack gets the same share of its power above idle, so that the worst case fits under the ceiling.</summary>
/// <remarks>
///   share = min(1, room / Σ full)        full   above idle, of all racks that have work, at full work under the plan's caps
///   What a site does that caps its racks for their worst case: it asks neither what they draw nor what they do. Services are slowed and runs are capped
///   alike, doors stay open, and nobody gives before another. A run that would get next to nothing is saved and stopped.
///   Source   the rule is everybody's, and its form here ours: the cap is set anew in every beat, from a ceiling that is known ahead, and only as deep as batteries and
///   plants leave it. A cap that stands all day is set once, and lower. Caps come in hundredths, so that the noise of a reading moves none.
/// </remarks>
public sealed class UniformCap(double marginFraction) : IPolicy
{
    /// <summary>Caps that one order can tell apart.</summary>
    private const double Steps = 100;
    private readonly RunReturn back = new();

    public string Name => "uniform-cap";

    public void Decide(Observation seen, Orders orders)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(orders);
        (Power lasting, Power now) = PolicyParts.Source(seen, orders, PolicyParts.Needed(seen), marginFraction);
        Power worst = PolicyParts.Worst(seen), runs = PolicyParts.Runs(seen, mayPauseOnly: false);
        double share = Share(lasting, worst), shareNow = Share(now, worst);
        PolicyParts.OpenDoors(seen, orders);
        Array.Fill(orders.SlowFraction, shareNow);
        back.Begin(seen);
        for (int i = 0; i < seen.Runs.Length; i++)
        {
            RunNeed run = seen.Runs[i];
            orders.Pause[i] = PolicyParts.Pauses(run, share, orders.Pause[i]);
            back.Order(seen, orders, i, (run.KeepsRamp ? share : shareNow) * run.Full, runs);
        }
        orders.Drop = lasting < Power.Zero ? -lasting : default;
    }

    private static double Share(Power room, Power worst) => worst > Power.Zero ? Math.Floor(Steps * Math.Clamp(room / worst, 0, 1)) / Steps : 1;
}
