using Headroom.Control;
using Headroom.Quantities;
using Headroom.Tests.Control.Limits;
using static Headroom.Tests.Control.Envelopes.Beats;

namespace Headroom.Tests.Control.Envelopes;

/// <summary>Racks behind a feed are capped together: fits = (most − idle)/(flow − idle).</summary>
public sealed class FeedHoldTests
{
    private static readonly ControlFacts facts = new() { Banks = 3, Feeds = [new("A", 50.Megawatts, [true, false, true]), new("B", Endless, [false, true, false])] };

    private static double[] Beat(Envelope envelope, double second, double flow, double idle = 10, double flowOfB = 0, double step = 1)
    {
        Observation seen = Sees(feeds: [new(flow.Megawatts, idle.Megawatts), new(flowOfB.Megawatts, default)]);
        (seen.Now, seen.Step) = (TimeSpan.FromSeconds(second), TimeSpan.FromSeconds(step));
        return envelope.Beat(seen, banks: 3).BankShare;
    }

    [Fact]
    public void Racks_behind_a_feed_that_is_passed_take_what_fits()
    {
        Envelope envelope = Of(facts: facts);
        Close([0.8, 1, 0.8], Beat(envelope, 0, 60));        // (50 − 10)/(60 − 10)
        Assert.Equal([new Change(OrderKind.BankShare, 0, 1, 0.8, HoldReason.Feed), new(OrderKind.BankShare, 2, 1, 0.8, HoldReason.Feed)], envelope.Held.Changes.ToArray());
        Close([1, 1, 1], Beat(Of(facts: facts), 0, 50));
    }

    [Fact]
    public void What_was_ordered_lands_before_more_is_taken()
    {
        Envelope envelope = Of(facts: facts);
        Beat(envelope, 0, 60);
        Close([0.8, 1, 0.8], Beat(envelope, 1, 60));        // caps take 1 s, a step to leave and one to land
        Close([0.8, 1, 0.8], Beat(envelope, 2, 60));
        Close([0.64, 1, 0.64], Beat(envelope, 3, 60));
    }

    /// <summary>A feed that is passed again before what was ordered has landed is answered by what is in force, not by what is on its way.</summary>
    [Fact]
    public void More_that_flows_while_caps_land_counts_from_what_is_in_force()
    {
        Envelope envelope = Of(facts: facts);
        Beat(envelope, 0, 60);
        Close([40 / 60.0, 1, 40 / 60.0], Beat(envelope, 1, 70));
        Close([40 / 60.0, 1, 40 / 60.0], Beat(envelope, 2, 60));
    }

    /// <summary>Of 100 MW that work behind A draws, 60 MW are at their lowest cap already: the other 40 give all of the 20 that are too many.</summary>
    [Theory]
    [InlineData(20, 0.5)]
    [InlineData(40, 0.3)]           // no lower than the least to which anybody is slowed
    [InlineData(90, 0.3)]
    public void What_is_at_its_lowest_cap_gives_nothing_and_the_rest_gives_for_it(double tooMuch, double share)
    {
        Observation seen = Sees([Service(0, 60, full: 100, least: 0.6) with { Enforced = 60.Megawatts }, Service(1, 40, full: 40, least: 0.3) with { Enforced = 40.Megawatts }],
            feeds: [new((50 + tooMuch).Megawatts, (tooMuch - 50).Megawatts), default]);
        Close([share, 1, share], Of(facts: facts).Beat(seen, banks: 3).BankShare);
    }

    [Fact]
    public void Of_the_nodes_above_a_bank_the_one_that_leaves_it_the_least_counts()
    {
        ControlFacts two = new() { Banks = 1, Feeds = [new("bus", Endless, [true]), new("A", 50.Megawatts, [true]), new("hall", 55.Megawatts, [true])] };
        LimitScope any = new(60.Megawatts, 50.Megawatts);
        Envelope envelope = Of(facts: two, book: new(Books.Setting with { Feeds = new Dictionary<string, LimitScope> { ["bus"] = any, ["A"] = any, ["hall"] = any } }));
        Observation seen = Sees(feeds: [.. Enumerable.Repeat(new FeedReading(60.Megawatts, 10.Megawatts), 3)]);
        Close([0.8], envelope.Beat(seen, banks: 1).BankShare);
        for (int f = 0; f < 3; f++) seen.Feeds[f] = new(40.Megawatts, 10.Megawatts);
        Close([0.805], envelope.Beat(seen, banks: 1).BankShare);
    }

