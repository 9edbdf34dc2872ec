using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>Limits and ratings on feeds: the racks behind one are capped together until what flows into it keeps them.</summary>
/// <remarks>
///   fits = (most − idle)/(flow − idle)        share ← share·fits where the flow passes; back by a hundredth a second where it does not
///   Caps take their time: what was ordered is left to land before more is taken, or one excess would be answered many times.
/// </remarks>
internal sealed class FeedHold
{
    private readonly ControlFacts facts;
    private readonly LimitSight sight;
    private readonly FeedOff off;

    /// <summary>How far ahead caps see a limit on a feed, beyond the time in which they land.</summary>
    private static readonly TimeSpan ahead = TimeSpan.FromSeconds(20);

    /// <summary>The lowest share, and how fast it is given back.</summary>
    private const double ShareLeast = 0.02, RecoveryPerSecond = 0.01;
    private readonly TimeSpan[] wait;         // counted down by beats: no jump of a clock makes it longer
    private readonly int[][] behind;

    /// <summary>Nodes that are above all racks.</summary>
    private readonly int[] aboveAll;
    private readonly double[] share;
    private readonly Power[] told;

    public FeedHold(ControlFacts facts, LimitSight sight)
    {
        (this.facts, this.sight, wait) = (facts, sight, new TimeSpan[facts.Feeds.Count]);
        behind = [.. facts.Feeds.Select(feed => Enumerable.Range(0, facts.Banks).Where(b => feed.Behind[b]).ToArray())];
        aboveAll = [.. Enumerable.Range(0, facts.Feeds.Count).Where(f => facts.Feeds[f].Behind.All(one => one))];
        share = [.. Enumerable.Repeat(1.0, facts.Banks)];
        (told, idleBefore, back) = (new Power[facts.Banks], new Power[facts.Feeds.Count], new Power[facts.Feeds.Count]);
        off = new(facts, sight, behind);
    }

    /// <summary>What is remembered of racks that go off; a copy.</summary>
    public FeedOffMemory Off => off.Memory;

    public void TakeOver(FeedOffMemory memory) => off.TakeOver(memory);

    /// <summary>A copy; null before it was read.</summary>
    public IReadOnlyList<Power>? IdleBefore => hasIdle ? [.. idleBefore] : null;

    public void TakeOver(IReadOnlyList<Power> idle)
    {
        if (idle.Count != idleBefore.Length) return;
        for (int f = 0; f < idleBefore.Length; f++) idleBefore[f] = idle[f];
        hasIdle = true;
    }

    /// <summary>Idle draw of racks behind each feed in the last beat, and what has come since: no meter has shown it yet.</summary>
    private readonly Power[] idleBefore, back;
    private bool hasIdle;

    /// <summary>Racks that have come back since the last beat are not in what flowed then.</summary>
    public void Look(Observation seen)
    {
        for (int f = 0; f < facts.Feeds.Count; f++)
        {
            back[f] = hasIdle ? Power.Max(default, seen.Feeds[f].Idle - idleBefore[f]) : default;
            idleBefore[f] = seen.Feeds[f].Idle;
        }
        hasIdle = true;
    }

    /// <summary>Shares in force and what is left of each feed's wait; copies.</summary>
    public (double[] Share, TimeSpan[] Wait) Memory => ([.. share], [.. wait]);

    /// <summary>Goes on from what was remembered, or from what the banks hold by their readback.</summary>
    public void TakeOver(ReadOnlySpan<double> shares, ReadOnlySpan<TimeSpan> waits)
    {
        for (int b = 0; b < Math.Min(shares.Length, share.Length); b++) share[b] = shares[b] > ShareLeast ? Math.Min(shares[b], 1) : ShareLeast;
        if (waits.Length == wait.Length) waits.CopyTo(wait);
    }

    public void Hold(Observation seen, Orders orders, Held held)
    {
        orders.BankOff.AsSpan(0, facts.Banks).CopyTo(told);
        for (int f = 0; f < facts.Feeds.Count; f++)
        {
            wait[f] -= seen.Step;
            Power most = Power.Min(facts.Feeds[f].Rating, sight.FeedMost(seen, f, seen.Now, facts.CapDelay + ahead)),
                flow = seen.Feeds[f].Flow + back[f], idle = seen.Feeds[f].Idle;
            off.Hold(f, seen, orders, flow, most, IsLowest(f));
            if (wait[f] > TimeSpan.Zero) continue;
            double fits = Power.Max(default, most - idle) / Power.Max(Power.FromSi(1), flow - idle);
            wait[f] = flow > most ? facts.CapDelay + seen.Step : TimeSpan.Zero;
            double recovery = double.IsInfinity(most.Watts) ? RecoveryPerSecond : RecoveryPerSecond / (1 + facts.CapDelay.TotalSeconds);
            foreach (int b in behind[f])
            {
                double more = Math.Min(1, share[b] + recovery * seen.Step.TotalSeconds);
                share[b] = flow > most ? Math.Max(ShareLeast, share[b] * fits) : Math.Min(more, Math.Max(share[b], share[b] * fits));
            }
        }
        Give(orders, held);
    }

    /// <summary>IT power that nodes above all racks leave beside what flows now; infinite where none is above all.</summary>
    public Power Room(Observation seen)
    {
        Power least = Power.FromSi(double.PositiveInfinity);
        foreach (int f in aboveAll) least = Power.Min(least, facts.EfficiencyFraction * (Most(f, seen) - seen.Feeds[f].Flow - back[f]));
        return least;
    }

    /// <summary>Rating, and what limits leave by the time in which work in flight is gone.</summary>
    private Power Most(int feed, Observation seen) => Power.Min(facts.Feeds[feed].Rating, sight.FeedMost(seen, feed, seen.Now, LimitSight.Leaving));

    private bool IsLowest(int feed)
    {
        foreach (int b in behind[feed]) if (share[b] > ShareLeast) return false;
        return true;
    }

    private void Give(Orders orders, Held held)
    {
        for (int b = 0; b < facts.Banks; b++)
        {
            double asked = orders.BankShare[b];
            held.Add(OrderKind.BankOff, b, told[b].Watts, orders.BankOff[b].Watts, HoldReason.Feed);
            orders.BankShare[b] = double.IsNaN(asked) ? share[b] : Math.Clamp(Math.Min(asked, share[b]), ShareLeast, 1);
            held.Add(OrderKind.BankShare, b, asked, orders.BankShare[b], double.IsNaN(asked) ? HoldReason.NoNumber : HoldReason.Feed);
        }
    }
}
