using Headroom.Control;
using Headroom.Quantities;
using static Headroom.Tests.Control.Limits.Books;

namespace Headroom.Tests.Control.Limits;

/// <summary>What holds when a source is silent: the last limit, then what it said would.</summary>
public sealed class LimitSilenceTests
{
    static readonly TimeSpan tick = TimeSpan.FromTicks(1);
    static readonly LimitSilence fall = new(1.Minutes, OnSilence.FailSafe) { Misses = 2, FailSafe = 40.Megawatts };
    static readonly LimitSilence revert = new(1.Minutes, OnSilence.Revert) { Misses = 2, RevertAfter = 8.Minutes };

    [Fact]
    public void The_last_limit_holds_then_the_fail_safe_to_the_tick()
    {
        LimitBook book = Of(Says(Open(60), 0, silence: fall), Beat(1));
        Assert.Equal((60.0, 40.0), (book.At(null, 3.Minutes - tick).Firm.Megawatts, book.At(null, 3.Minutes).Firm.Megawatts));
        Assert.Equal(40, book.Firm(1e6));
        Assert.Equal((3.Minutes, TimeSpan.MaxValue), (book.KnownUntil(null, 1.Minutes), book.KnownUntil(null, 3.Minutes)));
        Assert.Equal(40, book.Over(null, 1.Minutes, 5.Minutes).Firm.Least.Megawatts);
        Assert.Equal("cut", book.At(null, 5.Minutes).FirmBinding!.Message.Name);
    }

    [Fact]
    public void Every_heartbeat_moves_the_fall()
    {
        LimitBook book = Of(Says(Open(60), 0, silence: fall));
        for (int minute = 1; minute < 20; minute++)
        {
            Assert.Equal(LimitOutcome.Heard, book.Receive(Beat(minute), minute.Minutes).Outcome);
            Assert.Equal((60, 60, 40), (book.Firm(minute), book.Firm(minute + 1.99), book.Firm(minute + 2)));
        }
        Assert.Empty(book.Snapshot().Names[0].Returns);
    }

    [Fact]
    public void Copies_refusals_and_other_voices_are_not_heard()
    {
        LimitBook book = Of(Says(Open(60), 0, silence: fall), Beat(1));
        Assert.Equal(LimitOutcome.Repeated, book.Receive(Beat(1), 2.Minutes).Outcome);
        Assert.Equal(LimitOutcome.Repeated, book.Receive(Beat(0.5), 2.Minutes).Outcome);
        Assert.Equal(LimitOutcome.Repeated, book.Receive(Says(Open(60), 0, silence: fall), 2.Minutes).Outcome);
        book.Receive(Says(Open(-1), 2, silence: fall), 2.Minutes);
        book.Receive(Beat(2, Market), 2.Minutes);
        book.Receive(Beat(2, new(LimitAuthority.Utility, "other")), 2.Minutes);
        Assert.Equal(40, book.Firm(3));
    }

    [Fact]
    public void Any_news_of_the_source_is_heard()
    {
        Assert.Equal(60, Of(Says(Open(60), 0, silence: fall), Says(Open(90, "b"), 1)).Firm(2.5));
        LimitBook late = Of(Says(Open(60), 0, silence: fall), Beat(1));
        late.Receive(Says(Open(90, "b"), 0.5), 2.Minutes);
        Assert.Equal(60, late.Firm(3.5));
    }

