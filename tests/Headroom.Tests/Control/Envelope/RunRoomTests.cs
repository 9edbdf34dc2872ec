using Headroom.Control;
using Headroom.Quantities;
using static Headroom.Tests.Control.Envelopes.Beats;

namespace Headroom.Tests.Control.Envelopes;

/// <summary>What runs count with while orders are on their way, what they lent comes back, or their caps follow nobody's order; worked by hand.</summary>
public sealed class RunRoomTests
{
    private static Observation Soon(double ceilingSoon, ServiceNeed service, params RunNeed[] runs)
    {
        Observation seen = Sees([service], runs);
        seen.CeilingSoon = ceilingSoon.Megawatts;
        return seen;
    }

    private static double[] Most(Orders orders) => [.. orders.RunMost.Select(one => one.Megawatts)];

    private static Orders Beat(Envelope envelope, Observation seen, params double[] orders)
    {
        Orders said = Free(seen);
        for (int i = 0; i < orders.Length; i++) said.RunMost[i] = orders[i].Megawatts;
        envelope.Hold(seen, said);
        return said;
    }

    /// <summary>Two runs of 20 MW that lent 5 MW each, and of 3 MW one has back 2 MW already; 50 MW of work.</summary>
    [Theory]
    [InlineData(100, true, true)]       // 10 MW are free
    [InlineData(98, true, false)]       // 8 MW: the first takes 5 of them
    [InlineData(95, true, false)]
    [InlineData(94, false, false)]
    [InlineData(90, false, false)]      // nothing is free, and their own power has its place
    public void A_run_that_is_let_free_waits_until_there_is_room_for_what_it_lent(double soon, bool first, bool second)
    {
        RunNeed lent = Run(20, 20, 20) with { Owed = 5.Megawatts }, paid = Run(0, 0, 0) with { Owed = 3.Megawatts, Returning = 3.Megawatts };
        Envelope envelope = Of();
        double[] most = Most(envelope.Beat(Soon(soon + 3, Service(0, 50), lent, lent, paid)));
        Assert.Equal((first, second, 0), (most[0] == 20, most[1] == 20, most[2]));
        // held back is just below its full power, where it takes nothing back
        Assert.All(most[..2], one => Assert.InRange(one, 19.8, 20));
        Assert.Equal([.. (int[])[first ? -1 : 0, second ? -1 : 1] is var held ? held.Where(i => i >= 0) : []],
            envelope.Held.Changes.ToArray().Where(one => one is { Kind: OrderKind.RunMost, Reason: HoldReason.Ceiling }).Select(one => one.Index));
    }

    [Fact]
    public void A_run_that_is_ordered_less_than_all_takes_nothing_back_and_is_left_alone()
    {
        Envelope envelope = Of();
        RunNeed less = Run(20, 15, 20) with { Owed = 5.Megawatts }, all = Run(20, 20, 20) with { Owed = 5.Megawatts, Returning = 1.Megawatts };
        Close([15, 20], Most(Beat(envelope, Soon(91, Service(0, 50), less, all), 15, 20)));
    }

    [Fact]
    public void Gates_count_what_a_run_lent_once_it_may_take_it_back_and_what_returns_always()
    {
        Observation seen = Sees([Service(0, 0)], [Run(12, 2, 3) with { Owed = 6.Megawatts, Returning = 2.Megawatts }]);
        seen.CeilingAhead = 100.Megawatts;
        Close([100 - 12 - 6], Of().Beat(seen).Gates());
        Close([100 - 11 - 2], Beat(Of(), seen, 11).Gates());
    }

    /// <summary>Two runs draw 30 MW each; one fails, and its racks burn what it drew for a while.</summary>
    [Fact]
    public void What_a_failed_run_burns_in_its_place_is_not_taken_from_the_other()
    {
        Envelope envelope = Of();
        Observation seen = Soon(150, Service(0, 50), Run(40, 30, 40), Run(40, 30, 40));
        Close([40, 40], Most(envelope.Beat(seen)));
        seen.Runs[1] = Run(40, 0, 40);
        seen.Burned = 29.Megawatts;
        Close([40, 40], Most(envelope.Beat(seen)));
        // it fades over a minute: after twenty, what burns is somebody else's
        double[] most = [40, 40];
        for (int beat = 0; beat < 1200; beat++)
        {
            (seen.Runs[0], seen.Runs[1]) = (Run(40, Math.Min(30, most[0]), most[0]), Run(40, 0, most[1]));
            most = Most(envelope.Beat(seen));
        }
        Assert.Equal(150 - 50 - 29, most.Sum(), 1e-3);
    }

    /// <summary>Its caps let it go to 30 MW when the envelope began; nobody ordered that.</summary>
    [Fact]
    public void Caps_that_have_not_come_down_yet_count_with_all_they_leave()
    {
        Observation seen = Sees([Service(0, 0)], [Run(12, 2, 30)]);
        seen.CeilingAhead = 100.Megawatts;
        Envelope envelope = Of();
        envelope.Beat(seen);
        Close([70], envelope.Beat(seen).Gates());
    }

