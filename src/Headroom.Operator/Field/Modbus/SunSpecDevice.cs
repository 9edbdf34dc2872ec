using Headroom.Protocols.Modbus;
using Headroom.Protocols.SunSpec;

namespace Headroom.Operator.Field.Modbus;

/// <summary>What looking for SunSpec models in a device gave: a closed family.</summary>
public abstract record SunSpecSearch
{
    private SunSpecSearch() { }

    public sealed record Found(SunSpecDevice Device) : SunSpecSearch;

    /// <summary>It answers, but not as SunSpec asks.</summary>
    public sealed record Unfit(string Why) : SunSpecSearch;
    public sealed record Silent(string Why) : SunSpecSearch;
}

/// <summary>The models of one unit behind a connection, and reads and writes of them.</summary>
public sealed class SunSpecDevice
{
    private readonly ModbusClient client;
    private readonly byte unit;

    private SunSpecDevice(ModbusClient client, byte unit, IReadOnlyList<SunSpecBlock> blocks) => (this.client, this.unit, Blocks) = (client, unit, blocks);

    public IReadOnlyList<SunSpecBlock> Blocks { get; }

    /// <summary>The first block of a model; null where the device has none.</summary>
    public SunSpecBlock? Find(ushort model)
    {
        foreach (SunSpecBlock block in Blocks)
            if (block.Id == model) return block;
        return null;
    }

    /// <summary>Looks for the marker, then walks by the lengths the device states.</summary>
    public static async ValueTask<SunSpecSearch> FindAsync(ModbusClient client, byte unit, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(client);
        foreach (int start in SunSpecMap.Bases)
        {
            ModbusAnswer marker = await client.ReadAsync(unit, RegisterTable.Holding, start, 2, stop);
            if (marker is ModbusAnswer.Silent silent) return new SunSpecSearch.Silent(silent.Why);
            if (marker is ModbusAnswer.Refused { Fault: ModbusFault.Busy or ModbusFault.GatewayPathUnavailable or ModbusFault.GatewayTargetFailed } refused)
                return new SunSpecSearch.Silent(refused.Reason);
            if (marker is ModbusAnswer.Registers found && SunSpecMap.IsMarker(found.Values)) return await WalkAsync(client, unit, start + 2, stop);
        }
        return new SunSpecSearch.Unfit("no SunSpec marker at 40000, 50000 or 0");
    }

    private static async ValueTask<SunSpecSearch> WalkAsync(ModbusClient client, byte unit, int address, CancellationToken stop)
    {
        var blocks = new List<SunSpecBlock>();
        while (blocks.Count < SunSpecMap.BlocksMost)
        {
            ModbusAnswer header = await client.ReadAsync(unit, RegisterTable.Holding, address, address < 65_535 ? 2 : 1, stop);
            // a device may end its registers with the end marker itself, without a length behind it
            if (header is ModbusAnswer.Refused { Fault: ModbusFault.IllegalAddress }) header = await client.ReadAsync(unit, RegisterTable.Holding, address, 1, stop);
            if (header is not ModbusAnswer.Registers registers)
                return header is ModbusAnswer.Silent silent ? new SunSpecSearch.Silent(silent.Why) : new SunSpecSearch.Unfit($"header at register {address}: {header.Reason}");
            switch (SunSpecMap.Step(registers.Values, address))
            {
                case WalkStep.End: return new SunSpecSearch.Found(new(client, unit, blocks));
                case WalkStep.Malformed malformed: return new SunSpecSearch.Unfit(malformed.Why);
                case WalkStep.Found found:
                    blocks.Add(found.Block);
                    address = found.Next;
                    break;
            }
        }
        return new SunSpecSearch.Unfit($"more than {SunSpecMap.BlocksMost} models");
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
