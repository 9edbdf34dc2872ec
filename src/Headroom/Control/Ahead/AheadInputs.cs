using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>What is known of the time to come: steps of any length, fine first and coarse later, and one value for each of them.</summary>
/// <remarks>Arrays have one value for each step, the mean of the step unless said otherwise.
/// Means of forecasts for a plan, of what came for <see cref="OfflineOptimum"/>.</remarks>
public sealed record AheadInputs
{
    /// <summary>When the first step begins, on the clock of <see cref="Observation.Now"/>.</summary>
    public TimeSpan Start { get; init; }
    public required TimeSpan[] Lengths { get; init; }

    /// <summary>Firm ceiling on import: the least of the step for a plan that must hold it; infinite without one.</summary>
    public required Power[] Ceiling { get; init; }

    /// <summary>All that an imported megawatt-hour costs.</summary>
    public required EnergyPrice[] Price { get; init; }

    /// <summary>Emissions of an imported megawatt-hour; null where they do not count.</summary>
    public CarbonIntensity[]? Carbon { get; init; }
    public CarbonPrice CarbonPrice { get; init; }

    /// <summary>Draw of the site per IT watt: losses, and the cooling of what no loop in <see cref="Loops"/> carries.</summary>
    public required double[] DrawPerItRatio { get; init; }

    /// <summary>Draw beside racks and cooling.</summary>
    public required Power[] Other { get; init; }

    /// <summary>How fast import may change; null without a limit.</summary>
    public Ramp? RampLimit { get; init; }

    /// <summary>Import as it is before the first step; null where the first step may begin anywhere.</summary>
    public Power? ImportNow { get; init; }
    public Power ExportMost { get; init; }
    public IReadOnlyList<AheadFleet> Fleets { get; init; } = [];
    public IReadOnlyList<AheadService> Services { get; init; } = [];
    public IReadOnlyList<AheadRun> Runs { get; init; } = [];
    public IReadOnlyList<AheadPlant> Plants { get; init; } = [];
    public IReadOnlyList<AheadBattery> Batteries { get; init; } = [];

    /// <summary>Coolant whose mass may be used; empty where cooling follows its heat at once.</summary>
    public IReadOnlyList<AheadLoop> Loops { get; init; } = [];

    /// <summary>Spans of steps over which tiers promise how much they lose at most.</summary>
    public IReadOnlyList<AheadEvent> Events { get; init; } = [];

    public int Steps => Lengths.Length;

    /// <summary>When a step begins; the last entry is the end of the horizon.</summary>
    public TimeSpan[] Edges()
    {
        var edges = new TimeSpan[Steps + 1];
        edges[0] = Start;
        for (int t = 0; t < Steps; t++) edges[t + 1] = edges[t] + Lengths[t];
        return edges;
    }

    /// <summary>The same day with what one service is asked for replaced: by a better forecast, or by what came.</summary>
    public AheadInputs WithDemand(string service, TokenRate[] demand) =>
        this with { Services = [.. Services.Select(one => one.Name == service ? one with { Demand = demand } : one)] };

    /// <summary>Steps between two moments; null where none lies there.</summary>
    public AheadEvent? Between(TimeSpan from, TimeSpan to)
    {
        TimeSpan[] edges = Edges();
        int first = Array.FindIndex(edges, 0, Steps, edge => edge >= from), end = Array.FindIndex(edges, edge => edge >= to);
        if (end < 0) end = Steps;
        return first >= 0 && first < end ? new(first, end) : null;
    }
}

/// <summary>A span of steps: a limit and what belongs to it.</summary>
/// <param name="End">The first step after it.</param>
public readonly record struct AheadEvent(int First, int End);