    [Fact]
    public void It_comes_back_by_a_hundredth_a_second_shared_with_the_time_in_which_caps_land_and_never_beyond_what_fits()
    {
        Envelope envelope = Of(facts: facts);
        Beat(envelope, 0, 60);
        Close([0.805, 1, 0.805], Beat(envelope, 1, 40));
        Close([0.81, 1, 0.81], Beat(envelope, 2, 40));
        Close([0.82, 1, 0.82], Beat(envelope, 3, 40, step: 2));
        for (int beat = 4; beat <= 6; beat++) Close([0.82, 1, 0.82], Beat(envelope, beat, 50));
        double half = 0.82 * (1 + 0.5 * (40 / 39.9 - 1));           // of the room that is left, what landed three beats ago takes half
        for (int beat = 7; beat <= 9; beat++) Close([half, 1, half], Beat(envelope, beat, 49.9));
        for (int beat = 0; beat < 60; beat++) Beat(envelope, 10 + beat, 20);
        Close([1, 1, 1], Beat(envelope, 66, 20));
    }

    [Fact]
    public void Less_than_nothing_is_left_the_lowest_share_remains()
    {
        Envelope envelope = Of(facts: facts);
        Close([0.02, 1, 0.02], Beat(envelope, 0, 60, idle: 55));
        Close([0.02, 1, 0.02], Beat(Of(facts: facts), 0, 60, idle: 60));
        Close([1, 1, 1], Beat(Of(facts: facts), 0, 40, idle: 45));
    }

    [Theory]
    [InlineData(20, 39.6 / 80)]
    [InlineData(21.5, 1)]
    public void A_limit_on_a_feed_is_seen_as_far_ahead_as_caps_need_and_20_s_and_a_hundredth_stays_free(double startsAt, double share)
    {
        LimitBook book = new(Books.Setting);
        book.Receive(Books.Says(Books.Open(40) with { Feed = "B", From = TimeSpan.FromSeconds(startsAt), To = 1.Hours }, 0), TimeSpan.Zero);
        Close([1, share, 1], Beat(Of(facts: facts, book: book), 0, 0, flowOfB: 80));
    }

    [Theory]
    [InlineData(0, false, 0.02)]
    [InlineData(0, true, 1)]            // without voltage nothing flows, and nothing has to be held
    [InlineData(1, true, 1)]
    public void A_limit_of_nothing_binds_like_any_other_and_only_a_node_without_voltage_has_none(double level, bool isDead, double share)
    {
        LimitBook book = new(Books.Setting);
        book.Receive(Books.Says(Books.Open(level) with { Feed = "B", To = 1.Hours }, 0), TimeSpan.Zero);
        Observation seen = Sees(feeds: [default, new(80.Megawatts, 1.Megawatts) { IsDead = isDead }]);
        LimitSight sight = new(facts, book);
        sight.Changed();
        Close([1, share, 1], new Envelope(0, facts, sight).Beat(seen, banks: 3).BankShare);
        sight.Fill(seen, BeatState.First(0, default));
        Assert.Equal(isDead ? double.PositiveInfinity : 0, seen.WorkMost.Watts);
    }

    [Fact]
    public void Where_nothing_binds_any_more_it_comes_back_by_a_hundredth_a_second()
    {
        LimitBook book = new(Books.Setting);
        book.Receive(Books.Says(Books.Open(40) with { Feed = "B", To = 1.Hours }, 0), TimeSpan.Zero);
        Envelope envelope = Of(facts: facts, book: book);
        Close([1, 0.495, 1], Beat(envelope, 0, 0, flowOfB: 80));
        Close([1, 0.505, 1], Beat(envelope, 3999, 0, flowOfB: 40));
        Close([1, 0.515, 1], Beat(envelope, 4000, 0, flowOfB: 40));
    }

    [Theory]
    [InlineData(double.NaN, 0.8, HoldReason.NoNumber)]
    [InlineData(2, 0.8, HoldReason.Feed)]
    [InlineData(0.5, 0.5, null)]
    [InlineData(0.01, 0.02, HoldReason.Feed)]
    public void A_policy_may_ask_for_less_and_not_for_more(double asked, double given, HoldReason? why)
    {
        Observation seen = Sees(feeds: [new(60.Megawatts, 10.Megawatts), default]);
        Orders orders = Free(seen, banks: 3);
        orders.BankShare[2] = asked;
        Envelope envelope = Of(facts: facts);
        envelope.Hold(seen, orders);
        Close([0.8, 1, given], orders.BankShare);
        Change[] told = [.. envelope.Held.Changes.ToArray().Where(one => one.Index == 2)];
        Assert.Equal(why is { } reason ? [reason] : [], told.Select(one => one.Reason));
    }

    [Fact]
    public void What_still_passes_a_feed_when_caps_had_their_time_twice_goes_off_behind_it()
    {
        Envelope envelope = Of(facts: facts with { EfficiencyFraction = 0.5 });
        for (int beat = 1; beat <= 8; beat++)
        {
            Observation seen = Sees(feeds: [new(60.Megawatts, 10.Megawatts), default]);
            Orders orders = envelope.Beat(seen, banks: 3);
            // 2·1 s + 5 s; 0.5·(60 − 50) on two banks
            Close(beat == 8 ? [2.5, 0, 2.5] : [0, 0, 0], [.. orders.BankOff.Select(one => one.Megawatts)]);
        }
        Close([0, 0, 0], [.. envelope.Beat(Sees(feeds: [new(50.Megawatts, 10.Megawatts), default]), banks: 3).BankOff.Select(one => one.Megawatts)]);
    }

