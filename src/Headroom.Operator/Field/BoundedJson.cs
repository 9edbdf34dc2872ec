using System.Text.Json;
using System.Text.Unicode;

namespace Headroom.Operator.Field;

/// <summary>JSON of a peer, to a depth and with texts that are texts; null for what is none.</summary>
internal static class BoundedJson
{
    public static JsonDocument? Parse(ReadOnlyMemory<byte> bytes)
    {
        // the parser takes broken UTF-8 and halves of surrogates, and throws only when somebody asks for the text
        if (!Utf8.IsValid(bytes.Span)) return null;
        try
        {
            JsonDocument document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 64 });
            if (bytes.Span.IndexOf("\\u"u8) < 0 || IsText(document.RootElement)) return document;
            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The first of a list in an object; null where there is none.</summary>
    public static JsonElement? First(JsonElement of, string list) =>
        of.ValueKind == JsonValueKind.Object && of.TryGetProperty(list, out JsonElement all) && all.ValueKind == JsonValueKind.Array && all.GetArrayLength() > 0 ? all[0] : null;

    private static bool IsText(JsonElement element)
    {
        try
        {
            return element.ValueKind switch
            {
                JsonValueKind.String => element.GetString() is not null,
                JsonValueKind.Array => element.EnumerateArray().All(IsText),
                JsonValueKind.Object => element.EnumerateObject().All(one => one.Name is not null && IsText(one.Value)),
                _ => true,
            };
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
