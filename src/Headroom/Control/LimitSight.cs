using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>What the book of limits means for a beat: ceilings now and ahead, ramps, the room that feeds leave.</summary>
/// <remarks>
///   now     min(connection, limits) over the step
///   soon    the same until caps that are ordered now have landed
///   ahead   min over the time in which work in flight leaves, and, where racks let their draw fall slowly, what lies below the line
///           of that fall: c(t) + ½·fall·(t − leaving)
///   fall    min over the time ahead of c(t) + ramp·t: from there import reaches every ceiling at the grid's ramp
///   ramp    least of the grid's and, while a limit is on its way down or up, of that way's (<see cref="LimitCourse.PaceAt"/>)
///   import  within [most of the last minute − ramp·1 min, least of the last minute + ramp·1 min], from the site's own meter
/// </remarks>
public sealed class LimitSight(ControlFacts facts, LimitBook book)
{
    /// <summary>Work in flight takes this long to leave.</summary>
    internal static readonly TimeSpan Leaving = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan near = TimeSpan.FromSeconds(30);

    /// <summary>A fall that is announced begins in time, at half of what racks can, for they do not all fall at once; so far ahead, in such steps.</summary>
    private const double FallShare = 0.5;
    private static readonly TimeSpan fallStep = TimeSpan.FromMinutes(1), fallLook = TimeSpan.FromMinutes(15);

    /// <summary>Share of the grid's ramp at which import comes down to a ceiling that is announced; the rest is for noise.</summary>
    private const double PathShare = 0.9;

    /// <summary>It is there so long before the ceiling is: a contract counts its first minute against the one before.</summary>
    private static readonly TimeSpan settling = TimeSpan.FromMinutes(2);

    /// <summary>Steps of a look at half an hour, in which plants can be started.</summary>
    private static readonly TimeSpan later = TimeSpan.FromMinutes(5), minuteBefore = TimeSpan.FromMinutes(1);

    /// <summary>How long before and after the ramps of a limit their pace is kept.</summary>
    private static readonly TimeSpan paceBefore = TimeSpan.FromMinutes(10), paceAfter = TimeSpan.FromMinutes(1);
    private LimitCourse[] ramping = [];
    private bool isFlat = true;
    private bool[] isFeedFlat = [];
    private RollingMinute? minute;
    private TimeSpan before, after, minuteHas = minuteBefore;
    private readonly FeedNesting nesting = new(facts.Feeds);
    private readonly Power[] missing = new Power[facts.Feeds.Count];

    /// <summary>The book has changed: courses that ramp are looked up anew, and which ceilings never move.</summary>
    public void Changed()
    {
        ramping = [.. book.Limits.Where(one => one.Feed is null && one.IsFirm).Select(one => one.Course)];
        isFlat = IsFlat(null);
        isFeedFlat = [.. facts.Feeds.Select(feed => IsFlat(feed.Name))];
    }

    /// <summary>Nothing was ever written on it: there is nothing to look ahead at.</summary>
    private bool IsFlat(string? feed) => book.NextChange(feed, TimeSpan.MinValue) == TimeSpan.MaxValue;

    /// <summary>The import of the last minute, for a snapshot; null before there is any.</summary>
    internal RollingMinute? Minute => minute?.Copy();

    /// <summary>How much of that minute was metered.</summary>
    internal TimeSpan MinuteHas => minuteHas;

    /// <summary>Goes on from a saved minute, as far as it was metered; without one nothing is known of the minute before.</summary>
    internal void TakeOver(RollingMinute? saved, TimeSpan metered) => (minute, minuteHas) = (saved?.Copy(), saved is null ? TimeSpan.Zero : metered);

    /// <summary>Fills what a beat is shown. While nobody can say what time it is, what may hold at any of the possible moments holds.</summary>
    public void Fill(Observation seen, in BeatState beat)
    {
        ArgumentNullException.ThrowIfNull(seen);
        (before, after) = (Later(seen.Now - beat.Earliest), Later(beat.Latest - seen.Now));
        if (beat.IsGap(seen.Step)) (minute, minuteHas) = (null, TimeSpan.Zero);       // nobody metered the time between
        else if (minuteHas < minuteBefore && seen.Import is not null) minuteHas += seen.Step;
        minute ??= new(seen.Step);
        if (seen.Import is { } metered) minute.Add(metered);
        CeilingInForce firm = Firm(null, seen.Now, seen.Step);
        seen.CeilingNow = Power.Min(seen.ConnectionMost, firm.Least);
        seen.UntilRelief = firm.Binding is { } binding ? binding.RecoveredAt - seen.Now : seen.Step;
        Ahead(seen);
        Ramps(seen);
        seen.WorkMost = WorkMost(seen);
    }

