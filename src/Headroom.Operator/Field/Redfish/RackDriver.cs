using System.Globalization;
using Headroom.Protocols;
using Headroom.Protocols.Redfish;
using Headroom.Quantities;

namespace Headroom.Operator.Field.Redfish;

/// <summary>One rack: finds its limits, writes caps, reads them back, tells what is drawn, and gives back what it found.</summary>
/// <remarks>
///   A cap is done when what the device enforces is what was asked and what it draws is no more, within the latency of its class.
///   Redfish knows no validity: what was written stays until somebody writes again or the device restarts. So the driver watches for
///   others' writes and restarts, asks again where the device holds more than was ordered, and never raises what somebody else lowered
///   until the controller orders anew.
///   One call at a time; <see cref="Reading"/> may be read from any thread.
/// </remarks>
public sealed partial class RackDriver
{
    private readonly IReadOnlyList<RedfishClient> clients;
    private readonly RackDriverSetting setting;
    private readonly TimeProvider time;
    private readonly IFoundCaps keeper;
    private readonly List<RackInventory> services = [];
    private readonly List<string> faults = [];
    private readonly Dictionary<RedfishClient, Dictionary<string, int>> broken = [];
    private readonly SortedSet<int> braked = [];
    private CapPoint[] points = [];
    private Limiters[] limiters = [];
    private long readAt, auditedAt, limitersAt;
    private int nextLimiter;
    private bool mustAudit, hasRead;
    private double energyJoules, drawnWatts = double.NaN, inputWatts = double.NaN, warmestKelvin = double.NaN;
    private double[] lastJoules = [];
    private long? frozenAt;
    private volatile Snapshot latest;

    /// <param name="clients">Its services: one for all trays, or one for each.</param>
    /// <param name="keeper">Where found limits outlive the process.</param>
    public RackDriver(string name, IReadOnlyList<RedfishClient> clients, RackDriverSetting setting, TimeProvider time, IFoundCaps keeper)
    {
        ArgumentNullException.ThrowIfNull(setting);
        ArgumentNullException.ThrowIfNull(time);
        (Name, this.clients, this.setting, this.time, this.keeper) = (name, clients, setting, time, keeper);
        latest = new(new(), 0, HasRead: false);
        Permit = new(time);
    }

    public string Name { get; }

    /// <summary>Asked before every write: whoever may not write any more only reads.</summary>
    public WritePermit Permit { get; set; }

    /// <summary>Its services were walked and its limits are known.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>Accelerators that were found.</summary>
    public int Devices { get; private set; }

    /// <summary>Limits that are written, and those that turned out read-only.</summary>
    public int Points => points.Length;

    private sealed record Snapshot(RackReading Reading, long At, bool HasRead);

    /// <summary>The last readings, with their age.</summary>
    public RackReading Reading
    {
        get
        {
            Snapshot now = latest;
            return now.HasRead ? now.Reading with { Age = time.GetElapsedTime(now.At) } : now.Reading;
        }
    }

    /// <summary>Walks the services; what limits are now is kept before anything is written.</summary>
    public async ValueTask<bool> OpenAsync(CancellationToken stop)
    {
        List<RackInventory> walked = [];
        int devices = 0;
        foreach (RedfishClient client in clients)
        {
            RackDiscovery discovery = new(client, setting, BrokenOf(client));
            RackInventory? found = await discovery.FindAsync(stop).ConfigureAwait(false);
            if (found is null)
            {
                faults.Clear();
                faults.Add($"{Name}: {client.EndPoint} cannot be walked{(discovery.Cut is { } cut ? ": " + cut : "")}.");
                Publish();
                return false;
            }
            found.FirstDevice = devices;
            devices += found.Devices;
            walked.Add(found);
        }
        services.Clear();
        services.AddRange(walked);
        (Devices, limiters, lastJoules) = (devices, new Limiters[devices], new double[devices]);
        Array.Fill(lastJoules, double.NaN);
        Choose(setting.PrefersEach);
        Remember();
        IsOpen = true;
        // racks that were opened together are not audited together
        auditedAt = time.GetTimestamp() - (long)(Stagger * setting.AuditEvery.TotalSeconds * time.TimestampFrequency);
        await ReadAsync(stop).ConfigureAwait(false);
        return true;
    }

