using System.Security.Cryptography.X509Certificates;
using Headroom.Operator.Field.Modbus;
using Headroom.Operator.Field.Prometheus;
using Headroom.Operator.Field.Work;
using Headroom.Operator.Secrets;
using Headroom.Protocols;
using Headroom.Protocols.Modbus;
using Headroom.Quantities;
using Headroom.Scenarios.FieldFiles;
using Headroom.Simulation;
using Headroom.Sites;

namespace Headroom.Operator.Field.Live;

/// <summary>Devices that speak Modbus, SunSpec, Prometheus, Slurm or Kubernetes, by the names of the plan; joined to those that Redfish reaches.</summary>
public sealed class DeviceJoin : IAsyncDisposable
{
    private readonly Dictionary<(string, int), (ModbusClient Client, TlsDescription? Tls)> lines = [];
    private readonly WritePermit permit;
    private readonly HttpClient http = new();
    private readonly TimeProvider time;
    private readonly string folder;
    private readonly Func<string, string?> variable;
    private readonly FieldDescription field;
    private readonly List<Finding> findings = [];

    private DeviceJoin(FieldDescription field, string folder, Func<string, string?> variable, TimeProvider time, WritePermit permit) =>
        (this.field, this.folder, this.variable, this.time, this.permit) = (field, folder, variable, time, permit);

    /// <summary>The same devices with those of other protocols, or everything that is wrong with them.</summary>
    public static (DeviceJoin? Join, LiveDevices Devices, IReadOnlyList<Finding> Findings) To(
        LiveDevices devices, FieldDescription field, LivePlan plan, string folder, Func<string, string?> variable, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(devices);
        var join = new DeviceJoin(field, folder, variable, time, devices.Racks.Permit);
        Power most = plan.Connection;
        LiveDevices joined = devices with
        {
            Site = field.Meter is { } meter ? join.MeterOf(meter, most) : null,
            Feeds = join.Each<IMeter>(field.Feeds, "feeds", [.. plan.Tree.Select(node => node.Name)], one => join.MeterOf(one, most)),
            Batteries = join.Each<IBatteryHand>(field.Batteries, "batteries", plan.Batteries, join.BatteryOf),
            Plants = join.Each<IPlantHand>(field.Plants, "plants", plan.Plants, one => join.PlantOf(one, plan)),
            Services = join.Each<IServiceMeter>(field.Services, "services", plan.Services, join.ServiceOf),
            Runs = join.Each<IRunHand>(field.Runs, "runs", plan.Runs, join.RunOf),
        };
        return join.findings.Any(one => one.Severity == Severity.Wrong) ? (null, devices, join.findings) : (join, joined, join.findings);
    }

    private Dictionary<string, T> Each<T>(IReadOnlyList<FieldDevice> described, string path, IReadOnlyList<string> known, Func<FieldDevice, T?> make) where T : class
    {
        Dictionary<string, T> made = [];
        foreach (FieldDevice one in described)
        {
            if (!known.Contains(one.Name)) findings.Add(new(Severity.Wrong, path, $"\"{one.Name}\"", known.Count == 0 ? "none: the plan has none" : $"one of {string.Join(", ", known.Take(20))}", "Use the plan's name."));
            else if (make(one) is { } device) made[one.Name] = device;
        }
        return made;
    }

    private JoinedMeter? MeterOf(FieldDevice one, Power most)
    {
        if (Client(one) is not { } client) return null;
        if (one.Kind is "sunspec" or "modbus")
            findings.Add(new(Severity.Note, one.Name, $"a {one.Kind} meter, of which power and energy are read and voltage is not", "a meter that tells its voltage",
                "An outage behind it is not seen as one: import reads as nought, or the meter falls silent. Let the grid's side tell of outages."));
        if (one.Kind == "sunspec")
        {
            MeterWiring wiring = Option(one, "wiring") == "export" ? MeterWiring.ExportIsPositive : MeterWiring.ImportIsPositive;
            var meter = new SunSpecMeter(client, Unit(one), wiring, double.IsFinite(most.Watts) ? most : Power.FromSi(1e10), time);
            return new(one.Name, meter.ReadAsync, time);
        }
        if (one.Kind == "modbus" && MapOf(one) is { } map) return new(one.Name, new RegisterMapMeter(client, Unit(one), map, time).ReadAsync, time);
        return Unfit<JoinedMeter>(one, "sunspec or modbus");
    }

