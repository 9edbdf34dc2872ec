using System.Text.Json;

namespace Headroom.Cli.Tests;

/// <summary>Checks documents against a schema of the folder schema/.</summary>
sealed class SchemaCheck(string name)
{
    readonly JsonElement schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root(), "schema", name))).RootElement;

    /// <summary>What does not fit; empty for a document as published.</summary>
    public IReadOnlyList<string> Faults(string document) => [.. Faults(schema, JsonDocument.Parse(document).RootElement, "$")];

    /// <summary>The few keywords that our schema uses; any other one is a fault of this test.</summary>
    IEnumerable<string> Faults(JsonElement rule, JsonElement value, string path)
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
