using CsCheck;
using Headroom.Cooling;

namespace Headroom.Tests.Cooling;

public sealed class PsychrometricsTests
{
    /// <summary>Test points of (25), reference/planning.md §5.2, at 101,325 Pa.</summary>
    [Theory]
    [InlineData(20, 0.40, 12.30)]
    [InlineData(35, 0.40, 23.83)]
    [InlineData(30, 0.80, 27.06)]
    [InlineData(40, 0.20, 21.87)]
    public void Wet_bulb_matches_the_published_points(double dryCelsius, double humidity, double wetCelsius) =>
        Assert.Equal(wetCelsius, Psychrometrics.WetBulbCelsius(dryCelsius, humidity), 0.005);

    [Fact]
    public void Wet_bulb_is_never_above_dry_bulb_and_meets_it_when_saturated() =>
        Gen.Select(Gen.Double[-40, 55], Gen.Double[0.001, 1], Gen.Double[60_000, 105_000]).Sample((dry, humidity, pressure) =>
        {
            double wet = Psychrometrics.WetBulbCelsius(dry, humidity, pressure);
            Assert.True(wet <= dry, $"{wet} above {dry}");
            Assert.Equal(dry, Psychrometrics.WetBulbCelsius(dry, 1, pressure), 1e-9);
        });

    [Fact]
    public void Wet_bulb_has_the_enthalpy_of_the_air() =>
        Gen.Select(Gen.Double[-40, 55], Gen.Double[0.001, 1]).Sample((dry, humidity) =>
        {
            double enthalpy(double celsius, double share) => Psychrometrics.EnthalpyKilojoulesPerKilogram(celsius,
                Psychrometrics.HumidityRatio(share * Psychrometrics.SaturationPressurePascals(celsius), 101_325));
            Assert.Equal(enthalpy(dry, humidity), enthalpy(Psychrometrics.WetBulbCelsius(dry, humidity), 1), 1e-7);
        });

    [Fact]
    public void Wet_bulb_rises_with_humidity() =>
        Gen.Select(Gen.Double[-40, 55], Gen.Double[0.001, 0.9]).Sample((dry, humidity) =>
            Assert.True(Psychrometrics.WetBulbCelsius(dry, humidity + 0.1) > Psychrometrics.WetBulbCelsius(dry, humidity)));

    [Fact]
    public void Air_at_zero_degrees_and_one_atmosphere_weighs_1_293_kg_per_cubic_metre() =>
        Assert.Equal(1.293, Psychrometrics.AirDensityKilogramsPerCubicMetre(0), 1e-12);

    [Fact]
    public void Water_evaporates_with_2501_kJ_at_zero_and_2454_at_20_degrees()
    {
        Assert.Equal(2500.5, Psychrometrics.LatentHeatKilojoulesPerKilogram(0), 1e-9);
        Assert.Equal(2453.8, Psychrometrics.LatentHeatKilojoulesPerKilogram(20), 0.1);   // 2500.5 − 46.19 − .52
    }
}
