using System.Reflection;
using System.Text;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Catalog;
using Headroom.Scenarios.Series;
using Headroom.Scenarios.Yaml;
using Headroom.Simulation.Rules;
using Headroom.Sites;
using RegionCatalog = Headroom.Scenarios.Regions.RegionCatalog;

namespace Headroom.Scenarios.Rules;

/// <summary>What a rule pack's file gave; no pack where anything is wrong.</summary>
public sealed record RulePackReading(RulePack? Pack, IReadOnlyList<Finding> Findings);

/// <summary>Reads rule packs, and hands out those that ship with the product.</summary>
public static class RuleFile
{
    private const string Prefix = "rules/";

    /// <summary>The shipped packs by name.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^".yaml".Length]).Order(StringComparer.Ordinal),
    ];

    /// <summary>A shipped pack; a fault in it is ours.</summary>
    public static RulePack Shipped(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{Prefix}{name}.yaml")
            ?? throw new CatalogException($"There is no rule pack {name}; there are {string.Join(", ", Names)}.");
        using var reader = new StreamReader(stream);
        RulePackReading reading = Parse(reader.ReadToEnd(), name + ".yaml");
        return reading.Pack ?? throw new CatalogException(reading.Findings[0].Sentence());
    }

    /// <summary>The shipped packs that concern a region of the catalog, by name; none where the catalog knows no rules.</summary>
    public static IReadOnlyList<RulePack> ForRegion(string region) =>
        [.. Names.Select(Shipped).Where(pack => pack.Regions.Contains(region, StringComparer.Ordinal))];

    public static RulePackReading Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            return Parse(File.ReadAllText(path, Encoding.UTF8), Path.GetFileName(path));
        }
        catch (Exception problem) when (DataFiles.IsOfTheWorld(problem))
        {
            return new(null, [new(Severity.Wrong, "", $"the file cannot be opened: {problem.Message.TrimEnd('.')}", "a rule pack",
                $"Check the path, or take a shipped one: {string.Join(", ", Names)}.") { File = path }]);
        }
    }

    public static RulePackReading Parse(string text, string file)
    {
        YamlReading yaml = YamlText.Read(text, file, "a rule pack", "Begin with `pack: a name`; data/rules has examples.");
        var reading = new Reading(file, ".", yaml.LostLines);
        reading.Add(yaml.Findings);
        RulePack? pack = null;
        if (yaml.Root is YamlMap map)
        {
            var root = new Block(reading, map, "", RuleFormat.Pack);
            Got<string> name = root.Text("pack"), title = root.Text("title");
            pack = new(name.Or(""), title.Or(""), [.. root.List("rules").Select(block => new RuleReading(block).Read()).OfType<GridRule>()])
            {
                Regions = [.. RegionsOf(root)],
            };
        }
        else if (yaml.Root is not null and not YamlPoison)
            reading.Wrong(yaml.Root.Line, "", Block.KindOf(yaml.Root), "keys and values", "Begin with `pack: a name`.");
        Finding[] findings = [.. reading.Findings.Distinct().OrderBy(one => one.Line)];
        return new(findings.Any(one => one.Severity == Severity.Wrong) ? null : pack, findings);
    }

    private static IEnumerable<string> RegionsOf(Block root)
    {
        foreach ((string region, int line) in root.Names("regions"))
        {
            if (RegionCatalog.Names.Contains(region)) yield return region;
            else root.Reading.Wrong(line, "regions", $"the catalog has no region \"{region}\"", "regions of the catalog",
                Nearest.Remedy(region, RegionCatalog.Names.ToList()));
        }
    }
}
