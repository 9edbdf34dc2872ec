using System.Buffers;
using System.Buffers.Text;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Headroom.Protocols.Text;

namespace Headroom.Protocols.Jose;

/// <summary>What is protected beside the payload.</summary>
/// <param name="IssuedAt">Our addition to the header, and that of others who know that an envelope around a signature proves nothing of when.</param>
/// <param name="MessageId">The same for once-only.</param>
public sealed record JwsHeader(JwsAlgorithm Algorithm, string KeyId, DateTimeOffset? IssuedAt, string? MessageId);

/// <summary>A JWS in compact serialisation.</summary>
/// <remarks>
///   BASE64URL(header) . BASE64URL(payload) . BASE64URL(signature)        ES256 or RS256, nothing else
///   Source   RFC 7515 (JWS), RFC 7518 3.3 and 3.4 (the two algorithms). A header with <c>crit</c> is refused, as the RFC asks of who understands none.
/// </remarks>
public sealed class Jws
{
    /// <summary>The longest that is read.</summary>
    public const int LengthMost = 2 << 20;

    /// <summary>Order of P-256: FIPS 186-4, D.1.2.3.</summary>
    private static readonly BigInteger orderOfCurve = BigInteger.Parse(
        "0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", System.Globalization.NumberStyles.HexNumber,
        System.Globalization.CultureInfo.InvariantCulture);
    private static readonly Dictionary<string, JwsAlgorithm> algorithms = new(StringComparer.Ordinal)
    {
        ["ES256"] = JwsAlgorithm.Es256,
        ["RS256"] = JwsAlgorithm.Rs256
    };
    private readonly byte[] input, signature;

    private Jws(JwsHeader header, byte[] payload, byte[] input, byte[] signature) =>
        (Header, Payload, this.input, this.signature) = (header, payload, input, signature);

    public JwsHeader Header { get; }

    /// <summary>Of no worth before <see cref="IsSignedBy"/>.</summary>
    public ReadOnlyMemory<byte> Payload { get; }

    /// <summary>Takes a compact serialisation apart; proves nothing.</summary>
    public static Jws? Read(string compact, out Malformed? malformed)
    {
        ArgumentNullException.ThrowIfNull(compact);
        string[] parts = compact.Length <= LengthMost ? compact.Split('.', 4) : [];
        malformed = new("", compact.Length > LengthMost ? $"{compact.Length} characters; {LengthMost} are read at most"
            : "not three parts of base64url");
        if (parts.Length != 3 || Decoded(parts[0]) is not { } head || Decoded(parts[1]) is not { } payload
            || Decoded(parts[2]) is not { } signed) return null;
        JwsHeader? header = JsonDoor.Read(head, 4096, HeaderOf, out malformed);
        if (header is null) malformed = malformed! with { Where = $"header {malformed.Where}".TrimEnd() };
        return header is null ? null : new(header, payload, Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), signed);
    }

    /// <summary>Signs a payload.</summary>
    /// <param name="issuedAt">Written to the second.</param>
    public static string Sign(ReadOnlySpan<byte> payload, JwsKey key, DateTimeOffset? issuedAt = null, string? messageId = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("alg", key.Algorithm == JwsAlgorithm.Es256 ? "ES256" : "RS256");
            json.WriteString("kid", key.Id);
            if (issuedAt is { } moment) json.WriteNumber("iat", moment.ToUnixTimeSeconds());
            if (messageId is not null) json.WriteString("jti", messageId);
            json.WriteEndObject();
        }
        string input = $"{Base64Url.EncodeToString(buffer.WrittenSpan)}.{Base64Url.EncodeToString(payload)}";
        return $"{input}.{Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(input)))}";
    }

    public bool IsSignedBy(JwsKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return key.Algorithm == Header.Algorithm && string.Equals(key.Id, Header.KeyId, StringComparison.Ordinal)
            && (Header.Algorithm != JwsAlgorithm.Es256 || signature.Length == 64) && key.Verifies(input, signature);
    }

    /// <summary>The same for all texts of one signature: who knows (r, s) of ECDSA also has (r, n − s), which verifies as well and would look new.</summary>
    public string Fingerprint()
    {
        byte[] canonical = signature;
        if (Header.Algorithm == JwsAlgorithm.Es256 && signature.Length == 64)
        {
            BigInteger s = new(signature.AsSpan(32), isUnsigned: true, isBigEndian: true), other = orderOfCurve - s;
            if (other.Sign > 0 && other < s)
            {
                canonical = [.. signature.AsSpan(0, 32), .. new byte[32]];
                other.TryWriteBytes(canonical.AsSpan(64 - other.GetByteCount(isUnsigned: true)), out _, isUnsigned: true,
                    isBigEndian: true);
            }
        }
        return Convert.ToHexString(SHA256.HashData([.. input, (byte)'.', .. canonical]));
    }

    private static JwsHeader HeaderOf(JsonPart at)
    {
        if (at.Maybe("crit") is { } critical) critical.Wrong("extensions that must be understood and are not");
        if (at.Maybe("b64") is { } plain) plain.Wrong("an encoding that is not taken");
        DateTimeOffset? issued = at.Said("iat") is { } iat
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)(Math.Clamp(iat.Number(), 0, 4e9) * 1000)) : null;
        return new(at.Must("alg").OneOf(algorithms), at.Must("kid").Filled(), issued, at.Said("jti")?.Filled());
    }

    /// <summary>Only the one text that encoding gives: others decode to the same bytes, and would look new.</summary>
    private static byte[]? Decoded(string text)
    {
        if (text.Length == 0 || !Base64Url.IsValid(text)) return null;
        byte[] bytes = Base64Url.DecodeFromChars(text);
        return Base64Url.EncodeToString(bytes) == text ? bytes : null;
    }
}
