using CsCheck;
using Headroom.Control;
using Headroom.Quantities;
using Headroom.Simulation;
using Headroom.Sites;

namespace Headroom.Tests.Simulation.Devices;

public sealed class GridTests
{
    static readonly TimeSpan second = TimeSpan.FromSeconds(1);
    static readonly LinkCondition calm = new(1);

    static GridLink Link(double firm, double? ramp, Reconnection? back = null) => new(new GridConnection
    {
        Firm = Sizing<Quantities.Power>.Fixed(firm.Megawatts),
        Price = Series<EnergyPrice>.Constant(default, 1),
        Carbon = Series<CarbonIntensity>.Constant(default, 1),
        RampLimit = ramp?.MegawattsPerMinute,
    }, firm.Megawatts, default, back);

    /// <summary>AT-01: 20 MW/min. A quarter off 100 MW takes 75 s, off 1 GW 12.5 min; nought to 1 GW takes 50 min.</summary>
    [Theory]
    [InlineData(100, 75, 75)]
    [InlineData(1000, 750, 750)]
    [InlineData(0, 1000, 3000)]
    public void A_ramp_takes_its_time_and_no_rolling_minute_passes_it(double from, double to, double leastSeconds)
    {
        GridLink grid = Link(1000, 20);
        foreach (double length in (double[])[0.1, 1, 7, 60])
        {
            TimeSpan step = TimeSpan.FromSeconds(length);
            GridState now = new(from.Megawatts);
            var minute = new RollingMinute(step);
            minute.Add(now.Injection);
            double seconds = 0;
            while (Math.Abs(now.Injection.Megawatts - to) > 1e-6)
            {
                now = grid.After(now, grid.Reach(now, calm, step).Nearest(to.Megawatts), calm, step);
                minute.Add(now.Injection);
                seconds += length;
            }
            Assert.InRange(seconds, leastSeconds - 1e-6, leastSeconds + length + 1e-6);
            Assert.True(minute.Kept(20.MegawattsPerMinute));
            Assert.Equal(0, now.Beyond.Watts);
        }
    }

    [Fact]
    public void The_rolling_minute_is_the_greatest_change_in_any_minute() =>
        Gen.Select(Gen.Double[0, 100].Array[1, 200], Gen.Int[1, 70]).Sample((megawatts, length) =>
        {
            var minute = new RollingMinute(TimeSpan.FromSeconds(length));
            foreach (double power in megawatts) minute.Add(power.Megawatts);
            int window = Math.Max(1, 60 / length);
            double rise = 0, fall = 0;
            for (int t = 0; t < megawatts.Length; t++)
                for (int s = 1; s <= window && s <= t; s++)
                    (rise, fall) = (Math.Max(rise, megawatts[t] - megawatts[t - s]), Math.Max(fall, megawatts[t - s] - megawatts[t]));
            Assert.Equal(rise, minute.WorstRise.Megawatts, 1e-9);
            Assert.Equal(fall, minute.WorstFall.Megawatts, 1e-9);
        });

    [Fact]
    public void Load_that_falls_faster_than_the_ramp_is_carried_and_told()
    {
        GridLink grid = Link(100, 20);
        GridState now = new(100.Megawatts);
        Settlement settled = Bus.Settle(40.Megawatts, default, grid.Reach(now, calm, second), [], []);
        Assert.Equal(-(60 - 20.0 / 60), settled.Left.Megawatts, 1e-9);
        now = grid.After(now, settled.OnTheGrid.Grid, calm, second);
        Assert.Equal(60 - 20.0 / 60, now.Beyond.Megawatts, 1e-9);
        now = grid.After(now, 105.Megawatts, calm, second);
        Assert.Equal((5, 1), (now.OverCeiling.Megawatts, now.OverCeilingFor.TotalSeconds));
    }

    [Fact]
    public void After_an_outage_load_comes_back_by_stages_and_within_the_ramp()
    {
        GridLink grid = Link(100, 60, new(TimeSpan.FromSeconds(30), 40.Megawatts, TimeSpan.FromSeconds(60)));
        GridState now = new(90.Megawatts);
        LinkCondition dead = new(1, Live: false);
        now = grid.After(now, grid.Reach(now, dead, second).Nearest(90.Megawatts), dead, second);
        Assert.True(now.Parted);
        Assert.Equal(1, now.Partings);
        List<double> imports = [];
        for (int k = 0; k < 240; k++)
        {
            now = grid.After(now, grid.Reach(now, calm, second).Nearest(90.Megawatts), calm, second);
            imports.Add(now.Injection.Megawatts);
        }
        Assert.Equal(0, imports[29]);
        Assert.Equal(1, imports[30], 1e-9);
        Assert.Equal(40, imports[85], 1e-9);
        Assert.Equal(80, imports[145], 1e-9);
        Assert.Equal(90, imports[200], 1e-9);
        Assert.False(now.Parted);
        Assert.Throws<BrokenLawException>(() => grid.After(now, 1.Megawatts, dead, second));
    }

