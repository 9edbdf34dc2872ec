namespace Headroom.Protocols.Modbus;

/// <summary>What bytes from a device are, read as the answer to one request: a closed family.</summary>
public abstract record Reply
{
    private Reply() { }

    public sealed record Registers(ushort[] Values) : Reply;
    public sealed record Written(ushort First, ushort Count) : Reply;

    /// <summary>An exception of the device.</summary>
    /// <param name="Code">Mostly one of <see cref="ModbusFault"/>; devices have others.</param>
    public sealed record Refused(byte Code) : Reply
    {
        public ModbusFault Fault => (ModbusFault)Code;
    }

    /// <summary>The frame is not whole.</summary>
    /// <param name="Bytes">How many more it takes, as far as is known.</param>
    public sealed record NeedMore(int Bytes) : Reply;

    /// <summary>No answer to this request; whoever reads on reads nonsense, so the connection is of no use.</summary>
    public sealed record Malformed(string Why) : Reply;
}
