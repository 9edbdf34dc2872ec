using Headroom.Control;
using Headroom.Quantities;
using static Headroom.Tests.Control.Limits.Books;

namespace Headroom.Tests.Control.Limits;

/// <summary>What a book keeps, in which order, and for how long.</summary>
public sealed class LimitBookOrderTests
{
    private static readonly LimitSource other = new(LimitAuthority.Utility, "aep");

    [Fact]
    public void What_is_not_said_is_as_written()
    {
        LimitBookSetting setting = new() { Site = new(default, default) };
        Assert.Equal((7.Days, 1.Days, 1000, 1000), (setting.Remember, setting.IssuedAheadMost, setting.NamesMost, setting.SourcesMost));
        Assert.Equal((1, 1), (new LimitEvent { Name = "", From = default }.Priority, new LimitSilence(1.Minutes, OnSilence.KeepLast).Misses));
    }

    [Fact]
    public void A_saved_book_stands_by_authority_source_and_name()
    {
        LimitMessage[] all = [Says(Open(90, "b"), 0, Market), Says(Open(90, "b"), 0), Says(Open(90, "a"), 0), Says(Open(90, "b"), 0, other)];
        LimitBookSnapshot saved = Of(all).Snapshot();
        Assert.Equal([other, Utility, Market], saved.Voices.Select(one => one.Source));
        Assert.Equal([(other, "b"), (Utility, "a"), (Utility, "b"), (Market, "b")], saved.Names.Select(one => (one.Source, one.Name)));
    }

    public static TheoryData<int> Pairs() => [.. Enumerable.Range(0, pairs.Length)];

    /// <summary>Demands that contradict each other, in the order in which they are kept; each pair differs first where its place says.</summary>
    private static readonly LimitEvent[][] pairs =
    [
        [Cut with { Level = 50.Megawatts, From = 2.Hours }, Cut],
        [Cut, Cut with { From = 61.Minutes, Ramp = new(5.Minutes, 10.Minutes, RampAnchor.Starts, null) }],
        [Cut with { Ramp = Cut.Ramp with { Down = 5.Minutes }, To = 4.Hours }, Cut],
        [Cut with { Recovery = 3.Hours }, Cut with { To = 4.Hours }],
        [Cut with { Recovery = 30.Minutes, Firmness = Firmness.BestEffort }, Cut],
        [Cut with { Feed = "B", Baseline = 100.Megawatts }, Cut with { Firmness = Firmness.BestEffort }],
        [Cut with { Feed = "A", Level = 40.Megawatts, Baseline = 100.Megawatts, Priority = 2 }, Cut with { Feed = "B", Level = 40.Megawatts, Baseline = 100.Megawatts }],
        [Cut, Cut with { Priority = 2 }],
    ];

    [Theory, MemberData(nameof(Pairs))]
    public void Contradictions_stand_in_one_order_whichever_came_first(int pair)
    {
        LimitEvent[] limits = pairs[pair];
        foreach (LimitEvent[] order in (LimitEvent[][])[limits, [.. limits.Reverse()]])
        {
            LimitBook book = new(Setting);
            Assert.False(book.Receive(Says(order[0], 0), TimeSpan.Zero).Contradicts);
            Assert.True(book.Receive(Says(order[1], 0), 5.Minutes).Contradicts);
            SavedName name = Assert.Single(book.Snapshot().Names);
            Assert.Equal(limits, name.Demands.Select(one => one.Message.Limit));
            Assert.Equal(5.Minutes, name.Since);
        }
    }

    [Fact]
    public void Of_limits_at_one_level_the_first_source_and_name_is_told()
    {
        LimitMessage oncor = Says(Open(60), 0), aep = Says(Open(60), 0, other);
        Assert.Equal((other, other), (Of(oncor, aep).At(null, 1.Minutes).FirmBinding!.Message.Source, Of(aep, oncor).At(null, 1.Minutes).FirmBinding!.Message.Source));
        foreach (string[] order in (string[][])[["a", "b"], ["b", "a"]])
            Assert.Equal("a", Of(Says(Open(60, order[0]), 0), Says(Open(60, order[1]), 0)).At(null, 1.Minutes).FirmBinding!.Message.Name);
    }

    [Fact]
    public void A_cancellation_with_the_stamp_of_a_demand_contradicts_it_and_one_of_its_own_is_repeated()
    {
        LimitBook book = Of(Says(Open(60), 1));
        Assert.Equal(LimitOutcome.Contradicted, book.Receive(Ends(1), 1.Minutes).Outcome);
        Assert.Equal(LimitOutcome.Accepted, book.Receive(Ends(2), 2.Minutes).Outcome);
        Assert.Equal(LimitOutcome.Repeated, book.Receive(Ends(2), 2.Minutes).Outcome);
    }

    [Fact]
    public void The_first_silence_is_told_whichever_came_first()
    {
        LimitSilence Fall(int misses) => new(1.Minutes, OnSilence.FailSafe) { Misses = misses, FailSafe = 40.Megawatts };
        LimitMessage soon = Says(Open(60), 0, silence: Fall(2)), late = Says(Open(60, "b"), 0, Market, Fall(5));
        Assert.Equal((2.Minutes, 2.Minutes), (Of(soon, late).KnownUntil(null, 0.Minutes), Of(late, soon).KnownUntil(null, 0.Minutes)));
        Assert.Equal(5.Minutes, Of(late, soon).KnownUntil(null, 2.Minutes));
    }

    [Fact]
    public void One_contradiction_with_a_promise_of_heartbeats_is_heard_beside_one_without()
    {
        LimitBook book = Of(Says(Open(60), 0, silence: new(1.Minutes, OnSilence.FailSafe) { FailSafe = 40.Megawatts }), Says(Open(70), 0));
        Assert.Equal(40, book.Firm(5));
        book.Receive(Beat(5), 5.Minutes);
        Assert.Equal((60, 40), (book.Firm(5.5), book.Firm(6)));
    }