    private Dictionary<string, int> BrokenOf(RedfishClient client)
    {
        if (!broken.TryGetValue(client, out Dictionary<string, int>? paths)) broken[client] = paths = [];
        return paths;
    }

    /// <summary>Totals where they cover all accelerators of a service and may be written; else each.</summary>
    private void Choose(bool each)
    {
        List<CapPoint> chosen = [];
        foreach (RackInventory service in services)
        {
            IEnumerable<CapPoint> totals = service.Totals.Where(point => point.Access != CapAccess.ReadOnly);
            bool takesTotals = totals.Sum(point => point.Devices) == service.Devices && service.Devices > 0
                && !(each && service.Each.Count == service.Devices);
            chosen.AddRange(takesTotals ? totals : service.Each.Where(point => point.Access != CapAccess.ReadOnly));
        }
        points = [.. chosen];
    }

    private static string KeyOf(CapPoint point) => point.Client.EndPoint.Address + point.Path;

    /// <summary>From 0 to 1, by the rack's name.</summary>
    private double Stagger => Name.Aggregate(2166136261u, (hash, letter) => (hash ^ letter) * 16777619u) / (double)uint.MaxValue;

    /// <summary>What an earlier process found goes before what is found now, which may be its caps.</summary>
    private void Remember()
    {
        List<(string, FoundCap)> fresh = [];
        foreach (CapPoint point in points)
        {
            if (keeper.Find(KeyOf(point)) is { } before) point.Found = before;
            else fresh.Add((KeyOf(point), point.Found!));
        }
        if (fresh.Count > 0) keeper.Keep(fresh);
    }

    /// <summary>Reads everything once: the bulk report, limits that are due, a few limiters.</summary>
    public async ValueTask ReadAsync(CancellationToken stop)
    {
        if (!IsOpen && !await OpenAsync(stop).ConfigureAwait(false)) return;
        faults.Clear();
        bool heard = await ReadPowerAsync(stop).ConfigureAwait(false);
        long now = time.GetTimestamp();
        if (heard) (readAt, hasRead, frozenAt) = (now, true, null);
        else mustAudit = true;
        bool audits = mustAudit || time.GetElapsedTime(auditedAt, now) >= setting.AuditEvery;
        if (heard && audits)
        {
            mustAudit = false;
            auditedAt = now;
            bool hasRestarted = await HasRestartedAsync(stop).ConfigureAwait(false);
            foreach (CapPoint point in points) await AuditAsync(point, hasRestarted, stop).ConfigureAwait(false);
        }
        else if (heard)
            foreach (CapPoint point in points)
                if (point.Standing is not (CapStanding.Idle or CapStanding.Confirmed))
                    await AuditAsync(point, hasRestarted: false, stop).ConfigureAwait(false);
                else Judge(point);
        if (heard) await ReadLimitersAsync(stop).ConfigureAwait(false);
        Publish();
    }

    /// <summary>Power, energy and heat of all accelerators; false where a service is silent.</summary>
    private async ValueTask<bool> ReadPowerAsync(CancellationToken stop)
    {
        double drawn = 0, input = 0, warmest = double.NaN;
        int counted = 0;
        bool hasInput = false, isInputWhole = true;
        foreach (RackInventory service in services)
        {
            if (service.Report is { } report)
            {
                using RedfishAnswer answer = await service.Client.GetAsync(report, stop).ConfigureAwait(false);
                Malformed? wrong = answer.Outcome == RedfishOutcome.Ok
                    ? MetricReport.Read(answer.Body.Span, service.Index, service.Readings) : null;
                if (answer.Outcome != RedfishOutcome.Ok || wrong is not null)
                {
                    faults.Add($"{Name}: {service.Client.EndPoint} {(wrong is null ? answer.Why : $"sends a report that cannot be read: {wrong}")}.");
                    return false;
                }
                isInputWhole &= IsRead(service);
                if (IsFrozen(service)) return false;
                foreach (int place in service.InputAt)
                    if (place >= 0 && service.Readings[place].IsThere) (input, hasInput) = (input + service.Readings[place].Value, true);
                for (int n = 0; n < service.Devices; n++)
                    Count(service.FirstDevice + n, Value(service, service.PowerAt, n), Value(service, service.EnergyAt, n),
                        Value(service, service.HeatAt, n) + 273.15, ref drawn, ref warmest, ref counted);
                continue;
            }
            for (int n = 0; n < service.Environments.Count; n++)
            {
                using RedfishAnswer answer = await service.Client.GetAsync(service.Environments[n], stop).ConfigureAwait(false);
                if (answer.Outcome != RedfishOutcome.Ok || answer.Read(EnvironmentMetrics.Of) is not { } metrics)
                {
                    faults.Add($"{Name}: {service.Client.EndPoint} {answer.Why}.");
                    return false;
                }
                int device = service.FirstDevice + n;
                Count(device, Read(metrics.Power?.Watts ?? metrics.Limit?.Reading?.Watts ?? double.NaN, FieldNumber.RackWattsMost, device, "W"),
                    Read(metrics.Energy?.Joules ?? double.NaN, FieldNumber.JoulesMost, device, "J"),
                    Read(metrics.Temperature?.Kelvin ?? double.NaN, FieldNumber.KelvinMost, device, "K"), ref drawn, ref warmest, ref counted);
            }
        }
        double seconds = hasRead ? time.GetElapsedTime(readAt).TotalSeconds : 0;
        if (counted < Devices && !double.IsNaN(drawnWatts)) energyJoules += drawnWatts * seconds * (Devices - counted)
            / Math.Max(1, Devices);
        (drawnWatts, inputWatts, warmestKelvin) =
            (counted == Devices && Devices > 0 ? drawn : double.NaN, hasInput && isInputWhole ? input : double.NaN, warmest);
        return true;
    }