    /// <summary>AT-05 in part. SPP's handbook as quoted in reference/control.md §4.</summary>
    [Fact]
    public void Frequency_and_voltage_are_judged_by_level_and_time()
    {
        WithstandCurve frequency = new("SPP frequency", VoltageMeasure.PositiveSequence,
        [
            new(58.8, Below: true, TimeSpan.FromSeconds(299)), new(61.2, Below: false, TimeSpan.FromSeconds(299)),
            new(57.0, Below: true, TimeSpan.Zero), new(61.8, Below: false, TimeSpan.Zero),
        ]);
        bool MayPart(double hertz, double seconds) => new WithstandTimers(frequency).Feel(hertz, TimeSpan.FromSeconds(seconds));
        Assert.False(MayPart(59.0, 3600));
        Assert.False(MayPart(58.7, 299));
        Assert.True(MayPart(58.7, 300));
        Assert.True(MayPart(56.9, 0.1));
        Assert.False(MayPart(57.0, 0.1));
        Assert.True(MayPart(61.9, 0.1));

        var unbalanced = new PhaseVoltages(0.3, 0.9, 0.9);
        WithstandPoint[] half = [new(0.5, Below: true, TimeSpan.FromMilliseconds(150))];
        WithstandTimers worst = new(new("worst", VoltageMeasure.WorstPhase, half)), positive = new(new("positive", VoltageMeasure.PositiveSequence, half));
        worst.Feel(unbalanced, TimeSpan.FromMilliseconds(200));
        positive.Feel(unbalanced, TimeSpan.FromMilliseconds(200));
        Assert.True(worst.Exceeded);
        Assert.False(positive.Exceeded);                     // .7 pu
        Assert.Equal(RideThrough.PartedTooSoon, RideThroughVerdict.Of(rule: positive, relay: worst));
        Assert.Equal(RideThrough.Stayed, RideThroughVerdict.Of(rule: worst, relay: positive));
    }

    [Fact]
    public void Six_short_dips_pass_the_curve_and_not_a_supply_that_counts_to_three()
    {
        WithstandTimers curve = new(new("any", VoltageMeasure.WorstPhase, [new(0.5, Below: true, TimeSpan.FromMilliseconds(150))]));
        var counter = new DipCounter(3, TimeSpan.FromMinutes(1));
        bool parts = false;
        for (int dip = 0; dip < 6; dip++)
        {
            Assert.False(curve.Feel(0.25, TimeSpan.FromMilliseconds(66)));
            curve.Feel(1, TimeSpan.FromSeconds(16));
            parts |= counter.Add(dip * TimeSpan.FromSeconds(16.4));
        }
        Assert.True(parts);
    }

    /// <summary>Tree, grid, turbine and battery for a random hour: both sides of the balance agree at every step.</summary>
    [Fact]
    public void Power_in_is_power_out_from_two_sides() => Gen.Int[0, 1_000_000].Sample(seed =>
    {
        var chance = new Draws((ulong)seed);
        GridLink grid = Link(60, 20);
        var battery = new BatteryUnit(new()
        {
            Name = "b",
            Power = Sizing<Quantities.Power>.Fixed(30.Megawatts),
            Energy = Sizing<Energy>.Fixed(5.MegawattHours),
            ChargeEfficiency = 0.9,
            DischargeEfficiency = 0.9,
            LossPerHourFraction = 0.01
        }, 30.Megawatts, 5.MegawattHours);
        var turbine = new GeneratorUnit(new()
        {
            Name = "t",
            Kind = GeneratorKind.GasTurbine,
            Size = Sizing<Quantities.Power>.Fixed(40.Megawatts),
            AvailableFraction = [1],
            HeatRate = 9000.BtuPerKilowattHour,
            MinimumLoadFraction = 0.3
        }, 40.Megawatts, TimeSpan.Zero, 5.MegawattsPerMinute);
        var flow = new TreeFlow(new([new("site", -1, 200.Megawatts, 0.99, 20.Kilowatts), new("a", 0, 100.Megawatts, 0.95), new("b", 0, 100.Megawatts, 0.93)]));
        GridState g = new(40.Megawatts);
        BatteryState b = new(2.MegawattHours);
        GeneratorState t = new(GeneratorPhase.Running, 20.Megawatts);
        Quantities.Power[] orders = new Quantities.Power[1];
        for (int k = 0; k < 300; k++)
        {
            double[] loads = [1e6, 5e7 * chance.Fraction(k, 0), 4e7 * chance.Fraction(k, 1)];
            flow.Compute(loads);
            LinkCondition offered = new(0, Live: k is < 100 or > 130);
            PowerBand reach = battery.Reach(b, second), plant = turbine.Reach(t, 1, second);
            Quantities.Power output = plant.Nearest((40 * chance.Fraction(k, 2)).Megawatts);
            orders[0] = reach.Nearest((60 * chance.Fraction(k, 3) - 30).Megawatts);
            Settlement settled = Bus.Settle(flow.Draw, output, grid.Reach(g, offered, second), [reach], orders);
            if (offered.Live) settled = settled.OnTheGrid;
            GridState grid1 = grid.After(g, settled.Grid, offered, second);
            BatteryState battery1 = battery.After(b, orders[0], second);
            GeneratorState turbine1 = turbine.After(t, GeneratorOrder.Run, output, 1, second);
            Quantities.Power injected = GridLink.Delivered(g, grid1, second) + battery.Delivered(b, battery1, second) + turbine.Delivered(t, turbine1, second)!.Value;
            Bus.Imbalance(injected, settled.Left, Quantities.Power.FromSi(loads[0] + loads[1] + loads[2]) + flow.Losses);
            (g, b, t) = (grid1, battery1, turbine1);
        }
    }, iter: 20);

    [Fact]
    public void A_balance_that_does_not_close_stops_the_run() =>
        Assert.Throws<BrokenLawException>(() => Bus.Imbalance(10.Megawatts, default, 10.1.Megawatts));
}
