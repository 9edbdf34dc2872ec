using System.Text.Json;
using Headroom.Sites;

namespace Headroom.Operator.Web;

/// <summary>A JSON object that somebody sent, with all that is wrong with its keys: each is one of those that are known, and stands once.</summary>
internal sealed class AskedObject : IDisposable
{
    private readonly JsonDocument document;

    private AskedObject(JsonDocument document) => this.document = document;

    /// <param name="example">What it may look like.</param>
    /// <returns>Null, with the finding, where the body is no object.</returns>
    public static AskedObject? Read(ReadOnlyMemory<byte> body, IReadOnlyCollection<string> keys, string example, List<Finding> findings)
    {
        JsonDocument document;
        try { document = JsonDocument.Parse(body, new() { MaxDepth = 8 }); }
        catch (JsonException fault)
        {
            findings.Add(Wrong("", "no JSON", $"an object such as {example}", fault.Message));
            return null;
        }
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            findings.Add(Wrong("", document.RootElement.ValueKind.ToString(), "an object", $"Send one such as {example}."));
            document.Dispose();
            return null;
        }
        foreach (IGrouping<string, JsonProperty> one in document.RootElement.EnumerateObject().GroupBy(one => one.Name))
        {
            if (one.Count() > 1) findings.Add(Wrong(one.Key, $"{one.Count()} times", "each key once", "Which of them counts? Take the others out."));
            if (!keys.Contains(one.Key)) findings.Add(Wrong(one.Key, one.Last().Value.ToString(), $"one of {string.Join(", ", keys)}", "Take the key out."));
        }
        return new(document);
    }

    /// <summary>Null where it is not stated; what is no text, as it is written.</summary>
    public string? Text(string key) => Stated(key) is { } value ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText() : null;

    /// <summary>Null where it is not stated, or is neither, which is a finding.</summary>
    public bool? Flag(string key, string remedy, List<Finding> findings)
    {
        if (Stated(key) is not { } value) return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.ValueKind == JsonValueKind.True;
        findings.Add(Wrong(key, value.GetRawText(), "true or false, without quotes", remedy));
        return null;
    }

    public static Finding Wrong(string path, string read, string expected, string remedy) => new(Severity.Wrong, path, read, expected, remedy) { File = "request" };

    private JsonElement? Stated(string key) => document.RootElement.TryGetProperty(key, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public void Dispose() => document.Dispose();
}
