using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>A demand that the book took, with its moments and levels worked out.</summary>
public sealed class BookedLimit
{
    private readonly Line[] lines;

    internal BookedLimit(LimitMessage message, TimeSpan knownSince, LimitBookSetting setting)
    {
        (Message, KnownSince) = (message, knownSince);
        LimitEvent limit = message.Limit!;
        Steepest = limit.Ramp.RateMost ?? setting.RampLimit;
        LimitCourse course = CourseOf(limit, setting);
        // a ramp longer than the window still has to be taken: the level is touched, and left at once
        Course = course.LevelTo < course.LevelFrom ? CourseOf(limit with { To = null, Hold = TimeSpan.Zero }, setting) with { Limit = limit } : course;
        lines = [.. Course.Lines()];
    }

    public LimitMessage Message { get; }

    /// <summary>When the book took it. What it demands for earlier moments nobody could have held.</summary>
    public TimeSpan KnownSince { get; }
    public LimitCourse Course { get; }
    public string? Feed => Course.Limit.Feed;
    public bool IsFirm => Course.Limit.Firmness == Firmness.Firm;
    internal Ramp? Steepest { get; }
    internal IReadOnlyList<Line> Lines => lines;

    private static LimitCourse CourseOf(LimitEvent limit, LimitBookSetting setting) =>
        LimitCourse.Of(limit, setting.Scope(limit.Feed).Baseline, setting.RampLimit, LimitChecks.Forever);

    /// <summary>When its fail-safe starts to fall if its source stays silent; null where it is over by then, or has none.</summary>
    /// <param name="quietFrom">When the source was heard last.</param>
    internal TimeSpan? FallsAt(TimeSpan quietFrom)
    {
        if (Message.Silence is not { Then: OnSilence.FailSafe } silence) return null;
        TimeSpan silent = quietFrom + silence.Tolerance, at = silent > Course.RampStart ? silent : Course.RampStart;
        return at < Course.End ? at : null;
    }

    /// <summary>When it is given up if its source stays silent; null where it is over by then, or outlives its source.</summary>
    internal TimeSpan? RevertsAt(TimeSpan heard)
    {
        if (Message.Silence is not { Then: OnSilence.Revert } silence) return null;
        TimeSpan at = heard + silence.Tolerance + silence.RevertAfter;
        return at < Course.End ? at : null;
    }

    /// <summary>The fall to the fail-safe power, by the ramp down of the limit, and the power itself without end.</summary>
    /// <param name="held">What this name held when the fall starts; infinite for nothing.</param>
    internal IEnumerable<Line> Fall(TimeSpan at, double held)
    {
        Power baseline = Course.Baseline, to = Message.Silence!.FailSafe!.Value, from = Power.Min(Power.FromSi(held), baseline);
        TimeSpan ramp = from <= to ? TimeSpan.Zero
            : from == baseline ? RampDown(baseline, to)
            : TimeSpan.FromTicks((long)Math.Ceiling(Math.Round(RampDown(baseline, to).Ticks * ((from - to) / (baseline - to)), 3)));
        if (ramp > TimeSpan.Zero) yield return new(at.Ticks, (at + ramp).Ticks, from.Watts, to.Watts);
        yield return new((at + ramp).Ticks, long.MaxValue, to.Watts, to.Watts);
    }

    private TimeSpan RampDown(Power from, Power to) => LimitCourse.RampTime(Course.Limit.Ramp.Down, from, to, Steepest);
}
