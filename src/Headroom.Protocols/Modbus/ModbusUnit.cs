namespace Headroom.Protocols.Modbus;

/// <summary>Who is asked: a unit of a line behind a gateway, or the device itself.</summary>
/// <param name="Id">1 to 247 on a serial line; devices that are no gateway mostly answer to any.</param>
public readonly record struct ModbusUnit(byte Id)
{
    /// <summary>Its answers may carry another id than was asked, as some gateways send 0 or 255; transaction, function and count must match all the same.</summary>
    public bool AnswersAsAny { get; init; }

    public static implicit operator ModbusUnit(byte id) => new(id);
    public static ModbusUnit FromByte(byte id) => new(id);
    public override string ToString() => $"unit {Id}";
}
