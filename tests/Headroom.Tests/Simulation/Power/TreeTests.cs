using CsCheck;
using Headroom.Quantities;
using Headroom.Simulation;

namespace Headroom.Tests.Simulation.Devices;

public sealed class TreeTests
{
    static readonly TimeSpan second = TimeSpan.FromSeconds(1);
    static readonly Quantities.Power endless = Quantities.Power.FromSi(double.PositiveInfinity);

    /// <summary>AT-17: Frontier as a tree of 9,472 nodes, 592 chassis and shelves, 25 coolant units.</summary>
    /// <remarks>Source: ExaDigiT/RAPS, config/frontier.yaml, as re-derived in reference/control.md §7.2.</remarks>
    [Theory]
    [InlineData(90, 88, 7_306_523.8248)]
    [InlineData(280, 560, 28_227_884.3690)]
    public void Frontier_draws_what_its_published_configuration_says(double cpuWatts, double gpuWatts, double siteWatts)
    {
        const double memoryWatts = 74.26, networkCardWatts = 20, driveWatts = 30, coolantUnitWatts = 8473.47;
        List<TreeNode> nodes = [new("site", -1, endless)];
        List<int> blades = [];
        for (int shelf = 0; shelf < 74 * 8; shelf++)
        {
            nodes.Add(new("rectifiers", 0, endless, 0.96, (4 * 17).Watts));        // four that share: (chassis/4 + 17)/.96 each
            nodes.Add(new("chassis", nodes.Count - 1, endless, 1, (4 * 250).Watts));
            int chassis = nodes.Count - 1;
            for (int blade = 0; blade < 16; blade++)
            {
                blades.Add(nodes.Count);
                nodes.Add(new("sivoc", chassis, endless, 0.98, 13.Watts));
            }
        }
        Assert.Equal(9472, blades.Count);
        double[] loads = new double[nodes.Count];
        foreach (int blade in blades) loads[blade] = cpuWatts + 4 * gpuWatts + memoryWatts + 4 * networkCardWatts + driveWatts;
        loads[0] = 25 * coolantUnitWatts;
        var flow = new TreeFlow(new(nodes));
        flow.Compute(loads);
        Assert.InRange(flow.Draw.Watts / siteWatts, 1 - 1e-9, 1 + 1e-9);
    }

    [Fact]
    public void Two_feeds_share_and_either_carries_all_when_the_other_is_dead()
    {
        var flow = new TreeFlow(new([new("A", -1, 2.Megawatts), new("B", -1, 2.Megawatts), new("rack", 0, 2.Megawatts, 0.95, Second: 1)]));
        flow.Compute([0, 0, 0.95e6]);
        Assert.Equal([0.5e6, 0.5e6, 1e6], flow.InputWatts.ToArray());
        flow.Switch(0, closed: false);
        flow.Compute([0, 0, 0.95e6]);
        Assert.Equal([0, 1e6, 1e6], flow.InputWatts.ToArray());
        flow.Switch(1, closed: false);
        Assert.False(flow.Live[2]);
        flow.Compute([0, 0, 0]);
        Assert.Equal(0, flow.Draw.Watts);
    }

