using System.Text.Json;

namespace Headroom.Protocols.Text;

/// <summary>A value of a document and where it stands. A wrong one adds a fault and gives a default, so that a reader reads as the message does.</summary>
internal readonly struct JsonPart(JsonElement element, string path, JsonFaults faults)
{
    public string Path => path;
    public JsonElement Element => element;
    public bool IsObject => element.ValueKind == JsonValueKind.Object;
    public bool IsNull => element.ValueKind == JsonValueKind.Null;

    public void Wrong(string why) => faults.Add(path, why);

    /// <summary>A property; null where it is absent. One that says null is there.</summary>
    public JsonPart? Maybe(string name) =>
        IsObject && element.TryGetProperty(name, out JsonElement value) ? new(value, path.Length == 0 ? name : $"{path}.{name}", faults)
        : null;

    /// <summary>The same, where null means absent.</summary>
    public JsonPart? Said(string name) => Maybe(name) is { IsNull: false } part ? part : null;

    /// <summary>A property that must be there.</summary>
    public JsonPart Must(string name)
    {
        if (Maybe(name) is { } part) return part;
        faults.Add(path, IsObject ? $"lacks {name}" : "no object");
        return new(default, path, faults);
    }

    public IEnumerable<JsonPart> Items(int most)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            Wrong("no list");
            return [];
        }
        if (element.GetArrayLength() > most)
        {
            Wrong($"{element.GetArrayLength()} items; {most} are read at most");
            return [];
        }
        string at = path;
        JsonFaults shared = faults;
        return element.EnumerateArray().Select((item, i) => new JsonPart(item, $"{at}[{i}]", shared));
    }

    public IEnumerable<(string Name, JsonPart Part)> Properties(int most)
    {
        if (!IsObject)
        {
            Wrong("no object");
            return [];
        }
        string at = path;
        JsonFaults shared = faults;
        (string, JsonPart)[] all = [.. element.EnumerateObject().Take(most + 1).Select(one =>
            (one.Name, new JsonPart(one.Value, $"{at}.{one.Name}", shared)))];
        if (all.Length > most) Wrong($"more than {most} properties");
        return all;
    }

    public string Text(int most = 256)
    {
        if (element.ValueKind == JsonValueKind.String && element.GetString() is { } text && text.Length <= most) return text;
        Wrong(element.ValueKind == JsonValueKind.String ? $"longer than {most} characters" : "no text");
        return "";
    }

    public string Filled(int most = 256)
    {
        string text = Text(most);
        if (text.Length == 0) Wrong("empty");
        return text;
    }

    public double Number()
    {
        if (element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out double number) && double.IsFinite(number)) return number;
        Wrong("no number");
        return 0;
    }

    public long Whole(long least = long.MinValue, long most = long.MaxValue)
    {
        if (element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out long number) && number >= least
            && number <= most) return number;
        Wrong("no whole number in its range");
        return Math.Clamp(0, least, most);
    }

    public bool Flag()
    {
        if (element.ValueKind is JsonValueKind.True or JsonValueKind.False) return element.ValueKind == JsonValueKind.True;
        Wrong("neither true nor false");
        return false;
    }

    public DateTimeOffset Moment()
    {
        if (element.ValueKind == JsonValueKind.String && Rfc3339.TryRead(element.GetString(), out DateTimeOffset moment)) return moment;
        Wrong("no moment");
        return default;
    }

    public T OneOf<T>(IReadOnlyDictionary<string, T> words)
    {
        if (element.ValueKind == JsonValueKind.String && words.TryGetValue(element.GetString()!, out T? meaning)) return meaning;
        Wrong($"none of {string.Join(", ", words.Keys)}");
        return words.Values.First();
    }
}
