using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Catalog;
using Headroom.Scenarios.Regions;

namespace Headroom.Scenarios.Format;

/// <summary>The JSON schema of site files for editors, made from <see cref="SiteFormat"/>.</summary>
public static class SiteSchema
{
    private static readonly JsonSerializerOptions readable =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write() => Write(SiteFormat.Site, "Headroom site file", "docs/site-file.md");

    /// <summary>The schema of any kind of file that is declared as a shape.</summary>
    internal static string Write(BlockShape root, string title, string page)
    {
        JsonObject schema = new()
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = title,
            ["description"] = $"Made from the reader's own declarations; see {page}.",
        };
        foreach ((string key, JsonNode? value) in Block(root)) schema[key] = value?.DeepClone();
        return schema.ToJsonString(readable).Replace("\r\n", "\n", StringComparison.Ordinal) + "\n";
    }

    private static JsonObject Block(BlockShape shape)
    {
        var properties = new JsonObject();
        foreach (Key key in shape.Keys)
        {
            JsonObject form = Form(shape, key);
            form["description"] = Description(key);
            properties[key.Name] = form;
        }
        var block = new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = properties };
        string[] required = [.. shape.Keys.Where(key => key.IsRequired).Select(key => key.Name)];
        if (required.Length > 0) block["required"] = new JsonArray([.. required.Select(name => (JsonNode)name)]);
        return block;
    }

    private static string Description(Key key)
    {
        var text = new StringBuilder(key.Meaning);
        if (key.Default.Length > 0) text.Append("; default: ").Append(key.Default);
        return text.ToString();
    }

    private static JsonObject Form(BlockShape shape, Key key) => key.Form switch
    {
        Amount amount when shape == SiteFormat.Supply && key.Name is "installed" or "atLeast" or "atMost" =>
            Any(Quantity(amount.Units), new JsonObject { ["type"] = "integer", ["minimum"] = 0 }),
        Amount amount => Quantity(amount.Units),
        Whole whole => new() { ["type"] = "integer", ["minimum"] = whole.Least, ["maximum"] = whole.Most },
        Flag => new() { ["type"] = "boolean" },
        Day => new() { ["type"] = "string", ["pattern"] = "^[0-9]{4}-[0-9]{2}-[0-9]{2}" },
        Choice choice => Enumeration(choice.Options),
        Names when key.Name == "regions" =>
            Any(Enumeration(RegionCatalog.Names), new JsonObject { ["type"] = "array", ["items"] = Enumeration(RegionCatalog.Names) }),
        Names => Any(Text(), new JsonObject { ["type"] = "array", ["items"] = Text() }),
        Size size => Any(Quantity(size.Units), Sizing(size.Units)),
        Hourly hourly => Series(hourly),
        Nested { Short: { } inner } nested => Any(Block(nested.Shape), Form(nested.Shape, nested.Shape.Find(inner)!)),
        Nested nested => Block(nested.Shape),
        ListOf list => new() { ["type"] = "array", ["items"] = Block(list.Shape) },
        MapOf map when map.Shape == SiteFormat.Rack => RackMap(map.Shape),
        MapOf map =>
            new() { ["type"] = "object", ["additionalProperties"] = Any(Block(map.Shape), Quantity(UnitTable.Power), Nothing()) },
        Words when key.Name == "region" => Enumeration(RegionCatalog.Names),
        Words when key.Name == "model" => Enumeration(HardwareCatalog.ModelNames),
        _ => Text(),
    };

    private static JsonObject RackMap(BlockShape shape)
    {
        var racks = new JsonObject();
        foreach (string name in HardwareCatalog.RackNames) racks[name] =
            Any(Block(shape), new JsonObject { ["type"] = "integer", ["minimum"] = 0 }, Nothing());
        return new() { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = racks };
    }

    private static JsonObject Sizing(UnitTable units) => new()
    {
        ["type"] = "object",
        ["additionalProperties"] = false,
        ["properties"] =
            new JsonObject { ["installed"] = Quantity(units), ["atLeast"] = Quantity(units), ["atMost"] = Quantity(units) },
    };

    private static JsonObject Series(Hourly hourly)
    {
        var forms = new List<JsonObject>
        {
            new() { ["type"] = "string", ["pattern"] = @"\.(csv|csv\.gz|epw)$" },
            new()
            {
                ["type"] = "object", ["additionalProperties"] = false, ["required"] = new JsonArray("file"),
                ["properties"] =
                    new JsonObject { ["file"] = Text(), ["column"] = Text(), ["fill"] = Enumeration(["interpolate", "no"]) },
            },
        };
        if (hourly.Words.Length > 0) forms.Add(Enumeration(hourly.Words));
        else forms.Add(Quantity(hourly.Units));
        return Any([.. forms]);
    }

    private static JsonObject Quantity(UnitTable units)
    {
        string[] symbols = [.. units.Units.Where(unit => unit.Symbol.Length > 0)
            .Select(unit => Regex.Escape(unit.Symbol).Replace("/", "\\/", StringComparison.Ordinal))];
        bool isBare = units.Find("") is not null;
        var number = new JsonObject { ["type"] = "number" };
        if (symbols.Length == 0) return number;
        var text = new JsonObject
        {
            ["type"] = "string",
            ["pattern"] = $@"^[-+]?[0-9.]+([eE][-+]?[0-9]+)?\s*({string.Join("|", symbols)})$"
        };
        return isBare ? Any(text, number) : text;
    }

    private static JsonObject Text() => new() { ["type"] = "string" };
    private static JsonObject Nothing() => new() { ["type"] = "null" };
    private static JsonObject Enumeration(IEnumerable<string> words) =>
        new() { ["enum"] = new JsonArray([.. words.Select(word => (JsonNode)word)]) };
    private static JsonObject Any(params JsonObject[] forms) => new() { ["anyOf"] = new JsonArray([.. forms]) };
}
