using System.Buffers.Binary;

namespace Headroom.Protocols.Prometheus;

/// <summary>Walks the fields of a protobuf message.</summary>
internal ref struct ProtoReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> left = message;

    public int Field { get; private set; }

    /// <summary>Of a field with a length.</summary>
    public ReadOnlySpan<byte> Bytes { get; private set; }

    /// <summary>Of a varint or a fixed field.</summary>
    public ulong Number { get; private set; }
    public bool IsMalformed { get; private set; }
    public readonly double Double => BitConverter.UInt64BitsToDouble(Number);

    public bool Next()
    {
        if (left.IsEmpty || IsMalformed) return false;
        if (!TryVarint(ref left, out ulong tag) || tag >> 3 is 0 or > int.MaxValue) return Fail();
        Field = (int)(tag >> 3);
        Bytes = [];
        Number = 0;
        switch (tag & 7)
        {
            case 0:
                if (!TryVarint(ref left, out ulong number)) return Fail();
                Number = number;
                return true;
            case 1 when left.Length >= 8:
                Number = BinaryPrimitives.ReadUInt64LittleEndian(left);
                left = left[8..];
                return true;
            case 5 when left.Length >= 4:
                Number = BinaryPrimitives.ReadUInt32LittleEndian(left);
                left = left[4..];
                return true;
            case 2:
                if (!TryVarint(ref left, out ulong length) || length > (ulong)left.Length) return Fail();
                Bytes = left[..(int)length];
                left = left[(int)length..];
                return true;
            default: return Fail();
        }
    }

    private bool Fail()
    {
        IsMalformed = true;
        return false;
    }

    public static bool TryVarint(ref ReadOnlySpan<byte> from, out ulong value)
    {
        value = 0;
        for (int k = 0; k < 10 && k < from.Length; k++)
        {
            value |= (ulong)(from[k] & 0x7F) << 7 * k;
            if ((from[k] & 0x80) != 0) continue;
            from = from[(k + 1)..];
            return true;
        }
        return false;
    }
}
