using System.Security.Cryptography;
using System.Text;
using Headroom.Protocols.OpenAdr;

namespace Headroom.Operator.Grid.OpenAdr;

/// <summary>A request at the callback address, as an HTTP host got it.</summary>
/// <param name="Path">Below the address that was registered; empty or /echo.</param>
/// <param name="Echo">The query parameter of that name.</param>
public sealed record CallbackRequest(string Method, string Path, string? Echo, string? Authorization, string? Signature,
    ReadOnlyMemory<byte> Body);

/// <param name="Text">text/plain.</param>
public readonly record struct CallbackAnswer(int Status, string Text);

/// <summary>Where a VTN calls back. A notification is only a hint to read: nothing in it is acted on.</summary>
/// <remarks>
///   The proof of ownership comes as GET ?echo=… and, from some, as GET /echo?echo=…; both get the word back, if it is short and plain.
///   A notification has to show the bearer token that was registered, and the signature where a key is agreed: X-OpenADR-Signature:
///   sha256=hex of the HMAC.
/// </remarks>
/// <param name="heard">Gets the body of a notification that proved itself.</param>
public sealed class VenWebhook(VenSetting setting, Action<ReadOnlyMemory<byte>> heard)
{
    private const int EchoMost = 256, BodyMost = 4 << 20;

    public CallbackAnswer Handle(CallbackRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Method == "GET" && request.Path.TrimEnd('/') is "" or "/echo")
        {
            // the word goes back as plain text and nothing else, so that nobody can make this host say something
            bool isPlain = request.Echo is { Length: > 0 and <= EchoMost } word
                && word.All(one => char.IsAsciiLetterOrDigit(one) || one is '-' or '_' or '.' or '=' or '+' or '/');
            return isPlain ? new(200, request.Echo!) : new(400, "");
        }
        if (request.Method != "POST" || request.Path.Trim('/').Length > 0) return new(404, "");
        if (request.Body.Length > BodyMost) return new(413, "");
        if (setting.CallbackToken is { } token && !IsSame(BearerOf(request.Authorization), token)) return new(401, "");
        if (setting.CallbackSecret is { } secret)
        {
            string right = "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), request.Body.Span));
            if (!IsSame(request.Signature?.ToLowerInvariant(), right)) return new(401, "");
        }
        if (AdrReader.Notification(request.Body).Value is null) return new(400, "");
        heard(request.Body);
        return new(200, "");
    }

    /// <summary>The token of a header; the name of its scheme has no case (RFC 9110, section 11.1).</summary>
    private static string? BearerOf(string? said) => said?.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) == true ? said[7..].TrimStart(' ') : null;

    private static bool IsSame(string? said, string right) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(said ?? "")),
            SHA256.HashData(Encoding.UTF8.GetBytes(right)));
}
