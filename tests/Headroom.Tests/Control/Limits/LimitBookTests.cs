using Headroom.Control;
using Headroom.Quantities;
using static Headroom.Tests.Control.Limits.Books;

namespace Headroom.Tests.Control.Limits;

/// <summary>Which message counts, which ceiling binds, and how a limit goes.</summary>
public sealed class LimitBookTests
{
    static readonly TimeSpan tick = TimeSpan.FromTicks(1);

    [Fact]
    public void One_message_gives_the_curve_of_its_course_to_the_bit()
    {
        LimitEvent[] all = [Cut, Cut with { Ramp = new(20.Minutes, 7.Minutes, RampAnchor.Ends, 3.MegawattsPerMinute) }, Cut with { Level = null, BaselineShare = 0.7, To = null, Hold = 2.Hours },
            Cut with { To = null }, Cut with { Feed = "A", Level = 30.Megawatts }, Cut with { Baseline = 90.Megawatts }];
        foreach (LimitEvent limit in all)
        {
            LimitScope scope = limit.Feed is null ? Setting.Site : Setting.Feeds[limit.Feed];
            LimitCourse course = LimitCourse.Of(limit, scope.Baseline, null, 100.Hours);
            CeilingCurve curve = CeilingCurve.Of(scope.Rating, [course]);
            LimitBook book = Of(LimitMessage.Announcing(course, "oncor"));
            for (TimeSpan t = TimeSpan.Zero; t < 6.Hours; t += 7.77.Seconds)
            {
                Assert.Equal(curve.At(t), book.At(limit.Feed, t).Firm);
                CeilingInForce one = curve.Over(t, 1.Minutes), other = book.Firm(limit.Feed, t, 1.Minutes);
                Assert.Equal((one.Least, one.Mean, one.AtStart), (other.Least, other.Mean, other.AtStart));
            }
        }
    }

    [Fact]
    public void An_announcement_carries_moment_source_and_baseline()
    {
        LimitCourse course = LimitCourse.Of(Cut with { Notice = 30.Minutes, Authority = LimitAuthority.Market }, 80.Megawatts, null, 1.Days);
        LimitMessage message = LimitMessage.Announcing(course, "isv", 7);
        Assert.Equal((new LimitStamp(30.Minutes, 7), Market, "cut", 80.Megawatts), (message.Stamp, message.Source, message.Name, message.Limit!.Baseline!.Value));
    }

    [Fact]
    public void Windows_are_half_open()
    {
        LimitBook book = Of(Says(Cut with { Ramp = LimitRamp.None, Recovery = TimeSpan.Zero }, 0));
        Assert.Equal([200.0, 60, 60, 200], [.. new[] { 1.Hours - tick, 1.Hours, 3.Hours - tick, 3.Hours }.Select(t => book.At(null, t).Firm.Megawatts)]);
    }

    [Fact]
    public void The_newest_stamp_counts_whenever_it_comes()
    {
        LimitBook book = Of(Says(Open(60), 2));
        Assert.Equal(LimitOutcome.Superseded, book.Receive(Says(Open(40), 1), 3.Minutes).Outcome);
        Assert.Equal(60, book.Firm(3));
        Assert.Equal(LimitOutcome.Accepted, book.Receive(Says(Open(40), 3), 3.Minutes).Outcome);
        Assert.Equal(40, book.Firm(3));
    }

    [Fact]
    public void Issue_counts_before_sequence()
    {
        Assert.True(new LimitStamp(2.Minutes, 1).IsNewerThan(new(1.Minutes, 9)));
        Assert.False(new LimitStamp(1.Minutes, 9).IsNewerThan(new(2.Minutes, 1)));
        Assert.True(new LimitStamp(1.Minutes, 2).IsNewerThan(new(1.Minutes, 1)));
        Assert.False(new LimitStamp(1.Minutes, 1).IsNewerThan(new(1.Minutes, 1)));
    }

