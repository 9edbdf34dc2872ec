using Headroom.Protocols.Modbus;

namespace Headroom.Operator.Field.Modbus;

/// <summary>What became of a request to a device: a closed family, so that a silent device is a value.</summary>
public abstract record ModbusAnswer
{
    private ModbusAnswer() { }

    public sealed record Registers(ushort[] Values) : ModbusAnswer;
    public sealed record Written : ModbusAnswer;

    /// <summary>The device answered and would not.</summary>
    public sealed record Refused(ModbusFault Fault) : ModbusAnswer
    {
        /// <summary>It may well take the same request later; it was asked again in vain.</summary>
        public bool IsForNow => Fault is ModbusFault.Busy or ModbusFault.Acknowledge;
    }

    /// <summary>Nobody answered in time, or what came was no answer.</summary>
    public sealed record Silent(string Why) : ModbusAnswer
    {
        /// <summary>No connection came about: whatever else is asked, nobody will answer.</summary>
        public bool IsUnreachable { get; init; }
    }

    /// <summary>Nobody answered, or a gateway says that nobody did.</summary>
    public bool IsSilence => this is Silent or Refused { Fault: ModbusFault.GatewayTargetFailed or ModbusFault.GatewayPathUnavailable };

    /// <summary>Asked again now, for this or for something else, nobody would answer better.</summary>
    public bool IsFruitless => this is Silent { IsUnreachable: true } or Refused { IsForNow: true };

    /// <summary>Why there is nothing to read; empty where there is.</summary>
    public string Reason => this switch
    {
        Refused refused => $"refused: {refused.Fault}",
        Silent silent => silent.Why,
        _ => "",
    };
}
