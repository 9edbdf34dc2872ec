using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Headroom.Cli.Operating;
using Headroom.Cli.Rendering;
using Headroom.Control;
using Headroom.Operator;
using Headroom.Operator.Grid;
using Headroom.Operator.Journal;
using Headroom.Operator.Store;
using Headroom.Operator.Web;
using Headroom.Reports;
using Headroom.Scenarios.Catalog;
using Headroom.Scenarios.FieldFiles;
using Headroom.Scenarios.GridFiles;
using Headroom.Scenarios.Plans;
using Headroom.Scenarios.Runs;
using Headroom.Simulation;
using Headroom.Sites;
using Microsoft.Extensions.DependencyInjection;
using static Headroom.Cli.Verbs.VerbOptions;

namespace Headroom.Cli.Verbs;

/// <summary><c>headroom operate FILE</c>: the controller as a service.</summary>
static class OperateVerb
{
    public static Command Create(Run run)
    {
        var file = new Argument<string>("FILE") { Description = "The site file." };
        Option<string?> field = Text("--field", "FILE", "simulated, or a field file that names devices (docs/redfish.md, docs/site-side.md); simulated unless stated."),
            grid = Text("--grid", "FILE", "A grid file that names VTNs of OpenADR and a bus of DSX Flex (docs/operate.md); none unless stated."),
            store = Text("--store", "PLACE", "Journal and state: a file, or postgres://user@host/database; .headroom/SITE.db unless stated."),
            urls = Text("--urls", "LIST", "Where to listen, separated by semicolons; http://127.0.0.1:5240 unless stated. Off loopback: https with --certificate."),
            speed = Text("--speed", "N", "How much faster than life a simulated field runs; 1 unless stated."),
            plan = Text("--plan", "PLAN.JSON", "A plan that 'headroom plan FILE --out DIR' wrote; planned once and kept in the store unless stated."),
            policy = Text("--policy", "NAME", $"Who decides: {string.Join(", ", Policies.Known.Select(one => one.Name))}; headroom unless stated."),
            scenario = Text("--scenario", "NAME", "What happens to a simulated field: weather and failures (docs/scenarios.md), and its limits as messages."),
            seed = Text("--seed", "N", "For what a simulated field draws by chance; 1 unless stated."),
            certificate = Text("--certificate", "PEM", "Certificate of https."), key = Text("--key", "PEM", "Its key."),
            signing = Text("--signing-key", "PEM", "With which reports are signed; made beside the store unless it is there."),
            holder = Text("--name", "NAME", "Of this process among those that share a store; machine and process number unless stated."),
            oidc = Text("--oidc", "URL", "An identity provider whose tokens count beside ours."),
            telemetry = Text("--telemetry", "URL", "Where metrics and traces go, by OTLP.");
        Option<bool> newAdmin = new("--new-admin-token") { Description = "Make the token of admin anew and show it, for who lost it." };
        var verb = new Command("operate", "Run the controller as a service: takes limits, holds them, proves it.")
        {
            file, field, grid, store, urls, speed, plan, policy, scenario, seed, certificate, key, signing, holder, oidc, telemetry, newAdmin,
        };
        verb.SetAction(async (parsed, _) =>
        {
            string? Of(Option<string?> option) => parsed.GetValue(option) ?? Environment.GetEnvironmentVariable("HEADROOM_" + option.Name[2..].Replace('-', '_').ToUpperInvariant());
            return (int)await OperateAsync(run, new(parsed.GetValue(file)!, Of(field) ?? Simulated, Of(grid), Of(store), Of(urls), Of(speed), Of(plan),
                Of(certificate), Of(key), Of(signing), Of(holder), Of(oidc), Of(telemetry), parsed.GetValue(newAdmin),
                new() { Policy = Of(policy), Scenario = Of(scenario), Seed = Of(seed), Rules = "none" }));
        });
        return verb;
    }

    const string Simulated = "simulated";

    /// <summary>A beat takes some milliseconds with its journal: faster than this no machine keeps up.</summary>
    const double SpeedMost = 100;

    /// <summary>Beats renew the lease of three seconds, in life: much slower and it would end between two of them.</summary>
    const double SpeedLeast = 0.5;

    sealed record Asked(string File, string Field, string? Grid, string? Store, string? Urls, string? Speed, string? Plan,
        string? Certificate, string? Key, string? SigningKey, string? Holder, string? Oidc, string? Telemetry, bool NewAdmin, RunOptions Options);

