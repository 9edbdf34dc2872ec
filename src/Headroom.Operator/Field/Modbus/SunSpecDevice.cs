using Headroom.Protocols;
using Headroom.Protocols.Modbus;
using Headroom.Protocols.SunSpec;

namespace Headroom.Operator.Field.Modbus;

/// <summary>The models of one unit behind a connection, and reads and writes of them.</summary>
public sealed class SunSpecDevice
{
    private readonly ModbusClient client;
    private readonly ModbusUnit unit;

    internal SunSpecDevice(ModbusClient client, ModbusUnit unit, IReadOnlyList<SunSpecBlock> blocks, IReadOnlyList<Malformed> findings) =>
        (this.client, this.unit, Blocks, Findings) = (client, unit, blocks, findings);

    public IReadOnlyList<SunSpecBlock> Blocks { get; }

    /// <summary>What of its list of models is not as SunSpec asks, though it can be used.</summary>
    public IReadOnlyList<Malformed> Findings { get; }

    /// <summary>What it lacks, and what was found of its list, which may be why.</summary>
    internal string Lacks(string what) => string.Join("; ", [what, .. Findings.Select(one => one.ToString())]);

    /// <summary>The first block of a model; null where the device has none.</summary>
    public SunSpecBlock? Find(ushort model)
    {
        foreach (SunSpecBlock block in Blocks)
            if (block.Id == model) return block;
        return null;
    }

    /// <summary>The first registers of a model, up to 125: every point we use stands there, and comes from one moment.</summary>
    public ValueTask<ModbusAnswer> ReadAsync(SunSpecBlock block, CancellationToken stop) =>
        client.ReadAsync(unit, RegisterTable.Holding, block.Address, Math.Min(block.Size, ModbusLimits.ReadMost), stop);

    public ValueTask<ModbusAnswer> WriteAsync(SunSpecBlock block, SunSpecWrite write, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(write);
        return client.WriteAsync(unit, block.Address + write.Offset, write.Values, stop);
    }
}
