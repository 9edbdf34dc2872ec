using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Headroom.Operator.Grid.DsxFlex;
using Headroom.Operator.Grid.OpenAdr;
using Headroom.Protocols.DsxFlex;
using Headroom.Protocols.Jose;
using Headroom.Protocols.OpenAdr;
using Headroom.Scenarios.GridFiles;
using Headroom.Sites;

namespace Headroom.Operator.Grid;

/// <summary>From a grid file to the adapters that speak with the world outside.</summary>
public sealed class GridWiring : IAsyncDisposable
{
    private readonly List<Ven> vens;
    private readonly FlexAgent? agent;

    private GridWiring(List<Ven> vens, FlexAgent? agent) => (this.vens, this.agent) = (vens, agent);

    /// <summary>Where notifications of VTNs come in, by the path of the callback.</summary>
    public IReadOnlyDictionary<string, VenWebhook> Webhooks { get; private init; } = new Dictionary<string, VenWebhook>();

    /// <summary>Adapters, or everything that keeps them from being made.</summary>
    /// <param name="folder">Where the file stands: keys are named from there.</param>
    /// <param name="state">Where adapters keep what outlives the process.</param>
    /// <param name="variable">An environment variable's value; null where there is none.</param>
    public static (GridWiring? Wiring, IReadOnlyList<Finding> Findings) Open(GridDescription grid, ISiteDesk desk, string folder, string state, Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(desk);
        ArgumentNullException.ThrowIfNull(variable);
        List<Finding> findings = [];
        string Secret(string path, string name)
        {
            if (variable(name) is { Length: > 0 } value) return value;
            findings.Add(new(Severity.Wrong, path, $"no environment variable {name}", "the secret", "Set it before the service starts."));
            return "";
        }
        List<VenSetting> settings = [.. grid.OpenAdr.Select(one => Of(one, Secret))];
        FlexAgentSetting? flex = grid.DsxFlex is { } described ? Of(described, desk.Site, folder, state, findings) : null;
        string? token = grid.DsxFlex?.PasswordVariable is { } named ? Secret("dsxFlex.passwordVariable", named) : null;
        X509Certificate2? own = grid.DsxFlex?.Certificate is { } pkcs ? Certificate(Path.Combine(folder, pkcs), findings) : null;
        if (findings.Any(one => one.Severity == Severity.Wrong)) return (null, findings);
        Directory.CreateDirectory(state);
        List<Ven> vens = [.. settings.Select(one => new Ven(one, desk, new FileVenMemory(Path.Combine(state, $"openadr-{one.Name}.json"))))];
        FlexAgent? agent = flex is null ? null : new(new(grid.DsxFlex!.Broker.Host, grid.DsxFlex.Broker.Port > 0 ? grid.DsxFlex.Broker.Port : 8883, $"headroom-{flex.Name}")
        {
            UsesTls = grid.DsxFlex.Broker.Scheme == "mqtts",
            ClientCertificate = own,
            Password = token is null ? null : _ => ValueTask.FromResult(token),
        }, flex, desk);
        Dictionary<string, VenWebhook> hooks = [];
        for (int k = 0; k < vens.Count; k++) if (settings[k].CallbackUrl is { } url) hooks[url.AbsolutePath] = vens[k].Webhook;
        return (new(vens, agent) { Webhooks = hooks }, findings);
    }

    /// <summary>Speaks until it is stopped.</summary>
    public Task RunAsync(CancellationToken stop) => Task.WhenAll([.. vens.Select(one => Again(one.RunAsync, stop)), .. agent is null ? (Task[])[] : [Again(agent.RunAsync, stop)]]);

    /// <summary>A process that stands by may not act: its adapters wait until it does.</summary>
    private static async Task Again(Func<CancellationToken, Task> run, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try { await run(stop); }
            catch (OperatorGone) { }
            catch (OperationCanceledException) when (stop.IsCancellationRequested) { return; }
            try { await Task.Delay(TimeSpan.FromSeconds(1), stop); }
            catch (OperationCanceledException) { return; }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (Ven one in vens) await one.DisposeAsync();
        if (agent is not null) await agent.DisposeAsync();
    }

