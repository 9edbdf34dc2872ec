namespace Headroom.Protocols.Modbus;

/// <summary>How a value stands in registers. Wider than one register is big-endian, unless the point says low word first.</summary>
public enum RegisterType { UInt16, Int16, UInt32, Int32, UInt64, Int64, Float32 }

public enum RegisterAccess { Read, ReadWrite, Write }

/// <summary>Which direction a positive value has on the wire. What the driver gives is always one of the house: draws and outputs are not negative.</summary>
public enum RegisterSign
{
    /// <summary>A plain value, such as a temperature.</summary>
    None,

    /// <summary>Positive feeds the bus.</summary>
    Injection,

    /// <summary>Positive takes from the bus; for the grid's meter: positive is fed into the grid.</summary>
    Draw,
}

/// <summary>How often a point is read.</summary>
public enum PollClass { Beat, Slow, Once }

/// <summary>A value of a device, as its register map states it.</summary>
/// <param name="Address">On the wire, from 0.</param>
/// <param name="Scale">value = raw · Scale + Offset, in <paramref name="Unit"/>.</param>
/// <param name="Unit">Such as <c>kW</c>, <c>kWh</c>, <c>°C</c>; empty for a plain number or a code.</param>
public sealed record RegisterPoint(string Name, ushort Address, RegisterType Type, double Scale, string Unit)
{
    public RegisterTable Table { get; init; }
    public double Offset { get; init; }
    public RegisterAccess Access { get; init; }

    /// <summary>What may be written, and what is believed when read, in the unit.</summary>
    public double? Least { get; init; }
    public double? Most { get; init; }
    public RegisterSign Sign { get; init; }
    public PollClass Poll { get; init; }
    public bool LowWordFirst { get; init; }

    /// <summary>What of it means that the device has nothing to say; null where none does.</summary>
    public ulong? Missing { get; init; }

    /// <summary>What codes of a plain number mean, such as <c>start</c> and <c>stop</c>; empty where they mean themselves.</summary>
    public IReadOnlyDictionary<string, int> Codes { get; init; } = new Dictionary<string, int>();

    /// <summary>Registers it takes.</summary>
    public int Size => SizeOf(Type);

    public static int SizeOf(RegisterType type) => type switch
    {
        RegisterType.UInt16 or RegisterType.Int16 => 1,
        RegisterType.UInt64 or RegisterType.Int64 => 4,
        _ => 2,
    };

    /// <summary>The value in the map's unit; null where the device has none, or states one outside the bounds of the map.</summary>
    public double? Read(ReadOnlySpan<ushort> registers)
    {
        if (registers.Length < Size) return null;
        ulong raw = 0;
        for (int k = 0; k < Size; k++) raw = raw << 16 | registers[LowWordFirst ? Size - 1 - k : k];
        if (raw == Missing) return null;
        // every arm a double: left to themselves they would meet as float and lose digits
        double counts = Type switch
        {
            RegisterType.Int16 => (double)(short)raw,
            RegisterType.Int32 => (double)(int)raw,
            RegisterType.Int64 => (double)(long)raw,
            RegisterType.Float32 => (double)BitConverter.UInt32BitsToSingle((uint)raw),
            _ => (double)raw,
        };
        double value = counts * Scale + Offset;
        return !double.IsFinite(value) || value < Least || value > Most ? null : value;
    }

    /// <summary>The registers that say a value, rounded to what they resolve; null where they cannot, or the map's bounds forbid it.</summary>
    public ushort[]? Write(double value)
    {
        if (Access == RegisterAccess.Read || !double.IsFinite(value) || value < Least || value > Most) return null;
        double counts = (value - Offset) / Scale;
        ulong raw;
        if (Type == RegisterType.Float32) raw = BitConverter.SingleToUInt32Bits((float)counts);
        else
        {
            counts = Math.Round(counts);
            (double least, double most) = Type switch
            {
                RegisterType.UInt16 => (0, ushort.MaxValue),
                RegisterType.Int16 => (short.MinValue, short.MaxValue),
                RegisterType.UInt32 => (0, uint.MaxValue),
                RegisterType.Int32 => (int.MinValue, int.MaxValue),
                RegisterType.UInt64 => (0, 1L << 53),
                _ => (-(1L << 53), (double)(1L << 53)),
            };
            if (!(counts >= least && counts <= most)) return null;
            raw = counts < 0 ? (ulong)(long)counts : (ulong)counts;
        }
        ushort[] registers = new ushort[Size];
        for (int k = 0; k < Size; k++) registers[LowWordFirst ? k : Size - 1 - k] = (ushort)(raw >> 16 * k);
        return registers;
    }
}
