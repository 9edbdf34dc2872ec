using CsCheck;
using Headroom.Control;
using Headroom.Quantities;
using Headroom.Scenarios.Catalog;
using Headroom.Simulation;

namespace Headroom.Tests.Simulation.Devices;

public sealed class CapTests
{
    static readonly TimeSpan second = TimeSpan.FromSeconds(1), tenth = TimeSpan.FromMilliseconds(100);
    static CapActuator OutOfBand => CapActuator.OutOfBand(200.Watts, 1400.Watts);

    [Fact]
    public void An_out_of_band_cap_holds_40_s_after_its_order_and_no_sooner()
    {
        var bank = new CapBank(OutOfBand, 5);
        bank.Order(3, 700.Watts);
        for (int k = 0; k < 40; k++)
        {
            bank.Advance(k * second, second);
            Assert.Equal(1400, bank.EnforcedWatts[3]);
            Assert.True(bank.OnTheWay(3));
        }
        bank.Advance(40 * second, second);
        Assert.Equal(700, bank.EnforcedWatts[3]);
        Assert.False(bank.OnTheWay(3));
        Assert.Equal(1400, bank.EnforcedWatts[2]);
    }

    /// <summary>One source: what stands in code for racks without a catalog is what the catalog says.</summary>
    [Fact]
    public void Caps_are_as_late_as_the_catalog_says()
    {
        Power least = 200.Watts, most = 1400.Watts;
        foreach ((ActuatorKind kind, CapActuator known) in ((ActuatorKind, CapActuator)[])[(ActuatorKind.ClockLock, CapActuator.ClockLock(least, most)),
            (ActuatorKind.InBandCap, CapActuator.InBand(least, most)), (ActuatorKind.Brake, CapActuator.Brake(least, most)), (ActuatorKind.OutOfBandCap, OutOfBand)])
            Assert.Equal(CapActuator.Of(ActuatorFile.Shipped[kind], least, most), known);
    }

    /// <summary>A slower platform in the catalog is a slower one in the run.</summary>
    [Fact]
    public void A_run_takes_its_caps_from_the_catalog()
    {
        var facts = new ActuatorFacts([ActuatorFile.Shipped[ActuatorKind.InBandCap] with { Latency = 7 * second }]);
        SimulationOrder order = new StandingSite().Order() with { Actuators = facts };
        SiteState site = new SiteBuilder(order).Build();
        Assert.All(site.Banks, bank => Assert.Equal(7 * second, bank.Caps.Actuator.Latency));
    }

    [Fact]
    public void Within_a_step_a_cap_counts_from_the_instant_it_lands()
    {
        var bank = new CapBank(OutOfBand, 1);
        bank.Order(0, 400.Watts);
        bank.Advance(TimeSpan.Zero, TimeSpan.FromSeconds(60));
        Assert.Equal(2.0 / 3, bank.BeforeShareFraction[0], 1e-12);
        var racks = new RackPower(RackSmoothing.None, 1, 1000.Watts);
        racks.Advance(CapsInForce.Of(bank), [1000], TimeSpan.FromSeconds(60));
        Assert.Equal(800, racks.DrawnWatts[0], 1e-9);       // 40 s at 1,000 W, 20 s at 400 W
    }

    [Fact]
    public void A_controller_that_writes_every_second_is_served_every_forty()
    {
        var bank = new CapBank(OutOfBand, 1);
        List<double> seen = [];
        for (int k = 0; k < 125; k++)
        {
            bank.Order(0, (1300 - k).Watts);
            bank.Advance(k * second, second);
            if (seen.Count == 0 || seen[^1] != bank.EnforcedWatts[0]) seen.Add(bank.EnforcedWatts[0]);
        }
        Assert.Equal([1400, 1300, 1260, 1220], seen);
    }

    /// <summary>The device is free with the landing, not with the step: an order that waits leaves at that instant.</summary>
    [Theory]
    [InlineData(1.0, 2.0)]
    [InlineData(1.5, 3.0)]
    [InlineData(2.0, 4.0)]
    [InlineData(0.25, 1.25)]          // it is free again before the next order comes
    public void An_order_that_waits_leaves_when_the_one_before_it_lands(double latency, double next)
    {
        var bank = new CapBank(new CapActuator("any", TimeSpan.FromSeconds(latency), 200.Watts, 1400.Watts, 1.Watts), 1);
        List<double> landed = [];
        for (int k = 0; k < 8; k++)
        {
            if (k is 0 or 1) bank.Order(0, (1000 - 100 * k).Watts);
            bank.Advance(k * CapTests.second, CapTests.second);
            if (bank.EnforcedWatts[0] != bank.EnforcedBeforeWatts[0]) landed.Add(k + bank.BeforeShareFraction[0]);
        }
        Assert.Equal([latency, next], landed);
    }

