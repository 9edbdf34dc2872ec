using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Yaml;

namespace Headroom.Scenarios.SiteFiles;

/// <summary>Names given in a site, for those who refer to them.</summary>
/// <remarks>A name counts even where its block is at fault, and where lines were lost nobody is told that a name is missing.</remarks>
internal sealed class SiteNames(Reading reading, YamlMap root)
{
    public List<string> Halls { get; } = [];
    public List<string> Racks { get; } = [];

    /// <summary>Racks that the catalog does not know; said where they stand, not again where they are used.</summary>
    public HashSet<string> UnknownRacks { get; } = [];

    public void RequireHall(string name, int line, string path) =>
        Require("hall", name, Halls, line, path, "Add it to `halls`, or correct the name.");

    public void RequireRack(string name, int line, string path)
    {
        // the misspelt one is named already
        if (UnknownRacks.Count > 0 && Catalog.HardwareCatalog.RackNames.Contains(name)) return;
        Require("rack", name, Racks, line, path, "Add it to `racks`, or correct the name.");
    }

    private void Require(string noun, string name, List<string> known, int line, string path, string otherwise)
    {
        if (known.Contains(name) || reading.MayHaveLost(root, noun + "s")) return;
        string remedy = Nearest.Of(name, known) is { } near ? $"Did you mean {near}?" : otherwise;
        reading.Wrong(line, path, $"this site has no {noun} \"{name}\"", known.Count == 0 ? $"a {noun} of this site"
            : string.Join(", ", known), remedy);
    }

    /// <summary>Names the second of two blocks with one name.</summary>
    public static void FindTwice(Reading reading, string list, IEnumerable<(string Name, int Line)> named)
    {
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach ((string name, int line) in named)
            if (!first.TryAdd(name, line))
                reading.Wrong(line, list, $"the name \"{name}\" stands twice, here and in line {first[name]}", "each name once",
                    "Rename one of the two.");
    }
}
