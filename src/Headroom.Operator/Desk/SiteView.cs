using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Operator;

/// <summary>A site at one beat, for whoever looks at it. Immutable; a new one stands after every beat.</summary>
public sealed record SiteView
{
    /// <summary>Of beats since the journal began.</summary>
    public required long Beat { get; init; }
    public required DateTimeOffset At { get; init; }

    /// <summary>Least firm ceiling on import now: connection and firm limits.</summary>
    public required Power Ceiling { get; init; }

    /// <summary>Import from the grid at the site's meter; null before the meter was read.</summary>
    public required Power? Import { get; init; }
    /// <summary>The grid has voltage at the connection.</summary>
    public bool GridLives { get; init; } = true;
    public Power? Headroom => Import is { } import ? Ceiling - import : null;

    /// <summary>Of everything on site.</summary>
    public required Power Draw { get; init; }

    /// <summary>Firm ceilings from now on, each from its moment, for a day.</summary>
    public IReadOnlyList<CeilingStep> CeilingAhead { get; init; } = [];
    public required FieldFigures Field { get; init; }

    /// <summary>Limits in force, coming, and over for less than a day.</summary>
    public IReadOnlyList<LimitView> Limits { get; init; } = [];

    /// <summary>What the site can promise, for notices and durations of the day to come.</summary>
    public IReadOnlyList<Offer> Offers { get; init; } = [];

    /// <summary>When the offers were worked out; null before.</summary>
    public DateTimeOffset? OffersAt { get; init; }

    /// <summary>What the controller ordered and what its envelope changed, in sentences.</summary>
    public IReadOnlyList<string> Orders { get; init; } = [];

    /// <summary>What happened lately, newest first.</summary>
    public IReadOnlyList<Happening> Happenings { get; init; } = [];

    /// <summary>Longest and last time that a beat was late or took, of the last minute.</summary>
    public BeatTiming Timing { get; init; }

    /// <summary>Of the site's time against life; null at a site that lives as fast as life.</summary>
    public SiteSpeed? Speed { get; init; }
}

/// <summary>A firm ceiling from a moment on.</summary>
public readonly record struct CeilingStep(DateTimeOffset From, Power Ceiling);

/// <summary>A limit as people see it.</summary>
/// <param name="State">coming, ramping, in force, returning, over.</param>
/// <param name="Level">At its lowest.</param>
/// <param name="Until">Null for an open end.</param>
/// <param name="KeptShare">
///   Share of its beats so far in which import, or the flow of its feed, stayed under what it asked for by itself at that moment; null before it began.
/// </param>
public sealed record LimitView(
    string Name, string Source, LimitAuthority Authority, Firmness Firmness, string? Feed, string State, Power Level,
    DateTimeOffset From, DateTimeOffset? Until, DateTimeOffset KnownSince, double? KeptShare, Power WorstExcess)
{
    /// <summary>So far, in which it asked for something and its meter was read; of its newest message alone.</summary>
    public long Beats { get; init; }
}

/// <summary>How much faster than life a simulated site goes.</summary>
/// <param name="AskedFactor">As it was asked.</param>
/// <param name="RunningFactor">As it was measured last; null before the first 10 s.</param>
/// <param name="IsBehind">The machine does not keep up with what was asked. Every beat is done all the same, and later.</param>
public readonly record struct SiteSpeed(double AskedFactor, double? RunningFactor, bool IsBehind)
{
    /// <summary>In a sentence about the site's time.</summary>
    public override string ToString() => RunningFactor is { } running && IsBehind
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{running:0.##} times as fast as life, asked {AskedFactor:0.##} times")
        : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{AskedFactor:0.##} times as fast as life");
}

public readonly record struct BeatTiming(TimeSpan Decision, TimeSpan Whole, TimeSpan WorstLate, long Missed);

/// <param name="Severity">note, warning, alarm.</param>
public sealed record Happening(DateTimeOffset At, string Severity, string What);
