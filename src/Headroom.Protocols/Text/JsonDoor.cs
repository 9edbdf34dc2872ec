using System.Text.Json;

namespace Headroom.Protocols.Text;

/// <summary>Where JSON of strangers comes in: bounded in size and depth, names once only, and nothing is thrown.</summary>
internal static class JsonDoor
{
    public const int DepthMost = 24;

    /// <summary>Of a repeated name two readers may take different ones, and what was checked is not what acts.</summary>
    private static readonly JsonDocumentOptions options = new() { MaxDepth = DepthMost, AllowDuplicateProperties = false };

    /// <param name="read">Says what is wrong through its part; what it returns then is thrown away.</param>
    public static T? Read<T>(ReadOnlyMemory<byte> utf8, int bytesMost, Func<JsonPart, T?> read, out Malformed? malformed) where T : class
    {
        malformed = null;
        if (utf8.Length > bytesMost)
        {
            malformed = new("", $"{utf8.Length} bytes; {bytesMost} are read at most");
            return null;
        }
        var faults = new JsonFaults();
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8, options);
            T? message = read(new(document.RootElement, "", faults));
            malformed = faults.First;
            return malformed is null ? message : null;
        }
        catch (JsonException wrong)
        {
            malformed = new($"line {wrong.LineNumber + 1}", "not JSON");
        }
        catch (InvalidOperationException)
        {
            malformed = new("", "text that is no Unicode");
        }
        return null;
    }
}

/// <summary>The first thing that is wrong with a document.</summary>
internal sealed class JsonFaults
{
    public Malformed? First { get; private set; }

    public void Add(string path, string why) => First ??= new(path, why);
}
