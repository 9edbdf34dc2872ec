using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>What offers are made from: the time to come, and what is planned in each of its steps.</summary>
/// <remarks>Arrays have one value for each step of <see cref="Ahead"/>; those of workloads and devices stand in its order.</remarks>
public sealed record OfferInputs
{
    public required AheadInputs Ahead { get; init; }

    /// <summary>Expected import; negative where the site sells.</summary>
    public required Power[] Import { get; init; }

    /// <summary>Above idle, at the IT boundary.</summary>
    public required IReadOnlyList<Power[]> ServiceDraw { get; init; }

    /// <inheritdoc cref="ServiceDraw"/>
    public required IReadOnlyList<Power[]> RunDraw { get; init; }

    /// <summary>Planned; positive feeds the bus.</summary>
    public required IReadOnlyList<Power[]> BatteryInjection { get; init; }

    /// <summary>Planned, at the beginning of each step.</summary>
    public required IReadOnlyList<Energy[]> Stored { get; init; }

    /// <summary>Age of the oldest work that waits, for services whose work may wait.</summary>
    public required IReadOnlyList<TimeSpan[]> OldestWaiting { get; init; }

    /// <summary>From order to load, for plants that stand.</summary>
    public required IReadOnlyList<TimeSpan> StartTimes { get; init; }

    /// <summary>What a lost token of each service costs.</summary>
    public required IReadOnlyList<TokenPrice> Values { get; init; }
    public ControlFacts Facts { get; init; } = new();

    /// <summary>When offers are made, on the clock of the inputs; forecasts are this old.</summary>
    public TimeSpan Now => Ahead.Start;
}
