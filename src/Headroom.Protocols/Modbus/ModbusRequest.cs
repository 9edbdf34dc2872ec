namespace Headroom.Protocols.Modbus;

/// <summary>What is asked of registers: a closed family. Addresses are those on the wire, from 0.</summary>
public abstract record ModbusRequest(ushort First)
{
    /// <summary>Function 03 of holding, 04 of input registers.</summary>
    public sealed record Read(RegisterTable Table, ushort First, ushort Quantity) : ModbusRequest(First);

    /// <summary>Function 06.</summary>
    public sealed record WriteOne(ushort First, ushort Value) : ModbusRequest(First);

    /// <summary>Function 16.</summary>
    public sealed record WriteMany(ushort First, ushort[] Values) : ModbusRequest(First);

    public byte Function => this switch
    {
        Read { Table: RegisterTable.Holding } => 3,
        Read => 4,
        WriteOne => 6,
        _ => 16,
    };

    /// <summary>How many registers it touches.</summary>
    public int Count => this switch { Read read => read.Quantity, WriteMany many => many.Values.Length, _ => 1 };

    /// <summary>What no device would take; null where it may be sent.</summary>
    public string? Fault()
    {
        int most = this is Read ? ModbusLimits.ReadMost : ModbusLimits.WriteMost;
        if (Count < 1 || Count > most) return $"{Count} registers in one request; 1 to {most} may be";
        return First + Count > ModbusLimits.Addresses ? $"registers {First} to {First + Count - 1}; the last is 65535" : null;
    }
}
