using System.Reflection;
using System.Text;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Catalog;
using Headroom.Scenarios.Series;
using Headroom.Scenarios.Yaml;
using Headroom.Simulation;
using Headroom.Sites;

namespace Headroom.Scenarios.ScenarioFiles;

/// <summary>What a scenario file gave.</summary>
/// <param name="Scenario">Null where any finding is <see cref="Severity.Wrong"/>.</param>
public sealed record ScenarioReading(Scenario? Scenario, IReadOnlyList<Finding> Findings)
{
    /// <summary>Where everything stands, for findings made when the scenario meets a site.</summary>
    public SiteLines Lines { get; init; } = SiteLines.None;
}

/// <summary>Reads scenario files, and hands out those that ship with the product.</summary>
public static class ScenarioFile
{
    private const string Prefix = "scenarios/";

    /// <summary>The shipped scenarios by name.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^".yaml".Length]).Order(StringComparer.Ordinal),
    ];

    /// <summary>What <c>--scenario</c> names: a shipped scenario, or a path.</summary>
    public static ScenarioReading Find(string nameOrPath)
    {
        ArgumentNullException.ThrowIfNull(nameOrPath);
        if (Names.Contains(nameOrPath)) return Parse(Text(nameOrPath), nameOrPath + ".yaml");
        if (File.Exists(nameOrPath) || nameOrPath.Contains('.', StringComparison.Ordinal)
            || nameOrPath.Contains('/', StringComparison.Ordinal)) return Read(nameOrPath);
        return new(null, [new(Severity.Wrong, "", $"there is no scenario \"{nameOrPath}\"", "a shipped scenario or a file",
            Nearest.Remedy(nameOrPath, Names.ToList()))]);
    }

    public static ScenarioReading Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            return Parse(File.ReadAllText(path, Encoding.UTF8), Path.GetFileName(path));
        }
        catch (Exception problem) when (DataFiles.IsOfTheWorld(problem))
        {
            string read = File.Exists(path) ? $"the file cannot be opened: {problem.Message.TrimEnd('.')}" : "there is no such file";
            return new(null, [new(Severity.Wrong, "", read, "a scenario file",
                $"Check the path, or take a shipped one: {string.Join(", ", Names)}.") { File = path }]);
        }
    }

    /// <summary>A shipped scenario; a fault in it is ours.</summary>
    public static Scenario Shipped(string name)
    {
        ScenarioReading reading = Parse(Text(name), name + ".yaml");
        return reading.Scenario ?? throw new CatalogException(reading.Findings[0].Sentence());
    }

    /// <summary>The text of a shipped scenario.</summary>
    public static string Text(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"{Prefix}{name}.yaml")
            ?? throw new CatalogException($"There is no scenario {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    public static ScenarioReading Parse(string text, string file) => Parse(text, file, out _);

    internal static ScenarioReading Parse(string text, string file, out Reading reading)
    {
        YamlReading yaml = YamlText.Read(text, file, "a scenario", "Begin with `scenario: a name`; docs/scenarios.md has an example.");
        reading = new Reading(file, ".", yaml.LostLines);
        reading.Add(yaml.Findings);
        Scenario? scenario = null;
        if (yaml.Root is YamlMap root) scenario = new ScenarioReader(reading, new Block(reading, root, "", ScenarioFormat.Scenario)).Read();
        else if (yaml.Root is not null and not YamlPoison)
            reading.Wrong(yaml.Root.Line, "", Block.KindOf(yaml.Root), "keys and values", "Begin with `scenario: a name`.");
        Finding[] findings = [.. reading.Findings.Distinct().OrderBy(one => one.Line)];
        bool isWrong = findings.Any(one => one.Severity == Severity.Wrong);
        return new(isWrong ? null : scenario, findings) { Lines = yaml.Root is null ? SiteLines.None : new SiteLines(file, yaml.Root) };
    }
}
