using Headroom.Control;
using Headroom.Quantities;
using static Headroom.Tests.Control.Envelopes.Beats;

namespace Headroom.Tests.Control.Envelopes;

/// <summary>Work in flight: how it is slowed, how it comes back, and what is switched off; worked by hand.</summary>
public sealed class CapTests
{
    private static Observation Soon(double ceilingSoon, params ServiceNeed[] services)
    {
        Observation seen = Sees(services);
        seen.CeilingSoon = ceilingSoon.Megawatts;
        return seen;
    }

    [Fact]
    public void What_passes_the_ceiling_that_holds_soon_is_slowed_by_the_part_that_passes()
    {
        Envelope envelope = Of();
        Close([0.8], envelope.Beat(Soon(80, Service(0, 100))).SlowFraction);
        Assert.Equal([new Change(OrderKind.ServiceSlow, 0, 1, 0.8, HoldReason.Ceiling)], envelope.Held.Changes.ToArray());
        Assert.Equal(0, envelope.Held.Excess.Megawatts, 1e-9);
        Close([0.8 * 0.9], envelope.Beat(Soon(90, Service(0, 100))).SlowFraction);
        Close([0.72], Of(margin: 0.2).Beat(Soon(80, Service(0, 100))).SlowFraction);        // half of the margin
    }

    [Theory]
    [InlineData(0.5, 0.9)]
    [InlineData(2, 0.8)]
    public void A_short_step_takes_its_part_of_a_second(double step, double share)
    {
        Observation seen = Soon(80, Service(0, 100));
        seen.Step = TimeSpan.FromSeconds(step);
        Close([share], Of().Beat(seen).SlowFraction);
    }

    [Fact]
    public void Runs_get_what_work_in_flight_leaves_and_what_they_do_not_give_in_time_is_taken_from_it()
    {
        Observation seen = Sees([Service(0, 50)], [Run(40, 30, 0), Run(40, 30, 0)]);
        (seen.CeilingSoon, seen.Burned) = (80.Megawatts, 5.Megawatts);
        Envelope envelope = Of();
        for (int beat = 1; beat <= 6; beat++)
        {
            // it begins with caps that leave all, and no later reading says how far they have come down
            for (int i = 0; i < 2; i++) seen.Runs[i] = seen.Runs[i] with { Enforced = beat == 1 ? 40.Megawatts : default };
            Orders orders = Free(seen);
            orders.RunMost[1] = 10.Megawatts;
            envelope.Hold(seen, orders);
            // 80 − 50 − 5 = 25 for 40 and 10
            Close([20, 5], [.. orders.RunMost.Select(one => one.Megawatts)]);
            // caps take 2 s, and 3 s more; then 50 + 60 + 5 − 80 = 35 of 50
            Close([beat == 6 ? 0.3 : 1], orders.SlowFraction);
            Assert.Equal(beat == 6 ? 3 : 2, envelope.Held.Count);
        }
    }

    [Fact]
    public void Room_that_runs_have_not_given_yet_lets_nothing_back()
    {
        Envelope envelope = Of();
        Observation seen = Sees([Service(0, 100)], [Run(40, 0, 0)]);
        seen.CeilingSoon = 80.Megawatts;
        envelope.Beat(seen);
        (seen.Services[0], seen.Runs[0]) = (Service(0, 80), Run(40, 30, 0));
        seen.CeilingSoon = 100.Megawatts;       // 20 of them are left for the run; 10 are on their way
        Close([0.8], envelope.Beat(seen).SlowFraction);
        seen.CeilingSoon = 1000.Megawatts;
        Close([0.82], envelope.Beat(seen).SlowFraction);
    }

    [Fact]
    public void Caps_that_are_in_force_bound_how_fast_a_share_rises()
    {
        Envelope envelope = Of();
        envelope.Beat(Soon(80, Service(0, 100)));
        Observation seen = Soon(1000, Service(0, 80) with { Enforced = 100.Megawatts });        // half of 200
        seen.CeilingAhead = 98.Megawatts;       // of the 20 that it gave up a moment ago 10 are still its own
        // from 0.5 by a tenth of a tenth; the gate counts by the caps that are to come
        Close([0.505], envelope.Beat(seen).SlowFraction);
        seen.CeilingAhead = 481.Megawatts;      // 0.5·(1 + 0.1·5), and no more than a twentieth in a second
        Orders orders = envelope.Beat(seen);
        Close([0.55], orders.SlowFraction);
        Close([480 / 1.1], orders.Gates());
    }