    [Fact]
    public void Only_what_is_long_over_is_forgotten()
    {
        LimitBook book = Of(Says(Cut, 0), Says(Open(90, "b"), 0), Says(Cut with { Name = "c", From = 10.Hours, To = 11.Hours }, 0));
        TimeSpan forgotten = 250.Minutes + 7.Days;
        book.Advance(forgotten - TimeSpan.FromTicks(1));
        Assert.Equal(["b", "c", "cut"], book.Snapshot().Names.Select(one => one.Name));
        book.Advance(forgotten);
        Assert.Equal(["b", "c"], book.Snapshot().Names.Select(one => one.Name));
        book.Advance(forgotten + 8.Hours);
        Assert.Equal(["b"], book.Snapshot().Names.Select(one => one.Name));
    }

    [Fact]
    public void A_way_back_that_still_runs_is_not_forgotten()
    {
        LimitBook book = new(Setting with { Remember = TimeSpan.Zero });
        book.Receive(Says(Cut with { From = 0.Minutes }, 0), TimeSpan.Zero);
        book.Receive(Ends(20), 20.Minutes);
        book.Advance(40.Minutes);
        Assert.Equal((100, 1), (book.Firm(41), book.Snapshot().Names.Count));
        book.Advance(90.Minutes);
        Assert.Empty(book.Snapshot().Names);
    }

    [Fact]
    public void Heard_after_a_fall_the_baseline_holds_for_the_recovery_and_falls_do_not_pile_up()
    {
        LimitSilence fall = new(1.Minutes, OnSilence.FailSafe) { FailSafe = 40.Megawatts };
        LimitBook book = Of(Says(Cut with { From = 0.Minutes, To = 5.Minutes, Ramp = LimitRamp.None }, 0, silence: fall));
        book.Receive(Beat(64.5), 64.5.Minutes);
        Assert.Equal((100, 100, 200), (book.Firm(64.5), book.Firm(124.4), book.Firm(124.5)));
        LimitBook plain = Of(Says(Open(60), 0, silence: fall));
        foreach (int minute in (int[])[10, 20, 30]) plain.Receive(Beat(minute), minute.Minutes);
        Assert.Equal(30.Minutes, Assert.Single(plain.Snapshot().Names[0].Returns).Since);
    }

    [Fact]
    public void A_fall_starts_from_a_way_back_that_is_under_way()
    {
        // 5 min after its cancellation "cut" is back at 80 MW by its ramp; it is demanded again at 100 MW, and falls 10 min later, from what was left of the way back
        LimitSilence fall = new(10.Minutes, OnSilence.FailSafe) { FailSafe = 20.Megawatts };
        LimitEvent limit = Cut with { From = 0.Minutes, To = null, Ramp = new(10.Minutes, 40.Minutes, RampAnchor.Starts, null) };
        LimitBook book = Of(Says(limit, 0));
        book.Receive(Ends(20), 20.Minutes);
        book.Receive(Says(limit with { Level = 100.Megawatts, From = 20.Minutes }, 21, silence: fall), 21.Minutes);
        // at 31 min the way back stands at 71 MW: 51 of 80 MW take 51/80 of 10 min
        double[] expected = [70, 71, 71 - 8, 20], actual = [book.Firm(30), book.Firm(31), book.Firm(32), book.Firm(31 + 6.375)];
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-9);
    }

    [Fact]
    public void Saved_books_that_differ_are_not_equal()
    {
        LimitBook book = new(Setting);
        book.Receive(Says(Cut with { From = 0.Minutes }, 0), TimeSpan.Zero);
        book.Receive(Ends(20), 20.Minutes);
        book.Receive(Says(Cut, 21), 21.Minutes);
        LimitBookSnapshot saved = book.Snapshot();
        SavedName name = saved.Names[0];
        Assert.NotEmpty(name.Returns);
        Assert.Equal(saved, book.Snapshot());
        Assert.Equal(saved.GetHashCode(), book.Snapshot().GetHashCode());
        Assert.False(saved.Equals(null));
        Assert.False(name.Equals(null));
        Assert.NotEqual(saved, saved with { Latest = null });
        Assert.NotEqual(saved, saved with { Voices = [] });
        Assert.NotEqual(saved, saved with { Names = [] });
        foreach (SavedName one in (SavedName[])[name with { Demands = [] }, name with { Returns = [] }, name with { Since = 22.Minutes }, name with { Stamp = new(22.Minutes) },
            name with { IsGivenUp = true }, name with { Name = "x" }, name with { Source = Market }])
            Assert.NotEqual(name, one);
    }

    [Fact]
    public void A_ramp_that_takes_exactly_the_longest_is_taken_and_own_baselines_count()
    {
        Power longest = Power.FromSi(TimeSpan.FromDays(1_000_000).TotalSeconds);
        LimitBook book = new(Setting with { RampLimit = Ramp.FromSi(1) });
        LimitEvent limit = Cut with { Baseline = longest, Level = default(Power), Ramp = LimitRamp.None };
        Assert.Null(book.Receive(Says(limit, 0), TimeSpan.Zero).Refusal);
        Assert.Equal(LimitRefusal.AbsurdTime, book.Receive(Says(limit with { Baseline = longest + Power.FromSi(1) }, 1), 1.Minutes).Refusal);
        Assert.Null(book.Receive(Says(limit with { Baseline = 1.Megawatts, Level = null, BaselineShare = 0 }, 2), 2.Minutes).Refusal);
    }
}
