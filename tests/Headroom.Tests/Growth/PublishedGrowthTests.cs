using System.Globalization;
using Headroom.Growth;
using Headroom.Quantities;
using Headroom.Scenarios;
using static Headroom.Tests.Growth.AnyOutlook;

namespace Headroom.Tests.Growth;

/// <summary>Published growth, each figure with its source.</summary>
public class PublishedGrowthTests
{
    /// <summary>What a site file without a section growth is taken to grow by, in its first year.</summary>
    static GrowthOutlook Shipped(string region = "us-tex-ercot") =>
        SiteFile.Parse($"site: x\nregion: {region}\ngrid: {{firm: 10 MW}}\notherLoad: 5 MW\n", "site.yaml", ".").Site!.Growth!;

    /// <summary>Epoch AI, "power usage trend": power of frontier training 2.1 a year (1.9 to 2.2); in ten years efficiency 12, precision 8, longer runs 4 times.</summary>
    [Fact]
    public void Power_of_frontier_training_follows_from_compute_over_efficiency_precision_and_run_length()
    {
        GrowthRange<GrowthRate> Decade(double times) => Known(Math.Pow(times, 0.1));
        GrowthOutlook epoch = Still with { Hardware = Decade(12), Precision = Decade(8), RunLength = Decade(4) };
        double Power(double compute) => PowerGrowth.Training(epoch with { TrainingCompute = Known(compute) }, GrowthPick.Mid, 2014, 2015);
        Assert.Equal(1 / 384.0, PowerGrowth.Training(epoch, GrowthPick.Mid, 2014, 2024), 1e-12);
        Assert.InRange(Power(3.8), 1.9, 2.2);               // the low end that ships
        Assert.Equal(2.21, Power(4), 0.005);                // what projections take: at the upper end of the interval
        Assert.InRange(Power(4.5), 2.2, 2.6);               // notable models as a whole grow faster than this trend of power
    }

    [Fact]
    public void The_shipped_middle_starts_at_the_published_trend_of_training_power()
    {
        GrowthOutlook shipped = Shipped();
        double Now(GrowthRange<GrowthRate> range) => range.Mid.FactorAt(shipped.FromYear);
        Assert.InRange(Now(shipped.TrainingCompute) / (Now(shipped.Hardware) * Now(shipped.Precision) * Now(shipped.RunLength)), 1.9, 2.2);
    }

    /// <summary>Reference: fleets' power 2 a year, bending to 1.3 by 2032.</summary>
    [Fact]
    public void The_shipped_middle_of_inference_is_a_fleet_that_doubles_and_settles_at_three_tenths()
    {
        GrowthOutlook shipped = Shipped();
        double At(double year) => shipped.InferenceTokens.Mid.FactorAt(year) / (shipped.Hardware.Mid.FactorAt(year) * shipped.Software.Mid.FactorAt(year));
        Assert.Equal(2, At(shipped.FromYear), 0.005);
        Assert.Equal(1.3, At(2032), 0.03);
        Assert.Equal(At(2032), At(2050), 1e-12);
    }

    /// <summary>Epoch AI, cumulative NVIDIA shipments: 0.35, 1.17, 3.68, 8.56 GW at the ends of 2022 to 2025.</summary>
    [Fact]
    public void A_line_of_logarithms_through_two_years_of_shipments_meets_the_year_between()
    {
        Dictionary<int, (double Low, double Mid, double High)> ends = SharedData.Rows("growth/epoch_nvidia_cumulative_totals.csv")
            .Where(row => row["End date"].StartsWith("12/31/", StringComparison.Ordinal))
            .ToDictionary(row => int.Parse(row["End date"][^4..], CultureInfo.InvariantCulture), row => (Megawatts(row, "5th percentile"), Megawatts(row, "median"), Megawatts(row, "95th percentile")));
        double Growth(int year) => ends[year].Mid / ends[year - 1].Mid;
        Assert.Equal(3.15, Growth(2024), 0.01);
        Assert.Equal(2.33, Growth(2025), 0.01);
        double perYear = Math.Log(Growth(2025) / Growth(2023)) / 2;             // of ln g, from the middle of 2023 to that of 2025
        GrowthRate line = GrowthRate.Bending(Growth(2023) * Math.Exp(-perYear / 2), Growth(2025) * Math.Exp(perYear / 2), 2023, 2026);
        Assert.Equal(ends[2023].Mid, ends[2022].Mid * line.Multiple(2023, 2024), 1);
        Assert.InRange(ends[2023].Mid * line.Multiple(2024, 2025), ends[2024].Low, ends[2024].High);
        Assert.Equal(2.3, Shipped().InferenceTokens.High.FactorAt(2027) / (1.3 * 2), 0.02);   // the high end goes on as 2025 went
    }

    static double Megawatts(Dictionary<string, string> row, string of) => double.Parse(row[$"Power in MW ({of})"], CultureInfo.InvariantCulture);

    /// <summary>ERCOT peaked at 85.5 GW in 2023; 2 to 5 % of it are 1.7 to 4.3 GW a year.</summary>
    [Fact]
    public void A_region_has_the_room_of_its_peak()
    {
        RegionOutlook region = Shipped().Region!;
        Assert.Equal(85.5, region.Peak!.Mid.Gigawatts, 1e-9);
        Assert.Equal(1.71, region.RoomPerYearFraction.Low * region.Peak.Mid.Gigawatts, 0.01);
        Assert.Equal(4.28, region.RoomPerYearFraction.High * region.Peak.Mid.Gigawatts, 0.01);
        Assert.Equal((2, 3, 4), (region.WaitYears!.Low, region.WaitYears.Mid, region.WaitYears.High));
        Assert.Null(Shipped("sg").Region!.Peak);
    }

    [Fact]
    public void Every_shipped_figure_has_a_source_and_a_grade()
    {
        GrowthOutlook shipped = Shipped();
        foreach (GrowthRange<GrowthRate> range in GrowthLevers.All.Select(shipped.Rate).OfType<GrowthRange<GrowthRate>>())
        {
            Assert.True(range.Source.Length > 20 && range.Grade.Length > 0);
            for (int year = 2027; year <= 2050; year++)
                Assert.True(range.Low.Multiple(2027, year) <= range.Mid.Multiple(2027, year) && range.Mid.Multiple(2027, year) <= range.High.Multiple(2027, year));
        }
    }
}