    [Fact]
    public void A_copy_changes_nothing_under_whatever_id()
    {
        LimitBook book = Of(Says(Cut, 0));
        LimitBookSnapshot before = book.Snapshot();
        Assert.Equal(LimitOutcome.Repeated, book.Receive(Says(Cut, 0) with { Id = "again" }, TimeSpan.Zero).Outcome);
        Assert.Equal(before, book.Snapshot());
        Assert.Equal(LimitOutcome.Repeated, book.Receive(Says(Cut, 0), 90.Minutes).Outcome);
        Assert.Equal(before with { Latest = 90.Minutes }, book.Snapshot());
    }

    [Fact]
    public void A_copy_of_what_was_cancelled_or_is_long_over_changes_nothing()
    {
        LimitBook book = Of(Says(Open(60), 0), Ends(5));
        Assert.Equal(LimitOutcome.Superseded, book.Receive(Says(Open(60), 0), 6.Minutes).Outcome);
        Assert.Equal(LimitOutcome.Repeated, book.Receive(Ends(5), 6.Minutes).Outcome);
        book.Advance(5.Minutes + 7.Days - tick);
        Assert.Single(book.Snapshot().Names);
        book.Advance(5.Minutes + 7.Days);
        Assert.Empty(book.Snapshot().Names);
        LimitReceipt late = book.Receive(Says(Open(60), 0), 8.Days);
        Assert.Equal((LimitOutcome.Superseded, "It is older than what the book has forgotten."), (late.Outcome, late.Why));
        Assert.Equal(LimitOutcome.Superseded, book.Receive(Ends(5), 8.Days).Outcome);
        Assert.Equal(200, book.Firm(8 * 1440));
        Assert.Equal(LimitOutcome.Accepted, book.Receive(Says(Open(60), 6), 8.Days).Outcome);
        Assert.Equal(60, book.Firm(8 * 1440));
    }

    [Fact]
    public void A_cancellation_that_overtakes_its_demand_still_cancels_it()
    {
        LimitBook book = Of(Ends(5));
        Assert.Equal(LimitOutcome.Superseded, book.Receive(Says(Open(60), 0), 6.Minutes).Outcome);
        Assert.Equal(200, book.Firm(6));
    }

    [Fact]
    public void Names_hold_together_and_so_do_sources_and_authorities()
    {
        LimitBook book = Of(Says(Open(80, "a"), 0), Says(Open(70, "b"), 0), Says(Open(75, "a"), 0, Market), Says(Open(90, "a"), 0, new(LimitAuthority.Utility, "other")));
        Assert.Equal(70, book.Firm(1));
        Assert.Equal("b", book.At(null, 1.Minutes).FirmBinding!.Message.Name);
        book.Receive(Ends(1, "b"), 1.Minutes);
        Assert.Equal((75, Market), (book.Firm(1), book.At(null, 1.Minutes).FirmBinding!.Message.Source));
        Assert.Equal(3, book.Limits.Count());
    }

    [Fact]
    public void Demands_with_one_stamp_that_differ_all_hold()
    {
        foreach (bool turned in new[] { false, true })
        {
            LimitBook book = Of(Says(Open(turned ? 50 : 60), 0));
            LimitReceipt second = book.Receive(Says(Open(turned ? 60 : 50), 0), TimeSpan.Zero);
            Assert.Equal((LimitOutcome.Accepted, true), (second.Outcome, second.Contradicts));
            Assert.Equal((50, 2), (book.Firm(0), book.Limits.Count()));
            Assert.Equal(LimitOutcome.Contradicted, book.Receive(Ends(0), TimeSpan.Zero).Outcome);
            Assert.Equal(50, book.Firm(0));
            Assert.False(book.Receive(Says(Open(70), 1), 1.Minutes).Contradicts);
            Assert.Single(book.Limits);
        }
    }

    [Fact]
    public void A_demand_with_the_stamp_of_a_cancellation_holds_in_either_order() => Assert.Equal(60, Of(Ends(0), Says(Open(60), 0)).Firm(0));

