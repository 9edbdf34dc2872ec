using System.Text;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.FleetFiles;
using Headroom.Scenarios.Format;
using Headroom.Scenarios.Series;
using Headroom.Scenarios.SiteFiles;
using Headroom.Scenarios.Yaml;
using Headroom.Sites;

namespace Headroom.Scenarios;

/// <summary>What a site file gave.</summary>
/// <param name="Site">Null where any finding is <see cref="Severity.Wrong"/>.</param>
/// <param name="Findings">In the order of the file.</param>
public sealed record SiteReading(Site? Site, IReadOnlyList<Finding> Findings)
{
    /// <summary>Where everything stands, for findings made later from the site alone.</summary>
    public SiteLines Lines { get; init; } = SiteLines.None;
}

/// <summary>Reads site files. Every fault is reported at once, with file and line; nothing throws, nothing is guessed.</summary>
public static class SiteFile
{
    public static SiteReading Read(string path) => Read(path, null);

    /// <param name="ofFleet">The years of the fleet whose file names it; null for a site alone.</param>
    internal static SiteReading Read(string path, FleetYears? ofFleet)
    {
        ArgumentNullException.ThrowIfNull(path);
        string name = Path.GetFileName(path);
        try
        {
            string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? ".";
            return Parse(YamlText.Read(File.ReadAllText(path, Encoding.UTF8), name), name, folder, out _, ofFleet);
        }
        catch (Exception problem) when (DataFiles.IsOfTheWorld(problem))
        {
            string read = File.Exists(path) ? $"the file cannot be opened: {problem.Message.TrimEnd('.')}" : "there is no such file";
            return new(null,
                [new(Severity.Wrong, "", read, "a site file",
                "Check the path, or write one with `headroom new --tier edge`.") { File = path }]);
        }
    }

    /// <summary>Reads the text of a site file.</summary>
    /// <param name="file">Its name in findings.</param>
    /// <param name="folder">Where the files it names are looked for.</param>
    public static SiteReading Parse(string text, string file, string folder) => Parse(text, file, folder, out _);

    /// <summary>Reads the text of a site file with blocks of another text in the place of its own.</summary>
    /// <param name="over">Blocks of a site file; each replaces that of its name, or stands beside the others.</param>
    /// <param name="without">Blocks that are left out.</param>
    public static SiteReading ParseOver(string text, string file, string folder, string over, IReadOnlyCollection<string> without)
    {
        YamlReading own = YamlText.Read(text, file), others = YamlText.Read(over, "strategy");
        if (own.Root is not YamlMap map || others.Root is not YamlMap blocks) return Parse(text, file, folder);
        IEnumerable<YamlEntry> kept = map.Entries.Where(entry => blocks.Find(entry.Key) is null && !without.Contains(entry.Key));
        return Parse(own with { Root = map with { Entries = [.. kept, .. blocks.Entries] } }, file, folder, out _);
    }

    internal static SiteReading Parse(string text, string file, string folder, out Reading reading) => Parse(YamlText.Read(text, file), file, folder, out reading);

    private static SiteReading Parse(YamlReading yaml, string file, string folder, out Reading reading, FleetYears? ofFleet = null)
    {
        reading = new Reading(file, folder, yaml.LostLines);
        reading.Add(yaml.Findings);
        Site? site = null;
        if (yaml.Root is YamlMap root)
        {
            var data = new DataFiles(folder);
            site = new SiteReader(reading, new Block(reading, root, "", SiteFormat.Site), data, ofFleet).Read();
            reading.Add(data.Findings);
        }
        else if (yaml.Root is not null and not YamlPoison)
            reading.Wrong(yaml.Root.Line, "", Block.KindOf(yaml.Root), "keys and values", "Begin with `site: a name`.");
        Finding[] findings = [.. reading.Findings.Distinct().OrderBy(one => one.File == file ? 0 : 1)
            .ThenBy(one => one.File, StringComparer.Ordinal).ThenBy(one => one.Line)];
        bool isWrong = findings.Any(one => one.Severity == Severity.Wrong);
        if (site is null && !isWrong) throw new InvalidOperationException($"{file} gave neither a site nor a finding.");
        return new(isWrong ? null : site, findings) { Lines = yaml.Root is null ? SiteLines.None : new SiteLines(file, yaml.Root) };
    }
}
