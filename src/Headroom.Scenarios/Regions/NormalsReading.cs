using Headroom.Sites.Years;
using YamlDotNet.RepresentationModel;

namespace Headroom.Scenarios.Regions;

/// <summary>The block <c>typicalYear</c> of a region file: measured normals, or published means with a like region's shape.</summary>
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
        // published per watt of panels: an inverter smaller than the panels runs fuller by that ratio (clipping < 1 % at 1.2)
        bool direct = facts.SolarCapacityFactor.Note.StartsWith("DC", StringComparison.Ordinal);
        double solarFactor = facts.SolarCapacityFactor.Mid!.Value / 100 * (direct ? solar.DirectPerAlternatingRatio : 1);
        return new(name, facts.LatitudeDegrees, facts.LongitudeDegrees, facts.UtcOffsetHours,
            shape.Series[0], shape.Series[1], shape.Series[2], shape.Series[3], shape.Series[4], shape.Series[5],
            shape.Correlation, solar, solarFactor, facts.WindCapacityFactor.Mid!.Value / 100);
    }

    private sealed record Shape(SeriesNormals[] Series, double[][] Correlation, double[] DailyRangeKelvin);

    private static readonly string[] Keys = ["temperature", "humidity", "cloud", "wind", "price", "carbon"];
    private static readonly string[] Seasons = ["decemberToFebruary", "marchToMay", "juneToAugust", "septemberToNovember"];

    private static Shape Measured(YamlReading yaml, YamlMappingNode block)
    {
        YamlMappingNode correlation = yaml.Mapping(block, "correlation");
        return new(
            [.. Keys.Select(key => Series(yaml, yaml.Mapping(block, key)))],
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
        Shape climate = LikeShape(like, textOf);
        YamlMappingNode temperature = yaml.Mapping(block, "temperature");
        double[] range = yaml.Row(temperature, "dailyRange", 12);
        double[] Means(string key) => yaml.Row(yaml.Mapping(block, key), "monthlyMean", 12);
        SeriesNormals Stretched(string key, int index, string unit)
        {
            YamlMappingNode one = yaml.Mapping(block, key);
            string likeOne = YamlReading.TextOrNull(one, "like") ?? like;
            Shape shape = likeOne == like ? climate : LikeShape(likeOne, textOf);
            return BorrowedNormals.Stretched(shape.Series[index],
                yaml.Quantity(one, "mean", unit), yaml.Quantity(one, "standardDeviation", unit));
        }
        return new(
            [
                BorrowedNormals.Moved(climate.Series[0], climate.DailyRangeKelvin, Means("temperature"), range),
                BorrowedNormals.Bent(climate.Series[1], Means("humidity")),
                BorrowedNormals.Bent(climate.Series[2], Means("cloud")),
                BorrowedNormals.Scaled(climate.Series[3], Means("wind")),
                Stretched("price", 4, "$/MWh"),
                Stretched("carbon", 5, "g/kWh"),
            ],
            climate.Correlation, range);
    }

    private static Shape LikeShape(string like, Func<string, string> textOf)
    {
        var yaml = new YamlReading(like + ".yaml");
        return Measured(yaml, yaml.Mapping(YamlReading.Document(textOf(like)), "typicalYear"));
    }
}