    [Fact]
    public void Eight_contradictions_are_enough()
    {
        LimitBook book = Of([.. Enumerable.Range(0, 8).Select(k => Says(Open(60 + k), 0))]);
        LimitReceipt ninth = book.Receive(Says(Open(10), 0), TimeSpan.Zero);
        Assert.Equal((LimitOutcome.Refused, LimitRefusal.TooMany), (ninth.Outcome, ninth.Refusal));
        Assert.Equal(LimitOutcome.Repeated, book.Receive(Says(Open(67), 0), TimeSpan.Zero).Outcome);
        Assert.Equal(60, book.Firm(0));
    }

    [Fact]
    public void A_full_book_still_takes_news_of_the_names_it_has()
    {
        LimitBook book = new(Setting with { NamesMost = 1 });
        book.Receive(Says(Open(60, "a"), 0), TimeSpan.Zero);
        Assert.Equal(LimitRefusal.TooMany, book.Receive(Says(Open(50, "b"), 0), TimeSpan.Zero).Refusal);
        Assert.Equal(LimitOutcome.Accepted, book.Receive(Says(Open(55, "a"), 1), 1.Minutes).Outcome);
        Assert.Equal(55, book.Firm(1));
    }

    [Fact]
    public void Who_fills_the_book_takes_no_place_of_another_and_names_that_hold_nothing_give_theirs()
    {
        LimitBook book = new(Setting with { NamesMost = 10 });
        for (int k = 0; k < 100; k++) Assert.Equal(LimitOutcome.Accepted, book.Receive(Ends(k, $"invented {k}", Market), k.Minutes).Outcome);
        Assert.Equal(10, book.Snapshot().Names.Count);
        Assert.Equal(LimitOutcome.Accepted, book.Receive(Says(Open(60), 100), 100.Minutes).Outcome);
        Assert.Equal(LimitOutcome.Accepted, book.Receive(Says(Open(70, "own"), 101, Market), 101.Minutes).Outcome);
        Assert.Equal((60, 2), (book.Firm(101), book.Limits.Count()));
        // what gave way is forgotten like what is long over: a late copy of it changes nothing
        Assert.Equal(LimitOutcome.Superseded, book.Receive(Ends(0, "invented 0", Market), 102.Minutes).Outcome);
        for (int k = 0; k < 9; k++) book.Receive(Says(Open(80 + k, $"standing {k}"), 103), 103.Minutes);
        Assert.Equal(LimitRefusal.TooMany, book.Receive(Says(Open(10, "one more"), 104), 104.Minutes).Refusal);
        Assert.Equal(60, book.Firm(104));
    }

    [Fact]
    public void Demands_that_are_over_give_way_when_a_source_has_all_its_names_and_standing_ones_never_do()
    {
        LimitBook book = new(Setting with { NamesMost = 3 });
        for (int k = 0; k < 20; k++)
        {
            LimitEvent five = new() { Name = $"interval {k}", Level = 80.Megawatts, From = (5 * k).Minutes, To = (5 * k + 5).Minutes };
            Assert.Equal(LimitOutcome.Accepted, book.Receive(Says(five, 5 * k), (5 * k).Minutes).Outcome);
        }
        Assert.Equal(80, book.Firm(99));
        Assert.Equal(["interval 17", "interval 18", "interval 19"], book.Snapshot().Names.Select(one => one.Name));
    }

    [Fact]
    public void Sources_that_demand_nothing_give_way_to_new_ones_and_no_other_does()
    {
        LimitBook book = new(Setting with { SourcesMost = 2 });
        book.Receive(Says(Open(60), 0), TimeSpan.Zero);
        for (int k = 0; k < 50; k++) Assert.Equal(LimitOutcome.Heard, book.Receive(Beat(k, new(LimitAuthority.Market, $"voice {k}")), k.Minutes).Outcome);
        Assert.Equal(["oncor", "voice 49"], book.Snapshot().Voices.Select(one => one.Source.Id));
        Assert.Equal(LimitOutcome.Accepted, book.Receive(Says(Open(70, "b"), 51, Market), 51.Minutes).Outcome);
        Assert.Equal(LimitRefusal.TooMany, book.Receive(Beat(52, new(LimitAuthority.Market, "third")), 52.Minutes).Refusal);
        Assert.Equal(60, book.Firm(52));
    }