    /// <summary>Below a hundredth of its racks it stands still; from there to two hundredths its caps go over to a twentieth above what is in force, without a step.</summary>
    [Theory]
    [InlineData(1.9, 0)]
    [InlineData(2.1, 0.05)]
    [InlineData(3, 0.5)]
    [InlineData(4, 1)]
    public void What_stands_still_comes_back_as_far_as_its_gate_and_what_moves_comes_up_from_what_is_in_force(double drawn, double moves)
    {
        Observation seen = Sees([Service(0, drawn)]);
        seen.CeilingAhead = (drawn + 40).Megawatts;
        seen.Services[0] = seen.Services[0] with { Enforced = 80.Megawatts };
        Orders orders = Of().Beat(seen);
        double gate = drawn + 40;
        Close([Math.Round((1 - moves) * (gate / 200) + moves * Math.Min(0.45, 0.4 * (1 + 0.1 * (gate / drawn - 1))), 12)], [Math.Round(orders.SlowFraction[0], 12)]);
    }

    /// <summary>10 MW of the last in rank, and 110 MW in all: its racks that keep to the caps of others give nothing, so that the next in rank gives it in the same beat.</summary>
    [Theory]
    [InlineData(0, 106, 0.6, 1)]
    [InlineData(0.5, 106, 0.2, 1)]           // 4 of the 5 that are its own
    [InlineData(0.5, 104, 0.2, 0.98)]
    [InlineData(1, 106, 0.2, 0.96)]
    public void What_keeps_to_the_caps_of_others_is_not_counted_as_given(double led, double ceiling, double last, double next)
    {
        ServiceNeed[] services = [Service(0, 100), Service(3, 10) with { LedFraction = led }];
        Close([next, last], Of().Beat(Soon(ceiling, services)).SlowFraction);
    }

    [Fact]
    public void The_lowest_rank_is_slowed_first_and_each_no_further_than_it_can_be()
    {
        ServiceNeed[] services = [Service(0, 100, least: 0.5), Service(0, 10, mayWait: true), Service(3, 10, least: 0.6)];
        Close([1, 0.5, 1], Of().Beat(Soon(115, services)).SlowFraction);
        Close([1, 0.2, 0.9], Of().Beat(Soon(111, services)).SlowFraction);
        Envelope envelope = Of();
        Close([0.93, 0.2, 0.6], envelope.Beat(Soon(101, services)).SlowFraction);     // 19 = 8 + 4 + 7
        Close([0.93 * 0.81, 0.2, 0.6], envelope.Beat(Soon(101, services)).SlowFraction);
        Orders last = envelope.Beat(Soon(21, services));
        Close([0.5, 0.2, 0.6], last.SlowFraction);
        // 99 − 100·(1 − 0.5/0.7533)
        Assert.Equal(99 - 100 * (1 - 0.5 / 0.7533), envelope.Held.Excess.Megawatts, 1e-9);
    }

    [Fact]
    public void What_a_policy_slows_further_counts_and_stays()
    {
        Observation seen = Soon(80, Service(0, 100));
        Orders orders = Free(seen);
        orders.SlowFraction[0] = 0.5;
        Envelope envelope = Of();
        envelope.Hold(seen, orders);
        Close([0.4], orders.SlowFraction);
        Orders free = Free(seen);
        free.SlowFraction[0] = 0.3;
        envelope.Hold(Soon(1000, Service(0, 30)), free);
        Close([0.3], free.SlowFraction);
        Assert.Equal(0, envelope.Held.Count);
    }

    [Fact]
    public void Caps_whose_least_rises_rise_with_it()
    {
        Envelope envelope = Of();
        Close([0.3], envelope.Beat(Soon(30, Service(0, 100))).SlowFraction);
        Close([0.5], envelope.Beat(Soon(30, Service(0, 30, least: 0.5))).SlowFraction);
    }

    [Fact]
    public void Caps_that_could_go_to_nothing_keep_a_fiftieth_from_which_they_come_back()
    {
        Envelope envelope = Of();
        Close([0.02], envelope.Beat(Soon(0, Service(0, 100, least: 0))).SlowFraction);
        Close([0.02], envelope.Beat(Soon(0, Service(0, 100, least: 0))).SlowFraction);
        Close([0.04], envelope.Beat(Soon(double.PositiveInfinity, Service(0, 0.1, least: 0))).SlowFraction);
    }

    [Fact]
    public void What_was_slowed_comes_back_by_a_fiftieth_a_second_while_there_is_room()
    {
        Envelope envelope = Of();
        envelope.Beat(Soon(80, Service(0, 100)));
        Close([0.82], envelope.Beat(Soon(200, Service(0, 80))).SlowFraction);
        for (int beat = 0; beat < 8; beat++) envelope.Beat(Soon(200, Service(0, 80)));
        Close([1], envelope.Beat(Soon(200, Service(0, 80))).SlowFraction);
        Close([1], envelope.Beat(Soon(200, Service(0, 80))).SlowFraction);
        Assert.Equal(0, envelope.Held.Count);
    }

