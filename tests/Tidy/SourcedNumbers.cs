using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Tidy;

/// <summary>Every number of the catalog has a source that the file names.</summary>
/// <remarks>
///   A fact is a map with <c>value</c>, <c>low</c>, <c>mid</c> or <c>high</c>: it carries source, year and kind, and its source stands
/// under
///   <c>sources</c>. A list of numbers stands in a block with a source. Counts and coordinates that define a thing need none.
/// </remarks>
public static class SourcedNumbers
{
    static readonly string[] amounts = ["value", "low", "mid", "high"], required = ["source", "year", "kind"];

    public static IEnumerable<string> Of(SourceFile file)
    {
        var stream = new YamlStream();
        List<string> drifts = [];
        try { stream.Load(new StringReader(file.Text)); }
        catch (YamlException fault) { return [$"{file.Path}:{fault.Start.Line}: {fault.Message}"]; }
        if (stream.Documents is not [{ RootNode: YamlMappingNode root }]) return [$"{file.Path}: not one mapping"];
        HashSet<string> sources = Find(root, "sources") is YamlMappingNode map ? [.. map.Children.Keys.Select(key => key.ToString())] : [];
        Visit(root, sourced: false, new(file.Path, sources, drifts));
        return drifts;
    }

    sealed record Visitor(string Path, HashSet<string> Sources, List<string> Drifts);

    static void Visit(YamlNode node, bool sourced, Visitor visitor)
    {
        switch (node)
        {
            case YamlMappingNode map:
                if (amounts.Any(key => Find(map, key) is YamlScalarNode)) Fact(map, visitor);
                bool here = sourced || Find(map, "source") is not null;
                foreach ((YamlNode key, YamlNode value) in map.Children)
                    if (key.ToString() != "sources") Visit(value, here, visitor);
                break;
            case YamlSequenceNode list:
                if (!sourced && list.Children.Count > 2 && list.Children.All(IsNumber)) Drift(list, "numbers without a source", visitor);
                foreach (YamlNode child in list.Children) Visit(child, sourced, visitor);
                break;
        }
    }

    static void Fact(YamlMappingNode fact, Visitor visitor)
    {
        foreach (string key in required)
            if (Find(fact, key) is null) Drift(fact, $"a number without {key}", visitor);
        IEnumerable<YamlNode> named = Find(fact, "source") switch { YamlSequenceNode list => list.Children, { } one => [one], null => [] };
        foreach (YamlNode source in named)
            if (!visitor.Sources.Contains(source.ToString())) Drift(source, $"source '{source}' does not stand under sources", visitor);
    }

    static void Drift(YamlNode node, string what, Visitor visitor) => visitor.Drifts.Add($"{visitor.Path}:{node.Start.Line}: {what}");

    static YamlNode? Find(YamlMappingNode map, string key) => map.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? found) ? found
        : null;

    static bool IsNumber(YamlNode node) => node is YamlScalarNode { Value: { } value }
        && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
