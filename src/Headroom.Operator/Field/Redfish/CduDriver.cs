using System.Globalization;
using Headroom.Operator.Field.Live;
using Headroom.Protocols.Redfish;
using Headroom.Quantities;

namespace Headroom.Operator.Field.Redfish;

/// <summary>What the units of coolant of one service tell, together.</summary>
/// <param name="Supply">To the racks, the warmest.</param>
/// <param name="Return">From the racks, the warmest.</param>
/// <param name="Set">What the unit holds its supply at.</param>
/// <param name="Flow">Of all that tell theirs; null where none does.</param>
/// <param name="HeatStated">By the unit itself.</param>
/// <param name="HeatByFlow">From flow and temperatures.</param>
/// <param name="IsOn">Every unit is.</param>
public readonly record struct CduTelling(Temperature? Supply, Temperature? Return, Temperature? Set, VolumeFlow? Flow,
    Power? HeatStated, Power? HeatByFlow, bool IsOn, TimeSpan Age);

/// <summary>Units that distribute coolant, all that one service has: what their secondary sides tell, and the set points of their supplies.</summary>
/// <remarks>The heat that it states is held against flow times temperature rise: where they differ by more than a fifth one of its
/// sensors lies, and an alarm says so.</remarks>
public sealed class CduDriver(string name, RedfishClient client, TimeProvider time, Temperature returnMost, string? serves = null)
    : ILiveDevice
{
    /// <summary>Sensors of flow are good to a few per cent each; more than this is no tolerance.</summary>
    private const double HeatToleranceShare = 0.2;
    private readonly List<string> units = [], connectors = [];
    private readonly Dictionary<string, int> broken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Temperature> found = new(StringComparer.Ordinal);
    private volatile Snapshot? latest;
    private volatile FieldAlarm[] mute = [];
    private bool isOpen;
    private long emptyAt;

    /// <summary>A service without connectors is walked again so often (our choice): they may be fitted later, and a walk is no reading.</summary>
    private static readonly TimeSpan emptyWait = TimeSpan.FromSeconds(30);

    /// <summary>Tasks that a set point may become.</summary>
    private static readonly TimeSpan taskMost = TimeSpan.FromSeconds(15);

    private sealed record Snapshot(CduTelling Telling, long At, IReadOnlyList<FieldAlarm> Alarms);

    public string Name => name;

    /// <summary>Part of a hall whose racks it cools; null for all.</summary>
    public string? Serves => serves;

    /// <summary>Of coolant from racks, beyond which they throttle themselves.</summary>
    public Temperature ReturnMost => returnMost;
    public CduTelling? Telling => latest is { } now ? now.Telling with { Age = time.GetElapsedTime(now.At) } : null;
    public IReadOnlyList<FieldAlarm> Alarms => [.. mute, .. latest?.Alarms ?? []];

    public async ValueTask ReadAsync(CancellationToken stop)
    {
        if (!isOpen && !await OpenAsync(stop).ConfigureAwait(false)) return;
        Temperature? supply = null, back = null, set = null;
        double litres = 0, stated = 0, byFlow = 0;
        int told = 0, heats = 0, flows = 0;
        bool isOn = true;
        List<FieldAlarm> alarms = [];
        foreach (string path in units)
        {
            if (await client.ReadAsync(path, CoolingUnit.Of, stop).ConfigureAwait(false) is not { } cdu) return;
            string which = units.Count == 1 ? "the unit" : $"unit {cdu.Identity.Id}";
            bool runs = cdu.Status.State is null or "Enabled";
            if (!runs) alarms.Add(new($"{name}: {which} is {cdu.Status.State}."));
            if (cdu.Status.Health is "Critical") alarms.Add(new($"{name}: {which} says that its health is critical."));
            isOn &= runs;
        }
        foreach (string path in connectors)
        {
            if (await client.ReadAsync(path, CoolantConnector.Of, stop).ConfigureAwait(false) is not { } connector) continue;
            told++;
            if (connector.Supply is { } cold && (supply is null || cold > supply)) supply = cold;
            if (connector.Return is { } warm && (back is null || warm > back)) back = warm;
            set ??= connector.SupplyWanted;
            if (connector.Flow is { } flow) (litres, flows) = (litres + flow.LitresPerMinute, flows + 1);
            if (connector.HeatRemoved is not { } heat || connector.HeatByFlow is not { } physical) continue;
            (stated, byFlow, heats) = (stated + heat.Watts, byFlow + physical.Watts, heats + 1);
        }
        if (told == 0)
        {
            // they may have moved: the links are followed anew
            (mute, isOpen) = ([new($"{name}: none of its coolant connectors tells anything.")], false);
            return;
        }
        mute = [];
        if (heats > 0 && Math.Abs(stated - byFlow) > HeatToleranceShare * Math.Max(Math.Abs(byFlow), 1000))
            alarms.Add(new($"{name}: heat", string.Create(CultureInfo.InvariantCulture, $"{name}: states {stated / 1e3:0} kW of heat where flow and temperatures come to {byFlow / 1e3:0} kW.")));
        if (back is { } hot && hot > returnMost) alarms.Add(new($"{name}: return", string.Create(CultureInfo.InvariantCulture, $"{name}: coolant comes back at {hot.Kelvin - 273.15:0.0} °C, above {returnMost.Kelvin - 273.15:0.0} °C.")));
        latest = new(new(supply, back, set, flows > 0 ? VolumeFlow.FromSi(litres / 60_000) : null, heats > 0 ? Power.FromSi(stated) : null,
            heats > 0 ? Power.FromSi(byFlow) : null, isOn, default), time.GetTimestamp(), alarms);
    }

    private async ValueTask<bool> OpenAsync(CancellationToken stop)
    {
        if (emptyAt != 0 && time.GetElapsedTime(emptyAt) < emptyWait) return false;
        emptyAt = 0;
        RedfishWalk walk = new(client, broken);
        ServiceRoot? root = await walk.ReadAsync(RedfishClient.Root, ServiceRoot.Of, stop).ConfigureAwait(false);
        ThermalEquipment? equipment = await walk.ReadAsync(root?.ThermalEquipment, ThermalEquipment.Of, stop).ConfigureAwait(false);
        units.Clear();
        connectors.Clear();
        foreach (string one in await walk.MembersAsync(equipment?.Units ?? [], stop).ConfigureAwait(false))
        {
            if (await walk.ReadAsync(one, CoolingUnit.Of, stop).ConfigureAwait(false) is not { Status.IsAbsent: false } cdu) continue;
            units.Add(one);
            // some link to a secondary side that has nothing, and have their connectors on the other
            IReadOnlyList<string> side = await walk.MembersAsync(cdu.SecondaryConnectors, stop).ConfigureAwait(false);
            connectors.AddRange(side.Count > 0 ? side : await walk.MembersAsync(cdu.PrimaryConnectors, stop).ConfigureAwait(false));
        }
        if (walk.Cut is not null || units.Count == 0) return isOpen = false;
        if (connectors.Count == 0) (mute, emptyAt) = ([new($"{name}: no unit has a coolant connector, so that nothing is known of its coolant.")], time.GetTimestamp());
        return isOpen = connectors.Count > 0;
    }

    /// <summary>Sets the temperature of every supply, and reads back that the units took it. The values found before are kept for
    /// <see cref="ReleaseAsync"/>.</summary>
    public async ValueTask<bool> SupplyAsync(Temperature wanted, CancellationToken stop)
    {
        if (!isOpen && !await OpenAsync(stop).ConfigureAwait(false)) return false;
        bool all = connectors.Count > 0;
        foreach (string path in connectors)
        {
            if (await client.ReadAsync(path, CoolantConnector.Of, stop).ConfigureAwait(false) is not { SupplyWanted: { } before }) return false;
            found.TryAdd(path, before);
            all &= await SetAsync(path, wanted, stop).ConfigureAwait(false);
        }
        return all;
    }

    private async ValueTask<bool> SetAsync(string path, Temperature wanted, CancellationToken stop)
    {
        bool isSent = false;
        for (int attempt = 0; attempt < 3 && !isSent; attempt++)
        {
            // a tag that moves with every reading guards nothing: the last attempt goes without it
            string? tag = attempt < 2 ? await TagOfAsync(path, stop).ConfigureAwait(false) : null;
            using RedfishAnswer answer =
                await client.PatchAsync(path,
                    RedfishBody.Nested("SupplyTemperatureControlCelsius", Math.Round(wanted.Kelvin - 273.15, 2)), tag, stop).ConfigureAwait(false);
            if (answer.Outcome == RedfishOutcome.Changed) continue;
            if (answer.Outcome == RedfishOutcome.Accepted && !await client.FinishAsync(answer, time, taskMost, stop).ConfigureAwait(false)) return false;
            // one that was late may have been taken all the same
            if (!answer.IsOk && answer.Outcome != RedfishOutcome.Silent) return false;
            isSent = true;
        }
        return isSent && await client.ReadAsync(path, CoolantConnector.Of, stop).ConfigureAwait(false) is { SupplyWanted: { } now } && Math.Abs((now - wanted).Kelvin) < 0.1;
    }

    private async ValueTask<string?> TagOfAsync(string path, CancellationToken stop)
    {
        using RedfishAnswer answer = await client.GetAsync(path, stop).ConfigureAwait(false);
        return answer.Outcome == RedfishOutcome.Ok ? answer.ETag ?? answer.Read(ResourceLinks.Of)?.Identity.ETag : null;
    }

    /// <summary>Gives every supply back at the temperature that was found.</summary>
    public async ValueTask<bool> ReleaseAsync(CancellationToken stop)
    {
        bool all = true;
        foreach ((string path, Temperature before) in found) all &= await SetAsync(path, before, stop).ConfigureAwait(false);
        return all;
    }
}
