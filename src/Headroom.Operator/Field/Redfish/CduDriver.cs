using System.Globalization;
using Headroom.Operator.Field.Live;
using Headroom.Protocols.Redfish;
using Headroom.Quantities;

namespace Headroom.Operator.Field.Redfish;

/// <summary>What a unit of coolant tells.</summary>
/// <param name="Supply">To the racks.</param>
/// <param name="Return">From the racks.</param>
/// <param name="Set">What the unit holds its supply at.</param>
/// <param name="HeatStated">By the unit itself.</param>
/// <param name="HeatByFlow">From flow and temperatures.</param>
public readonly record struct CduTelling(Temperature? Supply, Temperature? Return, Temperature? Set, VolumeFlow? Flow,
    Power? HeatStated, Power? HeatByFlow, bool IsOn, TimeSpan Age);

/// <summary>A unit that distributes coolant: what its secondary side tells, and the set point of its supply.</summary>
/// <remarks>The heat that it states is held against flow times temperature rise: where they differ by more than a fifth one of its
/// sensors lies, and an alarm says so.</remarks>
public sealed class CduDriver(string name, RedfishClient client, TimeProvider time, Temperature returnMost, string? serves = null)
    : ILiveDevice
{
    /// <summary>Sensors of flow are good to a few per cent each; more than this is no tolerance.</summary>
    private const double HeatToleranceShare = 0.2;
    private readonly List<string> connectors = [];
    private volatile Snapshot? latest;
    private string? unit;
    private Temperature? found;

    private sealed record Snapshot(CduTelling Telling, long At, IReadOnlyList<FieldAlarm> Alarms);

    public string Name => name;

    /// <summary>Part of a hall whose racks it cools; null for all.</summary>
    public string? Serves => serves;

    /// <summary>Of coolant from racks, beyond which they throttle themselves.</summary>
    public Temperature ReturnMost => returnMost;
    public CduTelling? Telling => latest is { } now ? now.Telling with { Age = time.GetElapsedTime(now.At) } : null;
    public IReadOnlyList<FieldAlarm> Alarms => latest?.Alarms ?? [];

    public async ValueTask ReadAsync(CancellationToken stop)
    {
        if (unit is null && !await OpenAsync(stop).ConfigureAwait(false)) return;
        Temperature? supply = null, back = null, set = null;
        double litres = 0, stated = 0, byFlow = 0;
        int told = 0, heats = 0;
        if (await client.ReadAsync(unit, CoolingUnit.Of, stop).ConfigureAwait(false) is not { } cdu) return;
        foreach (string path in connectors)
        {
            if (await client.ReadAsync(path, CoolantConnector.Of, stop).ConfigureAwait(false) is not { } connector) continue;
            told++;
            if (connector.Supply is { } cold && (supply is null || cold > supply)) supply = cold;
            if (connector.Return is { } warm && (back is null || warm > back)) back = warm;
            set ??= connector.SupplyWanted;
            litres += connector.Flow?.LitresPerMinute ?? 0;
            if (connector.HeatRemoved is not { } heat || connector.HeatByFlow is not { } physical) continue;
            (stated, byFlow, heats) = (stated + heat.Watts, byFlow + physical.Watts, heats + 1);
        }
        if (told == 0) return;
        List<FieldAlarm> alarms = [];
        bool isOn = cdu.Status.State is null or "Enabled";
        if (!isOn) alarms.Add(new($"{name}: the unit is {cdu.Status.State}."));
        if (cdu.Status.Health is "Critical") alarms.Add(new($"{name}: the unit says that its health is critical."));
        if (heats > 0 && Math.Abs(stated - byFlow) > HeatToleranceShare * Math.Max(Math.Abs(byFlow), 1000))
            alarms.Add(new($"{name}: heat", string.Create(CultureInfo.InvariantCulture, $"{name}: states {stated / 1e3:0} kW of heat where flow and temperatures come to {byFlow / 1e3:0} kW.")));
        if (back is { } hot && hot > returnMost) alarms.Add(new($"{name}: return", string.Create(CultureInfo.InvariantCulture, $"{name}: coolant comes back at {hot.Kelvin - 273.15:0.0} °C, above {returnMost.Kelvin - 273.15:0.0} °C.")));
        latest = new(new(supply, back, set, VolumeFlow.FromSi(litres / 60_000), heats > 0 ? Power.FromSi(stated) : null,
            heats > 0 ? Power.FromSi(byFlow) : null, isOn, default), time.GetTimestamp(), alarms);
    }

    private async ValueTask<bool> OpenAsync(CancellationToken stop)
    {
        if (await client.ReadAsync(RedfishClient.Root, ServiceRoot.Of, stop)
            .ConfigureAwait(false) is not { ThermalEquipment: { } equipment }) return false;
        string? cdus = await client.ReadAsync(equipment, ThermalEquipment.Of, stop).ConfigureAwait(false) is { } found ? found.Cdus : null;
        string? first = (await client.MembersAsync(cdus, stop).ConfigureAwait(false)) is [{ } one, ..] ? one : null;
        if (await client.ReadAsync(first, CoolingUnit.Of, stop).ConfigureAwait(false) is not { } cdu) return false;
        connectors.Clear();
        connectors.AddRange(await client.MembersAsync(cdu.SecondaryConnectors ?? cdu.PrimaryConnectors, stop).ConfigureAwait(false));
        unit = first;
        return true;
    }

    /// <summary>Sets the temperature of the supply, and reads back that the unit took it. The value found before is kept for
    /// <see cref="ReleaseAsync"/>.</summary>
    public async ValueTask<bool> SupplyAsync(Temperature wanted, CancellationToken stop)
    {
        if (unit is null && !await OpenAsync(stop).ConfigureAwait(false)) return false;
        bool all = connectors.Count > 0;
        foreach (string path in connectors)
        {
            if (await client.ReadAsync(path, CoolantConnector.Of, stop).ConfigureAwait(false) is not { SupplyWanted: { } before })
                return false;
            found ??= before;
            using RedfishAnswer answer =
                await client.PatchAsync(path,
                    RedfishBody.Nested("SupplyTemperatureControlCelsius", Math.Round(wanted.Kelvin - 273.15, 2)), null, stop).ConfigureAwait(false);
            all &= answer.IsOk && await client.ReadAsync(path, CoolantConnector.Of, stop)
                .ConfigureAwait(false) is { SupplyWanted: { } now } && Math.Abs((now - wanted).Kelvin) < 0.1;
        }
        return all;
    }

    /// <summary>Gives the supply back at the temperature that was found.</summary>
    public async ValueTask<bool> ReleaseAsync(CancellationToken stop) =>
        found is not { } before || await SupplyAsync(before, stop).ConfigureAwait(false);
}
