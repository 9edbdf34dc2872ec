using System.Globalization;
using System.Text.Json;

namespace Headroom.Protocols.OpenAdr;

/// <summary>A piece of a message, read as peers really write it: names ignore case and underscores, null is missing, numbers may be
/// texts.</summary>
internal readonly struct LooseNode(JsonElement element, string path, LooseFaults faults)
{
    public JsonElement Element => element;
    public string Path => path;

    /// <summary>A property that has a value; null where it is missing or null.</summary>
    public LooseNode? this[string name]
    {
        get
        {
            if (element.ValueKind != JsonValueKind.Object) return null;
            if (!element.TryGetProperty(name, out JsonElement found) && !TryLoosely(name, out found)) return null;
            return found.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null
                : new(found, path.Length == 0 ? name : $"{path}.{name}", faults);
        }
    }

    public string? Text(string name)
    {
        if (this[name] is not { } node) return null;
        switch (node.Element.ValueKind)
        {
            case JsonValueKind.String: return node.Element.GetString();
            case JsonValueKind.Number: return node.Element.GetRawText();
            default: return faults.Report<string>(node.Path, "a text is expected");
        }
    }

    /// <summary>A text that has to be there; empty, with a fault, where it is not.</summary>
    public string Required(string name)
    {
        string? text = Text(name);
        if (string.IsNullOrEmpty(text)) faults.Report<string>(path.Length == 0 ? name : $"{path}.{name}", "missing");
        return text ?? "";
    }

    public double? Number(string name)
    {
        if (this[name] is not { } node) return null;
        return NumberOf(node.Element) ?? faults.ReportValue<double>(node.Path, "a number is expected");
    }

    public int? Whole(string name)
    {
        if (Number(name) is not { } number) return null;
        return number is >= int.MinValue and <= int.MaxValue && number == Math.Floor(number) ? (int)number
            : faults.ReportValue<int>($"{path}.{name}", "a whole number is expected");
    }

    /// <summary>A whole number from 0, of any size, cut to what can be counted. What is none is no fault but a finding: nothing else of its
    /// object is less true for it.</summary>
    public long? Rank(string name, ICollection<string> findings)
    {
        if (this[name] is not { } node) return null;
        if (node.Element.ValueKind == JsonValueKind.Number && node.Element.TryGetInt64(out long exact) && exact >= 0) return exact;
        if (NumberOf(node.Element) is >= 0 and { } number && number == Math.Floor(number)) return number < long.MaxValue ? (long)number : long.MaxValue;
        findings.Add($"{name} {Short(node.Element.GetRawText())} is no whole number from 0; none is taken");
        return null;
    }

    public bool? Flag(string name)
    {
        if (this[name] is not { } node) return null;
        return node.Element.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.String when bool.TryParse(node.Element.GetString(), out bool said) => said,
            _ => faults.ReportValue<bool>(node.Path, "true or false is expected"),
        };
    }

    public AdrMoment? Moment(string name)
    {
        if (Text(name) is not { Length: > 0 } text) return null;
        return AdrMoment.TryParse(text, out AdrMoment moment) ? moment
            : faults.ReportValue<AdrMoment>($"{path}.{name}", $"\"{Short(text)}\" is no date and time");
    }

    public AdrDuration? Duration(string name)
    {
        if (Text(name) is not { Length: > 0 } text) return null;
        return AdrDuration.TryParse(text, out AdrDuration duration) ? duration
            : faults.ReportValue<AdrDuration>($"{path}.{name}", $"\"{Short(text)}\" is no duration");
    }

    /// <summary>Items of an array; none where it is missing; one where an item stands in its place.</summary>
    public IReadOnlyList<LooseNode> Items(string name)
    {
        if (this[name] is not { } node) return [];
        return node.Items();
    }

    public IReadOnlyList<LooseNode> Items()
    {
        if (element.ValueKind != JsonValueKind.Array) return [this];
        List<LooseNode> items = new(element.GetArrayLength());
        foreach (JsonElement item in element.EnumerateArray()) items.Add(new(item, $"{path}[{items.Count}]", faults));
        return items;
    }

    /// <summary>Texts of a list, of lists in it, and of the values of objects in it, as targets of OpenADR 3.0 are.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        List<string> texts = [];
        if (this[name] is { } node) node.AddTexts(texts);
        return texts;
    }

    public T? Fault<T>(string why) where T : class => faults.Report<T>(path, why);

    public static double? NumberOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number when element.TryGetDouble(out double number) && double.IsFinite(number) => number,
        JsonValueKind.String when double.TryParse(element.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double said)
            && double.IsFinite(said) => said,
        _ => null,
    };

    /// <summary>The same word, whatever its case and its underscores: program_id is programID.</summary>
    public static bool IsSameName(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        int i = 0, j = 0;
        while (true)
        {
            while (i < one.Length && one[i] is '_' or '-') i++;
            while (j < other.Length && other[j] is '_' or '-') j++;
            if (i == one.Length || j == other.Length) return i == one.Length && j == other.Length;
            if (char.ToLowerInvariant(one[i++]) != char.ToLowerInvariant(other[j++])) return false;
        }
    }

    private void AddTexts(List<string> texts)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                texts.Add(element.GetString()!);
                break;
            case JsonValueKind.Number:
                texts.Add(element.GetRawText());
                break;
            case JsonValueKind.Array:
                foreach (LooseNode item in Items()) item.AddTexts(texts);
                break;
            case JsonValueKind.Object when this["values"] is { } values:
                values.AddTexts(texts);
                break;
            case JsonValueKind.Null:
                break;
            default:
                faults.Report<string>(path, "a text is expected");
                break;
        }
    }

    private bool TryLoosely(string name, out JsonElement found)
    {
        found = default;
        foreach (JsonProperty property in element.EnumerateObject())
            if (IsSameName(property.Name, name)) found = property.Value;
        return found.ValueKind != JsonValueKind.Undefined;
    }

    private static string Short(string text) => text.Length > 40 ? text[..40] : text;
}

/// <summary>The first fault of a message.</summary>
internal sealed class LooseFaults
{
    public Malformed? First { get; private set; }

    public T? Report<T>(string where, string why) where T : class
    {
        First ??= new(where, why);
        return null;
    }

    public T? ReportValue<T>(string where, string why) where T : struct
    {
        First ??= new(where, why);
        return null;
    }
}
