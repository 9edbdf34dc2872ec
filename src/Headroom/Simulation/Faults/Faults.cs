using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>What goes wrong between a site and its controller. Chance is drawn from counters of the seed, so that a seed is a whole story.</summary>
public sealed record Faults
{
    public ulong Seed { get; init; }

    /// <summary>What the way of messages does to limits; null where all of them come as they were sent.</summary>
    public PostFaults? Post { get; init; }
    public IReadOnlyList<SensorFault> Sensors { get; init; } = [];
    public IReadOnlyList<CapFault> Caps { get; init; } = [];
    public IReadOnlyList<ControllerFault> Controller { get; init; } = [];

    /// <summary>The controller starts anew from what it saved before every so many steps; zero: never.</summary>
    public int RestartEvery { get; init; }

    /// <summary>Restarts of <see cref="RestartEvery"/> find nothing but the book of limits.</summary>
    public bool BookOnly { get; init; }
    public IReadOnlyList<ClockFault> Clock { get; init; } = [];

    /// <summary>How long an order holds at the racks when nothing newer comes.</summary>
    public TimeSpan TimeToLive { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>What becomes of messages on their way; each share is the chance of a message.</summary>
/// <param name="LateMost">A late one comes after an even part of this, so that it may come after one that was sent later.</param>
public sealed record PostFaults(double LostFraction, double LateFraction, TimeSpan LateMost, double RepeatedFraction)
{
    /// <summary>The same name and stamp once more, with another level.</summary>
    public double ContradictedFraction { get; init; }

    /// <summary>Taken back later by a newer message, or replaced by one with another level.</summary>
    public double CancelledFraction { get; init; }

    /// <inheritdoc cref="CancelledFraction"/>
    public double ReplacedFraction { get; init; }

    /// <summary>Heartbeats that every source promises; null: none does.</summary>
    public LimitSilence? Silence { get; init; }

    /// <summary>From then to then no heartbeat comes.</summary>
    public TimeSpan QuietFrom { get; init; } = TimeSpan.MaxValue;

    /// <inheritdoc cref="QuietFrom"/>
    public TimeSpan QuietUntil { get; init; } = TimeSpan.MaxValue;
}

/// <summary>A reading that the controller gets.</summary>
public enum SensorKind { Import, ServiceDraw, RunDraw, FeedFlow, StoreLevel, OtherDraw }

/// <summary>How a sensor lies.</summary>
public enum SensorTrick
{
    /// <summary>Stands still at what it showed.</summary>
    Freezes,

    /// <summary>Jumps to and fro, by a number drawn anew for each second.</summary>
    Jumps,

    /// <summary>Shows a steady multiple of the truth.</summary>
    Lies,

    /// <summary>Shows nothing.</summary>
    IsLost,
}

/// <param name="Index">In the order of the observation's devices; left out where there is one.</param>
/// <param name="SizeFraction">For lies and jumps: by this share of the truth, either sign for jumps.</param>
public sealed record SensorFault(SensorKind Kind, int Index, SensorTrick Trick, TimeSpan From, TimeSpan Until, double SizeFraction);

/// <summary>Caps of a bank of racks that do not follow.</summary>
/// <param name="AnswersFraction">What its devices enforce whatever is ordered, between their lowest and highest; null: what they enforced when it began.</param>
public sealed record CapFault(int Bank, TimeSpan From, TimeSpan Until, double? AnswersFraction);

/// <summary>The controller is gone for a while, or starts anew at once.</summary>
/// <param name="BookOnly">It comes back with nothing but its book of limits.</param>
public sealed record ControllerFault(TimeSpan From, TimeSpan Length, bool BookOnly);

/// <summary>The controller's clock is off.</summary>
public sealed record ClockFault(TimeSpan From, TimeSpan Until, TimeSpan Offset);
