using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Headroom.Scenarios.Format;
using Headroom.Scenarios.Yaml;
using Headroom.Sites;

namespace Headroom.Scenarios.Tests.SiteFiles;

/// <summary>The JSON schema accepts the examples and refuses the commonest slips.</summary>
public sealed class SchemaTests
{
    private static readonly JsonNode schema = JsonNode.Parse(SiteSchema.Write())!;

    [Theory, InlineData(Tier.Edge), InlineData(Tier.Enterprise), InlineData(Tier.Hyperscale), InlineData(Tier.Sovereign)]
    public void An_example_is_valid(Tier tier) => Assert.Empty(Faults(SiteTemplate.Write(tier)));

    [Theory]
    [InlineData("site: x\ngrid: {firm: 10 MWh}")]
    [InlineData("site: x\ngrid: {firm: 10}")]
    [InlineData("site: x\ngridd: {firm: 10 MW}")]
    [InlineData("site: x\ntier: huge")]
    [InlineData("grid: {firm: 10 MW}")]
    [InlineData("site: x\nhalls: {name: A}")]
    public void A_slip_is_not(string yaml) => Assert.NotEmpty(Faults(yaml));

    private static List<string> Faults(string yaml) => [.. Faults(YamlText.Read(yaml, "x").Root!, schema, "")];

    /// <summary>As much of JSON Schema as ours uses.</summary>
    private static IEnumerable<string> Faults(YamlNode node, JsonNode rule, string path)
    {
        if (rule["anyOf"] is JsonArray any)
        {
            if (!any.Any(one => !Faults(node, one!, path).Any())) yield return $"{path}: fits no alternative";
            yield break;
        }
        if (rule["enum"] is JsonArray words
            && !words.Any(word => word!.GetValue<string>() == (node as YamlScalar)?.Text)) yield return $"{path}: not among the words";
        if (rule["type"]?.GetValue<string>() is { } type && type != TypeOf(node)
            && !(type == "number" && TypeOf(node) == "integer")) yield return $"{path}: {TypeOf(node)}, not {type}";
        if (rule["pattern"]?.GetValue<string>() is { } pattern && node is YamlScalar text
            && !Regex.IsMatch(text.Text, pattern)) yield return $"{path}: {text.Text}";
        if (node is YamlList list && rule["items"] is { } items)
            foreach (string fault in list.Items.SelectMany((item, k) => Faults(item, items, $"{path}[{k}]"))) yield return fault;
        if (node is not YamlMap map) yield break;
        foreach (JsonNode? key in rule["required"] as JsonArray ?? [])
            if (map[key!.GetValue<string>()] is null) yield return $"{path}: no {key}";
        foreach (YamlEntry entry in map.Entries)
        {
            JsonNode? inner = rule["properties"]?[entry.Key] ?? (rule["additionalProperties"] is JsonObject more ? more : null);
            if (inner is null) yield return $"{path}.{entry.Key}: unknown";
            else
                foreach (string fault in Faults(entry.Value, inner, $"{path}.{entry.Key}")) yield return fault;
        }
    }

    private static string TypeOf(YamlNode node) => node switch
    {
        YamlMap => "object",
        YamlList => "array",
        YamlScalar { IsNull: true } => "null",
        YamlScalar { IsQuoted: true } => "string",
        YamlScalar { Text: "true" or "false" } => "boolean",
        YamlScalar { Text: var text } when long.TryParse(text, out _) => "integer",
        YamlScalar { Text: var text } when double.TryParse(text, System.Globalization.NumberStyles.Float,
            System.Globalization.CultureInfo.InvariantCulture, out _) => "number",
        _ => "string",
    };
}
