using Headroom.Cooling;
using Headroom.Quantities;

namespace Headroom.Tests.Cooling;

/// <summary>The three published PUE models, to the last digit. Vectors and results: reference/planning.md §5.2 (P, R).</summary>
public sealed class PublishedModelTests
{
    private static readonly OutsideAir Mild = new(20.DegreesCelsius, RelativeHumidityFraction: 0.40);
    private static readonly ElectricalLosses Losses = new(.980302734, .00560546875, .00181445313);

    // The vector also holds humidity set points (dew −10.4970703/15.8320312 °C, RH .0901953125/.676464844 %): they cancel.
    internal static readonly AirSideModel AirSide = new(
        Losses, SupplyLeastCelsius: 10.3671875, SupplyMostCelsius: 34.1953125, AirRiseKelvin: 14.7840712,
        new Fan(685.058594, .829931641), new Pump(7315820.31, .704492187),
        new ChillerLoop(.224023438, .105488281, 6.91894531, new Pump(146519.937, .790039062)),
        new TowerLoop(6.33818359, 4.28710938, 1.11914062, new Fan(203.417969, .897802734), new Pump(212001.82, .716601562)));

    internal static readonly WaterSideModel WaterSide = new(
        Losses,
        new HallAir(27.3671875, 18.8856337, .816601563, .986289063, new Fan(416.992188, .713720703), new Pump(6500976.56, .674023438)),
        new Pump(156284.191, .668945312), ExchangerApproachKelvin: 2.29404297,
        new ChillerLoop(.224023438, .105488281, 7.50488281, new Pump(171884.552, .745117188)),
        new TowerLoop(6.50576172, 4.13867188, 1.11914062, new Fan(148.339844, .745947266), new Pump(210534.68, .709960938)));

    internal static readonly SeawaterModel Seawater = new(
        new ElectricalLosses(.975556641, .0135351562, .000560546875),
        new HallAir(34.2578125, 14.1438802, .804492187, .971992187, new Fan(413.867188, .671240234), new Pump(6656835.94, .632226562)),
        new Pump(136980.148, .628710937), ExchangerApproachKelvin: 2.49814453,
        new ChillerLoop(.770117188, .00880859375, 9.49707031, new Pump(136194.518, .743945313)),
        new Pump(699398.438, .798242188), SeaRiseKelvin: 7.50488281);

    [Fact]
    public void Air_side_at_20_degrees_and_40_percent_matches_to_the_last_digit() =>
        Assert.Equal(1.0746922969797756, AirSide.PowerUsageEffectiveness(Mild), 1e-12);

    [Fact]
    public void Water_side_at_20_degrees_and_40_percent_matches_to_the_last_digit() =>
        Assert.Equal(1.0887168184890426, WaterSide.PowerUsageEffectiveness(Mild), 1e-12);

    [Fact]
    public void Seawater_at_20_degrees_matches_to_the_last_digit() =>
        Assert.Equal(1.1140761465494835, Seawater.PowerUsageEffectiveness(20.DegreesCelsius), 1e-12);
}