    /// <summary>Takes out of a report what is no reading; false where a sensor at the input of trays told it, for then their sum is none either.</summary>
    private bool IsRead(RackInventory service)
    {
        for (int n = 0; n < service.Devices; n++)
        {
            Check(service, service.PowerAt, n, FieldNumber.RackWattsMost, "W");
            Check(service, service.EnergyAt, n, FieldNumber.JoulesMost, "J");
            Check(service, service.HeatAt, n, FieldNumber.KelvinMost, "°C");
        }
        bool isWhole = true;
        foreach (int place in service.InputAt)
        {
            if (place < 0 || !service.Readings[place].IsThere || FieldNumber.IsWithin(service.Readings[place].Value, FieldNumber.RackWattsMost)) continue;
            if (faults.Count < AlarmsMost)
                faults.Add($"{Name}: a sensor at the input of {service.Client.EndPoint} tells {Short(service.Readings[place].Value)} W: no rack has that, and its input counts as not told.");
            service.Readings[place] = MetricReading.None;
            isWhole = false;
        }
        return isWhole;
    }

    private void Check(RackInventory service, int[] places, int n, double most, string unit)
    {
        if (n >= places.Length || places[n] < 0) return;
        double told = service.Readings[places[n]].Value;
        if (double.IsNaN(Read(told, most, service.FirstDevice + n, unit)) && !double.IsNaN(told)) service.Readings[places[n]] = MetricReading.None;
    }

    /// <summary>NaN, and an alarm, for what is no reading of an accelerator.</summary>
    private double Read(double told, double most, int device, string unit)
    {
        if (double.IsNaN(told) || FieldNumber.IsWithin(told, most)) return told;
        if (faults.Count < AlarmsMost) faults.Add($"{Name}: accelerator {device} tells {Short(told)} {unit}: none has that, and it counts as not told.");
        return double.NaN;
    }

    private static string Short(double told) => told.ToString("0.###E+0", CultureInfo.InvariantCulture);

    /// <summary>A report whose own moment stands still tells nothing new, however often it is fetched: it is as old as its last move.</summary>
    private bool IsFrozen(RackInventory service)
    {
        if (!service.Pulse.IsFrozen(service.Readings, setting.StaleAfter, time)) return false;
        faults.Add($"{Name}: {service.Client.EndPoint} repeats its readings of {service.Pulse.Moment:HH:mm:ss}.");
        frozenAt = service.Pulse.MovedAt;
        return true;
    }

    private static double Value(RackInventory service, int[] places, int n) =>
        n < places.Length && places[n] >= 0 ? service.Readings[places[n]].Value : double.NaN;

    private void Count(int device, double watts, double joules, double kelvin, ref double drawn, ref double warmest, ref int counted)
    {
        if (!double.IsNaN(watts)) (drawn, counted) = (drawn + Math.Max(0, watts), counted + 1);
        if (!double.IsNaN(kelvin) && !(kelvin < warmest)) warmest = kelvin;
        // counters start anew with their device
        if (!double.IsNaN(joules) && !double.IsNaN(lastJoules[device]))
            energyJoules += joules >= lastJoules[device] ? joules - lastJoules[device] : joules;
        if (!double.IsNaN(joules)) lastJoules[device] = joules;
    }

