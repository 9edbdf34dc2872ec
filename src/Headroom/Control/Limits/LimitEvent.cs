using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>Who demands a limit.</summary>
public enum LimitAuthority { Utility, Market, Operator, Breaker, CoolingPlant }

/// <summary>Whether a limit must hold or should.</summary>
public enum Firmness { Firm, BestEffort }

/// <summary>What the moment that a limit names means for its ramp down.</summary>
public enum RampAnchor
{
    /// <summary>The ramp starts at the named moment; the level holds once it has ended.</summary>
    Starts,

    /// <summary>The ramp has ended at the named moment; it starts earlier.</summary>
    Ends,
}

/// <summary>Ramps of a limit: straight lines between baseline and level. A ramp up always starts when the limit ends.</summary>
/// <param name="RateMost">No ramp is steeper: it lengthens instead. Null for the site's own ramp limit.</param>
public sealed record LimitRamp(TimeSpan Down, TimeSpan Up, RampAnchor Anchor, Ramp? RateMost)
{
    public static LimitRamp None { get; } = new(TimeSpan.Zero, TimeSpan.Zero, RampAnchor.Ends, null);
}

/// <summary>At most this power, on this feed, from then to then.</summary>
public sealed record LimitEvent
{
    public required string Name { get; init; }

    /// <summary>Null: the whole site.</summary>
    public string? Feed { get; init; }
    public required TimeSpan From { get; init; }

    /// <summary>When the level ends; null for an open end, or where <see cref="Hold"/> counts.</summary>
    public TimeSpan? To { get; init; }

    /// <summary>How long the level holds once it is reached; instead of <see cref="To"/>.</summary>
    public TimeSpan? Hold { get; init; }

    /// <summary>The level; null where a share states it.</summary>
    public Power? Level { get; init; }

    /// <summary>The level as a share of the baseline.</summary>
    public double? BaselineShare { get; init; }

    /// <summary>What ramps start from and return to; null for the draw that the context states.</summary>
    public Power? Baseline { get; init; }

    /// <summary>How long before <see cref="From"/> it is announced.</summary>
    public TimeSpan Notice { get; init; }
    public LimitRamp Ramp { get; init; } = LimitRamp.None;

    /// <summary>After the ramp up the baseline stays a ceiling for this long: no snap-back.</summary>
    public TimeSpan Recovery { get; init; }
    public LimitAuthority Authority { get; init; }
    public Firmness Firmness { get; init; }

    /// <summary>Smaller is more important; the tightest firm limit binds whatever its priority.</summary>
    public int Priority { get; init; } = 1;
}
