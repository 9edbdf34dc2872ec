using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>Who speaks: an authority, and which of its voices.</summary>
public readonly record struct LimitSource(LimitAuthority Authority, string Id);

/// <summary>Which of two messages of one source is newer: the later issue, then the higher sequence.</summary>
/// <remarks>A source that only counts leaves <paramref name="Issued"/> at zero; one that only has a clock leaves <paramref name="Sequence"/>.</remarks>
/// <param name="Issued">When the source says it spoke, from the same epoch as all times.</param>
public readonly record struct LimitStamp(TimeSpan Issued, long Sequence = 0)
{
    public bool IsNewerThan(LimitStamp other) => Issued != other.Issued ? Issued > other.Issued : Sequence > other.Sequence;
}

/// <summary>What a message does.</summary>
public enum LimitMessageKind { Demand, Cancel, Heartbeat }

/// <summary>What holds once a source is silent.</summary>
public enum OnSilence
{
    /// <summary>What was announced is carried out, its announced end included.</summary>
    KeepLast,

    /// <summary>The ceiling falls to a fail-safe power and stays there until the source is heard again, past the end of the limit too.</summary>
    FailSafe,

    /// <summary>The limit is given up after a while and returns by its ramp; only a new message brings it back.</summary>
    Revert,
}

/// <summary>How often a source promises to be heard while its limit stands, and what holds when it is not.</summary>
/// <remarks>
///   silent from = last heard + interval · misses
///   A limit that is over guards nothing; before its ramp starts a fail-safe waits for that ramp.
/// </remarks>
public sealed record LimitSilence(TimeSpan Interval, OnSilence Then)
{
    /// <summary>Heartbeats that may be missed; the source is silent when this many intervals have passed.</summary>
    public int Misses { get; init; } = 1;

    /// <summary>For <see cref="OnSilence.FailSafe"/>.</summary>
    public Power? FailSafe { get; init; }

    /// <summary>For <see cref="OnSilence.Revert"/>: how long the limit outlives its source.</summary>
    public TimeSpan RevertAfter { get; init; }

    internal TimeSpan Tolerance => TimeSpan.FromTicks(Interval.Ticks * Misses);
}

/// <summary>One message of one source, as a value. Times count from an epoch that the caller owns.</summary>
/// <remarks>
///   Identity is source and name: of one name the newest stamp counts, and the same or an older one changes nothing.
///   <see cref="Id"/> is for evidence only; the same content under another id is the same message.
/// </remarks>
public sealed record LimitMessage
{
    public required LimitSource Source { get; init; }
    public required LimitStamp Stamp { get; init; }
    public required LimitMessageKind Kind { get; init; }

    /// <summary>The name within its source; empty for a heartbeat.</summary>
    public string Name { get; init; } = "";

    /// <summary>What is demanded; null for a cancellation or a heartbeat.</summary>
    public LimitEvent? Limit { get; init; }

    /// <summary>Null where the source promises no heartbeat: silence then means nothing.</summary>
    public LimitSilence? Silence { get; init; }
    public string Id { get; init; } = "";

    public static LimitMessage Demand(LimitSource source, LimitStamp stamp, LimitEvent limit, LimitSilence? silence = null)
    {
        ArgumentNullException.ThrowIfNull(limit);
        return new() { Source = source, Stamp = stamp, Kind = LimitMessageKind.Demand, Name = limit.Name, Limit = limit, Silence = silence };
    }

    public static LimitMessage Cancel(LimitSource source, LimitStamp stamp, string name) =>
        new() { Source = source, Stamp = stamp, Kind = LimitMessageKind.Cancel, Name = name };

    public static LimitMessage Heartbeat(LimitSource source, LimitStamp stamp) => new() { Source = source, Stamp = stamp, Kind = LimitMessageKind.Heartbeat };

    /// <summary>The message that announces a course: sent when it is announced, from its authority, with the baseline that it was worked out with.</summary>
    public static LimitMessage Announcing(LimitCourse course, string source, long sequence = 0)
    {
        ArgumentNullException.ThrowIfNull(course);
        return Demand(new(course.Limit.Authority, source), new(course.Announced, sequence), course.Limit with { Baseline = course.Baseline });
    }

    /// <summary>Whether two messages say the same, whatever they are called.</summary>
    internal bool SaysTheSameAs(LimitMessage other) => this with { Id = other.Id } == other;
}
