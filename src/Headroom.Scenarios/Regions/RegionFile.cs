using Headroom.Sites.Years;
using YamlDotNet.RepresentationModel;

namespace Headroom.Scenarios.Regions;

/// <summary>Reads a region file: facts, and the normals of its typical year.</summary>
public static class RegionFile
{
    /// <param name="name">the region's key, used in messages as <c>name.yaml</c></param>
    /// <param name="yaml">the text of the file</param>
    /// <param name="textOf">finds the text of a like region by its key</param>
    /// <exception cref="FormatException">names file, line and what was expected</exception>
    public static Region Read(string name, string yaml, Func<string, string> textOf)
    {
        YamlMappingNode root = YamlReading.Document(yaml);
        RegionFacts facts = FactsReading.Read(name, root);
        return new(NormalsReading.Read(name, root, facts, textOf), facts);
    }
}

/// <summary>The part of a region file above its typical year.</summary>
internal static class FactsReading
{
    public static RegionFacts Read(string name, YamlMappingNode root)
    {
        var yaml = new YamlReading(name + ".yaml");
        YamlMappingNode facts = yaml.Mapping(root, "facts"), sources = yaml.Mapping(root, "sources");
        return new(
            Name: yaml.Text(root, "name"),
            Title: yaml.Text(root, "title"),
            Country: yaml.Text(root, "country"),
            Continent: yaml.Text(root, "continent"),
            City: yaml.Text(root, "weatherOf"),
            LatitudeDegrees: yaml.Quantity(root, "latitude", "°"),
            LongitudeDegrees: yaml.Quantity(root, "longitude", "°"),
            ElevationMetres: yaml.Quantity(root, "elevation", "m"),
            UtcOffsetHours: yaml.Quantity(root, "timeZone", "h"),
            HasHourlySource: YamlReading.Find(yaml.Mapping(root, "typicalYear"), "like") is null,
            All: facts.Children.ToDictionary(pair => Key(pair.Key), pair => Fact(yaml, Key(pair.Key), pair.Value)),
            Sources: sources.Children.ToDictionary(pair => Key(pair.Key), pair => Key(pair.Value)));
    }

    private static string Key(YamlNode node) => ((YamlScalarNode)node).Value!;

    private static Fact Fact(YamlReading yaml, string key, YamlNode node)
    {
        if (node is not YamlMappingNode fact) throw yaml.Wrong(node, $"fact \"{key}\" should be a mapping");
        (double? low, double? mid, double? high, string unit) = Range(yaml, key, fact);
        string? first = YamlReading.TextOrNull(fact, "first");
        return new(key, low, mid, high, unit,
            Text: YamlReading.TextOrNull(fact, "text") ?? YamlReading.TextOrNull(fact, "outlook") ?? "",
            FirstYear: first is null or "none" or "barred" ? null : (int)yaml.Number(fact, "first"),
            Note: YamlReading.TextOrNull(fact, "note") ?? "",
            Source: yaml.Text(fact, "source"),
            Year: (int)yaml.Number(fact, "year"),
            Grade: yaml.Text(fact, "grade"),
            Kind: yaml.Text(fact, "kind"),
            Line: (int)fact.Start.Line)
        { IsBarred = first == "barred" };
    }

    private static (double? Low, double? Mid, double? High, string Unit) Range(
        YamlReading yaml, string key, YamlMappingNode fact)
    {
        if (YamlReading.TextOrNull(fact, "value") is not null)
        {
            (double value, string unit) = yaml.Quantity(fact, "value");
            return (value, value, value, unit);
        }
        if (YamlReading.TextOrNull(fact, "mid") is null) return (null, null, null, "");
        (double low, string lowUnit) = yaml.Quantity(fact, "low");
        (double mid, string midUnit) = yaml.Quantity(fact, "mid");
        (double high, string highUnit) = yaml.Quantity(fact, "high");
        if (lowUnit != midUnit || midUnit != highUnit) throw yaml.Wrong(fact, $"\"{key}\" mixes units");
        if (low > mid || mid > high) throw yaml.Wrong(fact, $"\"{key}\" should rise from low over mid to high");
        return (low, mid, high, midUnit);
    }
}
