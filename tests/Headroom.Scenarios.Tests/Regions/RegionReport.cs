using System.Text;
using Headroom.Scenarios.Regions;
using Headroom.Sites.Years;

namespace Headroom.Scenarios.Tests.Regions;

/// <summary>Writes docs/regions.md: what there is, and how well the typical years fit.</summary>
internal static class RegionReport
{
    private const string Opening = """
        # Regions and how well their typical years fit

        Written by `ReportTests`; `HEADROOM_UPDATE_GOLDEN=1 dotnet run --project tests/Headroom.Scenarios.Tests` renews it.
        Generated years use the default seed 2023 and the calendar of 2023.

        A typical year is drawn from monthly normals with a fixed seed. Values of each month come from that month's
        quantiles, so monthly means, spread, negative hours and spikes are kept by construction; what chance and the
        clock decide is their order. So a good fit of mean and deviation shows that the normals are stored finely
        enough, not that another year would look the same. The correlations of the mean day, and the figures of
        `ERCOT 2022` further down, say more.

        """;

    private const string Head =
        "| region | series | mean | standard deviation | p5 | p95 | p99 | hours < 0 | day | month |\n"
        + "|---|---|---|---|---|---|---|---|---|---|\n";

    public static string Write()
    {
        var text = new StringBuilder(Opening.ReplaceLineEndings("\n"));
        Measured(text);
        JointFigures(text);
        AnotherYear(text);
        Borrowed(text);
        Availability(text);
        Facts(text);
        return text.ToString();
    }

    private static void Measured(StringBuilder text)
    {
        text.Append("\n## Regions with an hourly year\n\n");
        text.Append("Real → generated. *Day* and *month* are the correlations of mean day and mean month.\n\n").Append(Head);
        foreach ((string region, string file) in HourlyYear.FileOf)
            foreach (Fit fit in Fit.Of(HourlyYear.OrSkip(file), TypicalYear.Generate(RegionCatalog.Load(region).Normals, 2023)))
                Row(text, region, fit);
    }

    private static void Row(StringBuilder text, string region, Fit fit)
    {
        YearStatistics real = fit.Real, ours = fit.Generated;
        text.Append($"| {region} | {fit.Series} [{fit.Unit}] | {real.Mean:0.0} → {ours.Mean:0.0} | ");
        text.Append($"{real.StandardDeviation:0.0} → {ours.StandardDeviation:0.0} | {real.P5:0.0} → {ours.P5:0.0} | ");
        text.Append($"{real.P95:0.0} → {ours.P95:0.0} | {real.P99:0.0} → {ours.P99:0.0} | ");
        text.Append($"{real.HoursBelowZero} → {ours.HoursBelowZero} | {fit.DayCorrelation:0.00} | {fit.MonthCorrelation:0.00} |\n");
    }

