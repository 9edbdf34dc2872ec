using Headroom.Control;
using Headroom.Quantities;
using static Headroom.Tests.Control.Envelopes.Beats;

namespace Headroom.Tests.Control.Envelopes;

/// <summary>Who may start work, worked by hand: room(c) = (c + fed − μ·max(c, c + fed) − other)/κ − idle, fed = plants + carried.</summary>
public sealed class GateTests
{
    private static Observation Under(double ceilingAhead, params ServiceNeed[] services)
    {
        Observation seen = Sees(services);
        seen.CeilingAhead = ceilingAhead.Megawatts;
        return seen;
    }

    [Fact]
    public void What_is_free_is_shared_by_what_each_draws()
    {
        Envelope envelope = Of();
        Close([60, 20], envelope.Beat(Under(80, Service(0, 30), Service(2, 10))).Gates());
        Assert.Equal([new Change(OrderKind.ServiceMost, 0, double.PositiveInfinity, 60e6, HoldReason.Ceiling), new(OrderKind.ServiceMost, 1, double.PositiveInfinity, 20e6, HoldReason.Ceiling)],
            envelope.Held.Changes.ToArray());
    }

    [Fact]
    public void What_work_gave_up_a_moment_ago_goes_to_others_within_ten_seconds()
    {
        Envelope envelope = Of();
        envelope.Beat(Under(80, Service(0, 30), Service(2, 10)));
        // a dip: of its 30 it draws 15, and 12 of the other 15 are still its own: 80 − (27 + 10), by 15 and 10
        Close([40.8, 27.2], envelope.Beat(Under(80, Service(0, 15), Service(2, 10))).Gates());
        Close([15 + 0.6 * (70 - 24.3), 10 + 0.4 * (70 - 24.3)], envelope.Beat(Under(80, Service(0, 15), Service(2, 10))).Gates());
    }

    [Fact]
    public void A_gate_beyond_what_its_racks_take_is_no_change_worth_telling()
    {
        foreach ((double full, int told) in (ReadOnlySpan<(double, int)>)[(49, 0), (50, 0), (51, 1)])
        {
            Envelope envelope = Of();
            Close([50], envelope.Beat(Under(50, Service(0, 10, full))).Gates());
            Assert.Equal(told, envelope.Held.Count);
        }
    }

    [Fact]
    public void Who_stands_still_counts_with_a_fiftieth_of_its_racks() =>
        Close([196, 2], Of().Beat(Under(198, Service(0, 98, full: 100), Service(0, 0, full: 100))).Gates());

    [Fact]
    public void Where_nobody_draws_and_nobody_could_nothing_is_shared() => Close([0], Of().Beat(Under(50, Service(0, 0, full: 0))).Gates());

    [Fact]
    public void What_a_policy_holds_lower_stays_lower()
    {
        Observation seen = Under(80, Service(0, 30), Service(0, 10));
        Orders orders = Free(seen);
        orders.ServiceMost[0] = 20.Megawatts;
        Envelope envelope = Of();
        envelope.Hold(seen, orders);
        // 80 − (30 + 10) to share by 30 and 10: no gate takes back what is in flight
        Close([20, 20], orders.Gates());
        Assert.Equal(1, Assert.Single(envelope.Held.Changes.ToArray()).Index);
    }

    [Theory]
    [InlineData(8, 450, 75)]        // carries 450 MJ/90 s = 5 MW: (125 − 12.5 − 10)/1.25 − 7
    [InlineData(3, 450, 73.56)]
    [InlineData(-4, 450, 71.4)]
    public void Room_counts_margin_plants_what_a_battery_carries_other_draw_losses_and_idle_racks(double batteryMost, double deliverableMegajoules, double room)
    {
        Observation seen = Sees([Service(0, 0)], plants: [new(20.Megawatts, default, 40.Megawatts, true)],
            batteries: [new(default, (-9).Megawatts, batteryMost.Megawatts, Energy.FromSi(1e6 * deliverableMegajoules))]);
        (seen.CeilingAhead, seen.DrawPerItRatio, seen.Other, seen.Idle) = (100.Megawatts, 1.25, 10.Megawatts, 7.Megawatts);
        Orders orders = Free(seen);
        orders.Plants[0] = 20.Megawatts;
        Of(margin: 0.1).Hold(seen, orders);
        Close([room], orders.Gates());
    }