    static async Task<ExitCode> OperateAsync(Run run, Asked asked)
    {
        (Site? site, PlannedYear? plan, IReadOnlyList<Finding> findings) = PlannedSite.Read(run, asked.File, asked.Plan);
        double speed = 1;
        if (asked.Speed is { } text && !(double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out speed) && speed is >= SpeedLeast and <= SpeedMost))
            findings = [.. findings, Wrong("--speed", text, string.Create(CultureInfo.InvariantCulture, $"a number from {SpeedLeast} to {SpeedMost}"), "Take 60 for a minute in a second: every second of the site is decided and kept, and that has to fit.")];
        if (asked.Field != Simulated && asked.Speed is not null) findings = [.. findings, Wrong("--speed", asked.Speed, "no speed beside a field of devices", "Leave it out: devices live as fast as life.")];
        FieldFileReading? field = asked.Field == Simulated ? null : FieldFile.Read(asked.Field);
        GridFileReading? grid = asked.Grid is { } path ? GridFile.Read(path) : null;
        findings = [.. findings, .. field?.Findings ?? [], .. grid?.Findings ?? []];
        RunRequest? request = null;
        if (site is not null)
        {
            (request, IReadOnlyList<Finding> options) = RunReader.Read(asked.Options, site);
            findings = [.. findings, .. options];
        }
        string place = asked.Store ?? Path.Combine(".headroom", $"{site?.Name ?? "site"}.db");
        var settings = new OperatorSettings
        {
            Store = place,
            Urls = asked.Urls ?? "http://127.0.0.1:5240",
            Certificate = asked.Certificate,
            Key = asked.Key,
            OidcAuthority = asked.Oidc,
            Telemetry = asked.Telemetry,
            NewAdmin = asked.NewAdmin,
            Service = new() { Policy = request?.Policy.Name ?? Policies.Default(isSteady: false), Holder = asked.Holder ?? $"{Environment.MachineName}/{Environment.ProcessId}" },
        };
        findings = [.. findings, .. settings.Check()];
        if (site is null || request is null || findings.Any(one => one.Severity == Severity.Wrong))
        {
            FindingText.Write(run.Terminal.Error, findings, asked.File);
            return ExitCode.WrongInput;
        }
        IJournalStore? store = await OpenAsync(run, asked.File, place);
        if (store is null) return ExitCode.WrongInput;
        if (await JournalOwner.FindAsync(store, run.Stop) is { } owner && owner != site.Name)
        {
            await store.DisposeAsync();
            FindingText.Write(run.Terminal.Error, [Wrong("--store", $"{Dialect.WithoutPassword(place)}, the journal of {owner}", $"a store of {site.Name}, or one that is new",
                $"Name another place, or the site file of {owner}: one journal belongs to one site.")], asked.File);
            return ExitCode.WrongInput;
        }
        await using (store) return await OperateAsync(run, asked, settings, new(site, plan, request, field?.Field, grid?.Grid), store, speed);
    }

    sealed record Ready(Site Site, PlannedYear? Plan, RunRequest Request, FieldDescription? Field, GridDescription? Grid);

    static async Task<IJournalStore?> OpenAsync(Run run, string file, string place)
    {
        try
        {
            if (!Dialect.IsPostgres(place) && Path.GetDirectoryName(Path.GetFullPath(place)) is { } folder) Directory.CreateDirectory(folder);
            return await SqlStore.OpenAsync(Dialect.Of(place), TimeProvider.System, run.Stop);
        }
        catch (Exception fault) when (fault is System.Data.Common.DbException or IOException or InvalidDataException or UnauthorizedAccessException
            or UriFormatException or ArgumentException)
        {
            FindingText.Write(run.Terminal.Error, [Wrong("--store", $"{Dialect.WithoutPassword(place)} ({fault.Message.TrimEnd('.')})", "a file that can be written, or a database that answers", "Check path, address and rights.")], file);
            return null;
        }
    }

    static async Task<ExitCode> OperateAsync(Run run, Asked asked, OperatorSettings settings, Ready ready, IJournalStore store, double speed)
    {
        PlannedYear? plan = ready.Plan ?? await KeptPlan.FindAsync(store, ready.Site, run.Stop);
        if (plan is null)
        {
            using var progress = new ProgressLine(run.Terminal, verbose: false);
            plan = PlannedSite.Make(run, ready.Site, progress, out PlanAnswer? refusal);
            if (plan is null) return PlannedSite.None(run, json: false, ready.Site, refusal!, []);
            await KeptPlan.KeepAsync(store, ready.Site, plan, run.Stop);
        }
        SiteClock clock = await ClockAsync(store, ready.Field is null, speed, settings.Service.Beat, run.Stop);
        var order = new SimulationOrder
        {
            Site = ready.Site,
            Plan = plan,
            Scenario = ready.Request.Scenario?.Scenario,
            Seed = ready.Request.Seed,
            Actuators = ActuatorFile.Shipped,
        };
        (OpenedField? opened, IReadOnlyList<Finding> findings) = await OpenedField.OfAsync(order, ready.Field, asked.Field, clock.UtcNow);
        using SigningKey? signing = KeyOf(run, asked, settings, ready.Site);
        if (opened is null || signing is null)
        {
            FindingText.Write(run.Terminal.Error, findings, asked.File);
            return ExitCode.WrongInput;
        }
        GridWiring? grid = null;
        OperatorHost host;
        try
        {
            host = await OperatorHost.BuildAsync(settings, opened.Field, store, clock, run.Engine.Ahead, signing.PublicPem, (web, service) =>
            {
                if (ready.Grid is not { } described) return;
                string folder = Path.GetDirectoryName(Path.GetFullPath(asked.Grid!))!;
                (grid, IReadOnlyList<Finding> wrong) = GridWiring.Open(described, service, store, folder, Environment.GetEnvironmentVariable, web.Logger);
                findings = [.. findings, .. wrong.Select(one => one with { File = one.File ?? Path.GetFileName(asked.Grid) })];
                if (grid is null) return;
                web.MapCallbacks(grid);
                findings = [.. findings, .. web.Services.GetRequiredService<Access>().Reserve(grid.Voices).Select(taken => new Finding(Severity.Wrong, "openAdr.name", taken, "a name that no token bears",
                    "Name the VTN otherwise, or take the token back: who bears it could cancel what the VTN demands.") { File = Path.GetFileName(asked.Grid) })];
            }, run.Stop);
        }
        catch (Exception fault) when (fault is CryptographicException or IOException)
        {
            FindingText.Write(run.Terminal.Error, [Wrong("--certificate", $"{asked.Certificate} ({fault.Message})", "a PEM certificate and its key", "Check both files.")], asked.File);
            return ExitCode.WrongInput;
        }
        await using (opened)
        await using (host)
        {
            if (findings.Any(one => one.Severity == Severity.Wrong))
            {
                FindingText.Write(run.Terminal.Error, findings, asked.File);
                return ExitCode.WrongInput;
            }
            Task BesideAsync(CancellationToken stop) => Task.WhenAll(grid?.RunAsync(stop) ?? Task.CompletedTask, opened.RunAsync(host.Service, host.Logger, stop));
            try { await host.StartAsync(run.Stop); }
            catch (OperationCanceledException) when (run.Stop.IsCancellationRequested) { return ExitCode.Done; }
            catch (IOException taken) when (taken.InnerException is not null || taken.Message.Contains("address", StringComparison.OrdinalIgnoreCase))
            {
                FindingText.Write(run.Terminal.Error, [Wrong("--urls", $"{settings.Urls} ({taken.Message})", "an address that is free", "Choose another port, or stop who listens there.")], asked.File);
                return ExitCode.WrongInput;
            }
            Greet(run.Terminal.Out, settings, store, host, ready.Site, clock);
            await host.RunAsync(run.Stop, BesideAsync);
        }
        return ExitCode.Done;
    }

    /// <summary>At the speed of life the machine's; else one that goes by beats, and on from where the journal ends: such time does not go back with a
    /// restart, at whatever speed.</summary>
    static async ValueTask<SiteClock> ClockAsync(IJournalStore store, bool isSimulated, double speed, TimeSpan beat, CancellationToken stop)
    {
        TimeSpan? latest = isSimulated ? await JournalEnd.LatestAsync(store, stop) : null;
        DateTimeOffset now = DateTimeOffset.UtcNow;
        bool isAhead = latest > SiteClock.At(now) + aheadOfClock;
        if (speed == 1 && !isAhead) return SiteClock.Real(TimeProvider.System);
        var clock = new SteppedClock(TimeProvider.System, latest is { } shown ? SiteClock.At(shown) : now, speed, beat);
        clock.GoOnAfter(latest);
        return clock;
    }

    /// <summary>A beat falls on the nearest second: no journal of a site that lives with the clock is further ahead of it.</summary>
    static readonly TimeSpan aheadOfClock = TimeSpan.FromSeconds(2);

    static SigningKey? KeyOf(Run run, Asked asked, OperatorSettings settings, Site site)
    {
        string path = asked.SigningKey ?? SigningKey.PathOf(settings.Store, site.Name);
        try { return SigningKey.LoadOrMake(path); }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            FindingText.Write(run.Terminal.Error, [Wrong("--signing-key", $"{path} ({fault.Message.TrimEnd('.')})", "a private key of ECDSA P-256, PEM", "Take the file away to have one made.")], asked.File);
            return null;
        }
    }

    static void Greet(TextWriter to, OperatorSettings settings, IJournalStore store, OperatorHost host, Site site, SiteClock clock)
    {
        string speed = clock.SpeedFactor == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $", {clock.SpeedFactor:0.##} times as fast as life");
        to.WriteLine($"{site.Name}: {host.Service.Site.Field} field{speed}; journal in {store.Place}");
        if (clock is SteppedClock { SpeedFactor: 1 })
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Time         goes on at {clock.UtcNow:yyyy-MM-dd HH:mm:ss} UTC, where the journal ends, ahead of this machine"));
        to.WriteLine($"Dashboard    {settings.Urls.Split(';')[0].TrimEnd('/')}/");
        if (host.FirstToken is { } token) to.WriteLine($"Admin token  {token}\n             shown once; give others theirs with POST /api/v1/tokens");
        to.WriteLine("Ctrl-C stops in order.");
        to.Flush();
    }

    static Finding Wrong(string path, string read, string expected, string remedy) => new(Severity.Wrong, path, read, expected, remedy) { File = "command line" };
}
