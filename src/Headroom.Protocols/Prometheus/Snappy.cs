namespace Headroom.Protocols.Prometheus;

/// <summary>Unpacks the Snappy block format.</summary>
/// <remarks>Source   google/snappy, format_description.txt.</remarks>
public static class Snappy
{
    /// <summary>Null where it is not Snappy, or larger than allowed once unpacked.</summary>
    public static byte[]? Unpack(ReadOnlySpan<byte> packed, int most)
    {
        if (!ProtoReader.TryVarint(ref packed, out ulong length) || length > (ulong)most) return null;
        byte[] whole = new byte[length];
        int filled = 0;
        while (!packed.IsEmpty)
        {
            byte tag = packed[0];
            packed = packed[1..];
            int kind = tag & 3, count, back;
            if (kind == 0)
            {
                count = tag >> 2;
                if (count >= 60)
                {
                    int bytes = count - 59;
                    if (packed.Length < bytes) return null;
                    uint stated = 0;
                    for (int k = 0; k < bytes; k++) stated |= (uint)packed[k] << 8 * k;
                    packed = packed[bytes..];
                    if (stated >= int.MaxValue) return null;
                    count = (int)stated;
                }
                count++;
                if (packed.Length < count || whole.Length - filled < count) return null;
                packed[..count].CopyTo(whole.AsSpan(filled));
                packed = packed[count..];
                filled += count;
                continue;
            }
            int size = kind switch { 1 => 1, 2 => 2, _ => 4 };
            if (packed.Length < size) return null;
            uint offset = 0;
            for (int k = 0; k < size; k++) offset |= (uint)packed[k] << 8 * k;
            packed = packed[size..];
            if (kind == 1) offset |= (uint)(tag >> 5) << 8;
            count = kind == 1 ? 4 + (tag >> 2 & 7) : 1 + (tag >> 2);
            if (offset == 0 || offset > filled || whole.Length - filled < count) return null;
            back = filled - (int)offset;
            // byte by byte: a copy may overlap what it writes
            for (int k = 0; k < count; k++) whole[filled++] = whole[back + k];
        }
        return filled == whole.Length ? whole : null;
    }
}