    private static VenSetting Of(VtnDescription one, Func<string, string, string> secret) => new()
    {
        Name = one.Name,
        Url = one.Url,
        ClientId = one.ClientId,
        ClientSecret = secret("openAdr.secretVariable", one.SecretVariable),
        Authority = one.Authority,
        Programs = one.Programs,
        Targets = one.Targets,
        Resources = one.Resources,
        PollEvery = one.Poll,
        Reservation = one.ReservationIsTotal ? ReservationMeaning.Total : ReservationMeaning.Additional,
        HoldsFailSafe = one.ManagesCapacity,
        FailSafe = one.FailSafe,
        EmergencyLevel = one.EmergencyLevel,
        CallbackUrl = one.Callback,
        CallbackToken = one.CallbackVariable is { } named ? secret("openAdr.callbackVariable", named) : null,
        UsesMqtt = one.Mqtt,
    };

    private static FlexAgentSetting? Of(FlexDescription one, SiteFacts site, string folder, string state, List<Finding> findings)
    {
        foreach (FlexFeedDescription feed in one.Feeds)
            if (feed.Feed is { } name && !site.Feeds.Contains(name))
                findings.Add(new(Severity.Wrong, "dsxFlex.feeds", $"feed \"{name}\"", $"a node of the power tree: {string.Join(", ", site.Feeds.Take(20))}", "Use the site's name, or leave it out for the whole site."));
        JwsKey? own = Key("dsxFlex.key", Path.Combine(folder, one.KeyFile), findings);
        Dictionary<string, JwsKey> parties = [];
        foreach ((string party, string file) in one.Parties)
            if (Key("dsxFlex.parties", Path.Combine(folder, file), findings) is { } key) parties[party] = key;
        if (own is null) return null;
        return new()
        {
            Name = one.Name,
            Feeds = one.Feeds.ToDictionary(feed => feed.Tag, feed => new FlexFeedSetting(feed.Feed, feed.Minimum, feed.Maximum, feed.Default)),
            SigningKey = own,
            Key = (source, kid) => parties.TryGetValue(source.Name, out JwsKey? key) && key.Id == kid ? key : null,
            Isvs = [.. parties.Keys],
            SilentAfter = one.SilentAfter,
            TakesUnsigned = one.TakesUnsigned,
            MemoryFile = Path.Combine(state, $"dsx-flex-{one.Name}.json"),
        };
    }

    /// <summary>A key of either kind; its identifier is the file's name.</summary>
    private static JwsKey? Key(string path, string file, List<Finding> findings)
    {
        string id = Path.GetFileNameWithoutExtension(file);
        try
        {
            string pem = File.ReadAllText(file);
            try
            {
                var curve = ECDsa.Create();
                curve.ImportFromPem(pem);
                return new(id, curve);
            }
            catch (Exception other) when (other is CryptographicException or ArgumentException)
            {
                var rsa = RSA.Create();
                rsa.ImportFromPem(pem);
                return new(id, rsa);
            }
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            findings.Add(new(Severity.Wrong, path, $"{file} ({unread.Message.TrimEnd('.')})", "a PEM key, ECDSA P-256 or RSA of 2,048 bits", "Check the path and the file."));
            return null;
        }
    }

    private static X509Certificate2? Certificate(string file, List<Finding> findings)
    {
        try { return X509CertificateLoader.LoadPkcs12FromFile(file, null); }
        catch (Exception unread) when (unread is IOException or CryptographicException)
        {
            findings.Add(new(Severity.Wrong, "dsxFlex.certificate", $"{file} ({unread.Message.TrimEnd('.')})", "a PKCS #12 file without a password", "Check the path and the file."));
            return null;
        }
    }
}
