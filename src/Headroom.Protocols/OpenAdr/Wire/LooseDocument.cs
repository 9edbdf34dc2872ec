using System.Text.Json;

namespace Headroom.Protocols.OpenAdr;

/// <summary>Bytes to a document, within limits of size and depth; the one place where the framework's exceptions end.</summary>
internal static class LooseDocument
{
    /// <summary>A page of 50 events with a day of minutes each stays below.</summary>
    public const int BytesMost = 16 << 20;
    private const int DepthMost = 32;
    private static readonly JsonDocumentOptions options =
        new() { MaxDepth = DepthMost, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static Parsed<T> Read<T>(ReadOnlyMemory<byte> bytes, Func<LooseNode, T?> read) where T : class
    {
        if (bytes.Length > BytesMost) return new(null, new("", $"longer than {BytesMost} bytes"));
        if (bytes.Span.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        LooseFaults faults = new();
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes, options);
            // some senders wrap a whole message in a JSON text
            if (document.RootElement.ValueKind == JsonValueKind.String)
            {
                using JsonDocument inner = JsonDocument.Parse(document.RootElement.GetString()!, options);
                return Finished(read(new(inner.RootElement, "", faults)), faults);
            }
            return Finished(read(new(document.RootElement, "", faults)), faults);
        }
        catch (JsonException wrong)
        {
            return new(null, new(wrong.Path ?? $"line {wrong.LineNumber}, byte {wrong.BytePositionInLine}", "no JSON"));
        }
        catch (InvalidOperationException)
        {
            // what the framework says of a text that is no UTF-8, or half a surrogate pair
            return new(null, new("", "a text is no Unicode"));
        }
    }

    private static Parsed<T> Finished<T>(T? value, LooseFaults faults) where T : class =>
        faults.First is { } fault ? new(null, fault) : value is null ? new(null, new("", "not the message that is expected"))
            : new(value, null);
}