    [Fact]
    public void A_node_out_of_order_or_with_more_output_than_input_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new DistributionTree([new("a", 1, endless), new("b", -1, endless)]));
        Assert.Throws<ArgumentException>(() => new DistributionTree([new("a", -1, endless, EfficiencyFraction: 1.1)]));
    }

    /// <summary>.14 / (2^.02 − 1) = 10.03 s; 13.5 / (2 − 1); 80 / (4 − 1); 19.61 / 3 + .491.</summary>
    [Fact]
    public void Curves_give_the_times_of_their_standards()
    {
        Assert.Equal(10.029, InverseTime.IecStandard.Seconds(2), 1e-3);
        Assert.Equal(13.5, InverseTime.IecVery.Seconds(2), 1e-12);
        Assert.Equal(80.0 / 3, InverseTime.IecExtremely.Seconds(2), 1e-12);
        Assert.Equal(19.61 / 3 + 0.491, InverseTime.IeeeVery.Seconds(2), 1e-12);
        PointCurve slowest = PointCurve.Ul489Slowest(TimeSpan.FromMinutes(10));
        Assert.Equal(double.PositiveInfinity, slowest.Seconds(1.34));
        Assert.Equal(3600, slowest.Seconds(1.35), 1e-6);
        Assert.Equal(600, slowest.Seconds(2.5), 1e-6);
        Assert.InRange(slowest.Seconds(1.6), 600, 3600);
    }

    [Fact]
    public void A_steady_excursion_trips_at_the_time_of_the_curve_and_a_short_one_is_forgotten()
    {
        var breaker = new Breaker(InverseTime.IeeeVery);
        var flow = new TreeFlow(new([new("feed", -1, 1.Megawatts, Breaker: breaker)]));
        int steps = 0, tripped = 0;
        int[] which = new int[1];
        while (tripped == 0 && steps < 100)
        {
            flow.Compute([2e6]);
            tripped = flow.Protect(second, which);
            steps++;
        }
        Assert.Equal(8, steps);                               // 7.03 s, seen at the end of the eighth second
        Assert.False(flow.Live[0]);

        flow.Switch(0, closed: true);
        for (int k = 0; k < 200; k++)                         // 5 s over, 40 s well under, again and again
        {
            flow.Compute([k % 45 < 5 ? 2e6 : 0.3e6]);
            Assert.Equal(0, flow.Protect(second, which));
        }
        Assert.InRange(flow.WorstHeatFraction[0], 0.7, 1.2);
    }

    /// <summary>AT-07: telemetry 2 s, decision, out-of-band cap 40 s: 42 s over the ceiling. The curve says by how much that may be.</summary>
    [Theory]
    [InlineData(1.10, false)]
    [InlineData(2.00, true)]
    public void A_load_step_capped_out_of_band_trips_only_where_the_curve_says_so(double overRatio, bool trips)
    {
        var bank = new CapBank(CapActuator.OutOfBand(10.Kilowatts, 400.Kilowatts), 10);
        var racks = new RackPower(RackSmoothing.None, 10, 90.Kilowatts);
        var flow = new TreeFlow(new([new("row", -1, 1.Megawatts, Breaker: new(InverseTime.IecExtremely))]));
        double[] demand = new double[10], load = new double[1];
        Array.Fill(demand, overRatio * 100e3);
        int over = 0, tripped = 0;
        for (int k = 0; k < 100 && tripped == 0; k++)
        {
            if (k == 2) for (int rack = 0; rack < 10; rack++) bank.Order(rack, 100.Kilowatts);      // seen with telemetry of 2 s
            bank.Advance(k * second, second);
            racks.Advance(CapsInForce.Of(bank), demand, second);
            load[0] = 0;
            foreach (double drawn in racks.DrawnWatts) load[0] += drawn;
            flow.Compute(load);
            if (flow.InputWatts[0] > 1e6 + 1e-3) over++;
            tripped = flow.Protect(second, []);
        }
        Assert.Equal(trips, tripped > 0);
        double allowed = InverseTime.IecExtremely.Seconds(overRatio);
        if (!trips) Assert.Equal(42, over);
        Assert.True(over <= Math.Ceiling(allowed));           // 1.10: 381 s; 2.00: 26.7 s
    }

    [Fact]
    public void More_load_never_trips_later() =>
        Gen.Select(Gen.Double[0.5, 25], Gen.Double[0, 5], Gen.Int[0, 6], Gen.Double[0, 1]).Sample((load, more, curve, heat) =>
        {
            TripCurve[] curves =
            [
                InverseTime.IecStandard, InverseTime.IecVery, InverseTime.IecExtremely, InverseTime.IeeeModerately, InverseTime.IeeeVery,
                InverseTime.IeeeExtremely with { InstantMultipleRatio = 8 }, PointCurve.Ul489Slowest(TimeSpan.FromMinutes(8)),
            ];
            Assert.True(curves[curve].Seconds(load + more) <= curves[curve].Seconds(load) * (1 + 1e-12));
            var breaker = new Breaker(curves[curve]);
            Assert.True(breaker.HeatAfter(heat, (load + more).Megawatts, 1.Megawatts, second) >= breaker.HeatAfter(heat, load.Megawatts, 1.Megawatts, second) - 1e-12);
        });
}
