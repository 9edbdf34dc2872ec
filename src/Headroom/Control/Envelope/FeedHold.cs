using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>Limits and ratings on feeds: the racks behind one are capped together until what flows into it keeps them.</summary>
/// <remarks>
///   fits    (most − idle)/(flow − idle)
///   level   the share s at which Σ drawn·min(1, max(s, lowest)/in force) = fits·Σ drawn, over all work: what is at its lowest cap gives nothing
///   share   ← min(share, level, landed·fits) where the flow passes        landed   what was ordered when what is in force was on its way
///           ← at most landed·(1 + ½·(fits − 1)), by a hundredth a second, where it does not
///   Both count from what is in force, so that one excess is not answered twice while caps land; none goes below the least that any work can be slowed to.
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
    private readonly int[][] behind;

    /// <summary>Nodes that are above all racks.</summary>
    private readonly int[] aboveAll;
    private readonly double[] share, next;
    private readonly Power[] told, toldBack;

    public FeedHold(ControlFacts facts, LimitSight sight)
    {
        (this.facts, this.sight) = (facts, sight);
        behind = [.. facts.Feeds.Select(feed => Enumerable.Range(0, facts.Banks).Where(b => feed.Behind[b]).ToArray())];
        aboveAll = [.. Enumerable.Range(0, facts.Feeds.Count).Where(f => facts.Feeds[f].Behind.All(one => one))];
        (share, next) = ([.. Enumerable.Repeat(1.0, facts.Banks)], new double[facts.Banks]);
        (told, toldBack) = (new Power[facts.Banks], new Power[facts.Banks]);
        (crest, idleBefore, back) = (new Power[facts.Feeds.Count], new Power[facts.Feeds.Count], new Power[facts.Feeds.Count]);
        off = new(facts, sight, behind);
    }

    /// <summary>What is remembered of racks that go off; a copy.</summary>
    public FeedOffMemory Off => off.Memory;

    public void TakeOver(FeedOffMemory memory) => off.TakeOver(memory);

    /// <summary>Goes on from what the banks hold by their readback, and knows nothing else.</summary>
    public void TakeOver(ReadOnlySpan<double> shares)
    {
        TakeOver(shares, []);
        off.TakeOver();
    }

    /// <summary>A copy; null before it was read.</summary>
    public IReadOnlyList<Power>? IdleBefore => hasIdle ? [.. idleBefore] : null;

    /// <summary>A copy.</summary>
    public IReadOnlyList<Power> Crest => [.. crest];

    public void TakeOver(IReadOnlyList<Power> idle, IReadOnlyList<Power> crests)
    {
        if (idle.Count != idleBefore.Length) return;
        if (crests.Count == crest.Length)
            for (int f = 0; f < crest.Length; f++) crest[f] = crests[f];
        for (int f = 0; f < idleBefore.Length; f++) idleBefore[f] = idle[f];
        hasIdle = true;
    }

    /// <summary>Idle draw of racks behind each feed in the last beat, and what has come since: no meter has shown it yet.</summary>
    private readonly Power[] idleBefore, back;
    private bool hasIdle;

    /// <summary>The most that flowed of late: work that comes in waves comes back to it.</summary>
    private readonly Power[] crest;

    /// <summary>Racks that have come back since the last beat are not in what flowed then.</summary>
    public void Look(Observation seen)
    {
        for (int f = 0; f < facts.Feeds.Count; f++)
        {
            back[f] = hasIdle ? Power.Max(default, seen.Feeds[f].Idle - idleBefore[f]) : default;
            idleBefore[f] = seen.Feeds[f].Idle;
            crest[f] = Envelope.Fading(seen, crest[f], seen.Feeds[f].Flow, Envelope.BurstSeconds);
        }
        hasIdle = true;
    }

    /// <summary>Shares in force, and those on their way, the oldest first; copies.</summary>
    public (double[] Share, IReadOnlyList<double> OnTheWay) Memory => ([.. share], way?.Memory ?? savedWay);

    /// <summary>Goes on from what was remembered.</summary>
    public void TakeOver(ReadOnlySpan<double> shares, IReadOnlyList<double> onTheWay)
    {
        for (int b = 0; b < Math.Min(shares.Length, share.Length); b++) share[b] = shares[b] > ShareLeast ? Math.Min(shares[b], 1) : ShareLeast;
        savedWay = onTheWay;
    }

    public void Hold(Observation seen, Orders orders, Held held)
    {
        way ??= Begin(seen);
        lowest = Lowest(seen);
        orders.BankOff.AsSpan(0, facts.Banks).CopyTo(told);
        orders.BankBack.AsSpan(0, facts.Banks).CopyTo(toldBack);
        // of all feeds above a bank, the one that leaves it the least
        Array.Fill(next, 1);
        for (int f = 0; f < facts.Feeds.Count; f++)
        {
            Power most = Power.Min(facts.Feeds[f].Rating, sight.FeedMost(seen, f, seen.Now, facts.CapDelay + ahead)),
                flow = seen.Feeds[f].Flow + back[f], idle = seen.Feeds[f].Idle;
            off.Hold(f, seen, orders, flow, most, IsLowest(f));
            double fits = Power.Max(default, most - idle) / Power.Max(Power.FromSi(1), flow - idle);
            double level = flow > most ? Level(seen, fits) : 1;
            double recovery = double.IsInfinity(most.Watts) ? RecoveryPerSecond : RecoveryPerSecond / (1 + facts.CapDelay.TotalSeconds);
            foreach (int b in behind[f])
            {
                double landed = way.Oldest(b);
                next[b] = Math.Min(next[b], flow > most ? Math.Min(share[b], Math.Max(lowest, Math.Min(level, landed * fits)))
                    : Math.Min(share[b] + recovery * seen.Step.TotalSeconds, Math.Max(share[b], landed * (1 + RiseShare * (fits - 1)))));
            }
        }
        next.CopyTo(share, 0);
        Give(orders, held);
    }

    /// <summary>Share of the room by which caps go up while what was ordered before lands.</summary>
    private const double RiseShare = 0.5;

    /// <summary>Shares that may not have landed yet.</summary>
    private RecentOrders<double>? way;
    private IReadOnlyList<double> savedWay = [];

    private RecentOrders<double> Begin(Observation seen)
    {
        RecentOrders<double> begun = new(share, RecentOrders.OnTheWay(facts.CapDelay, seen.Step));
        begun.TakeOver(savedWay);
        return begun;
    }

    /// <summary>Below this share nobody who works gives anything more.</summary>
    private static double Lowest(Observation seen)
    {
        double lowest = 1;
        foreach (ServiceNeed need in seen.Services) if (need.Drawn > Power.Zero) lowest = Math.Min(lowest, need.LeastFraction);
        foreach (RunNeed run in seen.Runs) if (run.Drawn > Power.Zero) lowest = 0;
        return lowest < 1 ? Math.Max(ShareLeast, lowest) : ShareLeast;
    }

    private const double Grain = 1e-6;
    private double lowest;

    /// <summary>The share of their power under which all who work draw so much of what they draw.</summary>
    private static double Level(Observation seen, double fits)
    {
        double drawn = 0, low = 0, high = 1;
        foreach (ServiceNeed need in seen.Services) drawn += need.Drawn.Watts;
        foreach (RunNeed run in seen.Runs) drawn += run.Drawn.Watts;
        for (int k = 0; k < Halvings; k++)
        {
            double share = 0.5 * (low + high), left = 0;
            foreach (ServiceNeed need in seen.Services) left += need.Drawn.Watts * Left(need.Enforced, need.Full, share, need.LeastFraction);
            foreach (RunNeed run in seen.Runs) left += run.Drawn.Watts * Left(run.Enforced, run.Full, share, 0);
            if (left > fits * drawn) high = share;
            else low = share;
        }
        return low;
    }

    private const int Halvings = 40;

    private static double Left(Power enforced, Power full, double share, double lowest) =>
        enforced > Power.Zero && full > Power.Zero ? Math.Min(1, Math.Max(share, lowest) / (enforced / full)) : share;

    /// <summary>IT power that nodes above all racks leave beside what flows now; infinite where none is above all.</summary>
    /// <remarks>
    ///   room = min(η·(most − flow), η·(most − idle) − Σ drawn)        racks that smooth their draw show work on the meter later
    ///        ≤ η·(most − most flow of late)                           while nobody reads the racks: what their work draws is of before, and a trough is no room beside it
    /// </remarks>
    public Power Room(Observation seen)
    {
        Power least = Power.FromSi(double.PositiveInfinity);
        foreach (int f in aboveAll)
        {
            Power most = Most(f, seen) - back[f];
            least = Power.Min(least, facts.EfficiencyFraction * (most - (seen.RacksAreSilent ? crest[f] : seen.Feeds[f].Flow)));
            least = Power.Min(least, facts.EfficiencyFraction * (most - seen.Feeds[f].Idle) - Envelope.Drawn(seen));
        }
        return least;
    }

    /// <summary>Rating, and what limits leave by the time in which work in flight is gone.</summary>
    private Power Most(int feed, Observation seen) => Power.Min(facts.Feeds[feed].Rating, sight.FeedMost(seen, feed, seen.Now, LimitSight.Leaving));

    private bool IsLowest(int feed)
    {
        foreach (int b in behind[feed]) if (share[b] > lowest + Grain) return false;
        return true;
    }

    /// <summary>The share of all work under which every feed keeps the least that is announced for it, if what hangs on it works like all.</summary>
    /// <remarks>share = min over feeds of (announced − idle)/(flow − idle) · Σ drawn/Σ full</remarks>
    public double FailSafeFraction(Observation seen, Power full)
    {
        double least = 1, works = Envelope.Drawn(seen) / full;
        for (int f = 0; f < facts.Feeds.Count; f++)
        {
            Power most = sight.Announced(seen, f), flow = seen.Feeds[f].Flow - seen.Feeds[f].Idle;
            if (double.IsInfinity(most.Watts)) continue;
            Power room = Power.Max(default, most - seen.Feeds[f].Idle);
            if (flow > Power.Zero && works > 0) least = Math.Min(least, room / flow * works);
            else if (room == Power.Zero) least = 0;
        }
        return least;
    }

    /// <summary>What leaves in this beat, after all else that lowers it: that is what lands.</summary>
    public void Leave(Orders orders) => way!.Add(orders.BankShare.AsSpan(0, facts.Banks));

    private void Give(Orders orders, Held held)
    {
        for (int b = 0; b < facts.Banks; b++)
        {
            double asked = orders.BankShare[b];
            held.Add(OrderKind.BankOff, b, told[b].Watts, orders.BankOff[b].Watts, HoldReason.Feed);
            if (double.IsFinite(toldBack[b].Watts)) held.Add(OrderKind.BankBack, b, toldBack[b].Watts, orders.BankBack[b].Watts, HoldReason.Feed);
            orders.BankShare[b] = double.IsNaN(asked) ? share[b] : Math.Clamp(Math.Min(asked, share[b]), ShareLeast, 1);
            held.Add(OrderKind.BankShare, b, asked, orders.BankShare[b], double.IsNaN(asked) ? HoldReason.NoNumber : HoldReason.Feed);
        }
    }
}