    [Fact]
    public void Best_effort_is_asked_for_and_never_binds_firm()
    {
        LimitBook book = Of(Says(Open(80), 0), Says(Open(50, "wish") with { Firmness = Firmness.BestEffort }, 0, Market), Says(Open(55, "more") with { Firmness = Firmness.BestEffort, Priority = 0 }, 0, Market));
        BookedCeiling now = book.At(null, TimeSpan.Zero);
        Assert.Equal((80.0, 50.0, "cut", "wish"), (now.Firm.Megawatts, now.Asked.Megawatts, now.FirmBinding!.Message.Name, now.AskedBinding!.Message.Name));
        BookedStretch over = book.Over(null, TimeSpan.Zero, 1.Hours);
        Assert.Equal((80.0, 50.0), (over.Firm.Least.Megawatts, over.Asked.Least.Megawatts));
        Assert.Equal("wish", book.Whose(null, over.Asked.Binding)!.Message.Name);
    }

    [Fact]
    public void Priority_names_and_never_moves()
    {
        LimitBook book = Of(Says(Open(60, "a") with { Priority = 2 }, 0), Says(Open(60, "b"), 0, Market), Says(Open(60, "c"), 0), Says(Open(70, "d") with { Priority = 0 }, 0), Says(Open(60, "bb"), 0));
        Assert.Equal((60, "bb"), (book.Firm(0), book.At(null, TimeSpan.Zero).FirmBinding!.Message.Name));
    }

    [Fact]
    public void A_feed_has_ceilings_of_its_own()
    {
        LimitBook book = Of(Says(Open(40) with { Feed = "A" }, 0));
        Assert.Equal([200.0, 40, 60], [book.Firm(0), book.Firm(0, "A"), book.Firm(0, "B")]);
        Assert.Null(book.At("B", TimeSpan.Zero).FirmBinding);
        book.Receive(Says(Open(30) with { Feed = "B" }, 1), 1.Minutes);
        Assert.Equal([200.0, 60, 30], [book.Firm(1), book.Firm(1, "A"), book.Firm(1, "B")]);
        Assert.Throws<KeyNotFoundException>(() => book.Firm(0, "C"));
    }

    [Fact]
    public void A_limit_above_the_rating_does_not_bind() => Assert.Equal(200, Of(Says(Open(300), 0)).Firm(0));

    [Fact]
    public void What_is_cancelled_returns_by_its_ramp_and_recovers()
    {
        LimitBook book = Of(Says(Cut, 0), Ends(120));
        Assert.Equal([60.0, 80, 100, 100, 200], [.. new[] { 120.0, 125, 130, 189, 190 }.Select(t => book.Firm(t))]);
        Assert.Equal("cut", book.At(null, 125.Minutes).FirmBinding!.Message.Name);
        Assert.Empty(book.Limits);
    }

    [Theory]
    [InlineData(30, 31, 200)]       // never in force
    [InlineData(60, 61, 200)]       // its ramp would start this very moment
    [InlineData(65, 66, 84)]        // half down
    [InlineData(65, 70, 100)]
    [InlineData(185, 186, 84)]      // on its way back already: the same line
    [InlineData(190, 191, 100)]     // recovers: to the end that was stated
    [InlineData(230, 249.9, 100)]
    [InlineData(230, 250, 200)]
    [InlineData(260, 261, 200)]     // over
    public void A_cancellation_at_any_moment_starts_from_what_was_in_force(double at, double then, double megawatts) =>
        Assert.Equal(megawatts, Of(Says(Cut, 0), Ends(at)).Firm(then), 9);

