using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Operator.Journal;

/// <summary>How the import that would have been is told.</summary>
public enum BaselineMethod
{
    /// <summary>Mean import of the hour before the limit was known, or before its ramp began, whichever came first: what anticipates the event is no baseline.</summary>
    HourBefore,

    /// <summary>What the limit itself states.</summary>
    Stated,
}

/// <summary>Measurement and verification of one limit, from a journal: of the site's import, or of the flow of the feed that the limit is about.</summary>
/// <param name="Baseline">Null where nothing was metered before.</param>
/// <param name="Delivered">Baseline less mean import while the level held; never rounded up to a promise.</param>
/// <param name="LeastDelivered">The same of the worst minute.</param>
/// <param name="Beats">That were metered between start and end and in which it was known, so that it asked for something.</param>
/// <param name="KeptShare">Share of these under the ceiling that the limit asked for at that moment, ramps included.</param>
/// <param name="Reached">From the start of the ramp until import was first at or under the level; null where it never was.</param>
/// <param name="SteepestFall">Within any minute of the event.</param>
/// <param name="PeakAfter">Highest mean of a minute in the hour after the end: the rebound.</param>
/// <param name="Covered">From the start of the ramp, or four hours before it was known where that is later, to <see cref="UpTo"/>.</param>
public sealed record EventReport(
    string Site, string Event, LimitSource Source, LimitCourse Course, DateTimeOffset KnownSince, BaselineMethod Method, Power? Baseline, Power? Delivered, Power? LeastDelivered,
    long Beats, double? KeptShare, Power WorstExcess, DateTimeOffset? WorstAt, TimeSpan? Reached, Power SteepestFall, Power SteepestRise, Power? PeakAfter,
    IReadOnlyList<TierCount> Tiers, Coverage Covered, JournalHead Journal)
{
    /// <summary>Beats between start and end that nobody metered: a meter was silent, or no process was there.</summary>
    public long Missing => Covered.Missing;

    /// <summary>Of the hour that the baseline is a mean of; null where the limit states its own.</summary>
    public Coverage? BaselineCovered { get; init; }

    /// <summary>Up to when this tells of it: its end, or the journal's where that comes first.</summary>
    public DateTimeOffset UpTo { get; init; }

    /// <summary>The journal goes on to its end, or further.</summary>
    public bool IsOver { get; init; }

    /// <summary>When its authority took it back before it was over: the course ends there. Null where it ran its time.</summary>
    public DateTimeOffset? CancelledAt { get; init; }

    /// <summary>A meter's noise: class 0.2.</summary>
    internal const double MeterFraction = 0.002;
}

/// <summary>How much of a stretch of time was metered.</summary>
/// <param name="Metered">Beats in which the meter said something.</param>
/// <param name="Expected">Beats that there would be, as dense as they were.</param>
public readonly record struct Coverage(long Metered, long Expected)
{
    public long Missing => Math.Max(0, Expected - Metered);

    /// <summary>Null for no time at all.</summary>
    public double? Share => Expected > 0 ? Math.Min(1, (double)Metered / Expected) : null;
}

/// <summary>Output tokens of a tier between the start of the ramp and the end of the recovery.</summary>
public sealed record TierCount(int Tier, TokenCount Served, TokenCount Lost)
{
    public double LostShare => (Served + Lost).Tokens > 0 ? Lost / (Served + Lost) : 0;
}

/// <summary>What came of asking for a report.</summary>
public abstract record EventAnswer
{
    private EventAnswer() { }

    public sealed record Told(EventReport Report) : EventAnswer;

    /// <summary>No accepted limit has that name.</summary>
    /// <param name="Known">Names that there are.</param>
    public sealed record Unknown(IReadOnlyList<string> Known) : EventAnswer;

    /// <summary>Several sources called a limit so.</summary>
    /// <param name="Sources">AUTHORITY/ID each.</param>
    public sealed record Ambiguous(IReadOnlyList<string> Sources) : EventAnswer;

    /// <summary>The journal cannot be trusted.</summary>
    public sealed record Broken(string Fault) : EventAnswer;
}
