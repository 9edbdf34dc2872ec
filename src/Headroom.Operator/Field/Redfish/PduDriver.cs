using Headroom.Operator.Field.Live;
using Headroom.Protocols.Redfish;
using Headroom.Quantities;

namespace Headroom.Operator.Field.Redfish;

/// <summary>A strip, a shelf or a floor unit as a meter of what hangs on it. It switches nothing: an outlet that goes off takes work
/// with it that no plan knows of.</summary>
public sealed class PduDriver(string name, RedfishClient client, TimeProvider time) : IMeter
{
    private readonly List<string> metrics = [], circuits = [];
    private readonly Dictionary<string, int> broken = new(StringComparer.Ordinal);
    private volatile Snapshot? latest;
    private volatile FieldAlarm[] unread = [];
    private bool isOpen;

    private sealed record Snapshot(MeterTelling Telling, long At, IReadOnlyList<FieldAlarm> Alarms);

    public string Name => name;
    public MeterTelling? Telling => latest is { } now ? now.Telling with { Age = time.GetElapsedTime(now.At) } : null;
    public IReadOnlyList<FieldAlarm> Alarms => [.. unread, .. latest?.Alarms ?? []];

    public async ValueTask ReadAsync(CancellationToken stop)
    {
        if (!isOpen && !await OpenAsync(stop).ConfigureAwait(false)) return;
        double watts = 0;
        bool hasVoltage = true;
        foreach (string path in metrics)
        {
            if (await client.ReadAsync(path, PowerDistributionMetrics.Of, stop).ConfigureAwait(false) is not { Power: { } power }) return;
            watts += power.Watts;
        }
        List<FieldAlarm> alarms = [];
        double byCircuits = 0;
        foreach (string path in circuits)
        {
            if (await client.ReadAsync(path, Circuit.Of, stop).ConfigureAwait(false) is not { } circuit) continue;
            byCircuits += circuit.Power?.Watts ?? 0;
            if (circuit.Breaker is "Tripped" or "Off")
            {
                hasVoltage = false;
                alarms.Add(new($"{name}: the breaker of {circuit.Identity.Id} is {circuit.Breaker}."));
            }
            if (circuit is { CurrentAmps: { } amps, RatedAmps: { } rated } && amps > rated) alarms.Add(new($"{name}: {circuit.Identity.Id} current", $"{name}: {circuit.Identity.Id} carries {amps:0.0} A of {rated:0} A."));
        }
        if (metrics.Count == 0 && circuits.Count == 0) return;
        double told = metrics.Count > 0 ? watts : byCircuits;
        unread = DeviceAlarms.Beyond(name, ("power", told, FieldNumber.RackWattsMost));
        if (unread.Length > 0) return;
        latest = new(new(Power.FromSi(Math.Max(0, told)), hasVoltage, default), time.GetTimestamp(),
            alarms);
    }

    private async ValueTask<bool> OpenAsync(CancellationToken stop)
    {
        RedfishWalk walk = new(client, broken);
        if (await walk.ReadAsync(RedfishClient.Root, ServiceRoot.Of, stop)
            .ConfigureAwait(false) is not { PowerEquipment: { } equipment }) return false;
        if (await walk.ReadAsync(equipment, PowerEquipment.Of, stop).ConfigureAwait(false) is not { } kinds) return false;
        metrics.Clear();
        circuits.Clear();
        foreach (string kind in kinds.Collections)
            foreach (string path in await walk.MembersAsync(kind, stop).ConfigureAwait(false))
            {
                if (await walk.ReadAsync(path, PowerDistribution.Of, stop).ConfigureAwait(false) is not { } unit) continue;
                if (unit.Metrics is { } own) metrics.Add(own);
                circuits.AddRange(await walk.MembersAsync(unit.Mains, stop).ConfigureAwait(false));
            }
        return isOpen = walk.Cut is null && metrics.Count + circuits.Count > 0;
    }
}