    private void Ahead(Observation seen)
    {
        seen.CeilingSoon = Least(seen, seen.Now, facts.CapDelay + 2 * seen.Step + facts.TimeToLive + (seen.CapsStick ? facts.CapDelay + Envelope.Patience : TimeSpan.Zero));
        seen.CeilingAhead = seen.CeilingLater = seen.CeilingSoon;
        seen.ImportMostByFall = Power.FromSi(double.PositiveInfinity);
        if (isFlat) return;
        if (seen.GridRamp is { } ramp)
            for (TimeSpan at = TimeSpan.Zero; at < fallLook; at += fallStep)
                seen.ImportMostByFall = Power.Min(seen.ImportMostByFall, Least(seen, seen.Now + at, fallStep + settling) + PathShare * (ramp * at));
        seen.CeilingAhead = Power.Min(seen.CeilingSoon, Least(seen, seen.Now, Leaving));
        if (facts.SlowFall is { } fall)
            for (TimeSpan at = fallStep; at <= fallLook; at += fallStep)
                seen.CeilingAhead = Power.Min(seen.CeilingAhead, Least(seen, seen.Now + Leaving + at, near) + Power.FromSi(FallShare * fall.WattsPerSecond * at.TotalSeconds));
        seen.CeilingLater = seen.CeilingAhead;
        for (TimeSpan at = later; at <= 6 * later; at += later) seen.CeilingLater = Power.Min(seen.CeilingLater, Least(seen, seen.Now + at, near));
    }

    private Power Least(Observation seen, TimeSpan from, TimeSpan length) => Power.Min(seen.ConnectionMost, Firm(null, from, length).Least);

    private CeilingInForce Firm(string? feed, TimeSpan from, TimeSpan length) => book.Firm(feed, from - before, before + length + after);

    internal static TimeSpan Later(TimeSpan length) => length > TimeSpan.Zero ? length : TimeSpan.Zero;

    /// <summary>Least ceiling on import that is announced for as long as a controller may be gone.</summary>
    internal Power Announced(Observation seen) => Least(seen, seen.Now, gone);

    /// <summary>The same of a feed.</summary>
    internal Power Announced(Observation seen, int feed) =>
        feed < isFeedFlat.Length && isFeedFlat[feed] ? Power.FromSi(double.PositiveInfinity) : FeedMost(seen, feed, seen.Now, gone);

    private static readonly TimeSpan gone = TimeSpan.FromDays(1);

    private void Ramps(Observation seen)
    {
        Ramp? now = seen.GridRamp, ahead = now;
        foreach (LimitCourse one in ramping)
        {
            if (one.PaceAt(seen.Now, Reached(seen, one) ? paceBefore : TimeSpan.Zero, paceAfter) is { } pace && (now is null || pace < now.Value)) now = pace;
            if (one.RecoveredAt > seen.Now && one.PaceAt(one.RampStart, paceBefore, paceAfter) is { } coming && (ahead is null || coming < ahead.Value)) ahead = coming;
        }
        (seen.RampLimit, seen.RampAhead) = (now, ahead);
        (seen.ImportMostByRamp, seen.ImportLeastByRamp) = (Power.FromSi(double.PositiveInfinity), Power.FromSi(double.NegativeInfinity));
        seen.ImportMostByGrid = seen.GridRamp is { } grid && minute!.Least is { } low ? low + grid * minuteHas : Power.FromSi(double.PositiveInfinity);
        if (now is { } ramp && minute!.Least is { } least && minute.Most is { } most)
            (seen.ImportMostByRamp, seen.ImportLeastByRamp) = (least + ramp * minuteHas, most - ramp * minuteHas);
    }

    /// <summary>Import is down at the level from which a limit ramps. What is above it has to fall first, faster than the ramp.</summary>
    private static bool Reached(Observation seen, LimitCourse limit) => seen.Import is not { } import || import <= (1 + LimitCourse.PaceSlackFraction) * limit.Baseline;

    /// <summary>IT power above idle that limits on feeds leave, as far ahead as work takes to leave; infinite without such a limit.</summary>
    /// <remarks>Work moves from rack to rack within its fleet, so that what a feed misses is taken from the whole site by tier; feeds that miss something add up.</remarks>
    private Power WorkMost(Observation seen)
    {
        Power least = Power.FromSi(double.PositiveInfinity);
        for (int f = 0; f < facts.Feeds.Count; f++)
        {
            missing[f] = default;
            if (isFeedFlat[f]) continue;
            Power most = FeedMost(seen, f, seen.Now, Leaving);
            if (facts.SlowFall is { } fall)
                for (TimeSpan at = fallStep; at <= fallLook; at += fallStep)
                    most = Power.Min(most, FeedMost(seen, f, seen.Now + Leaving + at, near) + Power.FromSi(FallShare * fall.WattsPerSecond * at.TotalSeconds));
            if (double.IsInfinity(most.Watts)) continue;
            Power room = facts.EfficiencyFraction * (most - seen.Feeds[f].Flow);
            least = Power.Min(least, seen.Drawn + room);
            missing[f] = Power.Max(default, -room);
        }
        Power all = nesting.Missing(missing);
        return Power.Max(default, all > Power.Zero ? seen.Drawn - all : least);
    }

    /// <summary>What may flow into a feed by the limits on it; infinite where none binds, or where there is no voltage on it.</summary>
    internal Power FeedMost(Observation seen, int feed, TimeSpan from, TimeSpan over)
    {
        if (seen.Feeds[feed].IsDead) return Power.FromSi(double.PositiveInfinity);
        CeilingInForce ceiling = Firm(facts.Feeds[feed].Name, from, over);
        return ceiling.Binding is null ? Power.FromSi(double.PositiveInfinity) : (1 - FeedMargin) * ceiling.Least;
    }

    /// <summary>Share of a feed's limit that stays free.</summary>
    private const double FeedMargin = 0.01;
}
