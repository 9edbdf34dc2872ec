using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>How a live site stands, as its devices tell: what the hours to come begin with. Lists are in the order of an observation.</summary>
public sealed record LiveStanding
{
    /// <summary>Import, its mean over the last minutes; null where no meter tells.</summary>
    public Power? Import { get; init; }

    /// <summary>Draw of the site per IT power.</summary>
    public required double DrawPerItRatio { get; init; }

    /// <summary>Racks of each bank that are on and tell.</summary>
    public required IReadOnlyList<double> Racks { get; init; }
    public bool RacksAreSilent { get; init; }

    /// <summary>Null for a battery that tells nothing.</summary>
    public required IReadOnlyList<LiveBattery?> Batteries { get; init; }

    /// <summary>The most that a plant can be ordered to give; null where nobody can order it.</summary>
    public required IReadOnlyList<Power?> Plants { get; init; }
    public required IReadOnlyList<LiveWork> Services { get; init; }
    public required IReadOnlyList<LiveWork> Runs { get; init; }
}

/// <param name="Most">The most that it can inject now.</param>
public readonly record struct LiveBattery(Energy Stored, Power Most);

/// <summary>A service or a run as it draws.</summary>
/// <param name="Drawn">Above idle, its mean over the last minutes.</param>
/// <param name="LeastFraction">Of its draw, what nobody here can take from it: caps go so far down, and no further without an admission or a scheduler.</param>
/// <param name="WaitingTokens">Of work that waits, as far as it is told.</param>
public readonly record struct LiveWork(Power Drawn, double LeastFraction, double WaitingTokens);
