using Headroom.Control;
using Headroom.Quantities;
using static Headroom.Tests.Control.Envelopes.Beats;

namespace Headroom.Tests.Control.Envelopes;

/// <summary>Gates over several beats: what was drawn lately, what they were at, and what caps that stick leave; worked by hand.</summary>
public sealed class GateMemoryTests
{
    /// <summary>Both drew 40 MW and dip by chance; the grid's ramp leaves so much.</summary>
    private static Observation Dips(double ceilingAhead, double drawn, double ramp, double step = 1)
    {
        Observation seen = Sees([Service(1, drawn), Service(2, drawn)]);
        (seen.CeilingAhead, seen.ImportMostByGrid, seen.Step) = (ceilingAhead.Megawatts, (2 * drawn + ramp).Megawatts, TimeSpan.FromSeconds(step));
        return seen;
    }

    [Theory]
    [InlineData(200, 20, 1, 39.96, 35)]         // as before, but for a thousandth in a second; tier 2 has its part of half of the ramp
    [InlineData(200, 20, 2, 39.92, 35)]
    [InlineData(78, 20, 1, 33, 33)]             // as far as the ceiling has room: 6 MW beside what a dip may take again, half of it
    [InlineData(200, 8, 1, 34, 32)]             // and as far as the ramp has
    [InlineData(200, 0, 1, 30, 30)]
    public void What_tiers_0_and_1_drew_lately_they_may_draw_again_with_all_that_the_ramp_leaves(double ceiling, double ramp, double step, double first, double second)
    {
        Envelope envelope = Of();
        envelope.Beat(Dips(200, 40, 0));
        Close([first, second], envelope.Beat(Dips(ceiling, 30, ramp, step)).Gates());
    }

    [Fact]
    public void What_a_policy_holds_lower_than_what_was_drawn_lately_stays_lower()
    {
        Envelope envelope = Of();
        envelope.Beat(Dips(200, 40, 0));
        Observation seen = Dips(200, 30, 20);
        Orders orders = Free(seen);
        orders.ServiceMost[0] = 35.Megawatts;
        envelope.Hold(seen, orders);
        Close([35, 35], orders.Gates());
    }

    [Fact]
    public void Without_room_a_reading_above_its_gate_opens_no_gate()
    {
        Observation seen = Sees(EveryRank());
        seen.CeilingAhead = 45.Megawatts;
        Envelope envelope = Of();
        Close([10, 10, 10, 10, 5], envelope.Beat(seen).Gates());
        for (int i = 0; i < 5; i++) seen.Services[i] = seen.Services[i] with { Drawn = 12.Megawatts };
        // 15 MW too many: 12 of the last, 3 of the one before it
        Close([10, 10, 10, 9, 0], envelope.Beat(seen).Gates());
    }

    [Fact]
    public void Under_a_ceiling_that_just_fits_a_ramp_still_sends_no_work_of_tiers_0_and_1_away()
    {
        Observation seen = Sees(EveryRank());
        (seen.CeilingAhead, seen.ImportMostByGrid) = (50.Megawatts, (-30).Megawatts);
        Close([10, 10, 0, 0, 0], Of().Beat(seen).Gates());
    }

    [Theory]
    [InlineData(0, 98)]
    [InlineData(0.1, 88)]
    public void Where_caps_stick_new_work_and_runs_leave_a_fiftieth_more_free(double margin, double room)
    {
        Observation seen = Sees([Service(0, 0)]);
        (seen.CeilingAhead, seen.CapsStick) = (100.Megawatts, true);
        Close([room], Of(margin).Beat(seen).Gates());
        Observation runs = Sees([Service(0, 0)], [Run(100, 100, 100)]);
        (runs.CeilingSoon, runs.CapsStick) = (100.Megawatts, true);
        Close([98 - 50 * margin], [Of(margin).Beat(runs).RunMost[0].Megawatts]);
    }