    [Theory]
    [InlineData(false, 50, 0.85, 10, 5)]    // 40 MW that follow and 5 MW of wind: 5 MW too many and half as many again, for they are drawn already
    [InlineData(true, 100, 1, 40, 12.6)]         // 65 MW of grid and plants but 4 %; what is missing plants are held up for, one after the other
    public void Without_the_grid_plants_that_follow_count_with_all_they_can_give_and_with_it_they_are_held_up(bool lives, double drawn, double share, double first, double second)
    {
        Observation seen = Sees([Service(0, drawn)], plants: [new(default, default, 40.Megawatts, true), new(default, default, 30.Megawatts, false)]);
        (seen.CeilingSoon, seen.GridLives) = (50.Megawatts, lives);
        Orders orders = Free(seen);
        (orders.Plants[0], orders.Plants[1]) = (10.Megawatts, 5.Megawatts);
        Of().Hold(seen, orders);
        Close([share], orders.SlowFraction);
        Close([first, second], [.. orders.Plants.Select(plant => plant.Megawatts)]);
    }

    [Theory]
    [InlineData(10, 14, 0, 0, 14)]      // nobody ordered it more than all of its 12 MW, and its caps leave it 14
    [InlineData(10, 12, 0, 0, 12)]      // its caps in force still let it take all
    [InlineData(10, 3, 0, 0, 10)]
    [InlineData(10, 3, 20, 1, 21)]      // what its racks draw and burn
    public void A_run_counts_with_the_larger_of_order_and_caps_in_force_and_with_what_it_draws(double order, double enforced, double drawn, double burned, double counts)
    {
        Observation seen = Sees([Service(0, 0)], [Run(12, drawn, enforced), Run(6, 0, 0)]);
        (seen.CeilingAhead, seen.Burned) = (100.Megawatts, burned.Megawatts);
        Orders orders = Free(seen);
        (orders.RunMost[0], orders.RunMost[1]) = (order.Megawatts, default);
        Of().Hold(seen, orders);
        Close([100 - counts], orders.Gates());
    }

    [Fact]
    public void A_run_that_takes_back_its_racks_counts_with_what_returns_and_one_whose_caps_leave_more_than_ordered_with_that()
    {
        Observation seen = Sees([Service(0, 0)], [Run(12, 2, 3) with { Returning = 1.5.Megawatts }]);
        seen.CeilingAhead = 100.Megawatts;
        Envelope envelope = Of();
        Close([86.5], envelope.Beat(seen).Gates());
        seen.Runs[0] = Run(12, 2, 12.2) with { Returning = 1.5.Megawatts };     // a little more than it was ordered counts; 3 may have been in force, and it follows that by a quarter more
        Close([100 - 15 - 1.5], envelope.Beat(seen).Gates());
        seen.Runs[0] = Run(12, 2, 24);      // twice all that was ordered
        Close([76], envelope.Beat(seen).Gates());
        seen.Runs[0] = Run(12, 2, 12);      // that fades in a minute
        Close([100 - 12 * (1 + 59 / 60.0)], envelope.Beat(seen).Gates());
    }

    [Fact]
    public void A_node_above_all_racks_leaves_what_its_rating_does_beyond_its_flow()
    {
        ControlFacts facts = new() { Banks = 2, EfficiencyFraction = 0.5, Feeds = [new("A", 50.Megawatts, [true, true]), new("B", 20.Megawatts, [true, false])] };
        Observation seen = Sees([Service(0, 10)], [Run(6, 2, 0)], feeds: [new(30.Megawatts, default), new(19.Megawatts, default)]);
        // 0.5·(50 − 30) − (6 − 2)
        Close([16], Of(facts: facts).Beat(seen, banks: 2).Gates());
    }

