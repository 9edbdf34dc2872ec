using Headroom.Scenarios.Regions;
using Headroom.Sites.Years;

namespace Headroom.Scenarios.Tests.Regions;

/// <summary>A typical year against the real hourly year of its region.</summary>
/// <remarks>
///   Held to the full bounds (mean within 5 %, deviation within 20 %, mean day and mean month above 0.9): temperature,
///   humidity, wind, price, carbon. Cloud is held to mean, deviation and mean month only: it is nearly always 0 or 100 %,
///   its mean day is flat, and the correlation of two flat days says nothing.
/// </remarks>
public class FitTests
{
    public static TheoryData<string> Regions => [.. HourlyYear.FileOf.Keys.Order()];

    [Theory, MemberData(nameof(Regions))]
    public void A_typical_year_has_the_statistics_of_the_real_one(string region)
    {
        HourlyYear real = HourlyYear.OrSkip(HourlyYear.FileOf[region]);
        foreach (Fit fit in Fit.Of(real, TypicalYear.Generate(RegionCatalog.Load(region).Normals, real.Year)))
        {
            string about = $"{region}, {fit.Series}";
            Within(0.05, fit.MeanError, about + ": mean");
            Within(0.20, fit.DeviationError, about + ": standard deviation");
            Above(0.9, fit.MonthCorrelation, about + ": mean month");
            if (fit.Series != "cloud") Above(0.9, fit.DayCorrelation, about + ": mean day");
        }
    }

    [Theory, MemberData(nameof(Regions))]
    public void The_hottest_hours_are_as_hot_and_as_moist_as_the_real_ones(string region)
    {
        HourlyYear real = HourlyYear.OrSkip(HourlyYear.FileOf[region]);
        TypicalYear ours = TypicalYear.Generate(RegionCatalog.Load(region).Normals, real.Year);
        Within(0.5, Design.DryBulbCelsius(ours.TemperatureCelsius) - Design.DryBulbCelsius(real.Temperature),
            $"{region}: 99.6 % dry bulb, K");
        Within(1.0, Design.WetBulbCelsius(ours.TemperatureCelsius, ours.RelativeHumidityPercent)
            - Design.WetBulbCelsius(real.Temperature, real.Humidity), $"{region}: 99.6 % wet bulb, K");
    }

    /// <summary>
    ///   The normals are of 2023, so 2022 is held to looser bounds. Not held: deviation and months of price (2022 had no
    ///   August of scarcity: 87 against 210 $/MWh) and the months of humidity, cloud, wind and carbon (one year's weather).
    /// </summary>
    [Fact]
    public void Another_year_of_the_same_place_is_near()
    {
        HourlyYear real = HourlyYear.OrSkip("US-TEX-ERCO_2022");
        TypicalYear ours = TypicalYear.Generate(RegionCatalog.Load("us-tex-ercot").Normals, real.Year);
        foreach (Fit fit in Fit.Of(real, ours))
        {
            Within(fit.Series == "price" ? 0.20 : 0.10, fit.MeanError, fit.Series + ": mean");
            if (fit.Series != "price") Within(0.25, fit.DeviationError, fit.Series + ": standard deviation");
            if (fit.Series != "cloud") Above(0.85, fit.DayCorrelation, fit.Series + ": mean day");
            if (fit.Series == "temperature") Above(0.9, fit.MonthCorrelation, "temperature: mean month");
        }
    }

    [Fact]
    public void Solar_keeps_to_the_published_capacity_factor_in_every_region()
    {
        foreach (string name in RegionCatalog.Names)
        {
            RegionNormals normals = RegionCatalog.Load(name).Normals;
            TypicalYear year = TypicalYear.Generate(normals, 2023);
            Within(0.10, year.SolarAvailability.Average() / normals.SolarCapacityFactor - 1, name + ": solar capacity factor");
            Within(0.10, year.WindAvailability.Average() / normals.WindCapacityFactor - 1, name + ": wind capacity factor");
        }
    }

    [Fact]
    public void Sun_and_clouds_alone_come_within_30_percent_of_the_published_capacity_factor()
    {
        foreach (string name in RegionCatalog.Names)
        {
            RegionNormals n = RegionCatalog.Load(name).Normals;
            TypicalYear year = TypicalYear.Generate(n, 2023);
            double[] bare = SolarAvailability.FromCloudCover(
                n.Solar, n.LatitudeDegrees, n.LongitudeDegrees, 2023, year.CloudCoverPercent, year.TemperatureCelsius);
            Within(0.30, bare.Average() / n.SolarCapacityFactor - 1, name + ": uncalibrated solar capacity factor");
        }
    }

    [Fact]
    public void Regions_without_an_hourly_year_keep_to_their_published_means()
    {
        foreach (string name in RegionCatalog.Names.Where(name => !HourlyYear.FileOf.ContainsKey(name)))
        {
            PublishedMeans published = PublishedMeans.Of(name);
            double[][] ours = Fit.SeriesOf(TypicalYear.Generate(RegionCatalog.Load(name).Normals, 2023));
            Within(0.2, ours[0].Average() - published.Annual[0], name + ": temperature, K");
            Within(0.6, Design.DryBulbCelsius(ours[0]) - published.DesignCelsius, name + ": 99.6 % dry bulb, K");
            for (int k = 1; k < 6; k++) Within(0.05, ours[k].Average() / published.Annual[k] - 1, $"{name}: mean of series {k}");
            Within(0.20, YearStatistics.Of(ours[4], 2023).StandardDeviation / published.PriceDeviation - 1, name + ": price deviation");
        }
    }

    private static void Within(double bound, double error, string about) =>
        Assert.True(Math.Abs(error) <= bound, $"{about}: {error:0.000} is not within {bound}");

    private static void Above(double bound, double value, string about) =>
        Assert.True(value > bound, $"{about}: correlation {value:0.000} is not above {bound}");
}