    [Fact]
    public void What_comes_back_takes_three_tenths_of_the_room_in_a_second_the_highest_rank_first()
    {
        Envelope envelope = Of();
        envelope.Beat(Soon(0, Service(2, 100, least: 0.5), Service(1, 100, least: 0.8)));
        // 4 MW of room, less than none of it is left: 0.8·0.3·4/80 = 0.012, which takes 1.2 MW; then 0.5·0.3·2.8/50
        Close([0.5 + 0.5 * 0.3 * 2.8 / 50, 0.812], envelope.Beat(Soon(134, Service(2, 50, least: 0.5), Service(1, 80, least: 0.8))).SlowFraction);
    }

    [Fact]
    public void Who_is_nearly_back_takes_no_more_room_than_it_needs_and_work_that_may_wait_is_last()
    {
        Envelope envelope = Of();
        envelope.Beat(Soon(0, Service(0, 10, mayWait: true, least: 0.5), Service(0, 10, least: 0.99)));
        // 1 MW of room: a hundredth of 9.9 MW comes back, then 0.5·0.3·0.9/10
        Close([0.5 + 0.5 * 0.3 * 0.9 / 10, 1], envelope.Beat(Soon(20.9, Service(0, 10, mayWait: true, least: 0.5), Service(0, 9.9, least: 0.99))).SlowFraction);
    }

    [Fact]
    public void Without_room_nothing_comes_back()
    {
        Envelope envelope = Of();
        envelope.Beat(Soon(80, Service(0, 100)));
        Close([0.8], envelope.Beat(Soon(80, Service(0, 80))).SlowFraction);
    }

    [Fact]
    public void Who_stands_still_comes_back_by_time_alone_and_its_caps_open()
    {
        Envelope envelope = Of();
        envelope.Beat(Soon(80, Service(0, 100)));
        Close([0.82, 1], [envelope.Beat(Soon(0, Service(0, 0))).SlowFraction[0], 1]);
        Assert.Equal(1, envelope.Held.Count);
    }

