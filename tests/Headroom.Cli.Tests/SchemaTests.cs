using System.Text.Json;
using Headroom.Cli.Rendering;
using Headroom.Reports;

namespace Headroom.Cli.Tests;

/// <summary>The published schema holds for every kind of document, and notices a wrong one.</summary>
public class SchemaTests
{
    static readonly JsonElement schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root(), "schema/plan.schema.json"))).RootElement;

    static readonly PlanDocument planned = new() { Site = SamplePlan.Site, Answer = new PlanAnswer.Planned(SamplePlan.Report), Findings = [SamplePlan.Note] };

    public static TheoryData<string> Kinds => ["planned", "no tokens", "infeasible", "unbounded", "stopped", "wrong"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_document_of_each_kind_fits_the_schema(string kind)
    {
        PlanDocument document = kind switch
        {
            "planned" => planned,
            "no tokens" => planned with { Answer = new PlanAnswer.Planned(SamplePlan.Report with { Ladder = new(default, default, default, default, default, double.NaN), Cost = SamplePlan.Report.Cost with { Tokens = null }, Carbon = SamplePlan.Report.Carbon with { PerMillionTokens = null } }) },
            "infeasible" => planned with { Answer = new PlanAnswer.Infeasible([new("f", "m", "1 MW", 2, "w", "r")], new(1, 2, 3, "a")) },
            "unbounded" => planned with { Answer = new PlanAnswer.Unbounded("a cost is missing") },
            "stopped" => planned with { Answer = new PlanAnswer.Stopped("stopped") },
            _ => new() { Findings = [SamplePlan.Fault] },
        };
        Assert.Empty(Faults(schema, JsonDocument.Parse(PlanJson.Text(document)).RootElement, "$"));
    }

    [Theory]
    [InlineData("\"status\": \"optimal\"", "\"status\": \"fine\"")]
    [InlineData("\"pue\": 1.", "\"pueRatio\": 1.")]
    [InlineData("\"tier\": 0", "\"tier\": 0.5")]
    public void A_wrong_document_is_noticed(string right, string wrong) =>
        Assert.NotEmpty(Faults(schema, JsonDocument.Parse(PlanJson.Text(planned).Replace(right, wrong, StringComparison.Ordinal)).RootElement, "$"));

    /// <summary>The few keywords that our schema uses; any other one is a fault of this test.</summary>
    static IEnumerable<string> Faults(JsonElement rule, JsonElement value, string path)
    {
        if (rule.TryGetProperty("$ref", out JsonElement reference)) rule = schema.GetProperty("$defs").GetProperty(reference.GetString()!["#/$defs/".Length..]);
        if (rule.TryGetProperty("enum", out JsonElement choices) && !choices.EnumerateArray().Any(choice => choice.ToString() == value.ToString())) yield return $"{path} is {value}";
        if (rule.TryGetProperty("type", out JsonElement type) && !Types(type).Any(name => Is(name, value)))
        {
            yield return $"{path} is no {type}";
            yield break;
        }
        if (value.ValueKind == JsonValueKind.Array && rule.TryGetProperty("items", out JsonElement items))
            foreach (string fault in value.EnumerateArray().SelectMany((item, i) => Faults(items, item, $"{path}[{i}]"))) yield return fault;
        if (value.ValueKind != JsonValueKind.Object || !rule.TryGetProperty("properties", out JsonElement properties)) yield break;
        foreach (JsonElement name in rule.GetProperty("required").EnumerateArray())
            if (!value.TryGetProperty(name.GetString()!, out _)) yield return $"{path} lacks {name}";
        foreach (JsonProperty property in value.EnumerateObject())
            foreach (string fault in properties.TryGetProperty(property.Name, out JsonElement known) ? Faults(known, property.Value, $"{path}.{property.Name}") : [$"{path} has {property.Name}"]) yield return fault;
    }

    static IEnumerable<string> Types(JsonElement type) => type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(name => name.GetString()!) : [type.GetString()!];

    static bool Is(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => throw new NotSupportedException(type),
    };

    static string Root()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Headroom.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