    /// <summary>12 MW idle after 10: a sixth of all racks has come back, and takes a sixth of what caps leave.</summary>
    [Theory]
    [InlineData(10, 12, 70)]            // 100 − 20 − 60/6
    [InlineData(12, 10, 80)]
    [InlineData(12, 12, 80)]
    public void Racks_that_come_back_are_expected_to_take_their_part_of_what_caps_leave(double before, double now, double most)
    {
        Observation Seen(double idle)
        {
            Observation seen = Sees([Service(0, 20) with { Enforced = 60.Megawatts }, Service(0, 0) with { Enforced = default(Power) }]);
            (seen.CeilingSoon, seen.Idle) = ((100 + idle).Megawatts, idle.Megawatts);
            return seen;
        }
        Envelope envelope = Of();
        envelope.Beat(Seen(before));
        Observation seen = Seen(now);
        envelope.Beat(seen);
        Assert.Equal(100 - most, seen.Services[0].Drawn.Megawatts, 1e-9);
    }

    [Fact]
    public void Who_draws_nothing_is_not_slowed_for_others()
    {
        Observation seen = Sees([Service(0, 100), Service(3, 0)]);
        seen.CeilingSoon = 80.Megawatts;
        Close([0.8, 1], Of().Beat(seen).SlowFraction);
    }

    [Theory]
    [InlineData(0.5, 0.525)]            // from half, by a twentieth in a second
    [InlineData(1, 0.55)]
    [InlineData(2, 0.6)]
    public void Caps_in_force_go_up_by_a_twentieth_in_a_second_at_most(double step, double share)
    {
        Envelope envelope = Of();
        Observation seen = Sees([Service(0, 80) with { Enforced = 100.Megawatts }]);
        (seen.CeilingSoon, seen.CeilingAhead, seen.Step) = (4000.Megawatts, 4000.Megawatts, TimeSpan.FromSeconds(step));
        Close([share], envelope.Beat(seen).SlowFraction);
    }

    /// <summary>A tenth of what the gate leaves, in a second or more: 88 MW where 80 MW are drawn.</summary>
    [Fact]
    public void A_long_step_lets_caps_up_by_no_more_than_a_second_does()
    {
        Envelope envelope = Of();
        Observation seen = Sees([Service(0, 100)]);
        seen.CeilingSoon = 80.Megawatts;
        envelope.Beat(seen);
        seen.Services[0] = Service(0, 80);
        (seen.CeilingSoon, seen.CeilingAhead, seen.Step) = (200.Megawatts, 88.Megawatts, TimeSpan.FromSeconds(2));
        Close([0.8 * 1.01], envelope.Beat(seen).SlowFraction);
    }

    [Fact]
    public void What_comes_back_in_a_long_step_takes_no_more_of_the_room_than_in_a_second()
    {
        Envelope envelope = Of();
        Observation seen = Sees([Service(0, 100)]);
        seen.CeilingSoon = 80.Megawatts;
        envelope.Beat(seen);
        seen.Services[0] = Service(0, 80);
        (seen.CeilingSoon, seen.Step) = (82.Megawatts, TimeSpan.FromSeconds(2));
        Close([0.8 + 0.8 * 0.3 * 2 / 80], envelope.Beat(seen).SlowFraction);
    }

    [Fact]
    public void Racks_that_are_silent_hold_what_they_were_left_with()
    {
        Observation seen = Sees([Service(0, 100) with { Enforced = 100.Megawatts }]);
        seen.RacksAreSilent = true;
        Envelope unknown = Of(), known = Of(), gone = Of(), slowed = Of();
        unknown.TakeOver();
        Close([0.2], unknown.Beat(seen).SlowFraction);          // they may have lowered their caps by themselves
        Observation speaking = Sees([Service(0, 100)]);
        speaking.CeilingSoon = 80.Megawatts;
        slowed.Beat(speaking);
        known.TakeOver(slowed.Memory!);
        known.WasGone = false;
        Close([0.8], known.Beat(seen).SlowFraction);
        gone.TakeOver(slowed.Memory!);
        for (int beat = 0; beat < 5; beat++) Close([0.2], gone.Beat(seen).SlowFraction);         // and so they may here
    }
}