    private static void JointFigures(StringBuilder text)
    {
        text.Append("""

            ## What no single series shows

            The wet bulb (Stull 2011) needs temperature and humidity at once; the correlations price–temperature and price–wind
            need price and weather at once; persistence is the correlation with the hour and the day before.

            | region | 99.6 % dry bulb °C | 99.6 % wet bulb °C | price–temperature | price–wind | carbon–wind | temperature after 1 h, 24 h | price after 1 h, 24 h |
            |---|---|---|---|---|---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach ((string region, string file) in HourlyYear.FileOf)
        {
            double[][] real = [.. HourlyYear.OrSkip(file).Series];
            double[][] ours = Fit.SeriesOf(TypicalYear.Generate(RegionCatalog.Load(region).Normals, 2023));
            string Both(Func<double[][], double> figure, string format) =>
                $"{figure(real).ToString(format)} → {figure(ours).ToString(format)}";
            double After(double[] series, int hours) => YearStatistics.Correlation(series[hours..], series[..^hours]);
            text.Append($"| {region} | {Both(s => Design.DryBulbCelsius(s[0]), "0.0")} | {Both(s => Design.WetBulbCelsius(s[0], s[1]), "0.0")} | ");
            text.Append($"{Both(s => YearStatistics.Correlation(s[4], s[0]), "0.00")} | ");
            text.Append($"{Both(s => YearStatistics.Correlation(s[4], s[3]), "0.00")} | ");
            text.Append($"{Both(s => YearStatistics.Correlation(s[5], s[3]), "0.00")} | ");
            text.Append($"{Both(s => After(s[0], 1), "0.00")}, {Both(s => After(s[0], 24), "0.00")} | ");
            text.Append($"{Both(s => After(s[4], 1), "0.00")}, {Both(s => After(s[4], 24), "0.00")} |\n");
        }
    }

    private static void AnotherYear(StringBuilder text)
    {
        text.Append("\n## Another year of the same place: ERCOT 2022 against normals of 2023\n\n").Append(Head);
        TypicalYear year = TypicalYear.Generate(RegionCatalog.Load("us-tex-ercot").Normals, 2022);
        foreach (Fit fit in Fit.Of(HourlyYear.OrSkip("US-TEX-ERCO_2022"), year)) Row(text, "us-tex-ercot", fit);
    }

    private static void Borrowed(StringBuilder text)
    {
        text.Append("""

            ## Regions with published means only

            Day shape, persistence and tails are borrowed from the like region named, an estimate (E). Published → generated,
            annual mean. The published figures are recollections (U) until somebody checks them; the files say so. The dry bulb is
            calibrated to its published design value. The wet bulb is not: mean humidity weighs moist nights, so that it comes
            out one to three kelvin above what design tables give for hot dry places (Phoenix about 24.5): cooling planned for
            these regions errs on the safe side.

            | region | shape of | temperature °C | 99.6 % dry bulb °C | 99.6 % wet bulb °C | humidity % | cloud % | wind m/s | price mean, deviation $/MWh | carbon g/kWh |
            |---|---|---|---|---|---|---|---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (string name in RegionCatalog.Names.Where(name => !HourlyYear.FileOf.ContainsKey(name)))
        {
            PublishedMeans published = PublishedMeans.Of(name);
            double[][] ours = Fit.SeriesOf(TypicalYear.Generate(RegionCatalog.Load(name).Normals, 2023));
            text.Append($"| {name} | {published.Like} |");
            text.Append($" {published.Annual[0]:0.0} → {ours[0].Average():0.0} |");
            text.Append($" {published.DesignCelsius:0.0} → {Design.DryBulbCelsius(ours[0]):0.0} |");
            text.Append($" {Design.WetBulbCelsius(ours[0], ours[1]):0.0} |");
            for (int k = 1; k < 4; k++) text.Append($" {published.Annual[k]:0.0} → {ours[k].Average():0.0} |");
            YearStatistics price = YearStatistics.Of(ours[4], 2023);
            text.Append($" {published.Annual[4]:0} → {price.Mean:0}, {published.PriceDeviation:0} → {price.StandardDeviation:0} |");
            text.Append($" {published.Annual[5]:0} → {ours[5].Average():0} |\n");
        }
    }

    private static void Availability(StringBuilder text)
    {
        text.Append("""

            ## Solar and wind

            Capacity factors, AC. *Clouds alone* is the physical model before its one factor is calibrated to the published figure:
            the gap is what cloud cover does not say (haze, snow, the fleet's real losses) and the error of the published figure.

            | region | plant | published | clouds alone | generated | wind published | generated | wind at station, uncalibrated |
            |---|---|---|---|---|---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (string name in RegionCatalog.Names)
        {
            RegionNormals n = RegionCatalog.Load(name).Normals;
            TypicalYear year = TypicalYear.Generate(n, 2023);
            double[] bare = SolarAvailability.FromCloudCover(n.Solar, n.LatitudeDegrees, n.LongitudeDegrees, 2023,
                year.CloudCoverPercent, year.TemperatureCelsius);
            text.Append($"| {name} | {(n.Solar.Mounting == SolarMounting.SingleAxis ? "tracker" : $"fixed {n.Solar.TiltDegrees:0}°")}, ");
            text.Append($"DC/AC {n.Solar.DirectPerAlternatingRatio:0.0} | {n.SolarCapacityFactor:0.000} | {bare.Average():0.000} | ");
            text.Append($"{year.SolarAvailability.Average():0.000} | {n.WindCapacityFactor:0.00} | {year.WindAvailability.Average():0.00} | ");
            text.Append($"{WindAvailability.FromWindSpeed(year.WindMetresPerSecond).Average():0.00} |\n");
        }
    }

    private static void Facts(StringBuilder text)
    {
        text.Append("""

            ## Facts

            Low–mid–high where sources differ or the range is estimated; the letter is the grade of the source: P primary, S secondary,
            D derived, E estimate, U recollection. Sources and years stand in `data/regions`.

            | region | industrial $/MWh | gas $/MMBtu | carbon g/kWh | grid queue yr | demand charge $/kW-month | small reactor | water stress |
            |---|---|---|---|---|---|---|---|

            """.ReplaceLineEndings("\n"));
        foreach (string name in RegionCatalog.Names)
        {
            RegionFacts f = RegionCatalog.Load(name).Facts;
            text.Append($"| {name} | {Range(f.IndustrialPrice)} | {Range(f.GasPrice)} | {Range(f.CarbonIntensity)} | ");
            text.Append($"{Range(f.GridQueue)} | {Range(f.DemandCharge)} | ");
            text.Append($"{(f.Smr.FirstYear is { } year ? $"{year}" : "–")} {f.Smr.Grade} | {f.WaterStress.Text} {f.WaterStress.Grade} |\n");
        }
    }

    private static string Range(Fact fact) =>
        fact.Low == fact.High ? $"{fact.Mid:0.##} {fact.Grade}" : $"{fact.Low:0.##}–{fact.Mid:0.##}–{fact.High:0.##} {fact.Grade}";
}
