namespace Headroom.Sites.Years;

/// <summary>Hourly weather, price and carbon of a year typical of a region, from 1 January 0:00 UTC.</summary>
/// <remarks>
///   8,760 hours, 8,784 in leap years. The same normals, year and seed give the same bits on every machine
///   (<see cref="PortableMath"/>, <see cref="Chance"/>). Monthly distributions are the same for every seed: a typical
///   year has typical extremes, so test a heat wave or a still, dark week as events of their own.
/// </remarks>
/// <param name="TemperatureCelsius">dry bulb at 2 m</param>
/// <param name="WindMetresPerSecond">at 10 m above ground</param>
/// <param name="SolarAvailability">AC output over AC rating of the region's <see cref="SolarPlant"/>, 0 to 1</param>
/// <param name="WindAvailability">output over rating of an onshore wind farm, 0 to 1</param>
/// <param name="PriceDollarsPerMegawattHour">wholesale or tariff energy price; may be negative</param>
/// <param name="CarbonGramsPerKilowattHour">grid carbon intensity on the basis the region's catalog entry names</param>
public sealed record TypicalYear(
    int Year,
    double[] TemperatureCelsius,
    double[] RelativeHumidityPercent,
    double[] CloudCoverPercent,
    double[] WindMetresPerSecond,
    double[] SolarAvailability,
    double[] WindAvailability,
    double[] PriceDollarsPerMegawattHour,
    double[] CarbonGramsPerKilowattHour)
{
    /// <summary>The seed of the product: every plan that names none uses this one.</summary>
    public const ulong DefaultSeed = 2023;

    public int Hours => TemperatureCelsius.Length;

    public static TypicalYear Generate(RegionNormals normals, int year, ulong seed = DefaultSeed)
    {
        ArgumentNullException.ThrowIfNull(normals);
        var calendar = new YearCalendar(year, normals.UtcOffsetHours);
        double[][] noise = WeatherNoise.Generate(normals, calendar, seed);
        double[][] values =
            [.. normals.Series.Select((series, k) => MonthlyRanking.Generate(series, calendar, noise[k]))];
        double[] temperature = values[0], dewPoint = values[1], cloud = values[2], wind = values[3];
        double[] moisture = [.. temperature.Zip(dewPoint, MoistAir.RelativeHumidityPercent)];
        double[] humidity = MonthlyRanking.Ranked(normals.RelativeHumidityQuantilesPercent, calendar, moisture);
        double[] plane = Years.SolarAvailability.PlaneWattsPerSquareMetre(
            normals.Solar, normals.LatitudeDegrees, normals.LongitudeDegrees, year, cloud);
        return new(year, temperature, humidity, cloud, wind,
            Years.SolarAvailability.Calibrated(normals.Solar, plane, temperature, normals.SolarCapacityFactor),
            Years.WindAvailability.Calibrated(wind, normals.WindCapacityFactor),
            PriceDollarsPerMegawattHour: values[4], CarbonGramsPerKilowattHour: values[5]);
    }
}
