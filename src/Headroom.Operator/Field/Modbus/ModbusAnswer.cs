using Headroom.Protocols.Modbus;

namespace Headroom.Operator.Field.Modbus;

/// <summary>What became of a request to a device: a closed family, so that a silent device is a value.</summary>
public abstract record ModbusAnswer
{
    private ModbusAnswer() { }

    public sealed record Registers(ushort[] Values) : ModbusAnswer;
    public sealed record Written : ModbusAnswer;

    /// <summary>The device answered and would not; <see cref="ModbusFault.Busy"/> after it was asked again in vain.</summary>
    public sealed record Refused(ModbusFault Fault) : ModbusAnswer;

    /// <summary>Nobody answered in time, or what came was no answer.</summary>
    public sealed record Silent(string Why) : ModbusAnswer;

    /// <summary>Why there is nothing to read; empty where there is.</summary>
    public string Reason => this switch
    {
        Refused refused => $"refused: {refused.Fault}",
        Silent silent => silent.Why,
        _ => "",
    };
}
