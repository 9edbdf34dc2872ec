using System.Text;

namespace Headroom.Protocols.SunSpec;

/// <summary>A point of a SunSpec model.</summary>
/// <remarks>
///   value = raw · 10^SF, SF in −10…10; what is not implemented is null and never computed with.
/// </remarks>
/// <param name="Offset">Registers from the model's ID register.</param>
/// <param name="ScaleAt">Offset of its scale factor; −1 where it has none.</param>
public sealed record SunSpecPoint(string Name, int Offset, SunSpecType Type, int ScaleAt = -1)
{
    /// <summary>Registers of a text; others have the size of their type.</summary>
    public int Length { get; init; }
    public bool IsWritable { get; init; }

    public int Size => Type switch
    {
        SunSpecType.Text => Length,
        SunSpecType.UInt64 => 4,
        SunSpecType.Int32 or SunSpecType.UInt32 or SunSpecType.Acc32 or SunSpecType.Float32 or SunSpecType.Bitfield32 => 2,
        _ => 1,
    };

    /// <summary>The value, scaled; null where the device does not implement it, its scale is unknown, or the model is too short for it.</summary>
    /// <param name="model">Registers of the model from its ID on.</param>
    public double? Read(ReadOnlySpan<ushort> model)
    {
        if (Raw(model) is not { } raw || IsMissing(raw)) return null;
        // every arm a double: left to themselves they would meet as float and lose digits
        double counts = Type switch
        {
            SunSpecType.Int16 or SunSpecType.ScaleFactor => (double)(short)raw,
            SunSpecType.Int32 => (double)(int)raw,
            SunSpecType.Float32 => (double)BitConverter.UInt32BitsToSingle((uint)raw),
            _ => (double)raw,
        };
        if (Scale(model) is not { } power) return null;
        double value = power >= 0 ? counts * Math.Pow(10, power) : counts / Math.Pow(10, -power);
        return double.IsFinite(value) ? value : null;
    }

    /// <summary>A counter, an enumeration or a bit field as it stands; null where it is not implemented.</summary>
    public ulong? Raw(ReadOnlySpan<ushort> model)
    {
        if (Type == SunSpecType.Text || model.Length < Offset + Size) return null;
        ulong raw = 0;
        for (int k = 0; k < Size; k++) raw = raw << 16 | model[Offset + k];
        return raw;
    }

    /// <summary>A code of an enumeration; null where it is not implemented.</summary>
    public int? Code(ReadOnlySpan<ushort> model) => Raw(model) is { } raw && !IsMissing(raw) ? (int)raw : null;

    /// <summary>A text up to its first zero; empty where there is none.</summary>
    public string Text(ReadOnlySpan<ushort> model)
    {
        if (model.Length < Offset + Size) return "";
        var text = new StringBuilder();
        for (int k = 0; k < 2 * Size; k++)
        {
            char c = (char)(k % 2 == 0 ? model[Offset + k / 2] >> 8 : model[Offset + k / 2] & 0xFF);
            if (c == 0) break;
            text.Append(c is < ' ' or > '~' ? '?' : c);
        }
        return text.ToString().TrimEnd();
    }

    /// <summary>The exponent; 0 for a point without one, null where the device states none that means anything.</summary>
    public int? Scale(ReadOnlySpan<ushort> model)
    {
        if (ScaleAt < 0) return 0;
        if (model.Length <= ScaleAt) return null;
        int power = (short)model[ScaleAt];
        return power is >= -10 and <= 10 ? power : null;
    }

    /// <summary>Puts a value into the registers of a model, rounded to what they resolve; false where they cannot say it.</summary>
    public bool TryWrite(Span<ushort> model, double value)
    {
        if (Type == SunSpecType.Text || model.Length < Offset + Size || Scale(model) is not { } power || !double.IsFinite(value)) return false;
        double counts = power >= 0 ? value / Math.Pow(10, power) : value * Math.Pow(10, -power);
        if (Type == SunSpecType.Float32) return Put(model, BitConverter.SingleToUInt32Bits((float)counts));
        counts = Math.Round(counts);
        (double least, double most) = Range;
        if (!(counts >= least && counts <= most)) return false;
        return Put(model, counts < 0 ? (ulong)(long)counts : (ulong)counts);
    }

    /// <summary>Puts the raw value that says "not implemented".</summary>
    public void WriteMissing(Span<ushort> model)
    {
        if (Type == SunSpecType.Text) model.Slice(Offset, Size).Clear();
        else Put(model, Type switch
        {
            SunSpecType.Int16 or SunSpecType.ScaleFactor => 0x8000,
            SunSpecType.Int32 => 0x80000000,
            SunSpecType.UInt16 or SunSpecType.Enum16 => 0xFFFF,
            SunSpecType.UInt64 => ulong.MaxValue,
            SunSpecType.Float32 => 0x7FC00000,
            SunSpecType.Acc32 => 0UL,
            _ => 0xFFFFFFFF,
        });
    }

    /// <summary>Puts a text, cut to what fits; characters beyond ASCII become question marks.</summary>
    public void WriteText(Span<ushort> model, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Span<ushort> at = model.Slice(Offset, Size);
        at.Clear();
        for (int k = 0; k < Math.Min(text.Length, 2 * Size); k++)
        {
            int c = text[k] is < ' ' or > '~' ? '?' : text[k];
            at[k / 2] |= (ushort)(k % 2 == 0 ? c << 8 : c);
        }
    }

    private bool IsMissing(ulong raw) => Type switch
    {
        SunSpecType.Int16 or SunSpecType.ScaleFactor => raw == 0x8000,
        SunSpecType.Int32 => raw == 0x80000000,
        SunSpecType.UInt16 or SunSpecType.Enum16 => raw == 0xFFFF,
        SunSpecType.UInt32 or SunSpecType.Bitfield32 => raw == 0xFFFFFFFF,
        SunSpecType.UInt64 => raw == ulong.MaxValue,
        SunSpecType.Acc32 => raw == 0,
        _ => false,
    };

    /// <summary>Raw values that are values: the sentinels stand outside.</summary>
    private (double Least, double Most) Range => Type switch
    {
        SunSpecType.Int16 => (-32767, 32767),
        SunSpecType.ScaleFactor => (-10, 10),
        SunSpecType.UInt16 or SunSpecType.Enum16 => (0, 65534),
        SunSpecType.Int32 => (-2147483647, 2147483647),
        SunSpecType.UInt64 => (0, 1L << 53),
        _ => (0, 4294967294),
    };

    private bool Put(Span<ushort> model, ulong raw)
    {
        for (int k = Size - 1; k >= 0; k--, raw >>= 16) model[Offset + k] = (ushort)raw;
        return true;
    }
}
