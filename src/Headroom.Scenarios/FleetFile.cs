using System.Text;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.FleetFiles;
using Headroom.Scenarios.Format;
using Headroom.Scenarios.Series;
using Headroom.Scenarios.Yaml;
using Headroom.Sites;

namespace Headroom.Scenarios;

/// <summary>What a fleet file gave.</summary>
/// <param name="Fleet">Null where any finding is <see cref="Severity.Wrong"/>.</param>
/// <param name="Findings">Of the fleet file and of the site files that it names.</param>
public sealed record FleetReading(Fleet? Fleet, IReadOnlyList<Finding> Findings)
{
    /// <summary>The file of each site, for findings made later from the sites alone.</summary>
    public IReadOnlyList<string> SiteFiles { get; init; } = [];
}

/// <summary>Reads fleet files. Every fault is reported at once, with file and line; nothing throws, nothing is guessed.</summary>
public static class FleetFile
{
    /// <summary>Whether a file is a fleet's: the key <c>fleet</c> stands at its top.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static bool IsOne(string path) =>
        File.ReadLines(path, Encoding.UTF8).Any(line => line.TrimStart('\uFEFF').StartsWith("fleet:", StringComparison.Ordinal));

    public static FleetReading Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".";
        return Parse(File.ReadAllText(path, Encoding.UTF8), Path.GetFileName(path), folder);
    }

    /// <summary>Reads the text of a fleet file.</summary>
    /// <param name="file">Its name in findings.</param>
    /// <param name="folder">Where the files it names are looked for.</param>
    public static FleetReading Parse(string text, string file, string folder)
    {
        YamlReading yaml = YamlText.Read(text, file, "a fleet", "Begin with `fleet: a name`; docs/fleet.md has an example.");
        var reading = new Reading(file, folder, yaml.LostLines);
        reading.Add(yaml.Findings);
        Fleet? fleet = null;
        IReadOnlyList<string> siteFiles = [];
        if (yaml.Root is YamlMap root)
        {
            var data = new DataFiles(folder);
            var reader = new FleetReader(reading, new Block(reading, root, "", FleetFormat.Fleet), data, yaml.LostLines);
            fleet = reader.Read();
            siteFiles = reader.SiteFiles;
            reading.Add(data.Findings);
        }
        else if (yaml.Root is not null and not YamlPoison)
            reading.Wrong(yaml.Root.Line, "", Block.KindOf(yaml.Root), "keys and values", "Begin with `fleet: a name`.");
        Finding[] findings = [.. reading.Findings.Distinct().OrderBy(one => one.File == file ? 0 : 1)
            .ThenBy(one => one.File, StringComparer.Ordinal).ThenBy(one => one.Line)];
        bool isWrong = findings.Any(one => one.Severity == Severity.Wrong);
        if (fleet is null && !isWrong) throw new InvalidOperationException($"{file} gave neither a fleet nor a finding.");
        return new(isWrong ? null : fleet, findings) { SiteFiles = siteFiles };
    }
}
