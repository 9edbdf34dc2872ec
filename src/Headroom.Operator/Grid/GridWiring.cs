using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Headroom.Operator.Grid.DsxFlex;
using Headroom.Operator.Grid.OpenAdr;
using Headroom.Operator.Mqtt;
using Headroom.Operator.Secrets;
using Headroom.Operator.Store;
using Headroom.Protocols.DsxFlex;
using Headroom.Protocols.Jose;
using Headroom.Protocols.OpenAdr;
using Headroom.Scenarios.GridFiles;
using Headroom.Sites;
using Microsoft.Extensions.Logging;

namespace Headroom.Operator.Grid;

/// <summary>From a grid file to the adapters that speak with the world outside. They are made for each time in which this process acts, and take up what the
/// store keeps; a process that stands by speaks with nobody.</summary>
public sealed class GridWiring
{
    private readonly ISiteDesk desk;
    private readonly ILogger log;
    private readonly IReadOnlyList<(string Name, Func<CancellationToken, Task> Run)> adapters;

    private GridWiring(ISiteDesk desk, ILogger log, IReadOnlyList<(string, Func<CancellationToken, Task>)> adapters) =>
        (this.desk, this.log, this.adapters) = (desk, log, adapters);

    /// <summary>Where notifications of VTNs come in, by the path of the callback.</summary>
    public IReadOnlyDictionary<string, VenWebhook> Webhooks { get; private init; } = new Dictionary<string, VenWebhook>();

    /// <summary>Names under which VTNs demand limits.</summary>
    public IReadOnlyList<string> Voices { get; private init; } = [];

    /// <summary>Adapters, or everything that keeps them from being made.</summary>
    /// <param name="store">Where adapters keep what outlives the process: <c>openadr/NAME</c> and <c>dsx-flex/NAME</c>.</param>
    /// <param name="folder">Where the file stands: keys are named from there.</param>
    /// <param name="variable">An environment variable's value; null where there is none.</param>
    public static (GridWiring? Wiring, IReadOnlyList<Finding> Findings) Open(
        GridDescription grid, ISiteDesk desk, IJournalStore store, string folder, Func<string, string?> variable, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(grid);
        ArgumentNullException.ThrowIfNull(desk);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(variable);
        List<Finding> findings = [];
        KeptSecret secrets = new(folder, variable, findings);
        List<OneVtn> vtns = [.. grid.OpenAdr.Select(one => new OneVtn(Of(one, desk.Site.Name, secrets), desk, store))];
        foreach (VtnDescription one in grid.OpenAdr) CheckFeeds("openAdr.feeds", one.Feeds.Values, desk.Site, findings);
        FlexAgentSetting? flex = grid.DsxFlex is { } described ? Of(described, desk.Site, folder, findings) : null;
        Func<CancellationToken, ValueTask<string>>? password = secrets.Of(grid.DsxFlex?.Password, "dsxFlex.password", "the token of the broker");
        OwnCertificate? own = grid.DsxFlex?.Certificate is { } pkcs ? Certificate(Path.Combine(folder, pkcs), findings) : null;
        if (findings.Any(one => one.Severity == Severity.Wrong)) return (null, findings);
        List<(string, Func<CancellationToken, Task>)> adapters = [.. vtns.Select(one => ($"openadr/{one.Setting.Name}", (Func<CancellationToken, Task>)one.RunAsync))];
        if (flex is not null)
        {
            MqttSetting broker = new MqttSetting(grid.DsxFlex!.Broker.Host, grid.DsxFlex.Broker.Port > 0 ? grid.DsxFlex.Broker.Port : 8883, $"headroom-flex-{flex.Name}")
            {
                UsesTls = grid.DsxFlex.Broker.Scheme == "mqtts",
                ClientCertificate = own?.Certificate,
                ClientChain = own?.Chain ?? [],
                Password = password,
            }.Checked();
            flex.Checked();
            adapters.Add(($"dsx-flex/{flex.Name}", async stop =>
            {
                await using FlexAgent agent = new(broker, flex with { Memory = new StoreFlexMemory(store, flex.Name) }, desk);
                await agent.RunAsync(stop);
            }
            ));
        }
        foreach (OneVtn one in vtns) if (one.Setting.AllowsPlainHttp) log.AdapterSpeaksInTheClear($"openadr/{one.Setting.Name}");
        Dictionary<string, VenWebhook> hooks = [];
        foreach (OneVtn one in vtns) if (one.Setting.CallbackUrl is { } url) hooks[url.AbsolutePath] = one.Webhook;
        return (new(desk, log, adapters) { Webhooks = hooks, Voices = [.. vtns.Select(one => one.Setting.Name)] }, findings);
    }