    private JoinedBattery? BatteryOf(FieldDevice one)
    {
        if (one.Kind != "sunspec" || Client(one) is not { } client) return Unfit<JoinedBattery>(one, "sunspec");
        var found = new FoundRegisters(Path.Combine(folder, $"found-{one.Name}.txt"));
        return new(one.Name, new SunSpecBattery(client, Unit(one), new() { Found = found.Load(), WatchesHeartbeat = one.WatchesHeartbeat }, time), found, time);
    }

    private JoinedPlant? PlantOf(FieldDevice one, LivePlan plan)
    {
        if (one.Kind != "modbus" || Client(one) is not { } client || MapOf(one) is not { } map) return Unfit<JoinedPlant>(one, "modbus with a register map in options");
        // without a command or a set point it cannot be ordered; without a state one only does not know whether it runs
        foreach (Malformed lack in RegisterMapGenerator.Findings(map))
            findings.Add(new(lack.Where == "state" ? Severity.Note : Severity.Wrong, one.Name, $"a register map whose {lack}", "power, state, command and setPoint of a generator",
                "Add them to its map; docs/site-side.md has an example."));
        int index = plan.Plants.ToList().IndexOf(one.Name);
        return new(one.Name, new RegisterMapGenerator(client, Unit(one), map, time), plan.Capacity(index), time);
    }

    private JoinedService? ServiceOf(FieldDevice one) => one.Kind == "prometheus" && Address(one) is { } address
        ? new(one.Name, new MetricScraper(http, address, TimeSpan.FromSeconds(2), time), time) : Unfit<JoinedService>(one, "prometheus");

    private JoinedRun? RunOf(FieldDevice one)
    {
        if (Address(one) is not { } address) return null;
        string job = Option(one, "job") ?? one.Name;
        string Token()
        {
            if (one.Account is not { } account || !field.Accounts.TryGetValue(account, out FieldAccount? who)) return "";
            List<Finding> missing = [];
            string token = new KeptSecret(folder, variable, missing).Now(who.Password, one.Name, "a password");
            // a file that is being replaced: the next question reads it again
            return missing.Count == 0 ? token : throw new FileNotFoundException(missing[0].Read);
        }
        Func<string> token = Token;
        string user = one.Account is { } named && field.Accounts.TryGetValue(named, out FieldAccount? known) ? known.User : "headroom";
        CheckpointSetting checkpoint = one.Save is { } save ? new() { Hook = save.Hook, Signal = save.Signal, TimeOut = save.Within } : new();
        if (one.Kind == "kubernetes" && one.Save is null)
            findings.Add(new(Severity.Note, one.Name, "a run in kubernetes that nobody asks to save", "`save` with a hook or annotations",
                "Each pause ends its pods and throws away what it computed since its last checkpoint."));
        Work.IRunHand? hand = one.Kind switch
        {
            "slurm" => new SlurmHand(http, one.Name, job, new(address, user, token) { Checkpoint = checkpoint, Permit = permit }, time),
            "kubernetes" => new KubernetesHand(http, one.Name, job, new(address, Option(one, "namespace") ?? "default", token)
            { Checkpoint = checkpoint, SavesByAnnotation = one.Save?.ByAnnotation == true, Permit = permit }, time),
            _ => null,
        };
        return hand is null ? Unfit<JoinedRun>(one, "slurm or kubernetes") : new(one.Name, hand, time);
    }

