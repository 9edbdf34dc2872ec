using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>What a look ahead found best. Hints for the one-second loop, which holds the ceiling with a fresh one, a stale one or none.</summary>
/// <remarks>
///   Arrays are [device][step], in the order of the inputs; means of the step. Stale is a plan that was made longer ago than <see cref="ValidFor"/>,
///   that was made after the moment that asks (a clock was set back), or whose steps do not reach that moment. A stale plan gives no hint.
/// </remarks>
public sealed record AheadPlan
{
    public required TimeSpan MadeAt { get; init; }

    /// <summary>When each step begins; the last entry is the end of the horizon.</summary>
    public required TimeSpan[] Edges { get; init; }

    /// <summary>How long it stands as it is; shorter for a site that is told much at short notice.</summary>
    public TimeSpan ValidFor { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Positive discharges.</summary>
    public required Power[][] BatteryInjection { get; init; }

    /// <summary>At the end of each step.</summary>
    public required Energy[][] Stored { get; init; }

    /// <summary>Above idle, at the IT boundary.</summary>
    public required Power[][] RunPower { get; init; }

    /// <summary>Racks of each run that train.</summary>
    public required double[][] RunRacks { get; init; }

    /// <summary>Above idle, at the IT boundary; work that may wait is in it.</summary>
    public required Power[][] ServicePower { get; init; }
    public required TokenRate[][] Tokens { get; init; }

    /// <summary>[service][lane][step]: the racks that serve it, and how.</summary>
    public required LaneUse[][][] Lanes { get; init; }

    /// <summary>[fleet][step]: racks that may be off, once enough idle ones are left for a crowd.</summary>
    public required double[][] Off { get; init; }
    public required TokenRate[][] Lost { get; init; }

    /// <summary>At the end of each step.</summary>
    public required TokenCount[][] Waiting { get; init; }
    public required Power[][] PlantOutput { get; init; }

    /// <summary>Over the temperature that each loop usually holds, at the end of each step.</summary>
    public required TemperatureRise[][] LoopRise { get; init; }
    public required Power[] Import { get; init; }

    /// <summary>What one more watt of ceiling is worth.</summary>
    public required AheadScarcity[] Scarcity { get; init; }

    /// <summary>Energy, fuel and wear, less what is left in stores.</summary>
    public required Money Cost { get; init; }

    /// <summary>Programs solved for it.</summary>
    public int Solves { get; init; }

    public bool IsStaleAt(TimeSpan now) => now < MadeAt || now > MadeAt + ValidFor || now < Edges[0] || now >= Edges[^1];

    /// <summary>The hints of a moment; null from a stale plan. Allocates nothing.</summary>
    public AheadHint? At(TimeSpan now) => IsStaleAt(now) ? null : new(this, StepAt(now));

    /// <summary>The step of a moment; the first or the last for one beyond the horizon. Allocates nothing.</summary>
    public int StepAt(TimeSpan moment)
    {
        int at = Array.BinarySearch(Edges, moment);
        return Math.Clamp(at >= 0 ? at : ~at - 1, 0, Edges.Length - 2);
    }

    /// <summary>The most of each lane in any step.</summary>
    internal LaneUse[][] LanesMost => most ??= [.. Lanes.Select(lanes => lanes.Select(steps =>
        new LaneUse(steps.Max(one => one.Racks), steps.Max(one => one.CapFraction), steps.Aggregate(TokenRate.Zero, (sum, one) => TokenRate.Max(sum, one.Tokens)))).ToArray())];
    private LaneUse[][]? most;
}

/// <summary>A plan at a moment.</summary>
public readonly record struct AheadHint(AheadPlan Plan, int Step)
{
    public Power Import => Plan.Import[Step];
    public AheadScarcity Scarcity => Plan.Scarcity[Step];
    public Power BatteryInjection(int battery) => Plan.BatteryInjection[battery][Step];

    /// <summary>What should be stored at the end of the step.</summary>
    public Energy Stored(int battery) => Plan.Stored[battery][Step];
    public Power RunPower(int run) => Plan.RunPower[run][Step];
    public Power ServicePower(int service) => Plan.ServicePower[service][Step];
    public TokenRate Tokens(int service) => Plan.Tokens[service][Step];
    public Power PlantOutput(int plant) => Plan.PlantOutput[plant][Step];
}