    /// <summary>0.5·(50 − 10 idle) = 20 MW of work in all; the meter shows less because racks smooth their draw, or because nobody reads them and a run is in a trough.</summary>
    [Theory]
    [InlineData(false, 12, 14)]         // 20 − 6 of the run
    [InlineData(true, 12, 14)]
    [InlineData(false, 30, 14)]
    [InlineData(false, 40, 11)]         // 4 and 0.5·10, of which the run takes 2 more than it draws
    public void A_node_above_all_racks_leaves_no_more_than_what_its_idle_racks_do_beside_what_work_draws(bool isSilent, double flow, double gate)
    {
        ControlFacts facts = new() { Banks = 2, EfficiencyFraction = 0.5, Feeds = [new("A", 50.Megawatts, [true, true])] };
        Observation seen = Sees([Service(0, 8)], [Run(6, 4, 0)], feeds: [new(flow.Megawatts, 10.Megawatts)]);
        seen.RacksAreSilent = isSilent;
        Close([gate], Of(facts: facts).Beat(seen, banks: 2).Gates());
    }

    [Fact]
    public void While_nobody_reads_the_racks_a_trough_on_the_meter_of_a_node_is_no_room()
    {
        ControlFacts facts = new() { Banks = 2, EfficiencyFraction = 0.5, Feeds = [new("A", 50.Megawatts, [true, true])] };
        Envelope envelope = Of(facts: facts);
        Observation seen = Sees([Service(0, 2)], feeds: [new(40.Megawatts, default)]);
        seen.RacksAreSilent = true;
        Close([2 + 0.5 * 10], envelope.Beat(seen, banks: 2).Gates());
        seen.Feeds[0] = new(20.Megawatts, default);
        Close([2 + 0.5 * (50 - 40 * 59 / 60.0)], envelope.Beat(seen, banks: 2).Gates());
        seen.RacksAreSilent = false;
        Close([2 + 0.5 * 30], envelope.Beat(seen, banks: 2).Gates());
    }

    [Fact]
    public void A_node_above_all_racks_bounds_runs_by_what_they_draw_and_its_room()
    {
        ControlFacts facts = new() { Banks = 2, EfficiencyFraction = 0.5, Feeds = [new("A", 50.Megawatts, [true, true]), new("B", 20.Megawatts, [true, false])] };
        Observation seen = Sees([], [Run(60, 2, 60)], feeds: [new(30.Megawatts, default), new(19.Megawatts, default)]);
        // 2 + 0.5·(50 − 30)
        Assert.Equal(12, Of(facts: facts).Beat(seen, banks: 2).RunMost[0].Megawatts, 1e-9);
        // nothing is left: it stays where it is
        seen.Feeds[0] = new(50.Megawatts, default);
        Assert.Equal(2, Of(facts: facts).Beat(seen, banks: 2).RunMost[0].Megawatts, 1e-9);
    }

    [Fact]
    public void Every_run_counts()
    {
        Observation seen = Sees([Service(0, 0)], [Run(12, 2, 3), Run(6, 1, 4)]);
        seen.CeilingAhead = 100.Megawatts;
        Close([82], Of().Beat(seen).Gates());
    }

    [Fact]
    public void Under_the_grids_ramp_a_half_of_what_it_leaves_is_taken_in_a_beat()
    {
        Observation seen = Sees([Service(0, 40)], [Run(12, 6, 12)]);
        (seen.ImportMostByGrid, seen.Burned) = (67.Megawatts, 1.Megawatts);
        Envelope envelope = Of();
        // (67 − 40 − 6 − 1)/2
        Close([50], envelope.Beat(seen).Gates());
        Assert.Equal(HoldReason.Ramp, Assert.Single(envelope.Held.Changes.ToArray()).Reason);
        seen.CeilingAhead = 62.Megawatts;       // 62 − 12 − 40: the same
        Close([50], envelope.Beat(seen).Gates());
        Assert.Equal(HoldReason.Ceiling, Assert.Single(envelope.Held.Changes.ToArray()).Reason);
    }

