using System.Buffers.Binary;

namespace Headroom.Protocols.Modbus;

/// <summary>Frames of Modbus TCP as a client sends and reads them.</summary>
/// <remarks>
///   transaction u16 · protocol u16 = 0 · length u16 of what follows · unit u8 · function u8 · body; all big-endian.
///   Source   Modbus messaging on TCP/IP V1.0b, section 3.1.3; Modbus application protocol V1.1b3, sections 6.3, 6.4, 6.6, 6.12.
/// </remarks>
public static class ModbusFrame
{
    /// <summary>Writes a request.</summary>
    /// <param name="to">At least <see cref="ModbusLimits.Frame"/> bytes.</param>
    /// <returns>Bytes written.</returns>
    /// <exception cref="ArgumentException">The request cannot be said in one frame; see <see cref="ModbusRequest.Fault"/>.</exception>
    public static int Write(Span<byte> to, ushort transaction, byte unit, ModbusRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Fault() is { } fault) throw new ArgumentException(fault, nameof(request));
        Span<byte> body = to[(ModbusLimits.Header + 1)..];
        BinaryPrimitives.WriteUInt16BigEndian(body, request.First);
        int length = 4;
        switch (request)
        {
            case ModbusRequest.Read read:
                BinaryPrimitives.WriteUInt16BigEndian(body[2..], read.Quantity);
                break;
            case ModbusRequest.WriteOne one:
                BinaryPrimitives.WriteUInt16BigEndian(body[2..], one.Value);
                break;
            case ModbusRequest.WriteMany many:
                BinaryPrimitives.WriteUInt16BigEndian(body[2..], (ushort)many.Values.Length);
                body[4] = (byte)(2 * many.Values.Length);
                for (int k = 0; k < many.Values.Length; k++) BinaryPrimitives.WriteUInt16BigEndian(body[(5 + 2 * k)..], many.Values[k]);
                length = 5 + 2 * many.Values.Length;
                break;
        }
        return Head(to, transaction, unit, request.Function, length);
    }

    /// <summary>Reads the answer to a request from the bytes that came so far.</summary>
    public static Reply Read(ReadOnlySpan<byte> from, ushort transaction, ModbusUnit unit, ModbusRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (Frame(from, out int bytes) is { } notYet) return notYet;
        if (from.Length > bytes) return new Reply.Malformed($"{from.Length - bytes} bytes after the answer");
        ushort answered = BinaryPrimitives.ReadUInt16BigEndian(from);
        if (answered != transaction) return new Reply.Malformed($"transaction {answered}, asked {transaction}");
        if (from[6] != unit.Id && !unit.AnswersAsAny) return new Reply.Malformed($"unit {from[6]}, asked {unit.Id}");
        ReadOnlySpan<byte> body = from[(ModbusLimits.Header + 1)..bytes];
        byte function = from[7];
        if (function == (request.Function | 0x80))
            return body.Length == 1 ? new Reply.Refused(body[0]) : new Reply.Malformed($"an exception of {body.Length} bytes");
        if (function != request.Function) return new Reply.Malformed($"function {function}, asked {request.Function}");
        return request is ModbusRequest.Read read ? Registers(body, read) : Echo(body, request);
    }

    /// <summary>How long a frame is; null once it is whole.</summary>
    internal static Reply? Frame(ReadOnlySpan<byte> from, out int bytes)
    {
        bytes = 0;
        if (from.Length >= 4 && BinaryPrimitives.ReadUInt16BigEndian(from[2..]) is > 0 and var protocol) return new Reply.Malformed($"protocol {protocol}, not 0");
        if (from.Length < ModbusLimits.Header - 1) return new Reply.NeedMore(ModbusLimits.Header + 1 - from.Length);
        int length = BinaryPrimitives.ReadUInt16BigEndian(from[4..]);
        if (length is < 2 or > ModbusLimits.Frame - 6) return new Reply.Malformed($"a length of {length}, not 2 to {ModbusLimits.Frame - 6}");
        bytes = 6 + length;
        return from.Length < bytes ? new Reply.NeedMore(bytes - from.Length) : null;
    }

    /// <summary>Completes a frame whose body stands.</summary>
    internal static int Head(Span<byte> to, ushort transaction, byte unit, byte function, int body)
    {
        BinaryPrimitives.WriteUInt16BigEndian(to, transaction);
        BinaryPrimitives.WriteUInt16BigEndian(to[2..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(to[4..], (ushort)(2 + body));
        to[6] = unit;
        to[7] = function;
        return ModbusLimits.Header + 1 + body;
    }

    private static Reply Registers(ReadOnlySpan<byte> body, ModbusRequest.Read read)
    {
        if (body.Length != 1 + 2 * read.Count || body[0] != 2 * read.Quantity)
            return new Reply.Malformed($"{Math.Max(0, body.Length - 1)} bytes of registers, asked {2 * read.Count}");
        ushort[] values = new ushort[read.Count];
        for (int k = 0; k < values.Length; k++) values[k] = BinaryPrimitives.ReadUInt16BigEndian(body[(1 + 2 * k)..]);
        return new Reply.Registers(values);
    }

    private static Reply Echo(ReadOnlySpan<byte> body, ModbusRequest request)
    {
        if (body.Length != 4) return new Reply.Malformed($"{body.Length} bytes confirm a write, not 4");
        ushort first = BinaryPrimitives.ReadUInt16BigEndian(body), second = BinaryPrimitives.ReadUInt16BigEndian(body[2..]);
        ushort expected = request is ModbusRequest.WriteOne one ? one.Value : (ushort)request.Count;
        return first == request.First && second == expected ? new Reply.Written(first, (ushort)request.Count)
            : new Reply.Malformed($"confirms {first} and {second}, asked {request.First} and {expected}");
    }
}
