using CsCheck;
using Headroom.Control;
using Headroom.Quantities;
using static Headroom.Tests.Control.Actuators.Known;

namespace Headroom.Tests.Control.Actuators;

public sealed class DeadManTests
{
    static TimedCap Given(double watts, double at = 100, double life = 60, double failSafe = 300) =>
        TimedCap.Of(watts.Watts, Seconds(at), Seconds(life), failSafe.Watts);

    /// <summary>AT-11: the last limit holds, then the fail-safe value; no uncapped interval.</summary>
    [Theory]
    [InlineData(100, 700)]
    [InlineData(159.9999999, 700)]
    [InlineData(160, 300)]
    [InlineData(1e9, 300)]
    [InlineData(99.9999999, 300)]
    public void An_order_holds_for_its_life_and_then_its_fail_safe_value(double now, double watts) => Assert.Equal(watts, DeadMan.InForce(Given(700), Seconds(now)).Watts);

    [Fact]
    public void Before_its_time_the_lower_holds_and_what_may_hold_later_counts()
    {
        TimedCap low = Given(200);
        Assert.Equal(200, DeadMan.InForce(low, Seconds(50)).Watts);
        Assert.Equal(200, DeadMan.InForce(low, Seconds(159)).Watts);
        Assert.Equal(300, DeadMan.InForce(low, Seconds(160)).Watts);
        Assert.Equal([200.0, 300], new[] { 159.9, 160 }.Select(at => DeadMan.Counted(low, Seconds(at)).Watts));
        Assert.Equal([700.0, 700], new[] { 159.9, 160 }.Select(at => DeadMan.Counted(Given(700), Seconds(at)).Watts));
    }

    [Fact]
    public void It_is_renewed_in_time_to_land() => Assert.Equal(Seconds(118), DeadMan.RenewBy(Given(700), Of(ActuatorKind.OutOfBandCap)));

    [Fact]
    public void A_rack_keeps_the_later_order_and_of_two_at_once_the_lower()
    {
        TimedCap held = Given(700), later = Given(900, at: 101), earlier = Given(100, at: 99), twinLow = Given(600), twinHigh = Given(800);
        Assert.Equal(later, DeadMan.Kept(held, later));
        Assert.Equal(held, DeadMan.Kept(held, earlier));
        Assert.Equal(twinLow, DeadMan.Kept(held, twinLow));
        Assert.Equal(held, DeadMan.Kept(held, twinHigh));
        Assert.Equal(held, DeadMan.Kept(held, held));
    }

    [Theory]
    [InlineData(double.PositiveInfinity, 60, 300)]
    [InlineData(double.NaN, 60, 300)]
    [InlineData(-1, 60, 300)]
    [InlineData(700, 0, 300)]
    [InlineData(700, 60, double.PositiveInfinity)]
    [InlineData(700, 60, double.NaN)]
    [InlineData(700, 60, -1)]
    public void An_order_without_an_end_or_a_cap_cannot_be_made(double watts, double life, double failSafe) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Given(watts, life: life, failSafe: failSafe));

    [Fact]
    public void Never_uncapped_and_never_more_than_either_value() => Gen.Select(Gen.Double[0, 1400], Gen.Double[0, 1400], Gen.Double[0, 1e6], Gen.Double[0.001, 1e5], Gen.Double[-1e6, 1e7])
        .Sample((cap, failSafe, at, life, now) =>
        {
            TimedCap order = Given(cap, at, life, failSafe);
            double watts = DeadMan.InForce(order, Seconds(now)).Watts;
            return (watts == cap || watts == failSafe) && watts <= DeadMan.Counted(order, Seconds(now)).Watts;
        });
}
