using Headroom.Control;
using Headroom.Quantities;
using static Headroom.Tests.Control.Envelopes.Beats;

namespace Headroom.Tests.Control.Envelopes;

/// <summary>What has to leave at once: more than what has to leave for good, because cooling follows late and caps share their racks.</summary>
public sealed class UrgencyTests
{
    private static Observation Soon(double ceilingSoon, ServiceNeed[] services, params RunNeed[] runs)
    {
        Observation seen = Sees(services, runs);
        seen.CeilingSoon = ceilingSoon.Megawatts;
        return seen;
    }

    /// <summary>100 MW are drawn and 120/1.5 = 80 MW fit. At the bus 20 MW less of work are 20/η = 25 MW less at first, of the 30 MW that are too many: 24 MW of work have to go.</summary>
    [Theory]
    [InlineData(1.5, 0.8, 120, 0.76)]
    [InlineData(1.25, 0.8, 100, 0.8)]           // nothing but losses: they go with the work
    [InlineData(1.2, 0.8, 96, 0.8)]             // fewer than the tree loses: a reading of before
    [InlineData(1.5, 0.8, 150, 1)]
    public void Cooling_goes_down_after_the_heat_has_and_caps_take_for_it_meanwhile(double ratio, double efficiency, double ceiling, double share)
    {
        Observation seen = Soon(ceiling, [Service(0, 100)]);
        seen.DrawPerItRatio = ratio;
        Close([share], Of(facts: new() { EfficiencyFraction = efficiency }).Beat(seen).SlowFraction);
    }

    [Fact]
    public void Racks_are_switched_off_for_what_has_to_leave_for_good()
    {
        Envelope envelope = Of(facts: new() { EfficiencyFraction = 0.8 });
        Observation seen = Soon(120, [Service(0, 100, least: 0.9)]);
        (seen.DrawPerItRatio, seen.CeilingNow) = (1.5, 120.Megawatts);
        envelope.Beat(seen);
        Assert.Equal(10, envelope.Held.Excess.Megawatts, 1e-9);         // 20 MW, and the caps have taken ten
    }

    [Theory]
    [InlineData(80, 0.7)]           // 20 MW too many, and ten more
    [InlineData(100, 0.8)]          // it is not passed yet
    public void Where_a_ceiling_is_passed_already_caps_take_half_as_much_again(double ceilingNow, double share)
    {
        Observation seen = Soon(80, [Service(0, 100)]);
        seen.CeilingNow = ceilingNow.Megawatts;
        Close([share], Of().Beat(seen).SlowFraction);
    }

    [Theory]
    [InlineData(80, 25)]            // 80 − 50, and half of the 10 MW by which it is passed
    [InlineData(90, 30)]
    public void Where_a_ceiling_is_passed_already_runs_give_half_of_that_beforehand(double ceilingNow, double given)
    {
        Observation seen = Soon(80, [Service(0, 50)], Run(40, 40, 40));
        seen.CeilingNow = ceilingNow.Megawatts;
        Assert.Equal(given, Of().Beat(seen).RunMost[0].Megawatts, 1e-9);
    }

    /// <summary>Five services of 10 MW; of each half a megawatt ends within seconds. A tenth of 100 MW is to stay free.</summary>
    [Theory]
    [InlineData(90, true, true, 0)]
    [InlineData(90.4, true, true, 1)]
    [InlineData(90.6, true, true, 2)]
    [InlineData(99, true, true, 5)]
    [InlineData(99, false, true, 0)]        // who reads the racks knows what they draw
    [InlineData(99, true, false, 0)]        // without the grid there is no import
    public void While_nobody_reads_the_racks_the_meter_closes_gates_the_last_in_rank_first(double import, bool isSilent, bool lives, int closed)
    {
        Observation seen = Soon(100, EveryRank());
        (seen.Import, seen.RacksAreSilent, seen.GridLives) = (import.Megawatts, isSilent, lives);
        seen.CeilingAhead = Endless;
        Orders orders = Free(seen);
        Of(margin: 0.1, facts: new()).Hold(seen, orders);
        Assert.Equal(lives ? closed : 5, orders.Gates().Count(gate => gate == 0));
        if (closed is > 0 and < 5) Assert.Equal(0, orders.Gates()[4]);
    }

    [Theory]
    [InlineData(false, false, 1.25)]
    [InlineData(true, false, 2)]            // some cap does not follow
    [InlineData(false, true, 4)]            // nobody knows what they hold
    public void Who_remembers_no_order_takes_it_that_caps_of_runs_leave_more(bool sticks, bool isSilent, double times)
    {
        Observation seen = Soon(80, [Service(0, 50)], Run(40, 0, 40));
        (seen.CapsStick, seen.RacksAreSilent) = (sticks, isSilent);
        Envelope envelope = Of();
        envelope.TakeOver();
        double room = (sticks ? 80 * 0.98 : 80) - 50;
        Assert.Equal(room / (1 + (times - 1) * 59 / 60), envelope.Beat(seen).RunMost[0].Megawatts, 1e-9);
        Assert.Equal(room, Of().Beat(seen).RunMost[0].Megawatts, 1e-9);         // a first start has ordered nothing that could be in force
    }

    /// <summary>Caps take 2 s: four orders may be in force, 20, 40, 40 and 40 MW, when they leave 24, and then 40 MW.</summary>
    [Theory]
    [InlineData(24, 1.2)]
    [InlineData(40, 1.25)]
    [InlineData(60, 1.5)]           // more than any of them
    [InlineData(200, 4)]
    public void Caps_that_leave_more_than_the_oldest_order_count_by_a_quarter_at_most_and_that_fades_in_a_minute(double enforced, double follows)
    {
        Envelope envelope = Of();
        foreach (double order in (double[])[20, 40, 40, 40])
        {
            Observation free = Sees([Service(0, 50)], [Run(40, 0, 20)]);
            Orders orders = Free(free);
            orders.RunMost[0] = order.Megawatts;
            envelope.Hold(free, orders);
        }
        Assert.Equal(30 / follows, envelope.Beat(Soon(80, [Service(0, 50)], Run(40, 0, enforced))).RunMost[0].Megawatts, 1e-9);
        Assert.Equal(30 / (1 + (follows - 1) * 59 / 60), envelope.Beat(Soon(80, [Service(0, 50)], Run(40, 0, 24))).RunMost[0].Megawatts, 1e-9);
    }
}