    [Fact]
    public void The_way_of_a_limit_holds_tiers_2_and_3_and_work_that_may_wait()
    {
        Observation seen = Sees(EveryRank());
        (seen.ImportMostByGrid, seen.ImportMostByRamp) = (150.Megawatts, 60.Megawatts);
        Envelope envelope = Of();
        // (150 − 50)/2 and (60 − 50)/2, a fifth of them each
        Close([20, 20, 11, 11, 11], envelope.Beat(seen).Gates());
        Assert.All(envelope.Held.Changes.ToArray(), one => Assert.Equal(HoldReason.Ramp, one.Reason));
    }

    [Fact]
    public void Who_has_no_racks_starts_nothing_however_endless_the_room()
    {
        Observation seen = Sees([Service(0, 0, full: 0), Service(0, 10), Service(3, 10)]);
        seen.ImportMostByRamp = 40.Megawatts;
        Close([0, double.PositiveInfinity, 15], Of().Beat(seen).Gates());
    }

    [Fact]
    public void On_the_way_of_a_limit_a_battery_counts_with_its_order_and_margins_hold()
    {
        Observation seen = Sees([Service(0, 10), Service(2, 10)], batteries: [new(default, (-9).Megawatts, 8.Megawatts, Energy.FromSi(90 * 6e6))]);
        (seen.ImportMostByGrid, seen.ImportMostByRamp) = (50.Megawatts, 40.Megawatts);
        Orders orders = Free(seen);
        orders.Batteries[0] = 4.Megawatts;
        Of(margin: 0.1).Hold(seen, orders);
        // grid: (0.9·(50 + 6) − 20)/2 = 15.2; way: (0.9·(40 + 4) − 20)/2 = 9.8; half of it each
        Close([17.6, 14.9], orders.Gates());
    }

    [Fact]
    public void Beyond_the_ceiling_the_last_in_rank_start_nothing_as_far_as_that_helps()
    {
        Envelope envelope = Of();
        Close([10, 10, 5, 0, 0], envelope.Beat(Under(25, EveryRank())).Gates());
        Assert.Equal([4, 3, 2, 1, 0], envelope.Held.Changes.ToArray().Where(one => one.Kind == OrderKind.ServiceMost).Select(one => one.Index));
        Assert.All(envelope.Held.Changes.ToArray(), one => Assert.Equal(HoldReason.Ceiling, one.Reason));
        Close([0, 0, 0, 0, 0], Of().Beat(Under(0, EveryRank())).Gates());
        Close([10, 10, 10, 10, 10], Of().Beat(Under(50, EveryRank())).Gates());
    }

    [Fact]
    public void A_ramp_sends_no_work_of_tiers_0_and_1_away()
    {
        Observation seen = Sees(EveryRank());
        seen.ImportMostByGrid = 35.Megawatts;       // (35 − 50)/2 = −7.5
        Envelope envelope = Of();
        Close([10, 10, 10, 10, 2.5], envelope.Beat(seen).Gates());
        Assert.All(envelope.Held.Changes.ToArray(), one => Assert.Equal(HoldReason.Ramp, one.Reason));
        seen.ImportMostByGrid = default;            // (0 − 50)/2 = −25
        Close([10, 10, 5, 0, 0], Of().Beat(seen).Gates());
        (seen.ImportMostByGrid, seen.ImportMostByRamp) = (Endless, (-30).Megawatts);        // (−30 − 50)/2 = −40
        Close([double.PositiveInfinity, double.PositiveInfinity, 0, 0, 0], Of().Beat(seen).Gates());
        seen.CeilingAhead = 100.Megawatts;          // 50 to share
        Close([20, 20, 0, 0, 0], Of().Beat(seen).Gates());
        seen.CeilingAhead = 45.Megawatts;
        Close([10, 0, 0, 0, 0], Of().Beat(seen).Gates());
    }
}
