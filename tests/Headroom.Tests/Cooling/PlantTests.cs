using CsCheck;
using Headroom.Cooling;
using Headroom.Quantities;

namespace Headroom.Tests.Cooling;

public sealed class PlantTests
{
    /// <summary>(26) at half load, reference/planning.md §5.2.</summary>
    [Theory]
    [InlineData(15, 10.82)]
    [InlineData(20, 8.78)]
    [InlineData(25, 7.18)]
    [InlineData(30, 6.02)]
    [InlineData(35, 5.30)]
    public void Chiller_matches_the_published_points(double condenserCelsius, double performance) =>
        Assert.Equal(performance, Chiller.WaterCooledPerformance(condenserCelsius, 0.5), 0.005);

    [Fact]
    public void A_chiller_never_gets_better_in_warmer_water() =>
        Gen.Select(Gen.Double[0, 60], Gen.Double[0, 10], Gen.Double[0.1, 0.8]).Sample((celsius, warmer, load) =>
            Assert.True(Chiller.WaterCooledPerformance(celsius + warmer, load) <= Chiller.WaterCooledPerformance(celsius, load) * (1 + 1e-12)));      // rounding of a difference of 1e-15 K

    [Fact]
    public void A_trim_chiller_for_W40_at_45_degrees_moves_7_kW_per_kW() =>
        // .45·313.15/(45 + 15 − 40) = 140.9/20
        Assert.Equal(7.05, Chiller.TrimPerformance(supplyCelsius: 40, sinkCelsius: 45), 0.01);

    [Fact]
    public void Pumps_and_fans_match_the_constants_derived_in_the_reference()
    {
        // 144 kPa, η .7, ΔT 10 K: 144,000·(1/42)/(10⁶·.7) = .0049 ≈ .005; tower 209 kPa, η .7, ΔT 5 K: .0142 kW/kW
        Assert.Equal(0.0049, new Pump(144_000, 0.7).Kilowatts(MassFlowFor.WaterKilogramsPerSecond(1, 10)), 1e-4);
        Assert.Equal(0.0142, new Pump(209_000, 0.7).Kilowatts(MassFlowFor.WaterKilogramsPerSecond(1, 5)), 1e-4);
        // 15 K, 500 Pa, η .75 at 25 °C: 1/(1.01·15)/1.1846·500/.75/1000 = .0371 kW/kW
        Assert.Equal(0.0371, new Fan(500, 0.75).Kilowatts(
            MassFlowFor.AirKilogramsPerSecond(1, 15), Psychrometrics.AirDensityKilogramsPerCubicMetre(25)), 1e-4);
    }

    [Fact]
    public void The_economiser_carries_all_some_or_none()
    {
        Assert.Equal(1, Economiser.FreeShare(18, 20, 30));
        Assert.Equal(0.4, Economiser.FreeShare(26, 20, 30), 1e-12);
        Assert.Equal(0, Economiser.FreeShare(31, 20, 30));
        Assert.Equal(40 - 15 / 0.8, Economiser.WaterSupplyCelsius(25, 15, 0.8), 1e-12);   // 21.25 °C
    }

    [Fact]
    public void A_dry_loop_at_W40_needs_no_trim_at_30_degrees_half_at_35_and_all_at_40()
    {
        var hall = HallSide.Of(CoolingKind.DirectLiquid, 40);
        Assert.Equal(0, DryCooler.TrimShare(30, hall), 1e-12);
        Assert.Equal(0.5, DryCooler.TrimShare(35, hall), 1e-12);
        Assert.Equal(1, DryCooler.TrimShare(40, hall), 1e-12);
        Assert.Equal(0.020, DryCooler.FanRatio(30, 40), 1e-12);
        Assert.Equal(0.0025, DryCooler.FanRatio(20, 40), 1e-12);   // (10/20)³ of .020
    }

    [Fact]
    public void A_tower_uses_about_1_7_litres_per_kilowatt_hour()
    {
        // (31) at 20 °C wet bulb, five cycles: 1.4815·.92·(1 + 1/4) + .0002·171.4 = 1.704 + .034
        Assert.Equal(1.738, Water.TowerLitresPerKilowattHour(20), 0.001);
    }

    [Fact]
    public void Every_published_PUE_is_at_least_1() =>
        Gen.Select(Gen.Double[-30, 50], Gen.Double[0.05, 1]).Sample((celsius, humidity) =>
        {
            OutsideAir air = new(celsius.DegreesCelsius, humidity);
            Assert.True(PublishedModelTests.AirSide.PowerUsageEffectiveness(air) >= 1);
            Assert.True(PublishedModelTests.WaterSide.PowerUsageEffectiveness(air) >= 1);
            Assert.True(PublishedModelTests.Seawater.PowerUsageEffectiveness(Math.Clamp(celsius, -2, 35).DegreesCelsius) >= 1);
        });

    [Fact]
    public void Humid_heat_drives_the_air_side_model_to_its_chiller()
    {
        double mild = PublishedModelTests.AirSide.PowerUsageEffectiveness(new(20.DegreesCelsius, 0.4));
        double humid = PublishedModelTests.AirSide.PowerUsageEffectiveness(new(35.DegreesCelsius, 0.8));
        Assert.InRange(humid, mild + 0.08, 1.45);
    }
}
