using Headroom.Control;
using Headroom.Quantities;
using static Headroom.Tests.Control.Envelopes.Beats;

namespace Headroom.Tests.Control.Envelopes;

/// <summary>Training runs, and plants that are held up for what is drawn; worked by hand.</summary>
public sealed class RunTests
{
    private static Observation Soon(double ceilingSoon, ServiceNeed service, RunNeed run)
    {
        Observation seen = Sees([service], [run]);
        seen.CeilingSoon = ceilingSoon.Megawatts;
        return seen;
    }

    [Fact]
    public void A_run_gets_what_half_of_the_margin_and_what_returns_to_it_leave()
    {
        // 0.9·80 − 50 = 22
        Assert.Equal(22, Of(margin: 0.2).Beat(Soon(80, Service(0, 50), Run(40, 0, 40))).RunMost[0].Megawatts, 1e-9);
        Assert.Equal(20, Of(margin: 0.2).Beat(Soon(80, Service(0, 50), Run(40, 0, 40) with { Returning = 4.Megawatts })).RunMost[0].Megawatts, 1e-9);
        Assert.Equal(0, Of().Beat(Soon(40, Service(0, 50), Run(40, 0, 40))).RunMost[0].Megawatts);
    }

    [Theory]
    [InlineData(80, 15)]            // twice any order that may be on its way: it follows by that
    [InlineData(40.84, 1200 / 40.84)]
    [InlineData(40.76, 1200 / 40.76)]
    [InlineData(39, 30)]
    public void A_run_whose_caps_leave_more_than_it_was_ordered_is_ordered_less(double enforced, double given)
    {
        Envelope envelope = Of();
        envelope.Beat(Soon(1000, Service(0, 50), Run(40, 0, enforced)));
        Assert.Equal(given, envelope.Beat(Soon(80, Service(0, 50), Run(40, 0, enforced))).RunMost[0].Megawatts, 1e-9);
    }

    [Theory]
    [InlineData(80, 15)]            // nobody ordered more than all its power, whatever it held
    [InlineData(38, 15)]            // above all that may be on its way
    public void A_run_whose_caps_leave_more_than_any_order_on_its_way_is_counted_with_all_of_it(double first, double given)
    {
        Envelope envelope = Of();
        envelope.Beat(Soon(1000, Service(0, 50), Run(40, 0, first)));
        Assert.Equal(given, envelope.Beat(Soon(80, Service(0, 50), Run(40, 0, 80))).RunMost[0].Megawatts, 1e-9);
    }

    [Fact]
    public void A_run_goes_up_by_a_twentieth_in_a_second_under_a_ceiling_and_at_once_without_one()
    {
        Envelope envelope = Of();
        Observation seen = Soon(1000, Service(0, 50), Run(40, 0, 0));
        for (int beat = 1; beat <= 25; beat++)
        {
            Assert.Equal(Math.Min(40, 2 * beat), envelope.Beat(seen).RunMost[0].Megawatts, 1e-9);
            Assert.Equal(beat < 20, envelope.Held.Changes.ToArray().Any(one => one is { Kind: OrderKind.RunMost, Reason: HoldReason.Ceiling }));
        }
        Assert.Equal(40, Of().Beat(Soon(double.PositiveInfinity, Service(0, 50), Run(40, 0, 0))).RunMost[0].Megawatts, 1e-9);
    }

    [Fact]
    public void A_policy_that_stops_and_starts_a_run_in_every_second_gets_no_more_than_its_first_steps()
    {
        Envelope envelope = Of();
        Observation seen = Soon(1000, Service(0, 50), Run(40, 0, 40));
        for (int beat = 0; beat < 20; beat++)
        {
            Orders orders = Free(seen);
            orders.RunMost[0] = beat % 2 == 0 ? default : 40.Megawatts;
            envelope.Hold(seen, orders);
            Assert.Equal(beat % 2 == 0 ? 0 : 2, orders.RunMost[0].Megawatts, 1e-9);
        }
    }

    [Theory]
    [InlineData(104, 0.8)]          // 4 MW are free once the run has given 10; they are not free yet
    [InlineData(114, 0.812)]        // 0.8·0.3·4/80
    public void What_a_run_has_not_given_yet_lets_nothing_back(double soon, double share)
    {
        Envelope envelope = Of();
        envelope.Beat(Soon(80, Service(0, 100), Run(40, 0, 0)));
        Observation seen = Soon(soon, Service(0, 80), Run(40, 30, 0));
        Orders orders = Free(seen);
        orders.RunMost[0] = 20.Megawatts;
        envelope.Hold(seen, orders);
        Close([share], orders.SlowFraction);
    }

    [Fact]
    public void Plants_are_held_up_one_after_the_other_for_what_is_missing_and_it_is_told()
    {
        Observation seen = Sees([Service(0, 100)], plants: [new(default, default, 20.Megawatts, true), new(default, default, 30.Megawatts, true), new(default, default, 30.Megawatts, true)]);
        (seen.CeilingSoon, seen.DrawPerItRatio) = (100.Megawatts, 1.25);
        Orders orders = Free(seen);
        orders.Plants[1] = 1.Megawatts;
        Envelope envelope = Of();
        envelope.Hold(seen, orders);
        // 125 − 0.99·(100 + 1) = 25.01
        Close([20, 9.04, 0], [.. orders.Plants.Select(one => one.Megawatts)]);
        Change[] told = [.. envelope.Held.Changes.ToArray().Where(one => one.Kind == OrderKind.Plant)];
        Assert.Equal([(0, HoldReason.Ceiling), (1, HoldReason.Ceiling)], told.Select(one => (one.Index, one.Reason)));
    }
}
