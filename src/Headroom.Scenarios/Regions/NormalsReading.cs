using Headroom.Sites.Years;
using YamlDotNet.RepresentationModel;

namespace Headroom.Scenarios.Regions;

/// <summary>The block <c>typicalYear</c>: measured normals, or published means with a like region's shape.</summary>
internal static class NormalsReading
{
    public static RegionNormals Read(string name, YamlMappingNode root, RegionFacts facts, Func<string, string> textOf)
    {
        var yaml = new YamlReading(name + ".yaml");
        YamlMappingNode block = yaml.Mapping(root, "typicalYear"), plant = yaml.Mapping(root, "solarPlant");
        SolarPlant solar = new(
            yaml.Text(plant, "mounting") == "singleAxis" ? SolarMounting.SingleAxis : SolarMounting.FixedTilt,
            yaml.Quantity(plant, "tilt", "°"), yaml.Number(plant, "directPerAlternating"));
        Shape shape = YamlReading.TextOrNull(block, "like") is { } like
            ? Borrowed(yaml, block, like, textOf)
            : Measured(yaml, block);
        // published per watt of panels: a smaller inverter runs fuller by that ratio (clipping below 1 % at 1.2)
        bool direct = facts.SolarCapacityFactor.Note.StartsWith("DC", StringComparison.Ordinal);
        double perAlternating = direct ? solar.DirectPerAlternatingRatio : 1;
        return new(name, facts.LatitudeDegrees, facts.LongitudeDegrees, facts.UtcOffsetHours,
            shape.Series[0], shape.Series[1], shape.Series[2], shape.Series[3], shape.Series[4], shape.Series[5],
            shape.HumidityQuantilesPercent, shape.Correlation, solar,
            SolarCapacityFactor: facts.SolarCapacityFactor.Mid!.Value / 100 * perAlternating,
            WindCapacityFactor: facts.WindCapacityFactor.Mid!.Value / 100);
    }

    private sealed record Shape(
        SeriesNormals[] Series, double[][] HumidityQuantilesPercent, double[][] Correlation, double[] DailyRangeKelvin);

    private static readonly string[] Keys = ["temperature", "dewPoint", "cloud", "wind", "price", "carbon"];
    private static readonly string[] Seasons =
        ["decemberToFebruary", "marchToMay", "juneToAugust", "septemberToNovember"];

    private static Shape Measured(YamlReading yaml, YamlMappingNode block)
    {
        YamlMappingNode correlation = yaml.Mapping(block, "correlation");
        return new(
            [.. Keys.Select(key => Series(yaml, yaml.Mapping(block, key)))],
            yaml.Table(yaml.Mapping(block, "humidity"), "quantiles", 12, SeriesNormals.Levels.Count),
            [.. Seasons.Select(season => yaml.Row(correlation, season, 15))],
            yaml.Row(yaml.Mapping(block, "temperature"), "dailyRange", 12));
    }

    private static SeriesNormals Series(YamlReading yaml, YamlMappingNode one)
    {
        YamlMappingNode persistence = yaml.Mapping(one, "persistence");
        return new(
            yaml.Table(one, "quantiles", 12, SeriesNormals.Levels.Count),
            yaml.Table(one, "dayScore", 4, 24), yaml.Table(one, "daySpread", 4, 24),
            yaml.Number(one, "weekendScore"), yaml.Number(persistence, "hour"), yaml.Number(persistence, "day"));
    }

    private static Shape Borrowed(YamlReading yaml, YamlMappingNode block, string like, Func<string, string> textOf)
    {
        var shapes = new Dictionary<string, Shape>();
        Shape ShapeOf(string region) =>
            shapes.TryGetValue(region, out Shape? shape) ? shape : shapes[region] = LikeShape(region, textOf);
        // one series may borrow from elsewhere: a monsoon coast has Singapore's heat but not its clouds
        SeriesNormals Like(int k) =>
            ShapeOf(YamlReading.TextOrNull(yaml.Mapping(block, Keys[k]), "like") ?? like).Series[k];
        double[] Means(string key) => yaml.Row(yaml.Mapping(block, key), "monthlyMean", 12);
        double Figure(int k, string key, string unit) => yaml.Quantity(yaml.Mapping(block, Keys[k]), key, unit);
        SeriesNormals Stretched(int k, string unit) =>
            BorrowedNormals.Stretched(Like(k), Figure(k, "mean", unit), Figure(k, "standardDeviation", unit));

        double[] range = yaml.Row(yaml.Mapping(block, "temperature"), "dailyRange", 12);
        Shape climate = ShapeOf(like);
        return new(
            [
                DesignTemperature.Met(
                    BorrowedNormals.Moved(climate.Series[0], climate.DailyRangeKelvin, Means("temperature"), range),
                    Figure(0, "design", "°C")),
                BorrowedNormals.Shifted(climate.Series[1],
                    DewPointGain(climate, Means("temperature"), Means("humidity"))),
                BorrowedNormals.Reweighted(Like(2), Means("cloud")),
                BorrowedNormals.Scaled(Like(3), Means("wind")),
                Stretched(4, "$/MWh"),
                Stretched(5, "g/kWh"),
            ],
            BorrowedNormals.Bent(climate.HumidityQuantilesPercent, Means("humidity")), climate.Correlation, range);
    }

    private static double[] DewPointGain(Shape climate, double[] meanCelsius, double[] meanHumidityPercent) =>
    [
        .. Enumerable.Range(0, 12).Select(month =>
            MoistAir.DewPointCelsius(meanCelsius[month], meanHumidityPercent[month])
            - MoistAir.DewPointCelsius(climate.Series[0].MonthlyMean(month),
                SeriesNormals.Mean(climate.HumidityQuantilesPercent[month]))),
    ];

    private static Shape LikeShape(string like, Func<string, string> textOf)
    {
        var yaml = new YamlReading(like + ".yaml");
        return Measured(yaml, yaml.Mapping(YamlReading.Document(textOf(like)), "typicalYear"));
    }
}