    /// <summary>Speaks while this process acts, until it is stopped.</summary>
    public Task RunAsync(CancellationToken stop) => Task.WhenAll([.. adapters.Select(one => WhileActing.RunAsync(one.Name, one.Run, desk, log, stop))]);

    /// <summary>A VTN, and the VEN of this time of acting.</summary>
    private sealed class OneVtn
    {
        private readonly ISiteDesk desk;
        private readonly IJournalStore store;
        private volatile Ven? acting;

        public OneVtn(VenSetting setting, ISiteDesk desk, IJournalStore store)
        {
            (Setting, this.desk, this.store) = (setting, desk, store);
            // nobody is told anything while this process stands by: who acts polls
            Webhook = new(setting, body => acting?.Called(body));
        }

        public VenSetting Setting { get; }
        public VenWebhook Webhook { get; }

        public async Task RunAsync(CancellationToken stop)
        {
            await using Ven ven = new(Setting, desk, new StoreVenMemory(store, Setting.Name));
            acting = ven;
            try { await ven.RunAsync(stop); }
            finally { acting = null; }
        }
    }

    /// <summary>Of random starts and polls: another one at each site and for each voice of it, and the same one after a restart and on every machine.</summary>
    internal static ulong SeedOf(string site, VtnDescription one) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{site}\n{one.Name}\n{one.ClientId}")));

    internal static VenSetting Of(VtnDescription one, string site, KeptSecret secrets) => new()
    {
        Name = one.Name,
        Url = one.Url,
        ClientId = one.ClientId,
        ClientSecret = one.SecretVariable is { } secret ? secrets.Now(new(secret), "openAdr.secret", "the secret") : null,
        BearerToken = secrets.Of(one.Token, "openAdr.token", "the token"),
        TokenUrl = one.TokenUrl,
        Scope = one.Scope,
        Audience = one.Audience,
        AllowsPlainHttp = one.PlainHttp,
        Topics = one.Topics,
        Authority = one.Authority,
        Programs = one.Programs,
        Targets = one.Targets,
        Feeds = one.Feeds,
        Resources = one.Resources,
        PollEvery = one.Poll,
        Seed = SeedOf(site, one),
        Reservation = one.ReservationIsTotal ? ReservationMeaning.Total : ReservationMeaning.Additional,
        HoldsFailSafe = one.ManagesCapacity,
        FailSafe = one.FailSafe,
        EmergencyLevel = one.EmergencyLevel,
        SimpleLevels = one.Levels,
        DispatchFirmness = one.Dispatch,
        CallbackUrl = one.Callback,
        CallbackToken = one.CallbackVariable is { } named ? secrets.Now(new(named), "openAdr.callback", "the secret") : null,
        CallbackSecret = one.Signature is { } key ? secrets.Held(key, "openAdr.signature", "the key of signatures") : null,
        UsesMqtt = one.Mqtt,
    };

    private static void CheckFeeds(string path, IEnumerable<string> feeds, SiteFacts site, List<Finding> findings)
    {
        foreach (string name in feeds)
            if (!site.Feeds.Contains(name))
                findings.Add(new(Severity.Wrong, path, $"feed \"{name}\"", $"a node of the power tree: {string.Join(", ", site.Feeds.Take(20))}", "Use the site's name, or leave it out for the whole site."));
    }

    private static FlexAgentSetting? Of(FlexDescription one, SiteFacts site, string folder, List<Finding> findings)
    {
        CheckFeeds("dsxFlex.feeds", one.Feeds.Select(feed => feed.Feed).OfType<string>(), site, findings);
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
        };
    }

    /// <summary>A key of either kind; its identifier is the file's name.</summary>
    private static JwsKey? Key(string path, string file, List<Finding> findings)
    {
        try { return JwsKey.OfPem(Path.GetFileNameWithoutExtension(file), File.ReadAllText(file)); }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            findings.Add(new(Severity.Wrong, path, $"{file} ({unread.Message.TrimEnd('.')})", "a PEM key, ECDSA P-256 or RSA of 2,048 bits", "Check the path and the file."));
            return null;
        }
    }

    private static OwnCertificate? Certificate(string file, List<Finding> findings)
    {
        try { return OwnCertificate.Read(file); }
        catch (Exception unread) when (unread is IOException or CryptographicException)
        {
            findings.Add(new(Severity.Wrong, "dsxFlex.certificate", $"{file} ({unread.Message.TrimEnd('.')})", "a PKCS #12 file without a password", "Check the path and the file."));
            return null;
        }
    }
}
