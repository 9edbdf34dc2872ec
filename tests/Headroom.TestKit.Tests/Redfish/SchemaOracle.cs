using System.Text.Json;
using System.Text.RegularExpressions;
using Headroom.Protocols.Tests.Redfish;

namespace Headroom.TestKit.Tests.Redfish;

/// <summary>Holds resources against DMTF's published JSON schemas: known properties, required ones, types and enumerations.</summary>
/// <remarks>As far as those schemas go: <c>$ref</c>, <c>anyOf</c>, <c>type</c>, <c>enum</c>, <c>properties</c>,
/// <c>patternProperties</c>, <c>required</c>, <c>items</c>, bounds.</remarks>
internal sealed class SchemaOracle
{
    private readonly string folder = SharedRedfish.Folder("dmtf-json-schema");
    private readonly Dictionary<string, JsonDocument?> files = [];

    /// <summary>Whether there is a schema for a type such as <c>#Control.v1_8_0.Control</c>.</summary>
    public bool Knows(string type) => FileOf(NameOf(type)) is not null;

    /// <summary>Everything that is wrong with a resource.</summary>
    public IReadOnlyList<string> Check(JsonElement resource)
    {
        string type = resource.GetProperty("@odata.type").GetString()!, name = NameOf(type);
        JsonElement schema = FileOf(name)!.RootElement.GetProperty("definitions").GetProperty(type[(type.LastIndexOf('.') + 1)..]);
        List<string> wrong = [];
        Check(resource, schema, name, "", wrong);
        return wrong;
    }

    private static string NameOf(string type) => type[1..type.LastIndexOf('.')];

    /// <summary>A version that is not beside the checkout is judged by none: only collections have one schema for all.</summary>
    private JsonDocument? FileOf(string name)
    {
        if (files.TryGetValue(name, out JsonDocument? known)) return known;
        string[] paths = [Path.Combine(folder, name + ".json"), Path.Combine(folder, name.Split('.')[0] + ".json")];
        return files[name] = paths.FirstOrDefault(File.Exists) is { } path ? JsonDocument.Parse(File.ReadAllText(path)) : null;
    }

    private void Check(JsonElement value, JsonElement schema, string file, string at, List<string> wrong)
    {
        if (schema.TryGetProperty("$ref", out JsonElement reference))
        {
            if (Follow(reference.GetString()!, file) is { } to) Check(value, to.Schema, to.File, at, wrong);
            return;
        }
        if (schema.TryGetProperty("anyOf", out JsonElement any))
        {
            List<List<string>> tried = [];
            foreach (JsonElement one in any.EnumerateArray())
            {
                List<string> faults = [];
                Check(value, one, file, at, faults);
                if (faults.Count == 0) return;
                tried.Add(faults);
            }
            wrong.AddRange(tried.MinBy(faults => faults.Count)!);
            return;
        }
        if (schema.TryGetProperty("type", out JsonElement type) && !Fits(value, type))
        {
            wrong.Add($"{at}: {value.ValueKind} is not {type}");
            return;
        }
        if (schema.TryGetProperty("enum", out JsonElement words)
            && !words.EnumerateArray().Any(word => word.ValueEquals(value.ValueKind == JsonValueKind.String ? value.GetString() : null)))
            wrong.Add($"{at}: {value} is none of the schema's words");
        if (value.ValueKind == JsonValueKind.Number && schema.TryGetProperty("minimum", out JsonElement least)
            && value.GetDouble() < least.GetDouble()) wrong.Add($"{at}: {value} is too little");
        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out JsonElement items))
        {
            int k = 0;
            foreach (JsonElement item in value.EnumerateArray()) Check(item, items, file, $"{at}[{k++}]", wrong);
        }
        if (value.ValueKind == JsonValueKind.Object) CheckObject(value, schema, file, at, wrong);
    }

    private void CheckObject(JsonElement value, JsonElement schema, string file, string at, List<string> wrong)
    {
        if (schema.TryGetProperty("required", out JsonElement required))
            foreach (JsonElement name in required.EnumerateArray())
                if (!value.TryGetProperty(name.GetString()!, out _)) wrong.Add($"{at}: no {name}");
        bool hasProperties = schema.TryGetProperty("properties", out JsonElement properties);
        bool isClosed = schema.TryGetProperty("additionalProperties", out JsonElement more) && more.ValueKind == JsonValueKind.False;
        foreach (JsonProperty one in value.EnumerateObject())
        {
            if (hasProperties && properties.TryGetProperty(one.Name, out JsonElement own))
            {
                // other makers' properties are theirs to define
                if (one.Name != "Oem" && !one.Name.StartsWith('#')) Check(one.Value, own, file, $"{at}/{one.Name}", wrong);
            }
            else if (isClosed && !(schema.TryGetProperty("patternProperties", out JsonElement patterns)
                && patterns.EnumerateObject().Any(pattern => Regex.IsMatch(one.Name, pattern.Name))))
                wrong.Add($"{at}: the schema knows no {one.Name}");
        }
    }

    private (JsonElement Schema, string File)? Follow(string reference, string file)
    {
        string[] parts = reference.Split('#');
        if (parts[0].Length > 0) file = Path.GetFileNameWithoutExtension(new Uri(parts[0]).LocalPath);
        if (FileOf(file) is not { } document) return null;
        JsonElement at = document.RootElement;
        foreach (string step in parts[1].Split('/', StringSplitOptions.RemoveEmptyEntries))
            if (!at.TryGetProperty(step, out at)) return null;
        return (at, file);
    }

    private static bool Fits(JsonElement value, JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Any(one => Fits(value, one)) : type.GetString() switch
        {
            "string" => value.ValueKind == JsonValueKind.String,
            "number" => value.ValueKind == JsonValueKind.Number,
            "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
            "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "object" => value.ValueKind == JsonValueKind.Object,
            "array" => value.ValueKind == JsonValueKind.Array,
            "null" => value.ValueKind == JsonValueKind.Null,
            _ => true,
        };
}