    /// <summary>Caps take 2.5 s: an order counts for three steps, one to leave and one to land.</summary>
    [Fact]
    public void An_order_counts_until_it_has_had_its_time_to_land()
    {
        Observation seen = Sees([Service(0, 0)], [Run(40, 0, 0)]);
        (seen.CeilingAhead, seen.CapDelay) = (100.Megawatts, TimeSpan.FromSeconds(2.5));
        Envelope envelope = Of();
        Close([60], Beat(envelope, seen, 40).Gates());
        for (int beat = 1; beat <= 5; beat++) Close([60], Beat(envelope, seen, 10).Gates());
        Close([90], Beat(envelope, seen, 10).Gates());
    }

    [Fact]
    public void A_run_that_was_ordered_nothing_counts_once_when_it_starts_again()
    {
        Observation seen = Sees([Service(0, 0)], [Run(40, 0, 40)]);
        seen.CeilingAhead = 100.Megawatts;
        Envelope envelope = Of();
        Beat(envelope, seen, 0);
        Close([60], Beat(envelope, seen, 40).Gates());
    }

    [Fact]
    public void Caps_that_leave_ten_times_the_order_count_with_four_times_it()
    {
        Envelope envelope = Of();
        Observation seen = Soon(1000, Service(0, 50), Run(40, 0, 400));
        envelope.Beat(seen);
        (seen.CeilingSoon, seen.CapsStick) = (80.Megawatts, true);
        // no margin beside what caps that stick need
        Assert.Equal((80 * 0.98 - 50) / 4, envelope.Beat(seen).RunMost[0].Megawatts, 1e-9);
    }

    [Fact]
    public void A_run_that_draws_a_hundredth_more_than_it_was_ordered_is_no_reason_to_slow_others()
    {
        Envelope envelope = Of();
        Observation seen = Soon(80, Service(0, 50), Run(30, 30.3, 30));
        for (int beat = 0; beat < 20; beat++) Close([1], envelope.Beat(seen).SlowFraction);
        seen.Runs[0] = Run(30, 31, 30);
        for (int beat = 0; beat < 20; beat++) envelope.Beat(seen);
        Assert.True(envelope.Beat(seen).SlowFraction[0] < 1);
    }

    /// <summary>Ordered 10 MW for long, and its caps leave 10 MW; then somebody raises them, and it draws what they leave.</summary>
    private static Envelope Settled(Observation seen)
    {
        Envelope envelope = Of();
        Power soon = seen.CeilingSoon;
        seen.CeilingSoon = 1000.Megawatts;
        seen.Runs[0] = Run(40, 10, 40);         // it begins with caps that leave all
        for (int beat = 0; beat < 3; beat++) Beat(envelope, seen, 10);
        seen.Runs[0] = Run(40, 10, 10);
        for (int beat = 0; beat < 10; beat++) Beat(envelope, seen, 10);
        seen.CeilingSoon = soon;
        return envelope;
    }

    [Fact]
    public void Caps_that_somebody_else_raised_are_met_at_once_by_those_that_follow()
    {
        Observation seen = Soon(80, Service(0, 70), default(RunNeed));
        Envelope envelope = Settled(seen);
        Close([1], Beat(envelope, seen, 10).SlowFraction);
        seen.Runs[0] = Run(40, 15, 15);
        Close([65.0 / 70], Beat(envelope, seen, 10).SlowFraction);
    }

    [Fact]
    public void Caps_that_land_late_have_their_time_before_others_give_way()
    {
        Observation seen = Soon(80, Service(0, 70), default(RunNeed));
        Envelope envelope = Settled(seen);
        // 5 MW less: the run is ordered 5 MW, and its caps come down and rise once more by an order that was still on its way
        seen.CeilingSoon = 75.Megawatts;
        seen.Runs[0] = Run(40, 5, 5);
        for (int beat = 0; beat < 3; beat++) Beat(envelope, seen, 5);
        seen.Runs[0] = Run(40, 10, 10);
        Close([1], Beat(envelope, seen, 5).SlowFraction);
    }

    [Theory]
    [InlineData(0.5, 1)]
    [InlineData(2, 4)]
    public void Under_a_ceiling_a_run_goes_up_by_a_twentieth_of_all_in_a_second_however_long_a_step_is(double step, double most)
    {
        Observation seen = Soon(1000, Service(0, 50), Run(40, 0, 0));
        seen.Step = TimeSpan.FromSeconds(step);
        Envelope envelope = Of();
        for (int beat = 1; beat <= 5; beat++) Close([beat * most], Most(envelope.Beat(seen)));
    }

    /// <summary>30 MW are left for two runs of 40 MW that stand at nothing: their parts of 15 MW come step by step, too.</summary>
    [Fact]
    public void A_part_of_a_room_that_is_short_is_taken_step_by_step_as_well()
    {
        Observation seen = Soon(80, Service(0, 50), Run(40, 0, 0), Run(40, 0, 0));
        Envelope envelope = Of();
        for (int beat = 1; beat <= 10; beat++) Close([Math.Min(15, 2 * beat), Math.Min(15, 2 * beat)], Most(envelope.Beat(seen)));
        Assert.Equal([new Change(OrderKind.RunMost, 0, 40e6, 15e6, HoldReason.Ceiling), new(OrderKind.RunMost, 1, 40e6, 15e6, HoldReason.Ceiling)],
            envelope.Held.Changes.ToArray().Where(one => one.Kind == OrderKind.RunMost));
    }
}
