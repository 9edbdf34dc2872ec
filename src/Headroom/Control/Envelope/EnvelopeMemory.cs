using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>What an envelope remembers from beat to beat; times are lengths, so that no clock matters.</summary>
/// <param name="Slow">Share to which each service is slowed.</param>
/// <param name="Ordered">Share that each service was ordered last.</param>
/// <param name="ExcessFor">How long more was drawn than there is room for.</param>
/// <param name="BankShare">Share that feeds leave each bank of racks.</param>
/// <param name="SharesOnTheWay">Those of the last beats, the oldest first; they may not have landed yet.</param>
public sealed record EnvelopeMemory(
    IReadOnlyList<double> Slow, IReadOnlyList<double> Ordered, TimeSpan ExcessFor, IReadOnlyList<double> BankShare, IReadOnlyList<double> SharesOnTheWay)
{
    /// <summary>How coolant and air moved; null of a controller that knew none.</summary>
    public CoolantMemory? Coolant { get; init; }

    /// <summary>Racks behind feeds that go off; null of a controller that knew none.</summary>
    public FeedOffMemory? Off { get; init; }

    /// <summary>Idle draw of the racks behind each feed; null before it was read.</summary>
    public IReadOnlyList<Power>? FeedIdle { get; init; }

    /// <summary>What each battery could give in the last beat.</summary>
    public IReadOnlyList<Power> BatteryMost { get; init; } = [];

    /// <summary>The most that flowed into each feed of late.</summary>
    public IReadOnlyList<Power> FeedCrest { get; init; } = [];

    /// <summary>What work was ordered and drew; null of a controller that knew none.</summary>
    public WorkMemory? Work { get; init; }

    /// <summary>How the draw of cooling moved; null of a controller that knew none.</summary>
    public CoolingMemory? Cooling { get; init; }
}

/// <summary>What is remembered of work in the last beat.</summary>
/// <param name="Gates">Power up to which each service might start work.</param>
/// <param name="Recent">What each service drew lately.</param>
/// <param name="RunOrders">Power that each run was ordered, beat by beat, the oldest first.</param>
/// <param name="Enforced">Power that the caps in force left each run.</param>
/// <param name="Late">How long each run has not followed its order.</param>
/// <param name="BurnedLately">The last burst of what racks burn beside their work.</param>
/// <param name="Idle">Of the racks that were on.</param>
/// <param name="PassesFor">How long more was in flight than there is room for, before caps.</param>
/// <param name="RanLately">The most that runs drew within the last minute.</param>
public sealed record WorkMemory(
    IReadOnlyList<Power> Gates, IReadOnlyList<Power> Recent, IReadOnlyList<Power> RunOrders, IReadOnlyList<Power> Enforced, IReadOnlyList<TimeSpan> Late,
    Power BurnedLately, Power Idle, TimeSpan PassesFor, Power RanLately)
{
    /// <summary>What each service drew within the last seconds.</summary>
    public IReadOnlyList<Power> Lately { get; init; } = [];

    /// <summary>How much more than it was ordered the caps of each run left it of late, as a share.</summary>
    public IReadOnlyList<double> Follows { get; init; } = [];
}

/// <summary>How the draw of cooling moved.</summary>
/// <param name="RatioBefore">Draw per IT power in the last beat.</param>
/// <param name="TrendPerSecond">Its rate of rise, smoothed.</param>
public sealed record CoolingMemory(double RatioBefore, double TrendPerSecond);
