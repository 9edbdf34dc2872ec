using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>Racks behind a feed that go off because no cap lets it keep its limit, and come back only as far as it has room.</summary>
/// <remarks>
///   due      least that the feed may carry within the time in which racks go off: they are gone when a limit begins, not after it
///   over     how long it carries more than the ceiling that caps see far ahead of it
///   off      min(flow, idle) − due at once, for no cap takes idle power
///            flow − due where caps had their time once and are at their lowest, or twice wherever they are
///   Each bank is asked for its part; a bank that has not so much cannot give it, so that the next time, when the meter has had its time, parts are twice as large.
///   back     room that is there for as long as racks take to start
/// </remarks>
internal sealed class FeedOff(ControlFacts facts, LimitSight sight, int[][] behind)
{
    /// <summary>Racks that are switched off are gone within this time, and racks that were off are back at work after that; our choice, and an estimate (grade C).</summary>
    private static readonly TimeSpan gone = TimeSpan.FromSeconds(10), returning = TimeSpan.FromMinutes(6);

    /// <summary>Beyond the time in which caps land.</summary>
    /// <remarks>More than a ceiling has (<see cref="Envelope.Patience"/>): ratings carry an overload, and racks that go off are gone for minutes.</remarks>
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(5);

    /// <summary>Steps after which the meter shows what was ordered off.</summary>
    private const int ShownAfter = 3;
    private const int RoundsMost = 30;
    private readonly TimeSpan[] over = new TimeSpan[facts.Feeds.Count], settles = new TimeSpan[facts.Feeds.Count];
    private readonly int[] rounds = new int[facts.Feeds.Count];

    /// <summary>A copy.</summary>
    public FeedOffMemory Memory => new([.. over], [.. settles], [.. rounds]);

    public void TakeOver(FeedOffMemory memory)
    {
        if (memory.Over.Count != over.Length || memory.Settles.Count != over.Length || memory.Rounds.Count != over.Length) return;
        for (int f = 0; f < over.Length; f++) (over[f], settles[f], rounds[f]) = (memory.Over[f], memory.Settles[f], memory.Rounds[f]);
    }

    /// <summary>Nobody knows for how long anything passed: caps that are at their lowest had their time, others have a last one.</summary>
    public void TakeOver() => Array.Fill(over, facts.CapDelay + patience);

    /// <param name="flow">What it carries, with racks that no meter has shown yet.</param>
    /// <param name="most">What caps hold the feed under, as far ahead as they need.</param>
    /// <param name="isLowest">No cap behind the feed can go lower.</param>
    public void Hold(int feed, Observation seen, Orders orders, Power flow, Power most, bool isLowest)
    {
        Power idle = seen.Feeds[feed].Idle;
        over[feed] = flow > most ? over[feed] + seen.Step : TimeSpan.Zero;
        settles[feed] = LimitSight.Later(settles[feed] - seen.Step);
        Power due = Power.Min(facts.Feeds[feed].Rating, sight.FeedMost(seen, feed, seen.Now, gone + seen.Step));
        bool hadTime = over[feed] > 2 * facts.CapDelay + patience || isLowest && over[feed] > facts.CapDelay + patience;
        Power excess = hadTime ? flow - due : Power.Min(flow, idle) - due;
        if (!(excess > Power.Zero)) rounds[feed] = 0;
        else if (settles[feed] == TimeSpan.Zero)
        {
            double part = Math.Min(1, Math.Pow(2, rounds[feed]) / behind[feed].Length);
            foreach (int b in behind[feed]) orders.BankOff[b] = Power.Max(orders.BankOff[b], part * facts.EfficiencyFraction * excess);
            (settles[feed], rounds[feed]) = (ShownAfter * seen.Step, Math.Min(RoundsMost, rounds[feed] + 1));
        }
        Power back = Power.Min(facts.Feeds[feed].Rating, sight.FeedMost(seen, feed, seen.Now, returning));
        if (double.IsInfinity(back.Watts)) return;
        Power each = Power.Max(default, facts.EfficiencyFraction / behind[feed].Length * (back - flow));
        foreach (int b in behind[feed]) orders.BankBack[b] = Power.Min(orders.BankBack[b], each);
    }
}

/// <summary>What is remembered of each feed whose racks may have to go off.</summary>
/// <param name="Over">How long it carries more than caps hold it under.</param>
/// <param name="Settles">How long what was ordered off is still left to show.</param>
/// <param name="Rounds">Orders in a row.</param>
public sealed record FeedOffMemory(IReadOnlyList<TimeSpan> Over, IReadOnlyList<TimeSpan> Settles, IReadOnlyList<int> Rounds);
