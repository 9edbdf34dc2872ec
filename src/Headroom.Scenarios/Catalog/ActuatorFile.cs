using System.Text;
using Headroom.Control;
using Headroom.Quantities;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Format;
using Headroom.Scenarios.Series;
using Headroom.Scenarios.Yaml;
using Headroom.Sites;

namespace Headroom.Scenarios.Catalog;

/// <summary>What a file of actuators gave; no facts where anything is wrong.</summary>
public sealed record ActuatorReading(ActuatorFacts? Facts, IReadOnlyList<Finding> Findings);

/// <summary>Reads actuators, and hands out those that ship with the product, <c>data/actuators.yaml</c>.</summary>
public static class ActuatorFile
{
    private static readonly Lazy<ActuatorFacts> shipped = new(() =>
    {
        ActuatorReading reading = Parse(CatalogFile.Text("actuators"), "actuators.yaml");
        return reading.Facts ?? throw new CatalogException(reading.Findings[0].Sentence());
    });

    /// <summary>The shipped facts; a fault in them is ours.</summary>
    public static ActuatorFacts Shipped => shipped.Value;

    public static ActuatorReading Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            return Parse(File.ReadAllText(path, Encoding.UTF8), Path.GetFileName(path));
        }
        catch (Exception problem) when (DataFiles.IsOfTheWorld(problem))
        {
            return new(null, [new(Severity.Wrong, "", $"the file cannot be opened: {problem.Message.TrimEnd('.')}", "a file of actuators",
                "Check the path.") { File = path }]);
        }
    }

    public static ActuatorReading Parse(string text, string file)
    {
        YamlReading yaml = YamlText.Read(text, file, "a file of actuators", "Begin with `sources:`; data/actuators.yaml is an example.");
        var reading = new Reading(file, ".", yaml.LostLines);
        reading.Add(yaml.Findings);
        Actuator[] actuators = [];
        if (yaml.Root is YamlMap map)
        {
            var root = new Block(reading, map, "", ActuatorFormat.File);
            Dictionary<string, string> sources = Sources(root);
            IReadOnlyList<Block> blocks = root.List("actuators");
            if (!root.Has("actuators") && !reading.IsPartial)
                root.Wrong("actuators", "no `actuators`", "a list of actuators", "Add `actuators:` and a list below it.");
            actuators = [.. blocks.Select(block => One(block, sources))];
            Repeats(blocks, actuators);
        }
        else if (yaml.Root is not null and not YamlPoison)
            reading.Wrong(yaml.Root.Line, "", Block.KindOf(yaml.Root), "keys and values", "Begin with `sources:`.");
        Finding[] findings = [.. reading.Findings.Distinct().OrderBy(one => one.Line)];
        return new(findings.Any(one => one.Severity == Severity.Wrong) ? null : new(actuators), findings);
    }

    private static Dictionary<string, string> Sources(Block root)
    {
        var sources = new Dictionary<string, string>(StringComparer.Ordinal);
        if (root.Map["sources"] is YamlMap map)
            foreach (YamlEntry entry in map.Entries)
            {
                if (entry.Value is YamlScalar { IsNull: false } text) sources[entry.Key] = text.Text;
                else if (entry.Value is not YamlPoison)
                    root.Reading.Wrong(entry.Line, $"sources.{entry.Key}", Block.KindOf(entry.Value), "a citation", "Write one line in quotes.");
            }
        else if (root.Map["sources"] is not YamlPoison && !root.Reading.IsPartial)
            root.Wrong("sources", root.Has("sources") ? Block.KindOf(root.Map["sources"]!) : "no `sources`", "citations by key", "Add `sources:` and `key: \"citation\"` lines.");
        return sources;
    }

    private static Actuator One(Block block, Dictionary<string, string> sources)
    {
        Block? latency = block.Nested("latency");
        return new()
        {
            Name = block.Text("name").Or(""),
            Kind = block.Choice<ActuatorKind>("kind").Or(default),
            Class = block.Choice<LatencyClass>("class").Or(default),
            Latency = TimeSpan.FromSeconds(High(latency, sources)),
            Telemetry = TimeSpan.FromSeconds(High(block.Nested("telemetry"), sources)),
            Resolution = Power.FromSi(High(block.Nested("resolution"), sources)),
            Least = Power.FromSi(High(block.Nested("least"), sources)),
            Hold = TimeSpan.FromSeconds(High(block.Nested("hold"), sources)),
            Failure = block.Choice<FailureMode>("failure").Or(default),
            MeasuredYear = latency?.Whole("year").Or(0) ?? 0,
            Grade = latency?.Choice("grade").Or("") ?? "",
            Source = latency is null ? "" : string.Join("; ", latency.Names("source").Select(one => sources.GetValueOrDefault(one.Name, ""))),
        };
    }

    /// <summary>The value of a fact, or the high end of its range, in SI; its origin is checked on the way.</summary>
    private static double High(Block? fact, Dictionary<string, string> sources)
    {
        if (fact is null) return 0;
        IReadOnlyList<(string Name, int Line)> named = fact.Names("source");
        if (!fact.Has("source")) fact.Wrong("source", "no `source`", "a key of `sources`", "Say where the number comes from.");
        foreach ((string name, int line) in named)
            if (!sources.ContainsKey(name))
                fact.Reading.Wrong(line, fact.PathOf("source"), $"source \"{name}\"", "a key of `sources`", Nearest.Remedy(name, [.. sources.Keys]));
        Got<int> year = fact.Whole("year");
        Got<string> kind = fact.Choice("kind");
        if (!fact.Choice("grade").IsGiven && !fact.Has("grade") && kind is { IsGiven: true, Value: "published" or "estimated" })
            fact.Wrong("kind", $"{kind.Value} without `grade`", "P, S, E or U", "Add `grade`.");
        Got<double> value = fact.Amount("value"), low = fact.Amount("low"), mid = fact.Amount("mid"), high = fact.Amount("high");
        bool isRange = fact.Has("low") || fact.Has("mid") || fact.Has("high");
        if (fact.Has("value") == isRange || isRange && !(fact.Has("low") && fact.Has("mid") && fact.Has("high")))
            fact.Wrong("value", fact.Has("value") ? "a value and a range" : isRange ? "a part of a range" : "no number", "a value, or low, mid and high",
                "Write {value: …}, or {low: …, mid: …, high: …}.");
        else if (isRange && low.IsGiven && mid.IsGiven && high.IsGiven && !(low.Value <= mid.Value && mid.Value <= high.Value))
            fact.Wrong("low", "a range out of order", "low ≤ mid ≤ high", "Put the three in order.");
        return isRange ? high.Or(0) : value.Or(0);
    }

    /// <summary>Two of one kind: nobody could say which one a plan means.</summary>
    private static void Repeats(IReadOnlyList<Block> blocks, Actuator[] actuators)
    {
        var seen = new HashSet<ActuatorKind>();
        for (int k = 0; k < blocks.Count; k++)
            if (blocks[k].Has("kind") && !seen.Add(actuators[k].Kind))
                blocks[k].Wrong("kind", $"a second {actuators[k].Kind}", "one of each kind", "Remove one of them.");
    }
}