    /// <summary>Nobody knows for how long the feed is passed: caps at their lowest had their 1 s and 5 s, others get 1 s more.</summary>
    [Theory]
    [InlineData(0.02, 1)]
    [InlineData(0.5, 2)]
    public void Without_memory_racks_behind_a_feed_that_is_passed_go_off_as_soon_as_caps_had_a_last_time(double held, int beats)
    {
        Envelope envelope = Of(facts: facts);
        envelope.TakeOver();
        for (int beat = 1; beat <= beats; beat++)
        {
            Observation seen = Sees(feeds: [new(60.Megawatts, 10.Megawatts), default]);
            seen.BankShares = [held, 1, held];
            Orders orders = envelope.Beat(seen, banks: 3);
            Assert.Equal(beat == beats, orders.BankOff[0] > Power.Zero);
        }
    }

    private static readonly ControlFacts slowCaps = facts with { CapDelay = TimeSpan.FromSeconds(40) };

    private static Envelope WithLimitOnB(double level, double atSecond, LimitRamp? ramp = null)
    {
        LimitBook book = new(Books.Setting);
        book.Receive(Books.Says(Books.Open(level) with { Feed = "B", From = TimeSpan.FromSeconds(atSecond), To = 2.Hours, Baseline = 50.Megawatts, Ramp = ramp ?? LimitRamp.None }, 0), TimeSpan.Zero);
        return Of(facts: slowCaps, book: book);
    }

    private static double OffBehindB(Envelope envelope, double second, double flow, double idle)
    {
        Observation seen = Sees(feeds: [default, new(flow.Megawatts, idle.Megawatts)]);
        seen.Now = TimeSpan.FromSeconds(second);
        return envelope.Beat(seen, banks: 3).BankOff[1].Megawatts;
    }

    [Theory]
    [InlineData(588, 0)]                    // more than 10 s and a step before it
    [InlineData(590, 20 - 0.99 * 5)]        // idle power that no cap takes
    [InlineData(599, 20 - 0.99 * 5)]
    [InlineData(601, 20 - 0.99 * 5)]        // nobody announced it: at once
    public void Idle_racks_behind_a_feed_are_gone_when_a_limit_below_their_power_begins(double second, double off)
    {
        Assert.Equal(off, OffBehindB(WithLimitOnB(5, 600), second, flow: 30, idle: 20), 1e-9);
    }

    [Fact]
    public void What_the_lowest_caps_leave_goes_off_before_a_limit_begins_and_not_while_caps_still_land()
    {
        Envelope envelope = WithLimitOnB(21, 600);
        List<(int Second, double Off)> told = [];
        for (int second = 500; second <= 605; second++)
            if (OffBehindB(envelope, second, flow: 30, idle: 20.7) is > 0 and var off) told.Add((second, off));
        // caps see it from 541 s on, and are at their lowest; racks go off from 590 s on, and what the meter still shows is asked for once in three steps
        Assert.Equal([590, 593, 596, 599, 602, 605], told.Select(one => one.Second));
        Assert.All(told, one => Assert.Equal(30 - 0.99 * 21, one.Off, 1e-9));
    }

    [Fact]
    public void On_a_ramp_that_caps_follow_nobody_goes_off_however_late_they_land()
    {
        Envelope envelope = WithLimitOnB(30, 0, new(20.Minutes, TimeSpan.Zero, RampAnchor.Starts, null));
        // one megawatt a minute: work is where caps of 40 s ago saw the limit, twenty seconds before it
        for (int second = 0; second < 900; second++) Assert.Equal(0, OffBehindB(envelope, second, flow: 0.99 * (50 - (second + 20) / 60.0), idle: 5));
    }

    [Fact]
    public void Racks_that_are_off_come_back_only_as_far_as_their_feed_has_room_while_they_start()
    {
        Observation seen = Sees(feeds: [new(30.Megawatts, 10.Megawatts), new(10.Megawatts, default)]);
        Assert.Equal([10.0, double.PositiveInfinity, 10], [.. Of(facts: facts).Beat(seen, banks: 3).BankBack.Select(one => one.Megawatts)]);
        seen.Feeds[0] = new(60.Megawatts, 10.Megawatts);
        Assert.Equal([0.0, double.PositiveInfinity, 0], [.. Of(facts: facts).Beat(seen, banks: 3).BankBack.Select(one => one.Megawatts)]);
        Assert.Equal(0.99 * 15 - 10, WithLimitOnB(15, 300).Beat(seen, banks: 3).BankBack[1].Megawatts, 1e-9);       // it begins before they are back
        Assert.Equal(double.PositiveInfinity, WithLimitOnB(15, 400).Beat(seen, banks: 3).BankBack[1].Megawatts);
    }
}
