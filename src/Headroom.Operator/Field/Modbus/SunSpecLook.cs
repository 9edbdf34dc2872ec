using Headroom.Protocols;
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

/// <summary>Looks for the models of one unit behind a connection, as often as it takes.</summary>
/// <remarks>
///   Some devices leave a question for registers that they do not have unanswered, so that silence at one of the three places says nothing of the others.
///   Only the first look may cost a time-out at each place. Later ones begin where something was heard and end at the first silence, so that a silent device
///   costs one time-out in a beat; places that were silent take turns.
/// </remarks>
public sealed class SunSpecLook(ModbusClient client, ModbusUnit unit)
{
    /// <summary>In the order to ask: where something was heard, then where nothing was, the longest ago first.</summary>
    private readonly List<int> places = [.. SunSpecMap.Bases];
    private bool hasLooked;

    /// <summary>Looks for the marker, then walks by the lengths the device states.</summary>
    public async ValueTask<SunSpecSearch> FindAsync(CancellationToken stop)
    {
        var heard = new List<string>();
        bool lives = false;
        foreach (int place in (int[])[.. places])
        {
            ModbusAnswer marker = await AskAsync(place, 2, stop);
            if (marker.IsFruitless) return new SunSpecSearch.Silent(marker.Reason);
            if (marker is ModbusAnswer.Registers found && SunSpecMap.IsMarker(found.Values))
            {
                places.Remove(place);
                places.Insert(0, place);
                hasLooked = true;
                return await WalkAsync(place, stop);
            }
            heard.Add($"register {place}: {(marker is ModbusAnswer.Registers ? "something else" : marker.Reason)}");
            if (!marker.IsSilence)
            {
                lives = true;
                continue;
            }
            places.Remove(place);
            places.Add(place);
            if (hasLooked) break;
        }
        hasLooked = true;
        string all = string.Join("; ", heard);
        return lives ? new SunSpecSearch.Unfit($"no SunSpec marker: {all}") : new SunSpecSearch.Silent(all);
    }

    private async ValueTask<SunSpecSearch> WalkAsync(int marker, CancellationToken stop)
    {
        var blocks = new List<SunSpecBlock>();
        int address = marker + 2;
        while (blocks.Count < SunSpecMap.BlocksMost)
        {
            ModbusAnswer header = await HeaderAsync(address, stop);
            // a device that is silent at registers it does not have still answers at its marker; whoever was only late answers when asked again
            if (header.IsSilence && blocks.Count > 0 && await AskAsync(marker, 2, stop) is ModbusAnswer.Registers) header = await HeaderAsync(address, stop);
            else if (header.IsSilence) return new SunSpecSearch.Silent(header.Reason);
            if (header.IsFruitless) return new SunSpecSearch.Silent(header.Reason);
            if (header is not ModbusAnswer.Registers registers) return await CutAsync(marker, blocks, $"register {address}: {header.Reason}", stop);
            switch (SunSpecMap.Step(registers.Values, address))
            {
                case WalkStep.End: return new SunSpecSearch.Found(new(client, unit, blocks, []));
                case WalkStep.Malformed malformed: return await CutAsync(marker, blocks, malformed.Why, stop);
                case WalkStep.Found found:
                    blocks.Add(found.Block);
                    address = found.Next;
                    break;
            }
        }
        return new SunSpecSearch.Unfit($"more than {SunSpecMap.BlocksMost} models");
    }

    /// <summary>A list that stops without its end marker: what was found before counts, but for a last model that states more registers than there are.</summary>
    private async ValueTask<SunSpecSearch> CutAsync(int marker, List<SunSpecBlock> blocks, string why, CancellationToken stop)
    {
        if (blocks.Count == 0) return new SunSpecSearch.Unfit(why);
        List<Malformed> findings = [new("models", $"the list ends without its end marker: {why}")];
        SunSpecBlock last = blocks[^1];
        SunSpecDevice device = new(client, unit, blocks, findings);
        ModbusAnswer whole = await device.ReadAsync(last, stop);
        // whoever was only late answers when asked again; who then answers at the marker alone has no such registers
        if (whole.IsSilence) whole = await device.ReadAsync(last, stop);
        if (whole.IsSilence && await AskAsync(marker, 2, stop) is not ModbusAnswer.Registers) return new SunSpecSearch.Silent(whole.Reason);
        if (whole.IsSilence || whole is ModbusAnswer.Refused { IsForNow: false })
        {
            blocks.RemoveAt(blocks.Count - 1);
            findings.Add(new($"model {last.Id}", $"states a length of {last.Length} at register {last.Address} and cannot be read so: {whole.Reason}"));
        }
        return new SunSpecSearch.Found(device);
    }

    /// <summary>ID and length; the ID alone from a device that ends its registers with the end marker itself.</summary>
    private async ValueTask<ModbusAnswer> HeaderAsync(int address, CancellationToken stop)
    {
        ModbusAnswer header = await AskAsync(address, address < ModbusLimits.Addresses - 1 ? 2 : 1, stop);
        return header is ModbusAnswer.Refused { IsForNow: false, IsSilence: false } ? await AskAsync(address, 1, stop) : header;
    }

    private ValueTask<ModbusAnswer> AskAsync(int address, int count, CancellationToken stop) => client.ReadAsync(unit, RegisterTable.Holding, address, count, stop);
}
