using System.IO.Compression;

namespace Headroom.Operator.Store;

/// <summary>Bodies are kept packed where that makes them smaller; hashes are of the plain ones.</summary>
public static class Packing
{
    private const int LeastBytes = 256, MostBytes = 64 << 20;

    /// <summary>Packed bytes, or the same bytes and false.</summary>
    /// <exception cref="InvalidDataException">More than 64 MiB: nobody could read it again.</exception>
    public static (byte[] Body, bool IsPacked) Pack(ReadOnlySpan<byte> plain)
    {
        if (plain.Length > MostBytes) throw new InvalidDataException("a body of more than 64 MiB");
        if (plain.Length < LeastBytes) return (plain.ToArray(), false);
        using var packed = new MemoryStream(plain.Length / 4);
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true)) deflate.Write(plain);
        return packed.Length < plain.Length ? (packed.ToArray(), true) : (plain.ToArray(), false);
    }

    /// <exception cref="InvalidDataException">Bytes that nobody packed, or more than 64 MiB.</exception>
    public static byte[] Unpack(byte[] body, bool isPacked)
    {
        ArgumentNullException.ThrowIfNull(body);
        if (!isPacked) return body;
        using var deflate = new DeflateStream(new MemoryStream(body), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        Span<byte> buffer = stackalloc byte[4096];
        for (int read = deflate.Read(buffer); read > 0; read = deflate.Read(buffer))
        {
            plain.Write(buffer[..read]);
            if (plain.Length > MostBytes) throw new InvalidDataException("a body of more than 64 MiB");
        }
        return plain.ToArray();
    }
}
