using Headroom.Protocols.Redfish;
using Headroom.Quantities;

namespace Headroom.Operator.Field.Redfish;

/// <summary>What one service of a rack was found to have.</summary>
internal sealed class RackInventory
{
    public required RedfishClient Client { get; init; }

    /// <summary>Limits of a sum of accelerators, and limits of each.</summary>
    public List<CapPoint> Totals { get; } = [];
    public List<CapPoint> Each { get; } = [];
    public int Devices { get; set; }
    public int FirstDevice { get; set; }

    /// <summary>Of each accelerator: where it tells what holds it back.</summary>
    public List<string?> Metrics { get; } = [];
    public List<string> Environments { get; } = [];
    public string? Report { get; set; }
    public MetricIndex Index { get; set; } = new([]);

    /// <summary>Places in the report: power, energy, temperature and set point of each accelerator; −1 where the report lacks it.</summary>
    public int[] PowerAt { get; set; } = [];
    public int[] EnergyAt { get; set; } = [];
    public int[] HeatAt { get; set; } = [];
    public int[] LimitAt { get; set; } = [];
    public int[] TotalAt { get; set; } = [];
    public int[] InputAt { get; set; } = [];
    public MetricReading[] Readings { get; set; } = [];
    public ReportPulse Pulse { get; } = new();
    public string? Manager { get; set; }
    public DateTimeOffset? LastReset { get; set; }

    /// <summary>The other managers that tell when they were started last: which of them forgets limits is not said.</summary>
    public Dictionary<string, DateTimeOffset> OtherManagers { get; } = new(StringComparer.Ordinal);

    /// <summary>The audit that looked at them last, and whether one of them had started anew.</summary>
    public (long At, bool Restarted) OthersLook { get; set; }
    public List<string> InputSensors { get; } = [];
}

/// <summary>Walks a service by its links and finds what can be capped and read.</summary>
internal sealed class RackDiscovery(RedfishClient client, RackDriverSetting setting, Dictionary<string, int> broken)
{
    private readonly RedfishWalk walk = new(client, broken);
    private readonly RackInventory found = new() { Client = client };
    private readonly Dictionary<string, int> gpus = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string?[]> sources = new(StringComparer.Ordinal);

    /// <summary>Where and why the walk was cut.</summary>
    public string? Cut => walk.Cut;

    /// <returns>Null where the service cannot be walked now, to its end: what it has not told this time may be there.</returns>
    public async ValueTask<RackInventory?> FindAsync(CancellationToken stop)
    {
        ServiceRoot? root = await walk.ReadAsync(RedfishClient.Root, ServiceRoot.Of, stop).ConfigureAwait(false);
        if (root is null) return null;
        foreach (string system in await walk.MembersAsync(root.Systems, stop).ConfigureAwait(false))
            if (await walk.ReadAsync(system, ResourceLinks.Of, stop).ConfigureAwait(false) is { Processors: { } processors })
                foreach (string one in await walk.MembersAsync(processors, stop).ConfigureAwait(false))
                    await AddGpuAsync(one, stop).ConfigureAwait(false);
        found.Devices = gpus.Count;
        foreach (string chassis in await walk.MembersAsync(root.Chassis, stop).ConfigureAwait(false))
            await AddChassisAsync(chassis, stop).ConfigureAwait(false);
        foreach (string one in await walk.MembersAsync(root.Managers, stop, isSpare: true).ConfigureAwait(false))
        {
            if (await walk.ReadAsync(one, ResourceLinks.Of, stop, isSpare: true).ConfigureAwait(false) is not { LastReset: { } reset }) continue;
            if (found.Manager is null) (found.Manager, found.LastReset) = (Shared(one), reset);
            else found.OtherManagers[Shared(one)] = reset;
        }
        if (await walk.ReadAsync(root.Telemetry, ResourceLinks.Of, stop, isSpare: true).ConfigureAwait(false) is { MetricReports: { } reports })
            await FindReportAsync(reports, stop).ConfigureAwait(false);
        return Cut is null ? found : null;
    }

    private async ValueTask AddGpuAsync(string path, CancellationToken stop)
    {
        if (await walk.ReadAsync(path, ResourceLinks.Of, stop).ConfigureAwait(false) is not { Kind: "GPU" or "Accelerator" } gpu
            || gpu.EnvironmentMetrics is not { } environment) return;
        using RedfishAnswer? answer = await walk.GetAsync(environment, stop).ConfigureAwait(false);
        if (answer?.Read(EnvironmentMetrics.Of) is not { } metrics) return;
        int device = gpus.Count;
        gpus[client.Own(path)] = device;
        environment = Shared(environment);
        found.Environments.Add(environment);
        found.Metrics.Add(gpu.Metrics is { } at ? Shared(at) : null);
        sources[environment] = answer.Read(at => new string?[]
        {
            at["PowerWatts"]["DataSourceUri"].Text, at["EnergyJoules"]["DataSourceUri"].Text, at["TemperatureCelsius"]["DataSourceUri"].Text,
        })!;
        if (metrics.Limit is { SetPoint: not null } limit)
            found.Each.Add(new()
            {
                Client = client,
                Path = environment,
                IsControl = false,
                Devices = 1,
                FirstDevice = device,
                Least = LeastOf(limit),
                Most = limit.Most ?? Power.FromSi(double.PositiveInfinity),
                DefaultWatts = limit.Default?.Watts,
                ClearPath = metrics.Nvidia?.ClearOutOfBandSetPoint is { } clear ? Shared(clear) : null,
                HasPersistence = metrics.Nvidia?.Persistency is not null,
                ETag = answer.ETag,
                Access = limit.Mode is "Disabled" ? CapAccess.ReadOnly : CapAccess.Unproven,
                EnforcedWatts = limit.SetPoint.Value.Watts,
                Found = new(limit.SetPoint?.Watts, metrics.Nvidia?.RequestedOneShot?.Watts, metrics.Nvidia?.RequestedPersistent?.Watts),
            });
    }