    [Fact]
    public void A_step_returns_by_the_ramp_limit_of_the_site_or_its_own()
    {
        LimitBook book = new(Setting with { RampLimit = 4.MegawattsPerMinute });
        book.Receive(Says(Open(60), 0), TimeSpan.Zero);
        book.Receive(Says(Open(60, "own") with { Feed = "A", Level = 30.Megawatts, Ramp = LimitRamp.None with { RateMost = 10.MegawattsPerMinute } }, 0), TimeSpan.Zero);
        book.Receive(Ends(10), 10.Minutes);
        book.Receive(Ends(10, "own"), 10.Minutes);
        Assert.Equal([60.0, 80, 200], [book.Firm(10), book.Firm(15), book.Firm(20)]);
        Assert.Equal([30.0, 40, 60], [book.Firm(10, "A"), book.Firm(11, "A"), book.Firm(12, "A")]);
    }

    [Fact]
    public void A_looser_replacement_returns_by_the_ramp_of_what_it_replaces()
    {
        LimitBook book = Of(Says(Cut, 0), Says(Cut with { Level = 90.Megawatts, Ramp = LimitRamp.None }, 120));
        Assert.Equal([60.0, 80, 90, 90], [.. new[] { 120, 125, 127.5, 170 }.Select(t => book.Firm(t))]);
    }

    [Fact]
    public void A_tighter_replacement_holds_at_once_and_a_later_one_leaves_a_way_back()
    {
        Assert.Equal(40, Of(Says(Cut, 0), Says(Open(40), 120)).Firm(120));
        LimitBook book = Of(Says(Cut, 0), Says(Cut with { From = 5.Hours, To = 6.Hours }, 120));
        Assert.Equal([60.0, 80, 100, 100, 200, 80, 60], [.. new[] { 120.0, 125, 130, 189, 190, 305, 310 }.Select(t => book.Firm(t))]);
    }

