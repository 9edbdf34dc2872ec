using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Headroom.Protocols.Tests.Schemas;

/// <summary>Checks documents against a schema of few keywords: those of our own schemas and of the published ones that are oracles here. Any other one is a fault of this test.</summary>
sealed class SubsetSchema(JsonNode root)
{
    static readonly HashSet<string> silent = new(StringComparer.Ordinal)
    {
        "$schema", "$id", "$defs", "$comment", "title", "description", "default", "examples", "example", "readOnly",
    };

    public IReadOnlyList<string> Faults(JsonNode? document, string pointer = "") => [.. Faults(At(pointer), document, "$")];

    JsonObject At(string pointer)
    {
        JsonNode at = root;
        foreach (string step in pointer.TrimStart('#').Split('/', StringSplitOptions.RemoveEmptyEntries)) at = at[step]
            ?? throw new KeyNotFoundException(pointer);
        return at.AsObject();
    }

    IEnumerable<string> Faults(JsonObject rule, JsonNode? value, string path) =>
        rule.SelectMany(keyword => Faults(rule, keyword.Key, keyword.Value!, value, path));

    IEnumerable<string> Faults(JsonObject rule, string keyword, JsonNode asked, JsonNode? value, string path) => keyword switch
    {
        "$ref" => Faults(At(asked.GetValue<string>()), value, path),
        "type" => (asked is JsonArray many ? many.Select(one => one!.GetValue<string>()) : [asked.GetValue<string>()]).Any(name =>
        Is(name, value)) ? [] : [$"{path} is no {asked}"],
        "enum" => asked.AsArray().Any(one => JsonNode.DeepEquals(one, value)) ? [] : [$"{path} is {value}, none of {asked}"],
        "const" => JsonNode.DeepEquals(asked, value) ? [] : [$"{path} is {value}, not {asked}"],
        "pattern" => value is null || Is("string", value) && Regex.IsMatch(value.GetValue<string>(), asked.GetValue<string>()) ? []
        : [$"{path} is no {asked}"],
        "format" => Format(asked.GetValue<string>(), value) ? [] : [$"{path} is no {asked}: {value}"],
        "minimum" => Number(value) is { } n && n < Number(asked) ? [$"{path} is {n}, below {asked}"] : [],
        "maximum" => Number(value) is { } m && m > Number(asked) ? [$"{path} is {m}, above {asked}"] : [],
        "minLength" => Is("string", value) && value!.GetValue<string>().Length < Number(asked) ? [$"{path} is too short"] : [],
        "maxLength" => Is("string", value) && value!.GetValue<string>().Length > Number(asked) ? [$"{path} is too long"] : [],
        "minItems" => value is JsonArray list && list.Count < Number(asked) ? [$"{path} has {list.Count} items"] : [],
        "items" => value is JsonArray items ? items.SelectMany((item, i) => Faults(asked.AsObject(), item, $"{path}[{i}]")) : [],
        "required" => value is JsonObject has ? asked.AsArray().Where(one => !has.ContainsKey(one!.GetValue<string>())).Select(one =>
        $"{path} lacks {one}") : [],
        "properties" => value is JsonObject own
            ? asked.AsObject().Where(one => own.ContainsKey(one.Key)).SelectMany(one =>
            Faults(one.Value!.AsObject(), own[one.Key], $"{path}.{one.Key}")) : [],
        "additionalProperties" => Others(rule, asked, value, path, rule["properties"]?.AsObject().Select(one => one.Key) ?? []),
        "unevaluatedProperties" => Others(rule, asked, value, path, Named(rule)),
        "allOf" => asked.AsArray().SelectMany(one => Faults(one!.AsObject(), value, path)),
        "anyOf" => asked.AsArray().Any(one => !Faults(one!.AsObject(), value, path).Any()) ? [] : [$"{path} is none of several"],
        "oneOf" => asked.AsArray().Count(one => !Faults(one!.AsObject(), value, path).Any()) is var fits && fits == 1 ? []
        : [$"{path} fits {fits} of several, not one"],
        "not" => Faults(asked.AsObject(), value, path).Any() ? [] : [$"{path} is what it must not be"],
        _ => silent.Contains(keyword) ? [] : throw new NotSupportedException(keyword),
    };

    IEnumerable<string> Others(JsonObject rule, JsonNode asked, JsonNode? value, string path, IEnumerable<string> known)
    {
        if (value is not JsonObject has) return [];
        IEnumerable<KeyValuePair<string, JsonNode?>> others = has.Where(one => !known.Contains(one.Key));
        return asked is JsonObject schema ? others.SelectMany(one => Faults(schema, one.Value, $"{path}.{one.Key}"))
            : asked.GetValue<bool>() ? [] : others.Select(one => $"{path} has {one.Key}");
    }

    /// <summary>Names that a schema or one inside it knows.</summary>
    IEnumerable<string> Named(JsonObject rule) =>
    [
        .. rule["properties"]?.AsObject().Select(one => one.Key) ?? [],
        .. rule["$ref"] is { } reference ? Named(At(reference.GetValue<string>())) : [],
        .. ((string[])["allOf", "oneOf", "anyOf"]).SelectMany(name => rule[name]?.AsArray().SelectMany(one => Named(one!.AsObject()))
        ?? []),
    ];

    static double? Number(JsonNode? value) => Is("number", value) ? double.Parse(value!.ToJsonString(), CultureInfo.InvariantCulture)
        : null;

    static bool Is(string type, JsonNode? value) => (type, value?.GetValueKind()) switch
    {
        ("null", null) or ("object", System.Text.Json.JsonValueKind.Object) or ("array", System.Text.Json.JsonValueKind.Array) => true,
        ("string", System.Text.Json.JsonValueKind.String) or ("number", System.Text.Json.JsonValueKind.Number) => true,
        ("integer", System.Text.Json.JsonValueKind.Number) => double.IsInteger(double.Parse(value!.ToJsonString(),
        CultureInfo.InvariantCulture)),
        ("boolean", System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False) => true,
        _ => false,
    };

    static bool Format(string format, JsonNode? value) => !Is("string", value) || format switch
    {
        "uuid" => Guid.TryParseExact(value!.GetValue<string>(), "D", out _),
        "date-time" => Regex.IsMatch(value!.GetValue<string>(), @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"),
        "double" or "float" or "int64" or "uri" => true,
        _ => throw new NotSupportedException(format),
    };
}