    private async ValueTask AddChassisAsync(string path, CancellationToken stop)
    {
        if (await walk.ReadAsync(path, ResourceLinks.Of, stop).ConfigureAwait(false) is not { } chassis) return;
        foreach (string control in await walk.MembersAsync(chassis.Controls, stop).ConfigureAwait(false))
            await AddControlAsync(control, stop).ConfigureAwait(false);
        foreach (string sensor in await walk.MembersAsync(chassis.Sensors, stop, isSpare: true).ConfigureAwait(false))
            if (sensor.Contains(setting.InputSensor, StringComparison.OrdinalIgnoreCase)) found.InputSensors.Add(Shared(sensor));
    }

    /// <summary>A control of the sum of GPUs, and of nothing else: one of a module holds processors too, which nobody may starve by
    /// mistake.</summary>
    private async ValueTask AddControlAsync(string path, CancellationToken stop)
    {
        using RedfishAnswer? answer = await walk.GetAsync(path, stop).ConfigureAwait(false);
        if (answer?.Read(RedfishControl.Of) is not { Limit: { SetPoint: { } setPoint } limit, PhysicalContext: "GPU" } control) return;
        int[] devices = [.. control.RelatedItems.Select(item => gpus.GetValueOrDefault(client.Own(item), -1))
            .Where(device => device >= 0).Order()];
        if (devices.Length < 2 || devices[^1] - devices[0] != devices.Length - 1) return;
        found.Totals.Add(new()
        {
            Client = client,
            Path = Shared(path),
            IsControl = true,
            Devices = devices.Length,
            FirstDevice = devices[0],
            Least = LeastOf(limit),
            Most = limit.Most ?? Power.FromSi(double.PositiveInfinity),
            DefaultWatts = limit.Default?.Watts,
            ETag = answer.ETag,
            Access = limit.Mode is "Disabled" ? CapAccess.ReadOnly : CapAccess.Unproven,
            EnforcedWatts = setPoint.Watts,
            Found = new(setPoint.Watts, null, null),
        });
    }

    /// <summary>A least limit that no device has is none: a cap is never raised to it.</summary>
    private static Power LeastOf(PowerLimit limit) => limit.Least is { } least && FieldNumber.IsWithin(least.Watts, FieldNumber.RackWattsMost) ? least : default;

    /// <summary>The report that tells the power of most accelerators.</summary>
    private async ValueTask FindReportAsync(string reports, CancellationToken stop)
    {
        int best = 0;
        foreach (string report in await walk.MembersAsync(reports, stop, isSpare: true).ConfigureAwait(false))
        {
            using RedfishAnswer? answer = await walk.GetAsync(report, stop, isSpare: true).ConfigureAwait(false);
            if (answer?.Read(MetricReport.Properties) is not { } properties) continue;
            HashSet<string> told = [.. properties];
            List<string> asked = [];
            int Place(params IEnumerable<string?> names)
            {
                string? name = names.FirstOrDefault(one => one is not null && told.Contains(one));
                if (name is null) return -1;
                asked.Add(Shared(name, keepPrefix: true));
                return asked.Count - 1;
            }
            IEnumerable<string?> Spelled(string? resource, string property) => resource is null ? [] :
                (IEnumerable<string>)[resource, client.Prefixed(resource)] is var both ? both.SelectMany(one => (string[])[$"{one}#/{property}", $"{one}/{property}", one]) : [];
            int[] Of(string property, int source) => [.. found.Environments.Select(environment => Place([
                .. Spelled(environment, property).Where(one => one != environment && one != client.Prefixed(environment)),
                .. Spelled(sources[environment][source], "Reading")]))];
            int[] power = Of("PowerWatts/Reading", 0);
            int covered = power.Count(place => place >= 0);
            if (covered <= best) continue;
            best = covered;
            (found.PowerAt, found.EnergyAt, found.HeatAt) = (power, Of("EnergyJoules/Reading", 1), Of("TemperatureCelsius/Reading", 2));
            found.LimitAt = [.. found.Environments.Select(environment =>
                Place(Spelled(environment, "PowerLimitWatts/SetPoint").Where(one => one != environment && one != client.Prefixed(environment))))];
            found.InputAt = [.. found.InputSensors.Select(sensor => Place(Spelled(sensor, "Reading")))];
            (found.Report, found.Index, found.Readings) = (Shared(report), SharedIndex(asked), new MetricReading[asked.Count]);
            Array.Fill(found.Readings, MetricReading.None);
        }
    }

    /// <summary>Equal services have equal names: one string for all of them.</summary>
    private string Shared(string path, bool keepPrefix = false) => setting.Names.GetOrAdd(keepPrefix ? path : client.Own(path));

    private MetricIndex SharedIndex(List<string> asked) => setting.Names.IndexOf(asked);
}