    [Fact]
    public void Two_replacements_in_a_row_never_pass_either_ramp()
    {
        LimitBook book = Of(Says(Cut, 0), Says(Cut with { Level = 80.Megawatts, Ramp = Cut.Ramp with { Up = 40.Minutes } }, 120), Ends(122));
        // from 68 MW at 122 min: the first allows 4 MW/min, the second 0.5 MW/min
        Assert.Equal([68.0, 69, 99.5, 100], [.. new[] { 122.0, 124, 185, 186 }.Select(t => book.Firm(t))], (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void What_comes_and_goes_in_one_moment_leaves_nothing()
    {
        LimitBook book = Of(Says(Open(60), 5));
        book.Receive(Ends(6), 5.Minutes);
        Assert.Equal(200, book.Firm(5));
        Assert.Empty(Assert.Single(book.Snapshot().Names).Returns);
        Assert.Equal(60, Of(Says(Cut, 0), Ends(120)).Firm(119), 9);       // what held is still told for moments before
    }

    [Fact]
    public void Repeating_a_demand_every_minute_keeps_the_book_small()
    {
        LimitBook book = new(Setting);
        for (int minute = 0; minute < 170; minute++) book.Receive(Says(Cut, minute), minute.Minutes);
        Assert.Equal((60, 80), (book.Firm(170), book.Firm(185)));
        Assert.InRange(Assert.Single(book.Snapshot().Names).Returns.Count, 1, 2);
    }

    [Fact]
    public void What_comes_late_holds_at_once_and_says_since_when_it_was_known()
    {
        LimitBook book = new(Setting);
        LimitReceipt receipt = book.Receive(Says(Cut, 0), 65.Minutes);
        Assert.Equal((5.Minutes, LimitOutcome.Accepted), (receipt.LateBy, receipt.Outcome));
        Assert.Equal(80, book.Firm(65));
        Assert.Equal(65.Minutes, book.At(null, 65.Minutes).FirmBinding!.KnownSince);
        Assert.Equal(TimeSpan.Zero, new LimitBook(Setting).Receive(Says(Cut, 0), 60.Minutes).LateBy);
        Assert.Equal(TimeSpan.Zero, book.Receive(Ends(66), 66.Minutes).LateBy);
    }

    [Fact]
    public void A_ramp_longer_than_its_window_is_still_taken()
    {
        LimitBook book = Of(Says(Cut with { To = 65.Minutes }, 0));
        Assert.Equal([80.0, 60, 80, 100, 200], [.. new[] { 65.0, 70, 75, 80, 140 }.Select(t => book.Firm(t))]);
        Assert.Equal(65.Minutes, book.Limits.Single().Course.Limit.To);
    }

    [Fact]
    public void Changes_are_told_in_order()
    {
        LimitBook book = Of(Says(Cut, 0));
        Assert.Equal([(60.0, 200.0, 100.0), (70, 60, 60), (180, 60, 60), (190, 100, 100), (250, 100, 200)],
            [.. book.Changes(null, TimeSpan.Zero, 10.Hours).Select(one => (one.At.TotalMinutes, one.Before.Megawatts, one.After.Megawatts))]);
        Assert.Equal(["cut", null], [.. book.Changes(null, 185.Minutes, 10.Hours).Select(one => one.Binding?.Message.Name)]);
        Assert.Empty(book.Changes(null, 185.Minutes, 190.Minutes));
        Assert.Equal((60.Minutes, 70.Minutes), (book.NextChange(null, TimeSpan.Zero), book.NextChange(null, 60.Minutes)));
        Assert.Equal((TimeSpan.MaxValue, TimeSpan.MaxValue), (book.NextChange(null, 250.Minutes), book.KnownUntil(null, TimeSpan.Zero)));
        book.Receive(Says(Open(50, "wish") with { From = 30.Minutes, Firmness = Firmness.BestEffort }, 0), TimeSpan.Zero);
        Assert.Equal(30.Minutes, book.NextChange(null, TimeSpan.Zero));
    }

    [Fact]
    public void Load_targets_newest_wins_null_returns_to_the_default_and_an_open_end_stays()
    {
        LimitBook book = Of(Says(Open(70), 0, Market), Says(Open(50), 1, Market));
        Assert.Equal([50.0, 50], [book.Firm(1), book.Firm(1e6)]);
        book.Receive(Says(Open(0), 2, Market), 2.Minutes);
        Assert.Equal(0, book.Firm(2));
        book.Receive(Ends(3, source: Market), 3.Minutes);
        Assert.Equal(200, book.Firm(3));
    }

    [Fact]
    public void A_clock_that_goes_back_neither_loses_nor_resurrects()
    {
        LimitBook book = Of(Says(Open(60, "a"), 0), Says(Cut, 0), Ends(120), Says(Open(90, "b"), 130));
        book.Receive(Ends(131, "b"), 131.Minutes);
        book.Advance(100.Minutes);
        Assert.Equal(60, book.Firm(100));
        book.Receive(Ends(132, "a"), 100.Minutes);
        Assert.Equal(60, book.Firm(100));       // the cut was at 60 MW when it was cancelled, and holds that before
        Assert.Equal(LimitOutcome.Superseded, book.Receive(Says(Open(60, "a"), 0), 101.Minutes).Outcome);
        book.Receive(Says(Open(30, "new"), 133), 101.Minutes);
        Assert.Equal(30, book.Firm(101));
        book.Advance(6.Days);
        book.Advance(102.Minutes);
        Assert.Equal(30, book.Firm(102));
        Assert.Throws<ArgumentOutOfRangeException>(() => book.Advance(5_000_000.Days));
    }

    [Fact]
    public void A_question_allocates_nothing()
    {
        LimitBook book = Of(Says(Cut, 0), Says(Open(90, "b"), 0, Market), Says(Open(40) with { Feed = "A" }, 0, Market));
        double sum = 0;
        void Ask()
        {
            for (int second = 0; second < 10_000; second++)
            {
                TimeSpan now = TimeSpan.FromSeconds(second);
                book.Advance(now);
                BookedStretch ahead = book.Over(null, now, TimeSpan.FromMinutes(15));
                sum += book.At("A", now).Asked.Watts + ahead.Firm.Least.Watts + book.KnownUntil(null, now).Ticks + book.NextChange(null, now).Ticks
                    + (book.Whose(null, ahead.Firm.Binding) is null ? 0 : 1);
            }
        }
        long least = long.MaxValue;
        for (int round = 0; round < 10 && least > 0; round++)       // compiling allocates, too
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Ask();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, least);
        Assert.True(sum > 0);
    }
}
