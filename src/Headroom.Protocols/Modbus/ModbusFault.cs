namespace Headroom.Protocols.Modbus;

/// <summary>Why a device refuses a request: the exception codes of the Modbus application protocol V1.1b3, section 7.</summary>
public enum ModbusFault : byte
{
    IllegalFunction = 1,
    IllegalAddress = 2,
    IllegalValue = 3,
    DeviceFailure = 4,

    /// <summary>Taken, but it will be long; ask again later.</summary>
    Acknowledge = 5,

    /// <summary>Send it again later.</summary>
    Busy = 6,
    MemoryParity = 8,
    GatewayPathUnavailable = 10,

    /// <summary>Nobody behind the gateway has this unit id, or it does not answer.</summary>
    GatewayTargetFailed = 11,
}

/// <summary>The two tables of registers.</summary>
public enum RegisterTable { Holding, Input }

/// <summary>What of the standard is a number: sizes of frames and quantities of one request.</summary>
public static class ModbusLimits
{
    /// <summary>Bytes before the function code: transaction, protocol, length, unit.</summary>
    public const int Header = 7;

    /// <summary>Bytes of the longest frame: the header and 253 bytes.</summary>
    public const int Frame = 260;
    public const int ReadMost = 125;
    public const int WriteMost = 123;
    public const int Addresses = 65_536;
}
