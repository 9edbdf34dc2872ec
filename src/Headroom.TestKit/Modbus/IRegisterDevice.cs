using Headroom.Protocols.Modbus;

namespace Headroom.TestKit.Modbus;

/// <summary>A device as a Modbus server sees it: registers to read and to write. Called from several connections at once.</summary>
public interface IRegisterDevice
{
    /// <summary>Fills what was asked; the exception to answer with where it may not be read.</summary>
    ModbusFault? Read(RegisterTable table, int first, Span<ushort> into);

    /// <summary>Takes all values or none.</summary>
    ModbusFault? Write(int first, ReadOnlySpan<ushort> values);
}
