using Headroom.Quantities;
using static Headroom.Control.LimitCourse;

namespace Headroom.Control;

/// <summary>The way back of a limit that was cancelled, replaced, or held by silence: no snap-back.</summary>
/// <remarks>
///   from ____/‾‾‾‾to‾‾‾‾| end
///         since  reached
///   What it started from also holds before it started, so that a clock that goes back finds no gap.
/// </remarks>
internal sealed record LimitReturn(BookedLimit Limit, TimeSpan Since, Power From, Power To, TimeSpan Reached, TimeSpan End)
{
    /// <summary>Up from a level that is in force, no steeper than the limit's own ramp up.</summary>
    /// <remarks>
    ///   time = ramp up · (baseline − from) / (baseline − level), up to a whole tick
    ///   Valid    from ≤ baseline; else the baseline holds for the recovery.
    /// </remarks>
    /// <param name="level">The level that the stated ramp up would have started from.</param>
    /// <param name="latest">When the limit would have asked for nothing more anyway.</param>
    public static LimitReturn Of(BookedLimit limit, TimeSpan since, double fromWatts, Power level, TimeSpan latest)
    {
        LimitEvent stated = limit.Course.Limit;
        Power from = Power.FromSi(fromWatts), to = limit.Course.Baseline;
        TimeSpan reached = since + PartOf(LimitCourse.RampTime(stated.Ramp.Up, to, level, limit.Steepest), from, to, level), end = reached + stated.Recovery;
        if (end > latest) end = latest;
        return new(limit, since, from, to, reached, end > reached ? end : reached);
    }

    /// <summary>The part of a ramp that is left between a level and the baseline; never steeper than the whole.</summary>
    public static TimeSpan PartOf(TimeSpan ramp, Power from, Power baseline, Power level)
    {
        if (from >= baseline || level >= baseline) return TimeSpan.Zero;
        if (from == level) return ramp;
        return TimeSpan.FromTicks((long)Math.Ceiling(Math.Round(ramp.Ticks * ((baseline - from) / (baseline - level)), 3)));
    }

    public IEnumerable<Line> Lines()
    {
        yield return new(long.MinValue, Since.Ticks, From.Watts, From.Watts);
        if (Reached > Since) yield return new(Since.Ticks, Reached.Ticks, From.Watts, To.Watts);
        if (End > Reached) yield return new(Reached.Ticks, End.Ticks, To.Watts, To.Watts);
    }

    /// <summary>From a moment on; infinite once it is over.</summary>
    public double At(TimeSpan moment) => Lines().LeastFrom(moment.Ticks);

    /// <summary>Up to a moment; infinite once it was over before.</summary>
    public double Before(TimeSpan moment) => Lines().LeastUpTo(moment.Ticks);

    public bool BindsLike(BookedLimit other) => Limit.Feed == other.Feed && Limit.IsFirm == other.IsFirm;

    /// <summary>Whether the other one asks for nothing that this one does not ask for: both are straight between these moments.</summary>
    public bool Covers(LimitReturn other)
    {
        if (!BindsLike(other.Limit) || End < other.End) return false;
        foreach (TimeSpan moment in (TimeSpan[])[Since, Reached, other.Since, other.Reached, other.End])
            if (moment <= other.End && (Before(moment) > other.Before(moment) || moment < other.End && At(moment) > other.At(moment))) return false;
        return true;
    }

    /// <summary>Those that ask for something, in an order that does not depend on how they came about.</summary>
    public static List<LimitReturn> Pruned(IEnumerable<LimitReturn> all)
    {
        LimitReturn[] ordered = [.. all.OrderBy(one => one.Since).ThenBy(one => one.From.Watts).ThenBy(one => one.To.Watts)
            .ThenBy(one => one.Reached).ThenBy(one => one.End).ThenBy(one => one.Limit.Message.Stamp.Issued).ThenBy(one => one.Limit.Message.Stamp.Sequence)];
        List<LimitReturn> left = [.. ordered.Where((one, k) => !ordered.Where((other, j) => j != k && other.Covers(one) && (j < k || !one.Covers(other))).Any())];
        return left.Count > Most && Nearest(left) is var (before, after) ? Pruned([.. left.Except([before, after]), before.Joined(after)]) : left;
    }

    /// <summary>Ways back of one name at most: who raises a level every second would fill the book with them, and each message looks at all.</summary>
    internal const int Most = 64;

    /// <summary>Of those that follow each other and bind alike, the two whose starts are nearest, the oldest of equals; null where no two bind alike.</summary>
    private static (LimitReturn, LimitReturn)? Nearest(List<LimitReturn> ordered)
    {
        (LimitReturn, LimitReturn)? nearest = null;
        TimeSpan least = TimeSpan.MaxValue;
        for (int k = 1; k < ordered.Count; k++)
            if (ordered.FindLastIndex(k - 1, one => one.BindsLike(ordered[k].Limit)) is var j and >= 0 && ordered[k].Since - ordered[j].Since is var apart && apart < least)
                (nearest, least) = ((ordered[j], ordered[k]), apart);
        return nearest;
    }

    /// <summary>One way back in the place of two, nowhere above either.</summary>
    /// <remarks>
    ///   from = least of all levels, to = least of both, reached and end = the later
    ///   since = the earliest from which the straight line to (reached, to) is no higher than each where that one starts to rise:
    ///   since − (level − from)·(reached − since)/(to − level). What is straight and then level is above a line that is below it at both ends.
    /// </remarks>
    internal LimitReturn Joined(LimitReturn later)
    {
        Power to = Power.Min(To, later.To), from = Power.Min(to, Power.Min(From, later.From));
        TimeSpan reached = Later(Reached, later.Reached);
        TimeSpan since = Later(Earliest(this), Earliest(later));
        return new(later.Limit, since, from, to, reached, Later(End, later.End));

        TimeSpan Earliest(LimitReturn one)
        {
            Power level = Power.Min(one.From, to);
            if (level >= to) return from >= to ? one.Since : TimeSpan.Zero;
            double back = Math.Floor((reached - one.Since).Ticks * ((level - from) / (to - level)));
            return back < one.Since.Ticks ? TimeSpan.FromTicks(one.Since.Ticks - (long)back) : TimeSpan.Zero;
        }
    }
}

internal static class LinesAtAMoment
{
    /// <summary>The least of the lines from a moment on; infinite where none is.</summary>
    public static double LeastFrom(this IEnumerable<Line> lines, long tick)
    {
        double least = double.PositiveInfinity;
        foreach (Line line in lines)
            if (line.Start <= tick && tick < line.End) least = Math.Min(least, line.At(tick));
        return least;
    }

    /// <summary>The least of the lines up to a moment: what was in force when it came.</summary>
    public static double LeastUpTo(this IEnumerable<Line> lines, long tick)
    {
        double least = double.PositiveInfinity;
        foreach (Line line in lines)
            if (line.Start < tick && tick <= line.End) least = Math.Min(least, line.At(tick));
        return least;
    }
}