    /// <summary>AT-12: the board controller enforces 500 W while 700 W was requested.</summary>
    [Fact]
    public void A_refusal_shows_as_enforced_other_than_requested_and_ends_with_the_next_order_after_it()
    {
        var bank = new CapBank(CapActuator.InBand(200.Watts, 1400.Watts), 4);
        bank.Refuse(2, 500.Watts);
        for (int rack = 0; rack < 4; rack++) bank.Order(rack, 700.Watts);
        for (int k = 0; k < 3; k++) bank.Advance(k * second, second);
        Assert.Equal([700.0, 700, 500, 700], Enumerable.Range(0, 4).Select(rack => bank.Enforced(rack).Watts));
        Assert.Equal((700.Watts, false), (bank.Requested(2), bank.OnTheWay(2)));
        bank.Refuse(2, null);
        bank.Order(2, 700.Watts);
        for (int k = 3; k < 6; k++) bank.Advance(k * second, second);
        Assert.Equal(700.Watts, bank.Enforced(2));
    }

    [Fact]
    public void A_lost_cap_and_a_foreign_writer_show_as_enforced_and_an_order_mends_both()
    {
        var bank = new CapBank(CapActuator.ClockLock(200.Watts, 1400.Watts), 2);
        bank.Order(0, 700.Watts);
        bank.Order(1, 700.Watts);
        bank.Advance(TimeSpan.Zero, second);
        bank.Lose(0);
        bank.WriteFromOutside(1, 900.Watts);
        bank.Advance(second, second);
        Assert.Equal((1400.Watts, 900.Watts), (bank.Enforced(0), bank.Enforced(1)));
        Assert.Equal((700.Watts, 700.Watts), (bank.Requested(0), bank.Requested(1)));
        bank.Order(0, 700.Watts);
        bank.Order(1, 700.Watts);
        bank.Advance(2 * second, second);
        Assert.Equal((700.Watts, 700.Watts), (bank.Enforced(0), bank.Enforced(1)));
    }

    [Fact]
    public void The_lower_of_cap_and_brake_binds()
    {
        CapBank cap = new(CapActuator.InBand(200.Watts, 1400.Watts), 3), brake = new(CapActuator.Brake(300.Watts, 1400.Watts), 3);
        brake.Order(1, 300.Watts);
        cap.Order(2, 500.Watts);
        double[] before = new double[3], after = new double[3], share = new double[3];
        for (int k = 0; k <= 5; k++)
        {
            cap.Advance(k * second, second);
            brake.Advance(k * second, second);
            CapsInForce.Lowest(cap, brake, before, after, share);
            Assert.Equal(k < 5 ? 1400 : 300, after[1]);
        }
        Assert.Equal([1400, 300, 500], after);
    }

    [Fact]
    public void A_healthy_device_never_enforces_more_than_was_asked_but_for_its_least() =>
        Gen.Select(Gen.Double[0, 3000], Gen.Double[0.1, 50], Gen.Double[0, 500]).Sample((order, resolution, least) =>
        {
            double resolved = new CapActuator("any", second, least.Watts, 2000.Watts, resolution.Watts).Resolved(order.Watts).Watts;
            Assert.True(resolved <= Math.Max(order, least) && resolved >= Math.Min(order - resolution, 2000) && resolved >= least);
        });

    /// <summary>Orders, refusals, losses and foreign writes at random: both forms of the step leave the same bits.</summary>
    [Fact]
    public void Vector_and_scalar_caps_agree_to_the_last_bit() =>
        Gen.Select(Gen.Int[1, 19], Gen.Int[0, 8], Gen.Int[0, 1_000_000]).Sample((racks, latencyTenths, seed) =>
        {
            var actuator = new CapActuator("any", latencyTenths * TimeSpan.FromMilliseconds(130), 150.Watts, 1400.Watts, 7.5.Watts);
            CapBank one = new(actuator, racks), other = new(actuator, racks);
            var chance = new Draws((ulong)seed);
            for (int k = 0; k < 40; k++)
            {
                foreach (CapBank bank in (CapBank[])[one, other])
                {
                    int rack = chance.Below(k, 0, racks);
                    switch (chance.Below(k, 1, 8))
                    {
                        case < 4: bank.Order(rack, (chance.Below(k, 2, 16000) / 10.0).Watts); break;
                        case 4: bank.Refuse(rack, 500.Watts); break;
                        case 5: bank.Refuse(rack, null); break;
                        case 6: bank.Lose(rack); break;
                        default: bank.WriteFromOutside(rack, 888.Watts); break;
                    }
                }
                one.Advance(k * tenth, tenth);
                CapStep.AdvanceOneByOne(other, k * tenth, tenth);
                Assert.Equal(Bits(other.EnforcedWatts), Bits(one.EnforcedWatts));
                Assert.Equal(Bits(other.EnforcedBeforeWatts), Bits(one.EnforcedBeforeWatts));
                Assert.Equal(Bits(other.BeforeShareFraction), Bits(one.BeforeShareFraction));
                Assert.Equal(Bits(other.DueTicks), Bits(one.DueTicks));
            }
        }, iter: 300);

    internal static long[] Bits(ReadOnlySpan<double> values) => [.. values.ToArray().Select(BitConverter.DoubleToInt64Bits)];
}
