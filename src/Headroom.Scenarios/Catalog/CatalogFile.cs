using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using Headroom.Scenarios.Yaml;

namespace Headroom.Scenarios.Catalog;

/// <summary>One file of the catalog, read when first asked for.</summary>
public sealed class CatalogFile
{
    private static readonly ConcurrentDictionary<string, CatalogFile> loaded = new(StringComparer.Ordinal);
    private readonly YamlMap root;
    private readonly Dictionary<string, string> sources;

    private CatalogFile(string name, YamlMap root)
    {
        (Name, this.root) = (name, root);
        sources = (root["sources"] as YamlMap)?.Entries
            .ToDictionary(one => one.Key, one => ((YamlScalar)one.Value).Text, StringComparer.Ordinal)
            ?? throw new CatalogException($"{name}.yaml has no sources.");
    }

    public string Name { get; }
    public CatalogEntry Root => new(this, Name, root);

    /// <summary>accelerators, racks, models, supply, cooling or limits.</summary>
    public static CatalogFile Load(string name) => loaded.GetOrAdd(name, Read);

    /// <summary>The text of a file as shipped.</summary>
    public static string Text(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"catalog/{name}.yaml")
            ?? throw new CatalogException($"There is no catalog file {name}.yaml.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static CatalogFile Read(string name)
    {
        YamlReading reading = YamlText.Read(Text(name), name + ".yaml");
        if (reading.Findings.Count > 0) throw new CatalogException(reading.Findings[0].Sentence());
        return new(name, reading.Root as YamlMap ?? throw new CatalogException($"{name}.yaml is no map."));
    }

    internal string Citation(YamlNode? source, string path) => source switch
    {
        YamlScalar one => sources.TryGetValue(one.Text, out string? text) ? text
            : throw new CatalogException($"{path}: unknown source {one.Text}."),
        YamlList many => string.Join("; ", many.Items.Select(one => Citation(one, path))),
        _ => throw new CatalogException($"{path} has no source."),
    };
}

/// <summary>A block of the catalog: facts, words and blocks below it.</summary>
public sealed class CatalogEntry
{
    private readonly CatalogFile file;
    private readonly YamlMap map;

    internal CatalogEntry(CatalogFile file, string path, YamlMap map) => (this.file, Path, this.map) = (file, path, map);

    public string Path { get; }
    public IEnumerable<string> Keys => map.Entries.Select(entry => entry.Key);
    internal YamlMap Map => map;

    public CatalogFact Fact(string key) => Find(key) ?? throw new CatalogException($"{Path} has no {key}.");

    /// <summary>The fact of that key, or null. A bare number takes the entry's own source, year, kind and grade.</summary>
    public CatalogFact? Find(string key)
    {
        string path = $"{Path}.{key}";
        switch (map[key])
        {
            case YamlScalar bare when bare.Text.Length > 0 && (char.IsAsciiDigit(bare.Text[0]) || bare.Text[0] == '-')
                && map["source"] is not null:
                return new(path, bare.Text, bare.Text, bare.Text, file.Citation(map["source"], path), Year(map, path),
                    Word(map, "kind"), Word(map, "grade"), bare.Line);
            case YamlMap fact when fact["value"] is YamlScalar value:
                return Of(path, fact, value.Text, value.Text, value.Text);
            case YamlMap fact when fact["low"] is YamlScalar low && fact["high"] is YamlScalar high:
                return Of(path, fact, low.Text, (fact["mid"] as YamlScalar ?? throw new CatalogException($"{path} has no mid.")).Text,
                    high.Text);
            default:
                return null;
        }
    }

    public string Text(string key) => (map[key] as YamlScalar)?.Text ?? throw new CatalogException($"{Path} has no text {key}.");
    public string? TextOrNull(string key) => (map[key] as YamlScalar)?.Text;
    public int Whole(string key) => int.Parse(Text(key), CultureInfo.InvariantCulture);
    public IReadOnlyList<string> Names(string key) =>
        (map[key] as YamlList)?.Items.Select(item => ((YamlScalar)item).Text).ToList()
        ?? throw new CatalogException($"{Path} has no list {key}.");

    public CatalogEntry Entry(string key) => EntryOrNull(key) ?? throw new CatalogException($"{Path} has no block {key}.");
    public CatalogEntry? EntryOrNull(string key) => map[key] is YamlMap nested ? new(file, $"{Path}.{key}", nested) : null;

    /// <summary>The maps of a list, by their <c>name</c>.</summary>
    public IReadOnlyList<CatalogEntry> List(string key) =>
        (map[key] as YamlList)?.Items.Cast<YamlMap>()
            .Select(item => new CatalogEntry(file, $"{Path}.{(item["name"] as YamlScalar)?.Text ?? key}", item)).ToList()
        ?? throw new CatalogException($"{Path} has no list {key}.");

    private CatalogFact Of(string path, YamlMap fact, string low, string mid, string high) =>
        new(path, low, mid, high, file.Citation(fact["source"], path), Year(fact, path), Word(fact, "kind"), Word(fact, "grade"),
            fact.Line);

    private static string Word(YamlMap fact, string key) => (fact[key] as YamlScalar)?.Text ?? "";

    private static int Year(YamlMap fact, string path) =>
        int.TryParse((fact["year"] as YamlScalar)?.Text, CultureInfo.InvariantCulture, out int year) ? year
            : throw new CatalogException($"{path} has no year.");
}
