using System.Globalization;
using System.Text;
using Headroom.Sites.Years;

namespace Headroom.Scenarios.Tests.Regions;

/// <summary>Writes the block <c>typicalYear</c> of a region from its real hourly year.</summary>
internal static class MeasuredBlock
{
    public const string Marker = "# Written from the hourly year by MeasuredRegionTests; HEADROOM_UPDATE_REGIONS=1 renews it.";

    private static readonly (string Key, string Unit, int Digits)[] Kinds =
    [
        ("temperature", "°C", 1), ("dewPoint", "°C", 1), ("cloud", "\"%\"", 0),
        ("wind", "m/s", 1), ("price", "$/MWh", 1), ("carbon", "g/kWh", 0),
    ];

    private static readonly string[] Seasons = ["decemberToFebruary", "marchToMay", "juneToAugust", "septemberToNovember"];

    public static string Of(HourlyYear hours, double utcOffsetHours)
    {
        var text = new StringBuilder();
        text.Append(Marker).Append('\n');
        text.Append("# Rows of quantiles are months, of scores seasons from December–February; scores are in standard deviations.\n");
        text.Append("typicalYear:\n");
        text.Append($"  source: greenDcc\n  year: {hours.Year}\n  grade: D\n  kind: measured\n");
        text.Append($"  levels: {Row([.. SeriesNormals.Levels], 3)}\n");
        double[] dewPoint = [.. hours.Temperature.Zip(hours.Humidity, MoistAir.DewPointCelsius)];
        double[][] series = [hours.Temperature, dewPoint, hours.Cloud, hours.Wind, hours.Price, hours.Carbon];
        for (int k = 0; k < Kinds.Length; k++) Append(text, Kinds[k], hours.Year, series[k], utcOffsetHours);
        double[][] humidity = NormalsFromHours.MonthlyQuantiles(hours.Humidity, hours.Year, utcOffsetHours);
        text.Append("  humidity:\n    unit: \"%\"\n");
        text.Append($"    monthlyMean: {Row([.. humidity.Select(SeriesNormals.Mean)], 1)}\n");
        Table(text, "quantiles", humidity, 0);
        text.Append("  correlation:\n    # dewPoint–temperature, cloud–temperature, cloud–dewPoint, wind–temperature … carbon–price\n");
        double[][] correlation = NormalsFromHours.Correlations(series, hours.Year, utcOffsetHours);
        for (int s = 0; s < 4; s++) text.Append($"    {Seasons[s]}: {Row(correlation[s], 2)}\n");
        return text.ToString();
    }

    private static void Append(StringBuilder text, (string Key, string Unit, int Digits) kind, int year,
        double[] series, double utcOffsetHours)
    {
        SeriesNormals normals = NormalsFromHours.Learn(series, year, utcOffsetHours);
        text.Append($"  {kind.Key}:\n    unit: {kind.Unit}\n");
        text.Append($"    monthlyMean: {Row([.. Enumerable.Range(0, 12).Select(normals.MonthlyMean)], Math.Max(1, kind.Digits))}\n");
        if (kind.Key == "temperature")
            text.Append($"    dailyRange: {Row(DailyRange(series, year, utcOffsetHours), 1)}\n");
        Table(text, "quantiles", normals.MonthlyQuantiles, kind.Digits);
        Table(text, "dayScore", normals.DayScore, 2);
        Table(text, "daySpread", normals.DaySpread, 2);
        text.Append($"    weekendScore: {Number(normals.WeekendScore, 2)}\n");
        text.Append($"    persistence: {{hour: {Number(normals.HourPersistenceRatio, 3)}, day: {Number(normals.DayPersistenceRatio, 3)}}}\n");
    }

    /// <summary>Mean by month of the daily maximum less the daily minimum, over local days without gaps.</summary>
    private static double[] DailyRange(double[] temperature, int year, double utcOffsetHours)
    {
        int shift = (int)Math.Floor(utcOffsetHours + 0.5);
        var start = new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        return
        [
            .. Enumerable.Range(0, temperature.Length)
                .GroupBy(t => start.AddHours(t + shift).Date)
                .Where(day => day.Count() == 24 && day.All(t => !double.IsNaN(temperature[t])))
                .GroupBy(day => day.Key.Month, day => day.Max(t => temperature[t]) - day.Min(t => temperature[t]))
                .OrderBy(month => month.Key)
                .Select(month => month.Average()),
        ];
    }

    private static void Table(StringBuilder text, string key, double[][] rows, int digits)
    {
        text.Append($"    {key}:\n");
        foreach (double[] row in rows) text.Append($"      - {Row(row, digits)}\n");
    }

    private static string Row(double[] numbers, int digits) => $"[{string.Join(", ", numbers.Select(x => Number(x, digits)))}]";

    private static string Number(double x, int digits)
    {
        double rounded = Math.Round(x, digits) + 0.0;      // + 0.0 turns −0 into 0
        return rounded.ToString("0." + new string('#', digits), CultureInfo.InvariantCulture);
    }
}
