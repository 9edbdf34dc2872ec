using System.Globalization;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Headroom.Protocols.Tests.Schemas;

/// <summary>Published specifications kept beside the checkout: ../shared/protocols, found by walking up from the test binary.</summary>
static class SharedYaml
{
    /// <summary>A YAML file as JSON. Skips the test, loudly, where it is missing.</summary>
    public static JsonNode Read(string relativePath)
    {
        string? path = Above(Path.Combine("shared", "protocols", relativePath));
        Assert.SkipWhen(path is null, $"SKIPPED, NOT PASSED: shared/protocols/{relativePath} is in no directory above {AppContext.BaseDirectory}");
        var stream = new YamlStream();
        using var text = new StreamReader(path!);
        stream.Load(text);
        return Json(stream.Documents[0].RootNode)!;
    }

    public static string? Above(string relativePath)
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
            if (Path.Combine(at.FullName, relativePath) is var candidate
                && (File.Exists(candidate) || Directory.Exists(candidate))) return candidate;
        return null;
    }

    static JsonNode? Json(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(one => KeyValuePair.Create(((YamlScalarNode)one.Key).Value!,
            Json(one.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Json)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: { } text } => text switch
        {
            "true" => true,
            "false" => false,
            "null" or "~" or "" => null,
            _ => long.TryParse(text, CultureInfo.InvariantCulture, out long whole) ? whole
                : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : text,
        },
        YamlScalarNode scalar => scalar.Value,
        _ => null,
    };
}
