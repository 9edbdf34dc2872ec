using System.Text.Json;

namespace Headroom.Protocols.Redfish;

/// <summary>Bytes of a Redfish service to messages. Whatever the bytes are, nothing is thrown.</summary>
public static class RedfishText
{
    /// <summary>The largest resource that is read, a report of metrics of a whole rack included.</summary>
    public const int BytesMost = 8 << 20;

    /// <summary>Redfish resources are shallow; one that is deeper is an attack or a fault.</summary>
    public const int DepthMost = 32;

    /// <summary>Length of the byte order mark that some services begin with, which is none of JSON.</summary>
    internal static int MarkOf(ReadOnlySpan<byte> utf8) => utf8.StartsWith("\uFEFF"u8) ? 3 : 0;

    private static readonly JsonDocumentOptions options = new() { MaxDepth = DepthMost, CommentHandling = JsonCommentHandling.Disallow };

    /// <summary>Reads a resource.</summary>
    /// <param name="read">Such as <c>EnvironmentMetrics.Of</c>.</param>
    /// <param name="malformed">Why not; null where it was read.</param>
    public static T? Read<T>(ReadOnlyMemory<byte> utf8, Func<RedfishNode, T> read, out Malformed? malformed) where T : class
    {
        ArgumentNullException.ThrowIfNull(read);
        malformed = null;
        if (utf8.Length > BytesMost)
        {
            malformed = new("", $"{utf8.Length} bytes; {BytesMost} are read at most");
            return null;
        }
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8[MarkOf(utf8.Span)..], options);
            if (document.RootElement.ValueKind == JsonValueKind.Object) return read(new(document.RootElement));
            malformed = new("", $"{document.RootElement.ValueKind} where a resource was expected");
        }
        catch (JsonException wrong)
        {
            malformed = new($"line {wrong.LineNumber + 1}", "not JSON");
        }
        catch (InvalidOperationException)
        {
            // text in which escapes or bytes are no Unicode
            malformed = new("", "text that is no Unicode");
        }
        return null;
    }
}

/// <summary>What every resource says of itself. The version of its schema decides nothing: properties are there or not.</summary>
/// <param name="Type">Such as <c>#Control.v1_3_0.Control</c>; empty where the service leaves it out.</param>
public sealed record ResourceIdentity(string? Path, string Id, string Name, string Type, string? ETag)
{
    /// <summary>Such as <c>Control</c>.</summary>
    public string Schema => Type.StartsWith('#') && Type.IndexOf('.', StringComparison.Ordinal) is var dot and > 1 ? Type[1..dot] : "";

    public static ResourceIdentity Of(RedfishNode at) => new(at.Link, at["Id"].Text ?? "", at["Name"].Text ?? "", at["@odata.type"].Text ?? "", at["@odata.etag"].Text);
}

/// <summary>State and health. Absent is unknown, and unknown is not well.</summary>
/// <param name="State">Enabled, Disabled, StandbyOffline, Absent, …; null where it is not said.</param>
/// <param name="Health">OK, Warning, Critical; null where it is not said.</param>
public readonly record struct ResourceStatus(string? State, string? Health)
{
    public bool IsAbsent => State is "Absent";

    public static ResourceStatus Of(RedfishNode at) => new(at["State"].Text, at["Health"].Text);
}

/// <summary>Members of a collection, or of one page of it.</summary>
public sealed record ResourceCollection(IReadOnlyList<string> Members, string? NextPage)
{
    public static ResourceCollection Of(RedfishNode at) => new(at["Members"].Links, at["Members@odata.nextLink"].Text);
}
