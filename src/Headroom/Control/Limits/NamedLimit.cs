using Headroom.Quantities;
using static Headroom.Control.LimitCourse;

namespace Headroom.Control;

/// <summary>What the book knows of a source.</summary>
internal sealed class LimitVoice(LimitSource source)
{
    public LimitSource Source { get; } = source;

    /// <summary>The newest message of it that was heard.</summary>
    public LimitStamp? Newest { get; set; }

    /// <summary>The newest message that the book has forgotten; of older ones it cannot tell whether they are copies.</summary>
    public LimitStamp? Forgotten { get; set; }

    /// <summary>When it was heard, for limits that are given up on silence: later than now only while the clock may be wrong.</summary>
    public TimeSpan Heard { get; set; }

    /// <summary>When it was heard, for fail-safes: a clock that goes back takes this along, so that a silence does not seem shorter.</summary>
    public TimeSpan QuietFrom { get; set; }
}

/// <summary>All that holds under one name of one source: demands of the newest stamp, and ways back from what went before.</summary>
internal sealed class NamedLimit(LimitVoice voice, string name)
{
    public LimitVoice Voice { get; } = voice;
    public string Name { get; } = name;
    public LimitStamp Stamp { get; set; }

    /// <summary>Its demand was given up on silence: copies of it change nothing.</summary>
    public bool IsGivenUp { get; set; }

    /// <summary>Given up, or found to be as soon as the source is heard again; so it does not matter what of one moment is heard first.</summary>
    public bool IsGivenUpAt(TimeSpan now) => IsGivenUp || Demands.Any(one => one.RevertsAt(Voice.Heard) is { } reverted && reverted < now);

    /// <summary>When it changed last.</summary>
    public TimeSpan Since { get; set; }

    /// <summary>Empty once cancelled; more than one only where messages with one stamp contradict each other.</summary>
    public List<BookedLimit> Demands { get; set; } = [];
    public List<LimitReturn> Returns { get; set; } = [];

    /// <summary>The source speaks again: what its silence did ends here, by ramp.</summary>
    public void Hear(TimeSpan now)
    {
        foreach (BookedLimit one in Demands.ToArray())
        {
            // a fall that lay above what was demanded anyway never was in force: there is nothing to come back from
            if (one.FallsAt(Voice.QuietFrom) is { } fell && one.Fall(fell, HeldAt(one, fell)).LeastUpTo(now.Ticks) is var fallen && fallen < StatedUpTo(one, now))
                Returns.Add(LimitReturn.Of(one, now, fallen, one.Message.Silence!.FailSafe!.Value, TimeSpan.MaxValue));
            if (one.RevertsAt(Voice.Heard) is not { } reverted || reverted >= now) continue;
            Returns.AddRange(ReturnAt(one, reverted));
            Demands.Remove(one);
            IsGivenUp = true;
        }
        Returns = LimitReturn.Pruned(Returns);
    }

    /// <summary>Something newer takes its place: what was in force returns by its ramp; what came in this very moment never was.</summary>
    public void Replace(LimitStamp stamp, TimeSpan now)
    {
        Returns = LimitReturn.Pruned([.. Returns, .. Demands.Where(one => one.KnownSince != now).SelectMany(one => ReturnAt(one, now))]);
        (Stamp, Since, IsGivenUp) = (stamp, now, false);
        Demands.Clear();
    }

    public void Add(BookedLimit demand)
    {
        Demands.Add(demand);
        Since = demand.KnownSince;
        Demands = [.. Demands.OrderBy(one => one.Course.Level.Watts).ThenBy(one => one.Course.RampStart).ThenBy(one => one.Course.LevelFrom)
            .ThenBy(one => one.Course.LevelTo).ThenBy(one => one.Course.End).ThenBy(one => one.IsFirm ? 0 : 1)
            .ThenBy(one => one.Feed, StringComparer.Ordinal).ThenBy(one => one.Course.Limit.Priority)];
    }

    /// <summary>The way back of a demand that ends at a moment; none where it was not in force up to then.</summary>
    private IEnumerable<LimitReturn> ReturnAt(BookedLimit one, TimeSpan moment)
    {
        if (double.IsPositiveInfinity(one.Lines.LeastUpTo(moment.Ticks))) yield break;
        yield return LimitReturn.Of(one, moment, StatedUpTo(one, moment), one.Course.Level, one.Course.End);
    }

    /// <summary>What a demand asked for up to a moment together with ways back of this name, silence left out.</summary>
    private double StatedUpTo(BookedLimit one, TimeSpan moment)
    {
        double least = one.Lines.LeastUpTo(moment.Ticks);
        foreach (LimitReturn back in Returns)
            if (back.BindsLike(one)) least = Math.Min(least, back.Before(moment));
        return least;
    }

    /// <summary>What a fall starts from: the less of what was and what comes; ways back hold beside it.</summary>
    private double HeldAt(BookedLimit one, TimeSpan moment) => Math.Min(StatedUpTo(one, moment), one.Lines.LeastFrom(moment.Ticks));

    /// <summary>Everything that a demand asks for, if its source stays silent from now on.</summary>
    public IEnumerable<Line> LinesOf(BookedLimit one)
    {
        if (one.RevertsAt(Voice.Heard) is { } reverted)
        {
            IEnumerable<Line> until = one.Lines.Where(line => line.Start < reverted.Ticks)
                .Select(line => line.End <= reverted.Ticks ? line : new(line.Start, reverted.Ticks, line.StartSi, line.At(reverted.Ticks)));
            return until.Concat(ReturnAt(one, reverted).SelectMany(back => back.Lines().Where(line => line.Start > long.MinValue)));
        }
        return one.FallsAt(Voice.QuietFrom) is { } falls ? one.Lines.Concat(one.Fall(falls, HeldAt(one, falls))) : one.Lines;
    }

    /// <summary>The last moment at which anything of it can hold.</summary>
    public TimeSpan End()
    {
        TimeSpan end = Since;
        foreach (BookedLimit one in Demands) end = Later(end, one.FallsAt(Voice.QuietFrom) is null ? one.Course.End : TimeSpan.MaxValue);
        foreach (LimitReturn one in Returns) end = Later(end, one.End);
        return end;
    }
}