    [Fact]
    public void Heard_again_it_returns_by_its_ramp_and_is_guarded_again()
    {
        LimitEvent limit = Cut with { From = 0.Minutes, To = null };
        LimitBook book = Of(Says(limit, 0, silence: fall with { FailSafe = 20.Megawatts }));
        // the fall starts at 2 min from 92 MW, and takes 9 min at (100 − 20)/10 min
        Assert.Equal([92.0, 84, 20, 20], [book.Firm(2), book.Firm(3), book.Firm(11), book.Firm(30)], (a, b) => Math.Abs(a - b) < 1e-9);
        book.Receive(Beat(30), 30.Minutes);
        // back at 8 MW/min: 60 MW at 35 min, where the limit stands; unheard it falls again at 32 min
        Assert.Equal([20.0, 28], [book.Firm(30), book.Firm(31)], (a, b) => Math.Abs(a - b) < 1e-9);
        book.Receive(Beat(31), 31.Minutes);
        Assert.Equal([28.0, 36], [book.Firm(31), book.Firm(32)], (a, b) => Math.Abs(a - b) < 1e-9);
        for (int minute = 32; minute < 36; minute++) book.Receive(Beat(minute), minute.Minutes);
        Assert.Equal([60.0, 60, 52], [book.Firm(35), book.Firm(37), book.Firm(38)], (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void A_fail_safe_above_what_is_demanded_was_never_in_force_and_leaves_no_way_back()
    {
        LimitSilence loose = new(1.Minutes, OnSilence.FailSafe) { Misses = 2, FailSafe = 90.Megawatts };
        LimitEvent limit = Cut with { Level = 50.Megawatts, From = 0.Minutes, To = 60.Minutes, Ramp = new(TimeSpan.Zero, 15.Minutes, RampAnchor.Ends, null), Recovery = 1.Hours };
        LimitBook book = Of(Says(limit, 0, silence: loose));
        for (int minute = 1; minute <= 140; minute++)
            if (minute is < 30 or > 32) book.Receive(Beat(minute), minute.Minutes);          // two that are missed, and one late
        Assert.Empty(book.Snapshot().Names[0].Returns);
        Assert.Equal([50.0, 75, 100, 100], [book.Firm(60), book.Firm(67.5), book.Firm(75), book.Firm(134)], (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void A_fail_safe_at_what_is_demanded_anyway_leaves_no_way_back()
    {
        LimitBook book = Of(Says(Cut with { From = 0.Minutes, To = 60.Minutes, Ramp = LimitRamp.None }, 0, silence: fall with { FailSafe = 60.Megawatts }));
        book.Receive(Beat(30), 30.Minutes);
        Assert.Empty(book.Snapshot().Names[0].Returns);
    }

    /// <summary>No ramp up and a recovery: at 3 h the level of 60 MW would step to 100 MW, and in this moment silence begins.</summary>
    [Fact]
    public void A_silence_that_begins_as_the_level_ends_falls_from_the_level()
    {
        LimitBook book = Of(Says(Cut with { Ramp = new(10.Minutes, 0.Minutes, RampAnchor.Starts, null) }, 0, silence: fall));
        for (int minute = 2; minute <= 178; minute += 2) book.Receive(Beat(minute - 0.5), minute.Minutes);
        Assert.Equal([60.0, 60, 54, 40], [book.Firm(179), book.Firm(180), book.Firm(181), book.Firm(184)], (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void Heard_in_the_moment_of_the_fall_nothing_fell()
    {
        LimitBook book = Of(Says(Open(60), 0, silence: fall), Beat(2));
        Assert.Equal((60, 0), (book.Firm(2), book.Snapshot().Names[0].Returns.Count));
        LimitBook tooLate = Of(Says(Cut with { From = 0.Minutes, Ramp = new(0.Minutes, 10.Minutes, RampAnchor.Ends, null) }, 0, silence: fall));
        tooLate.Receive(LimitMessage.Heartbeat(Utility, new(2.Minutes)), 2.Minutes + tick);
        Assert.Equal(40, tooLate.At(null, 2.Minutes + tick).Firm.Megawatts);
        Assert.Single(tooLate.Snapshot().Names[0].Returns);
    }

    [Fact]
    public void A_fail_safe_never_raises() => Assert.Equal(30, Of(Says(Open(30), 0, silence: fall)).Firm(10));

    [Fact]
    public void Silence_outlasts_the_end_but_never_starts_after_it()
    {
        LimitEvent limit = Cut with { Ramp = LimitRamp.None, Recovery = TimeSpan.Zero, From = 0.Minutes, To = 10.Minutes };
        Assert.Equal((60, 40, 40), (Of(Says(limit, 0, silence: fall)).Firm(1), Of(Says(limit, 0, silence: fall)).Firm(10), Of(Says(limit, 0, silence: fall)).Firm(99)));
        LimitBook heard = Of(Says(limit, 0, silence: fall), Beat(2), Beat(4), Beat(6), Beat(8));
        Assert.Equal((60, 200), (heard.Firm(9.9), heard.Firm(10)));
        LimitBook early = Of(Says(limit, 0, silence: fall), Beat(2), Beat(4), Beat(6), Beat(7.9));
        Assert.Equal((60, 40), (early.Firm(9.8), early.Firm(10)));
    }

    [Fact]
    public void Before_its_ramp_a_fail_safe_waits()
    {
        LimitBook book = Of(Says(Cut, 0, silence: fall));
        Assert.Equal([200.0, 100, 94, 40], [book.Firm(59), book.Firm(60), book.Firm(61), book.Firm(70)], (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(60.Minutes, book.KnownUntil(null, 10.Minutes));
    }

    [Fact]
    public void A_ramp_limit_slows_the_fall_of_a_step()
    {
        LimitBook book = new(Setting with { RampLimit = 5.MegawattsPerMinute });
        book.Receive(Says(Open(60) with { From = -60.Minutes }, 0, silence: fall), TimeSpan.Zero);
        Assert.Equal([60.0, 60, 55, 40], [book.Firm(1), book.Firm(2), book.Firm(3), book.Firm(6)], (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void Cancelled_it_needs_no_heartbeat() => Assert.Equal(200, Of(Says(Open(60), 0, silence: fall), Ends(1)).Firm(10));

    [Fact]
    public void Cancelled_in_silence_it_returns_from_the_fail_safe()
    {
        LimitBook book = Of(Says(Cut with { From = 0.Minutes, Ramp = new(0.Minutes, 10.Minutes, RampAnchor.Ends, null) }, 0, silence: fall), Ends(20));
        // the slower of two ramps: 4 MW/min back from the limit, 6 MW/min back from the fail-safe
        Assert.Equal([40.0, 44, 80, 100, 100, 200], [.. new[] { 20.0, 21, 30, 35, 94.9, 95 }.Select(t => book.Firm(t))], (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void Keeping_the_last_limit_carries_out_what_was_announced()
    {
        LimitBook book = Of(Says(Cut, 0, silence: new(1.Minutes, OnSilence.KeepLast)));
        Assert.Equal([60.0, 100, 200], [book.Firm(170), book.Firm(200), book.Firm(250)]);
        Assert.Equal(TimeSpan.MaxValue, book.KnownUntil(null, TimeSpan.Zero));
    }

    [Fact]
    public void Given_up_it_returns_by_its_ramp_and_only_news_brings_it_back()
    {
        LimitMessage demand = Says(Cut with { From = 0.Minutes, To = null }, 0, silence: revert);
        LimitBook book = Of(demand, Beat(20 - 10.001));
        book.Receive(Beat(10), 10.Minutes);
        // silent from 12 min, given up at 20 min
        Assert.Equal([60.0, 60, 80, 100, 200], [.. new[] { 12.0, 20, 25, 30, 91 }.Select(t => book.Firm(t))]);
        Assert.Equal(20.Minutes, book.KnownUntil(null, 10.Minutes));
        book.Receive(Beat(25), 25.Minutes);
        Assert.Equal([80.0, 100, 100, 200], [.. new[] { 25.0, 30, 89, 90 }.Select(t => book.Firm(t))]);
        Assert.Empty(book.Limits);
        Assert.Equal(LimitOutcome.Repeated, book.Receive(demand, 26.Minutes).Outcome);
        Assert.Equal(LimitOutcome.Accepted, book.Receive(Says(Cut with { From = 0.Minutes, To = null }, 26), 26.Minutes).Outcome);
        Assert.Equal(60, book.Firm(26));
    }

    [Fact]
    public void Given_up_a_contradiction_of_it_changes_nothing_whether_it_is_heard_before_a_heartbeat_or_after_it()
    {
        LimitMessage contradiction = Says(Open(70), 0, silence: revert);
        foreach (bool first in (bool[])[true, false])
        {
            LimitBook book = Of(Says(Open(60), 0, silence: revert));
            if (!first) book.Receive(Beat(11), 11.Minutes);
            Assert.Equal(LimitOutcome.Repeated, book.Receive(contradiction, 11.Minutes).Outcome);
            if (first) book.Receive(Beat(11), 11.Minutes);
            Assert.Empty(book.Limits);
        }
        // given up at 10 min; in this moment it still stands, and both hold
        Assert.True(Of(Says(Open(60), 0, silence: revert)).Receive(contradiction, 10.Minutes).Contradicts);
    }

    [Fact]
    public void Heard_in_the_moment_it_would_be_given_up_it_stays()
    {
        LimitBook book = Of(Says(Open(60), 0, silence: revert), Beat(10));
        Assert.Equal((60, 60, 200), (book.Firm(10), book.Firm(19.9), book.Firm(20)));
        Assert.Single(book.Limits);
    }

    [Fact]
    public void What_is_given_up_before_it_starts_never_starts() => Assert.Equal(200, Of(Says(Cut, 0, silence: revert)).Firm(100));

    [Fact]
    public void What_ends_before_it_is_given_up_ends_as_stated()
    {
        LimitBook book = Of(Says(Cut with { From = 0.Minutes, To = 5.Minutes, Ramp = LimitRamp.None, Recovery = TimeSpan.Zero }, 0, silence: revert));
        Assert.Equal((60, 200, TimeSpan.MaxValue), (book.Firm(4.9), book.Firm(5), book.KnownUntil(null, TimeSpan.Zero)));
        // silence would give it up in the very moment it ends
        book = Of(Says(Cut with { From = 0.Minutes, To = 10.Minutes, Ramp = LimitRamp.None, Recovery = TimeSpan.Zero }, 0, silence: revert));
        Assert.Equal((60, 200, TimeSpan.MaxValue), (book.Firm(9.9), book.Firm(10), book.KnownUntil(null, TimeSpan.Zero)));
    }

    [Fact]
    public void A_clock_that_goes_back_makes_no_silence_shorter_and_gives_nothing_up()
    {
        LimitBook book = Of(Says(Open(60) with { From = -600.Minutes }, 0, silence: fall), Says(Open(30, "b") with { Feed = "A" }, 0, silence: revert));
        book.Advance(5.Minutes);
        book.Advance(1.Minutes);
        Assert.Equal(40, book.Firm(1));
        book.Advance(5.Days);
        Assert.Equal((40, 60), (book.Firm(7200), book.Firm(7200, "A")));
        book.Advance(2.Minutes);
        Assert.Equal((40, 30), (book.Firm(2), book.Firm(2, "A")));
        book.Receive(Beat(3), 3.Minutes);
        Assert.Equal((60, 30), (book.Firm(3), book.Firm(3, "A")));
        book.Advance(-10.Minutes);
        Assert.Equal(40, book.Firm(-10));       // what the way back started from holds before it
        LimitBook sound = Of(Says(Open(60) with { From = -600.Minutes }, 0, silence: fall), Says(Open(30, "b") with { Feed = "A", From = -600.Minutes }, 0, silence: revert), Beat(1));
        sound.Advance(-10.Minutes);
        Assert.Equal((60, 60, 40), (sound.Firm(-10), sound.Firm(-8.1), sound.Firm(-8)));
        Assert.Equal((30, 60), (sound.Firm(-0.1, "A"), sound.Firm(0, "A")));
    }

    [Fact]
    public void While_a_clock_that_went_back_may_be_wrong_nothing_is_given_up_that_was_heard()
    {
        LimitBook book = Of(Says(Cut with { From = 30.Minutes, To = 120.Minutes, Ramp = LimitRamp.None, Recovery = TimeSpan.Zero }, 0, silence: revert));
        for (int minute = 5; minute <= 60; minute += 5) book.Receive(Beat(minute), minute.Minutes);
        // it says 10 minutes, and it may be 60: then the limit holds
        book.Advance(10.Minutes, 10.Minutes, 60.Minutes);
        Assert.Equal(60, book.Over(null, 10.Minutes, 50.Minutes).Firm.Least.Megawatts);
        // it is believed: heard now at the latest, and silence ends it before it starts
        book.Advance(11.Minutes);
        Assert.Equal(200, book.Over(null, 11.Minutes, 50.Minutes).Firm.Least.Megawatts);
    }

    [Fact]
    public void A_silent_source_is_never_forgotten_nor_is_a_standing_limit()
    {
        LimitBook book = Of(Says(Cut, 0, silence: fall), Says(Open(90, "b"), 0, Market));
        book.Advance(900.Days);
        Assert.Equal(40, book.Firm(900 * 1440));
        Assert.Equal(2, book.Limits.Count());
    }

    /// <summary>A clock that went back may be wrong: who is heard then is heard at the latest moment that it may be, and a limit that holds by then is not given up before it begins.</summary>
    [Fact]
    public void Who_is_heard_while_the_clock_may_have_gone_back_is_not_taken_for_silent_before_the_limit_begins()
    {
        LimitSilence reverts = new(2.Minutes, OnSilence.Revert) { RevertAfter = 10.Minutes };
        LimitBook book = new(Books.Setting);
        book.Receive(Books.Says(Books.Open(40) with { From = 30.Minutes, To = 3.Hours }, 1, silence: reverts), 29.Minutes);
        book.Advance(60.Minutes);
        book.Advance(10.Minutes, 10.Minutes, 60.Minutes);
        Assert.Equal(LimitOutcome.Heard, book.Receive(Books.Beat(2), 10.Minutes, 10.Minutes, 60.Minutes).Outcome);
        Assert.Equal(40, book.Firm(null, 10.Minutes, 51.Minutes).Least.Megawatts);
        // the clock is believed: it is silent from then on, as it was before it went back
        book.Advance(11.Minutes);
        Assert.Equal(Books.Setting.Site.Rating, book.Firm(null, 10.Minutes, 51.Minutes).Least);
    }
}