    [Fact]
    public void Caps_go_up_by_a_tenth_of_what_the_gate_leaves_in_a_second()
    {
        Envelope envelope = Of();
        envelope.Beat(Soon(80, Service(0, 100)));
        Observation seen = Soon(200, Service(0, 80));
        seen.CeilingAhead = 98.Megawatts;        // 10 of what it gave up are still its own, then 5.5
        Close([0.8 * 1.01], envelope.Beat(seen).SlowFraction);
        (seen.Step, seen.CeilingAhead) = (TimeSpan.FromSeconds(0.5), 93.5.Megawatts);
        Close([0.8 * 1.01 * 1.005], envelope.Beat(seen).SlowFraction);
        seen.CeilingAhead = 70.Megawatts;        // a gate below the draw lets nothing up, and takes nothing down
        Close([0.8 * 1.01 * 1.005], envelope.Beat(seen).SlowFraction);
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.25)]
    public void Ways_back_take_as_long_in_short_steps_as_in_long_ones(double step)
    {
        double After(double length, int beats, double soon)
        {
            Envelope envelope = Of();
            envelope.Beat(Soon(80, Service(0, 100)));
            Observation seen = Soon(soon, Service(0, 80));
            seen.Step = TimeSpan.FromSeconds(length);
            Orders orders = Free(seen);
            for (int beat = 0; beat < beats; beat++) orders = envelope.Beat(seen);
            return orders.SlowFraction[0];
        }
        int beats = (int)(5 / step);
        Assert.Equal(0.9, After(1, 5, 500), 1e-9);
        Assert.Equal(0.9, After(step, beats, 500), 1e-9);
        Assert.Equal(After(1, 5, 81), After(step, beats, 81), 1e-3);
    }

    [Fact]
    public void On_racks_of_others_ones_own_caps_give_nothing()
    {
        Envelope envelope = Of();
        Orders orders = envelope.Beat(Soon(90, Service(0, 50), Service(3, 50, full: 0)));
        Assert.Equal(0.8, orders.SlowFraction[0], 1e-9);       // 10 of 50, all from the one that has racks
    }

    [Fact]
    public void New_work_does_not_fill_what_caps_took_once_they_have_landed()
    {
        Envelope envelope = Of();
        for (int beat = 1; beat <= 5; beat++)
        {
            // caps take 2 s, and a step to leave and one to land
            Power most = envelope.Beat(Soon(90, Service(0, 100))).ServiceMost[0];
            Assert.Equal(beat == 5 ? 90 : double.PositiveInfinity, most.Megawatts, 1e-9);
        }
    }

    [Fact]
    public void What_the_lowest_caps_leave_is_starved_last_in_rank_first_in_as_many_as_lose_it_within_seconds()
    {
        // at the lowest caps already: 3 too much, of which a twentieth of 50 ends within seconds, and then 0.5 of the next
        Orders orders = Of().Beat(Soon(147, Service(0, 50, least: 1), Service(1, 50, least: 1), Service(2, 50, least: 1)));
        Assert.Equal([Endless, default, default], orders.ServiceMost);
    }

    [Fact]
    public void Work_that_waited_for_racks_is_expected_on_those_that_come_back_and_counts_as_read_in_the_next_beat()
    {
        Envelope envelope = Of();
        Observation before = Soon(200, Service(0, 60) with { Enforced = 100.Megawatts }), after = Soon(200, Service(0, 60) with { Enforced = 100.Megawatts });
        (before.Idle, after.Idle) = (60.Megawatts, 120.Megawatts);
        (before.CeilingAhead, after.CeilingAhead) = (200.Megawatts, 200.Megawatts);
        Assert.Equal(0.55, envelope.Beat(before).SlowFraction[0], 1e-9);
        // half of all racks are new: 60 + 50 of at most 100, for which 200 − 120 = 80 is there; nothing new starts
        Orders orders = envelope.Beat(after);
        Assert.Equal(0.44, orders.SlowFraction[0], 1e-9);      // four fifths of what was ordered
        Assert.Equal(60, orders.ServiceMost[0].Megawatts, 1e-9);
        Observation next = Soon(200, Service(0, 70) with { Enforced = 80.Megawatts });
        next.Idle = 120.Megawatts;
        Assert.Equal(0, envelope.Beat(next).Drop.Watts);
        Assert.Equal(0, envelope.Held.Excess.Watts);
    }

    private static readonly ServiceNeed stiff = Service(0, 100, least: 1);

    /// <summary>Nothing new starts where the lowest caps leave too much.</summary>
    private static readonly Change shut = new(OrderKind.ServiceMost, 0, double.PositiveInfinity, 0, HoldReason.Ceiling);

    [Fact]
    public void What_no_cap_takes_away_is_switched_off_once_caps_have_had_their_time()
    {
        Envelope envelope = Of();
        Observation seen = Soon(80, stiff);
        for (int beat = 1; beat <= 5; beat++)
        {
            Assert.Equal(default, envelope.Beat(seen).Drop);
            Assert.Equal(20.Megawatts, envelope.Held.Excess);
            Assert.Equal([shut], envelope.Held.Changes.ToArray());
        }
        Assert.Equal(20.Megawatts, envelope.Beat(seen).Drop);       // caps take 2 s, and 3 s more
        Assert.Equal([shut, new Change(OrderKind.Drop, 0, 0, 20e6, HoldReason.Ceiling)], envelope.Held.Changes.ToArray());
        Orders more = Free(seen);
        more.Drop = 50.Megawatts;
        envelope.Hold(seen, more);
        Assert.Equal((50.Megawatts, 1), (more.Drop, envelope.Held.Count));
        Assert.Equal(default, envelope.Beat(Soon(100, stiff)).Drop);
        Assert.Equal(default, envelope.Held.Excess);
        for (int beat = 1; beat <= 5; beat++) Assert.Equal(default, envelope.Beat(seen).Drop);
        Assert.Equal(20.Megawatts, envelope.Beat(seen).Drop);
    }

    [Theory]
    [InlineData(980, 900, 0, 5)]        // what passes the bare ceiling is never little
    [InlineData(979.9, 900, 0, 5)]
    [InlineData(980, 900, 50, 5)]       // drawn 1050 in all, 70 too much
    [InlineData(1029, 900, 50, 5)]
    [InlineData(1028.9, 900, 50, 5)]
    public void What_passes_the_ceiling_waits_no_longer_than_caps_take(double soon, double idle, double burned, int patience)
    {
        Observation seen = Soon(soon, stiff);
        (seen.Idle, seen.Burned) = (idle.Megawatts, burned.Megawatts);
        Envelope envelope = Of();
        for (int beat = 1; beat <= patience; beat++) Assert.Equal(default, envelope.Beat(seen).Drop);
        Assert.Equal(100 + idle + burned - soon, envelope.Beat(seen).Drop.Megawatts, 1e-6);
    }
}
