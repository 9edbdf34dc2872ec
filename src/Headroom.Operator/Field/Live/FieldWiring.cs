using System.Security.Cryptography.X509Certificates;
using Headroom.Operator.Field.Redfish;
using Headroom.Operator.Secrets;
using Headroom.Scenarios.FieldFiles;
using Headroom.Simulation;
using Headroom.Sites;

namespace Headroom.Operator.Field.Live;

/// <summary>From a field file to the devices that Redfish reaches; those of other protocols are joined by whoever knows them.</summary>
public sealed class FieldWiring : IAsyncDisposable
{
    private readonly FieldDescription field;
    private readonly TimeProvider time;
    private readonly RedfishWire wire;
    private readonly Dictionary<string, string> passwords = [];
    private readonly FoundCapsFile? found;

    private FieldWiring(FieldDescription field, TimeProvider time, RedfishWire wire, FoundCapsFile? found) =>
        (this.field, this.time, this.wire, this.found) = (field, time, wire, found);

    /// <summary>Devices of the plan's racks and coolant, or everything that keeps them from being reached.</summary>
    /// <param name="folder">Where the file stands: other files are named from there.</param>
    /// <param name="variable">An environment variable's value; null where there is none.</param>
    /// <param name="keeper">Where found limits outlive the process; null for the file that the field names.</param>
    public static (FieldWiring? Wiring, LiveDevices? Devices, IReadOnlyList<Finding> Findings) Open(
        FieldDescription field, LivePlan plan, string folder, Func<string, string?> variable, TimeProvider time, IFoundCaps? keeper = null)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(variable);
        List<Finding> findings = [];
        X509Certificate2Collection roots = [];
        X509Certificate2? own = null;
        try
        {
            if (field.Redfish.Roots is { } pem) roots.ImportFromPemFile(Path.Combine(folder, pem));
            if (field.Redfish.Certificate is { } certificate)
                own = X509CertificateLoader.LoadPkcs12FromFile(Path.Combine(folder, certificate), null);
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            findings.Add(new(Severity.Wrong, "redfish", unread.Message.TrimEnd('.'), "certificates that can be read", "Check the paths and their rights."));
        }
        KeptSecret kept = new(folder, variable, findings);
        Dictionary<string, string> secrets = field.Accounts.ToDictionary(one => one.Key, one =>
            kept.Now(one.Value.Password, $"accounts.{one.Key}.password", "the password of the account"));
        IReadOnlyList<LiveRack> places = PlacesOf(field, plan, findings);
        if (field.Redfish.CapLatency > plan.Facts.CapDelay)
            findings.Add(new(Severity.Note, "redfish.capLatency", FormattableString.Invariant($"{field.Redfish.CapLatency.TotalSeconds:0.#} s where the site file's way to caps takes {plan.Facts.CapDelay.TotalSeconds:0.#} s"),
                "the same in both", "Set `capPath: outOfBand` in the site file, so that notices are judged by what stands; the longer of the two counts."));
        if (findings.Any(one => one.Severity == Severity.Wrong)) return (null, null, findings);
        RedfishWire wire = new(new()
        {
            TimeOut = field.Redfish.TimeOut,
            WalkTimeOut = field.Redfish.WalkTimeOut,
            WriteTimeOut = field.Redfish.WriteTimeOut,
            ConnectionsEach = field.Redfish.ConnectionsEach,
            Roots = roots,
            ClientCertificate = own
        });
        FoundCapsFile? file = keeper is null ? new(Path.Combine(folder, field.Redfish.Found)) : null;
        FieldWiring wiring = new(field, time, wire, file);
        foreach ((string name, string secret) in secrets) wiring.passwords[name] = secret;
        return (wiring, wiring.DevicesOf(places, keeper ?? file!), findings);
    }

    /// <summary>How the field deals with time, by its file.</summary>
    public LiveFieldSetting Setting => new() { StaleAfter = this.field.Redfish.StaleAfter, CapLatency = this.field.Redfish.CapLatency };

    /// <summary>Each rack at its bank; one that the plan does not know, or knows otherwise, is a finding.</summary>
    private static List<LiveRack> PlacesOf(FieldDescription field, LivePlan plan, List<Finding> findings)
    {
        List<LiveRack> places = [];
        int[] count = new int[plan.Banks.Count];
        HashSet<string> told = [];
        foreach (FieldRack rack in field.Racks)
        {
            int bank = Enumerable.Range(0, plan.Banks.Count).FirstOrDefault(b =>
                plan.Banks[b].Rack == rack.Rack && plan.Banks[b].Part == rack.Part, -1);
            if (bank < 0)
            {
                if (told.Add(rack.Rack + "|" + rack.Part))
                    findings.Add(new(Severity.Wrong, "racks", $"{rack.Name}: {rack.Rack} in {rack.Part}", $"racks of the plan: {string.Join("; ", plan.Banks.Select(one => one.Name))}", "Use the plan's names of part and rack."));
                continue;
            }
            if (rack.Work is { } work && !plan.Services.Contains(work) && !plan.Runs.Contains(work) && told.Add(work))
                findings.Add(new(Severity.Wrong, "racks", $"{rack.Name}: work \"{work}\"", $"a service or a run of the plan: {string.Join(", ", plan.Services.Concat(plan.Runs))}", "Use the plan's name, or leave it out."));
            places.Add(new(rack.Name, bank, rack.Work, rack.Importance) { Number = count[bank]++ });
        }
        for (int b = 0; b < count.Length; b++)
            if (Math.Abs(count[b] - plan.Banks[b].Racks) > 0.5)
                findings.Add(new(Severity.Note, "racks", $"{count[b]} of {plan.Banks[b].Name}", FormattableString.Invariant($"{plan.Banks[b].Racks:0.#} as the plan has them"), "Plan again with what stands, or list what is missing."));
        return places;
    }

    private LiveDevices DevicesOf(IReadOnlyList<LiveRack> places, IFoundCaps keeper)
    {
        RackDriverSetting setting = new()
        {
            CapLatency = field.Redfish.CapLatency,
            StaleAfter = field.Redfish.StaleAfter,
            AuditEvery = field.Redfish.Audit,
            InputSensor = field.Redfish.InputSensor,
            PrefersEach = field.Redfish.PrefersEach,
        };
        Dictionary<string, FieldRack> listed = field.Racks.ToDictionary(rack => rack.Name);
        RackDriver[] drivers =
            [.. places.Select(place =>
                new RackDriver(place.Name,
                    [.. listed[place.Name].Addresses.Select(address => Client(address, listed[place.Name].Account))], setting, time,
                        keeper))];
        Dictionary<string, PduDriver> strips = places.Where(place => listed[place.Name].Strip is not null)
            .ToDictionary(place => place.Name, place =>
                new PduDriver(place.Name + " strip", Client(listed[place.Name].Strip!, listed[place.Name].Account), time));
        CduDriver[] cdus = [.. field.Cdus.Select(cdu =>
            new CduDriver(cdu.Name, Client(cdu.Address, cdu.Account), time, cdu.ReturnMost, cdu.Part))];
        return new()
        {
            Racks = new(drivers, time, field.Redfish.AtOnce),
            Places = [.. places.Select(place => place with { Pdu = strips.GetValueOrDefault(place.Name) })],
            Cdus = cdus,
            Pdus = [.. strips.Values],
            Leaks =
            [
                .. field.Cdus.Select(cdu => new LeakWatch(cdu.Name, Client(cdu.Address, cdu.Account), time)),
                .. field.Leaks.Where(leak => leak.Kind == "redfish").Select(leak =>
                    new LeakWatch(leak.Name, Client(new(leak.Address), leak.Account), time)),
            ],
        };
    }

    private RedfishClient Client(Uri address, string? account)
    {
        // one session for all who ask the same service, and one wrong password
        if (clients.TryGetValue((address, account), out RedfishClient? known)) return known;
        FieldAccount? who = account is null ? null : field.Accounts[account];
        return clients[(address, account)] = new(wire, who is null ? new(address)
            : new(address, who.IsBasic ? RedfishEntry.Basic : RedfishEntry.Session, who.User, passwords[account!]), time);
    }

    private readonly Dictionary<(Uri Address, string? Account), RedfishClient> clients = [];

    /// <summary>Leaves all services; after the field itself was closed.</summary>
    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource soon = new(leaving);
        try
        {
            await Parallel.ForEachAsync(clients.Values, new ParallelOptions { MaxDegreeOfParallelism = field.Redfish.AtOnce, CancellationToken = soon.Token },
                static (client, stop) => client.LeaveAsync(stop)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // sessions that are left open run out by themselves
        }
        foreach (RedfishClient client in clients.Values) client.Dispose();
        wire.Dispose();
        found?.Dispose();
    }

    private static readonly TimeSpan leaving = TimeSpan.FromSeconds(5);
}
