using System.Text.Json;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Scenarios.Plans;

/// <summary>One object of a JSON document, read key by key; what is not as expected becomes a finding and a harmless value.</summary>
internal sealed class JsonBlock(JsonFindings findings, JsonElement element, string path)
{
    public string Path => path;

    public void Wrong(string key, string read, string expected, string? remedy = null) => findings.Wrong(PathOf(key), read, expected, remedy);

    public string Text(string key)
    {
        JsonElement? value = Value(key, "a text");
        if (value is { ValueKind: JsonValueKind.String } text) return text.GetString()!;
        Unfit(key, value, "a text");
        return "";
    }

    public bool Truth(string key)
    {
        JsonElement? value = Value(key, "true or false");
        if (value is { ValueKind: JsonValueKind.True or JsonValueKind.False } truth) return truth.GetBoolean();
        Unfit(key, value, "true or false");
        return false;
    }

    /// <summary>A number that is not below zero.</summary>
    public double Number(string key, string expected = "a number, zero or more")
    {
        JsonElement? value = Value(key, expected);
        if (value is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out double read) && read is >= 0 and <= 1e40) return read;
        Unfit(key, value, expected);
        return 0;
    }

    /// <summary>Null where there is none, which is then a finding.</summary>
    public int? Whole(string key, int least, int most)
    {
        string expected = $"a whole number from {least} to {most}";
        JsonElement? value = Value(key, expected);
        if (value is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out int whole) && whole >= least && whole <= most) return whole;
        Unfit(key, value, expected);
        return null;
    }

    /// <summary>A value with its unit beside it.</summary>
    public Q Quantity<Q>(string key) where Q : struct, IQuantity<Q> => Q.FromSi(Si(key, Q.Units));

    /// <summary>A value with a unit of one of several kinds, in SI.</summary>
    public double Si(string key, IReadOnlyList<Unit> units)
    {
        string expected = $"a value with a unit, such as {{\"value\": 1, \"unit\": \"{units[0].Symbol}\"}}";
        JsonElement? value = Value(key, expected);
        if (value is not { ValueKind: JsonValueKind.Object } written)
        {
            Unfit(key, value, expected);
            return 0;
        }
        var block = new JsonBlock(findings, written, PathOf(key));
        double number = block.Number("value");
        string symbol = block.Text("unit");
        if (units.FirstOrDefault(unit => unit.Symbol == symbol) is { } known) return known.ToSi * number;
        if (symbol.Length > 0) block.Wrong("unit", $"\"{symbol}\"", string.Join(", ", units.Select(unit => unit.Symbol)));
        return 0;
    }

    /// <summary>The block of a key; null where it is no object, which is a finding unless it may be null.</summary>
    public JsonBlock? Block(string key, bool mayBeNull = false)
    {
        JsonElement? value = Value(key, "an object");
        if (value is { ValueKind: JsonValueKind.Object } block) return new(findings, block, PathOf(key));
        if (value is not { ValueKind: JsonValueKind.Null } || !mayBeNull) Unfit(key, value, mayBeNull ? "an object, or null" : "an object");
        return null;
    }

    public IReadOnlyList<T> List<T>(string key, Func<JsonBlock, T> read) =>
        [.. Items(key, JsonValueKind.Object, "an object").Select(item => read(new(findings, item.Value, item.Path)))];

    public IReadOnlyList<string> Texts(string key) => [.. Items(key, JsonValueKind.String, "a text").Select(item => item.Value.GetString()!)];

    List<(JsonElement Value, string Path)> Items(string key, JsonValueKind kind, string expected)
    {
        JsonElement? value = Value(key, "a list");
        if (value is not { ValueKind: JsonValueKind.Array } list)
        {
            Unfit(key, value, "a list");
            return [];
        }
        List<(JsonElement, string)> items = [];
        foreach ((int index, JsonElement item) in list.EnumerateArray().Index())
        {
            string at = $"{PathOf(key)}[{index}]";
            if (item.ValueKind == kind) items.Add((item, at));
            else findings.Wrong(at, Told(item), expected);
        }
        return items;
    }

    JsonElement? Value(string key, string expected)
    {
        if (element.TryGetProperty(key, out JsonElement value)) return value;
        findings.Wrong(path, $"no \"{key}\"", $"\"{key}\": {expected}");
        return null;
    }

    void Unfit(string key, JsonElement? value, string expected)
    {
        if (value is { } unfit) findings.Wrong(PathOf(key), Told(unfit), expected);
    }

    string PathOf(string key) => path.Length == 0 ? key : $"{path}.{key}";

    static string Told(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ => value.GetRawText() is { Length: > 60 } text ? text[..60] + "…" : value.GetRawText(),
    };
}

/// <summary>Findings of one JSON file, each with the line of its path.</summary>
internal sealed class JsonFindings(string file, IReadOnlyDictionary<string, int> lines)
{
    const string Again = "Write the plan again with `headroom plan FILE --out DIR`.";
    readonly List<Finding> all = [];
    public IReadOnlyList<Finding> All => all;

    /// <summary>Whether anything within a path is at fault.</summary>
    public bool Within(string path) => all.Any(finding => finding.Path.StartsWith(path, StringComparison.Ordinal));

    public void Wrong(string path, string read, string expected, string? remedy = null) =>
        all.Add(new(Severity.Wrong, path, read, expected, remedy ?? Again) { File = file, Line = lines.TryGetValue(path, out int line) ? line : null });
}