    /// <summary>What holds accelerators back: so many in one call that all are read once within the time that the setting allows.</summary>
    private async ValueTask ReadLimitersAsync(CancellationToken stop)
    {
        if (Devices == 0) return;
        long now = time.GetTimestamp();
        if (limitersAt == 0) limitersAt = now - (long)(setting.LimitersEvery.TotalSeconds * time.TimestampFrequency / Devices);
        int due = (int)Math.Min(Devices, time.GetElapsedTime(limitersAt, now) / setting.LimitersEvery * Devices);
        if (due <= 0) return;
        limitersAt = now;
        for (int k = 0; k < due; k++, nextLimiter = (nextLimiter + 1) % Devices)
            await ReadLimiterAsync(nextLimiter, stop).ConfigureAwait(false);
    }

    /// <summary>What holds every accelerator back, now.</summary>
    public async ValueTask ReadAllLimitersAsync(CancellationToken stop)
    {
        for (int device = 0; device < Devices; device++) await ReadLimiterAsync(device, stop).ConfigureAwait(false);
        Publish();
    }

    private async ValueTask ReadLimiterAsync(int device, CancellationToken stop)
    {
        RackInventory service = services.Last(one => one.FirstDevice <= device);
        if (service.Metrics[device - service.FirstDevice] is not { } path) return;
        if (await service.Client.ReadAsync(path, ProcessorMetrics.Of, stop).ConfigureAwait(false) is not { Now: { } limiter }) return;
        limiters[device] = limiter;
        if (limiter.HasFlag(Limiters.HardwarePowerBrake)) braked.Add(device);
        else braked.Remove(device);
    }

    private async ValueTask<bool> HasRestartedAsync(CancellationToken stop)
    {
        bool restarted = false;
        foreach (RackInventory service in services)
        {
            if (service.Manager is not { } manager
                || await service.Client.ReadAsync(manager, ResourceLinks.Of, stop)
                .ConfigureAwait(false) is not { LastReset: { } reset }) continue;
            restarted |= service.LastReset is { } before && reset != before;
            service.LastReset = reset;
        }
        return restarted;
    }

    private void Publish()
    {
        double requested = 0, enforced = 0;
        CapStanding worst = CapStanding.Idle;
        List<string> alarms = [.. faults];
        foreach (CapPoint point in points)
        {
            requested += point.WantedWatts;
            enforced += point.EnforcedWatts;
            if (point.Standing > worst) worst = point.Standing;
            if (point.Standing >= CapStanding.Disputed && alarms.Count < AlarmsMost) alarms.Add($"{Name}: {point.Path} {point.Why}");
        }
        if (IsOpen)
            foreach (string path in broken.Values.SelectMany(paths => paths).Where(one => one.Value > RedfishWalk.CutsMost).Select(one => one.Key))
                alarms.Add($"{Name}: {path} is left out: its service broke over it in every walk.");
        foreach (int device in braked) alarms.Add($"{Name}: a hardware power brake holds accelerator {device}.");
        Limiters all = Limiters.None;
        foreach (Limiters one in limiters) all |= one;
        latest = new(new()
        {
            Drawn = double.IsNaN(drawnWatts) ? null : Power.FromSi(drawnWatts),
            Input = double.IsNaN(inputWatts) ? null : Power.FromSi(inputWatts),
            Energy = Energy.FromSi(energyJoules),
            Warmest = double.IsNaN(warmestKelvin) ? null : Temperature.FromSi(warmestKelvin),
            Requested = points.Length == 0 || double.IsNaN(requested) ? null : Power.FromSi(requested),
            Enforced = points.Length == 0 || double.IsNaN(enforced) ? null : Power.FromSi(enforced),
            Standing = worst,
            Braked = braked.Count == 0 ? [] : [.. braked],
            Limiters = all,
            Alarms = alarms.Count == 0 ? [] : alarms,
        }, frozenAt ?? readAt, hasRead);
    }

    /// <summary>More alarms of one rack say nothing more.</summary>
    private const int AlarmsMost = 20;
}
