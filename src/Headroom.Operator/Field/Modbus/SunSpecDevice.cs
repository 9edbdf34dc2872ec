using Headroom.Protocols;
using Headroom.Protocols.Modbus;
using Headroom.Protocols.SunSpec;

namespace Headroom.Operator.Field.Modbus;

/// <summary>The models of one unit behind a connection, and reads and writes of them.</summary>
public sealed class SunSpecDevice
{
    private readonly ModbusClient client;
    private readonly ModbusUnit unit;

    /// <summary>Registers that it gives at a time.</summary>
    private int readMost = ModbusLimits.ReadMost;

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
    /// <remarks>Some devices give fewer registers at a time than Modbus lets them and refuse more (2 or 3): they are asked for half as many, and what
    /// they took is remembered. Points are never cut, so that each is still of one moment.</remarks>
    public async ValueTask<ModbusAnswer> ReadAsync(SunSpecBlock block, CancellationToken stop)
    {
        int size = Math.Min(block.Size, ModbusLimits.ReadMost);
        for (int most = readMost; ; most = (Math.Min(most, size) + 1) / 2)
        {
            ModbusAnswer answer = await ReadAsync(block, size, most, stop);
            if (answer is ModbusAnswer.Registers) readMost = most;
            if (answer is not ModbusAnswer.Refused { Fault: ModbusFault.IllegalAddress or ModbusFault.IllegalValue } || Math.Min(most, size) <= SunSpecParts.Least) return answer;
        }
    }

    private async ValueTask<ModbusAnswer> ReadAsync(SunSpecBlock block, int size, int most, CancellationToken stop)
    {
        var registers = new ushort[size];
        for (int first = 0, end; first < size; first = end)
        {
            end = SunSpecParts.End(block.Id, first, most, size);
            ModbusAnswer answer = await client.ReadAsync(unit, RegisterTable.Holding, block.Address + first, end - first, stop);
            if (answer is not ModbusAnswer.Registers part) return answer;
            part.Values.CopyTo(registers, first);
        }
        return new ModbusAnswer.Registers(registers);
    }

    public ValueTask<ModbusAnswer> WriteAsync(SunSpecBlock block, SunSpecWrite write, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(write);
        return client.WriteAsync(unit, block.Address + write.Offset, write.Values, stop);
    }
}
