using System.Security.Cryptography;

namespace Headroom.Operator;

/// <summary>What is written down of a message that nobody acts on: enough to know it again, and no more.</summary>
internal static class RefusedEvidence
{
    /// <summary>Of its body, beside its hash.</summary>
    public const int BytesMost = 200;

    public static Evidence Of(string channel, string peer, string what, ReadOnlyMemory<byte> body) =>
        new(channel, peer, $"{what}: {body.Length} bytes, SHA-256 {Convert.ToHexStringLower(SHA256.HashData(body.Span))}", body.Length > BytesMost ? body[..BytesMost].ToArray() : body);
}
