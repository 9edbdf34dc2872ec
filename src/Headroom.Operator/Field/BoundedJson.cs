using System.Text.Json;

namespace Headroom.Operator.Field;

/// <summary>JSON of a peer, to a depth; null for what is none.</summary>
internal static class BoundedJson
{
    public static JsonDocument? Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = 64 });
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