    private T? Unfit<T>(FieldDevice one, string expected) where T : class
    {
        if (one.Kind is not ("modbus" or "sunspec") || findings.All(known => known.Severity != Severity.Wrong)) findings.Add(new(Severity.Wrong, one.Name, $"a {one.Kind}", expected, "Choose a kind that this device speaks."));
        return null;
    }

    private ModbusClient? Client(FieldDevice one)
    {
        string text = one.Address.Contains("://", StringComparison.Ordinal) ? one.Address : $"modbus://{one.Address}";
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Host.Length == 0)
        {
            findings.Add(new(Severity.Wrong, one.Name, $"address \"{one.Address}\"", "host:port", "Write 10.0.0.5:502."));
            return null;
        }
        (string, int) key = (uri.Host, uri.Port > 0 ? uri.Port : one.Tls is null ? 502 : 802);
        if (!lines.TryGetValue(key, out (ModbusClient Client, TlsDescription? Tls) line))
        {
            ModbusTls? tls = one.Tls is { } described ? TlsOf(one, described) : null;
            lines[key] = line = (new(new(key.Item1, key.Item2) { Tls = tls }, time) { Permit = permit }, one.Tls);
        }
        // one connection carries all devices behind it
        if (line.Tls != one.Tls) findings.Add(new(Severity.Wrong, one.Name, $"another `tls` of {key.Item1}:{key.Item2}", "one for all devices behind an address", "Write the same `tls` at each of them."));
        return line.Client;
    }

    private ModbusTls? TlsOf(FieldDevice one, TlsDescription tls)
    {
        try
        {
            X509Certificate2Collection? roots = tls.Roots is null ? null : [];
            roots?.ImportFromPemFile(Path.Combine(folder, tls.Roots!));
            return new(X509CertificateLoader.LoadPkcs12FromFile(Path.Combine(folder, tls.Certificate), null), roots) { Name = tls.Name };
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            findings.Add(new(Severity.Wrong, one.Name, $"tls of {string.Join(" and ", new[] { tls.Certificate, tls.Roots }.OfType<string>())}: {unread.Message.TrimEnd('.')}",
                "certificates that can be read, without a password", "Check the paths and their rights."));
            return null;
        }
    }

    private Uri? Address(FieldDevice one)
    {
        // paths are added behind it
        string text = one.Kind is "slurm" or "kubernetes" ? one.Address.TrimEnd('/') + "/" : one.Address;
        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && uri.Scheme is "http" or "https" && (uri.Scheme == "https" || uri.IsLoopback)) return uri;
        findings.Add(new(Severity.Wrong, one.Name, $"address \"{one.Address}\"", "https://host:port, or http:// to this machine", "Write the whole address."));
        return null;
    }

    private RegisterMap? MapOf(FieldDevice one)
    {
        if (Option(one, "map") is null && one.Options.Trim().Length == 0)
        {
            findings.Add(new(Severity.Wrong, one.Name, "no register map", "a file that says which register holds what", "Add options: map=meter.yaml; docs/site-side.md has an example."));
            return null;
        }
        RegisterMapReading reading = RegisterMapFile.Read(Path.Combine(folder, Option(one, "map") ?? one.Options));
        findings.AddRange(reading.Findings);
        return reading.Map;
    }

    private static ModbusUnit Unit(FieldDevice one) => new((byte)(one.Unit ?? 1)) { AnswersAsAny = one.AnswersAsAny };

    /// <summary>Options are <c>key=value</c>, separated by blanks.</summary>
    private static string? Option(FieldDevice one, string key) =>
        one.Options.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Split('=', 2)).FirstOrDefault(part => part.Length == 2 && part[0] == key)?[1];

    public async ValueTask DisposeAsync()
    {
        foreach ((ModbusClient client, _) in lines.Values) await client.DisposeAsync();
        http.Dispose();
    }
}
