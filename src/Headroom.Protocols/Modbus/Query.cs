using System.Buffers.Binary;

namespace Headroom.Protocols.Modbus;

/// <summary>What bytes from a client are, as a server reads them: a closed family.</summary>
public abstract record Query
{
    private Query() { }

    /// <param name="Bytes">Of the frame; the next begins there.</param>
    public sealed record Asked(ushort Transaction, byte Unit, ModbusRequest Request, int Bytes) : Query;

    /// <summary>A frame that is whole but asks for what no server may give: it is answered by an exception.</summary>
    public sealed record Unfit(ushort Transaction, byte Unit, byte Function, ModbusFault Fault, int Bytes) : Query;
    public sealed record NeedMore(int Bytes) : Query;

    /// <summary>No Modbus TCP: the connection is closed.</summary>
    public sealed record Malformed(string Why) : Query;

    /// <summary>Reads the first request of the bytes that came so far. Checks come in the order of the standard: function, then quantity; addresses are the device's.</summary>
    public static Query Read(ReadOnlySpan<byte> from)
    {
        switch (ModbusFrame.Frame(from, out int bytes))
        {
            case Reply.NeedMore more: return new NeedMore(more.Bytes);
            case Reply.Malformed malformed: return new Malformed(malformed.Why);
        }
        ushort transaction = BinaryPrimitives.ReadUInt16BigEndian(from);
        (byte unit, byte function) = (from[6], from[7]);
        ReadOnlySpan<byte> body = from[(ModbusLimits.Header + 1)..bytes];
        Unfit Refuse(ModbusFault fault) => new(transaction, unit, function, fault, bytes);
        if (function is not (3 or 4 or 6 or 16)) return Refuse(ModbusFault.IllegalFunction);
        if (body.Length < 4) return Refuse(ModbusFault.IllegalValue);
        ushort first = BinaryPrimitives.ReadUInt16BigEndian(body), second = BinaryPrimitives.ReadUInt16BigEndian(body[2..]);
        ModbusRequest? request = function switch
        {
            6 => body.Length == 4 ? new ModbusRequest.WriteOne(first, second) : null,
            16 => Many(body, first, second),
            _ => body.Length == 4 && second is >= 1 and <= ModbusLimits.ReadMost
                ? new ModbusRequest.Read(function == 3 ? RegisterTable.Holding : RegisterTable.Input, first, second) : null,
        };
        if (request is null) return Refuse(ModbusFault.IllegalValue);
        return request.Fault() is null ? new Asked(transaction, unit, request, bytes) : Refuse(ModbusFault.IllegalAddress);
    }

    private static ModbusRequest.WriteMany? Many(ReadOnlySpan<byte> body, ushort first, ushort count)
    {
        if (count is < 1 or > ModbusLimits.WriteMost || body.Length != 5 + 2 * count || body[4] != 2 * count) return null;
        ushort[] values = new ushort[count];
        for (int k = 0; k < count; k++) values[k] = BinaryPrimitives.ReadUInt16BigEndian(body[(5 + 2 * k)..]);
        return new(first, values);
    }

    /// <summary>Writes registers that were read.</summary>
    /// <returns>Bytes written; <paramref name="to"/> holds at least <see cref="ModbusLimits.Frame"/>.</returns>
    public static int WriteRegisters(Span<byte> to, Asked asked, ReadOnlySpan<ushort> values)
    {
        ArgumentNullException.ThrowIfNull(asked);
        Span<byte> body = to[(ModbusLimits.Header + 1)..];
        body[0] = (byte)(2 * values.Length);
        for (int k = 0; k < values.Length; k++) BinaryPrimitives.WriteUInt16BigEndian(body[(1 + 2 * k)..], values[k]);
        return ModbusFrame.Head(to, asked.Transaction, asked.Unit, asked.Request.Function, 1 + 2 * values.Length);
    }

    /// <summary>Confirms a write.</summary>
    public static int WriteDone(Span<byte> to, Asked asked)
    {
        ArgumentNullException.ThrowIfNull(asked);
        Span<byte> body = to[(ModbusLimits.Header + 1)..];
        BinaryPrimitives.WriteUInt16BigEndian(body, asked.Request.First);
        BinaryPrimitives.WriteUInt16BigEndian(body[2..], asked.Request is ModbusRequest.WriteOne one ? one.Value : (ushort)asked.Request.Count);
        return ModbusFrame.Head(to, asked.Transaction, asked.Unit, asked.Request.Function, 4);
    }

    /// <summary>Answers by an exception.</summary>
    public static int WriteFault(Span<byte> to, ushort transaction, byte unit, byte function, ModbusFault fault)
    {
        to[ModbusLimits.Header + 1] = (byte)fault;
        return ModbusFrame.Head(to, transaction, unit, (byte)(function | 0x80), 1);
    }
}
