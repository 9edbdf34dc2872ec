using System.Net;
using System.Security.Cryptography;
using Headroom.Operator.Grid;
using Headroom.Operator.Store;
using Headroom.Operator.Tests.DsxFlex;
using Headroom.Operator.Tests.Grid.OpenAdr;
using Headroom.Protocols.OpenAdr;
using Headroom.Quantities;
using Headroom.Scenarios.GridFiles;
using Headroom.Sites;
using Headroom.TestKit;
using Headroom.TestKit.Broker;
using Headroom.TestKit.OpenAdr;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using BookDesk = Headroom.Operator.Tests.Grid.OpenAdr.BookDesk;

namespace Headroom.Operator.Tests.Grid;

/// <summary>Adapters as the service runs them: callbacks over HTTP, only while the process acts, with a store that they share.</summary>
public sealed class GridWiringTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("headroom-grid-").FullName;
    private readonly CancellationTokenSource stop = new();
    private SqlStore store = null!;
    private Task runs = Task.CompletedTask;

    public async ValueTask InitializeAsync() => store = await SqlStore.OpenAsync(Dialect.Sqlite(Path.Combine(folder, "g.db")), TimeProvider.System);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await runs.WaitAsync(FlexScene.Patience);
        await store.DisposeAsync();
        stop.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(false, "/openadr")]
    [InlineData(true, "/openadr")]
    [InlineData(false, "/openadr/in/")]
    [InlineData(true, "/openadr/in/")]
    public async Task A_VTN_proves_a_callback_and_its_notification_becomes_a_ceiling(bool probesEchoPath, string path)
    {
        int port = LoopbackPort.Free();
        await using Vtn vtn = await Vtn.StartAsync(new() { AllowsHttpCallbacks = true, AllowsLoopbackCallbacks = true });
        vtn.Mischief.ProbesEchoPath = probesEchoPath;
        AdrProgram program = vtn.Add(new AdrProgram { Name = "envelopes" });
        BookDesk desk = new(TimeProvider.System);
        GridWiring wiring = Open(desk, new(0) { Vtn = vtn, Callback = new($"http://127.0.0.1:{port}{path}") });
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(options => options.Listen(IPAddress.Loopback, port));
        builder.Services.AddAuthorization();
        await using WebApplication host = builder.Build();
        host.MapCallbacks(wiring);
        await host.StartAsync(TestContext.Current.CancellationToken);
        runs = wiring.RunAsync(stop.Token);
        await Eventually.HoldsAsync(() => vtn.All<AdrSubscription>().Count == 1, () => $"no subscription; {desk.Told}");
        vtn.Add(new AdrEvent
        {
            ProgramId = program.Id,
            Period = new(AdrMoment.Of(DateTimeOffset.UtcNow), AdrDuration.Of(TimeSpan.FromHours(1))),
            Descriptors = [new(EventTypes.ImportLimit) { Units = "KW" }],
            Intervals = [new(0, null, [AdrPayload.Of(EventTypes.ImportLimit, 40_000)])],
        });
        // what was pushed is written down before it is looked at, and a poll by the clock is most of a minute away
        await Eventually.HoldsAsync(() => desk.Told.Contains("webhook called", StringComparison.Ordinal) && desk.CeilingMegawatts(1) == 40, () => desk.Told);
        Assert.DoesNotContain("shown", desk.Told, StringComparison.Ordinal);
        await Eventually.HoldsAsync(() => Kept("openadr/juniper") is not null, () => "nothing in the store");
    }

    [Fact]
    public async Task A_VTN_of_a_grid_file_is_entered_with_the_token_of_a_file()
    {
        await using Vtn vtn = await Vtn.StartAsync();
        using HttpClient client = new();
        using FormUrlEncodedContent form = new([new("grant_type", "client_credentials"), new("client_id", "ven_client"), new("client_secret", "ven_secret")]);
        using HttpResponseMessage answer = await client.PostAsync(new Uri(vtn.Url, "auth/token"), form, TestContext.Current.CancellationToken);
        byte[] body = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "vtn.token"), AdrReader.Token(body).Value!.AccessToken + "\n", TestContext.Current.CancellationToken);
        GridDescription grid = GridFile.Parse($$"""
            grid: juniper
            openAdr:
              - {name: juniper, url: "{{vtn.Url}}", tokenFile: vtn.token, mqtt: false}
            """, "grid.yaml").Grid!;
        BookDesk desk = new(TimeProvider.System);
        runs = GridWiring.Open(grid, desk, store, folder, _ => null, NullLogger.Instance).Wiring!.RunAsync(stop.Token);
        await Eventually.HoldsAsync(() => vtn.All<AdrVen>().Count == 1, () => desk.Told);
        Assert.DoesNotContain(vtn.Requests, one => one.Contains("auth/server", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_grid_file_says_what_targets_and_levels_mean_and_how_firm_dispatch_is()
    {
        await using Vtn vtn = await Vtn.StartAsync();
        AdrProgram program = vtn.Add(new AdrProgram { Name = "envelopes" });
        vtn.Add(new AdrVen { Name = "juniper", ClientId = "ven_client", Targets = ["north side"] });
        void Said(string type, double value, params string[] targets) => vtn.Add(new AdrEvent
        {
            ProgramId = program.Id,
            Targets = targets,
            Period = new(AdrMoment.Of(DateTimeOffset.UtcNow), AdrDuration.Of(TimeSpan.FromHours(1))),
            Intervals = [new(0, null, [AdrPayload.Of(type, value)])],
        });
        Said(EventTypes.ImportLimit, 40_000, "north side");
        Said(EventTypes.Simple, 2);
        BookDesk desk = new(TimeProvider.System);
        runs = Opened(desk, $"url: \"{vtn.Url}\", mqtt: false, managesCapacity: false, feeds: [{{target: north side, feed: north}}], level1: 90 MW, level2: 70 MW, level3: 0 MW, dispatch: bestEffort").Wiring!.RunAsync(stop.Token);
        await Eventually.HoldsAsync(() => (desk.CeilingMegawatts(1, "north"), desk.CeilingMegawatts(1), desk.AskedMegawatts(1)) == (40, 200, 70), () => desk.Told);
    }

    [Theory]
    [InlineData("hidden\n", null)]
    [InlineData("", "openAdr.signatureFile: hook.key is empty")]
    [InlineData(null, "openAdr.signatureFile: no file hook.key")]
    public async Task A_notification_is_taken_with_the_signature_that_a_grid_file_names(string? key, string? finding)
    {
        if (key is not null) await File.WriteAllTextAsync(Path.Combine(folder, "hook.key"), key, TestContext.Current.CancellationToken);
        (GridWiring? wiring, IReadOnlyList<Finding> findings) = Opened(new(TimeProvider.System),
            "url: https://vtn.example.org, callback: https://us.example.org/openadr, callbackVariable: TOKEN, signatureFile: hook.key");
        Assert.Equal(finding, findings.Select(one => $"{one.Path}: {one.Read}").SingleOrDefault());
        if (finding is not null) return;
        byte[] body = AdrWriter.Notification(new(AdrKind.Program, AdrOperation.Create, new AdrProgram { Id = "1", Name = "envelopes" }));
        string right = "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData("hidden"u8, body)), wrong = "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(""u8, body));
        Assert.Equal([200, 401, 401], new string?[] { right, wrong, null }.Select(one => wiring!.Webhooks["/openadr"].Handle(new("POST", "", null, "Bearer shown", one, body)).Status));
    }

    [Fact]
    public void A_target_means_a_feed_that_is_there()
    {
        (GridWiring? wiring, IReadOnlyList<Finding> findings) = Opened(new(TimeProvider.System), "url: https://vtn.example.org, feeds: [{target: a, feed: north}, {target: b, feed: south}]");
        Assert.Equal((null, "openAdr.feeds: feed \"south\""), (wiring, findings.Select(one => $"{one.Path}: {one.Read}").Single()));
    }

    [Fact]
    public void Each_site_starts_at_random_on_its_own_and_the_same_way_after_a_restart()
    {
        AdrEvent signal = new() { Id = "17", ProgramId = "1", Modified = VenRig.Noon };
        TimeSpan Shift(string site, string name, string? client)
        {
            VtnDescription vtn = new(name, new("https://vtn.example.org"), client, "SECRET");
            return RandomShift.Of(signal, 0, AdrDuration.Of(TimeSpan.FromMinutes(30)), GridWiring.Of(vtn, site, new(folder, _ => "secret", [])).Seed);
        }
        TimeSpan[] shifts = [Shift("juniper", "ven", "c"), Shift("cedar", "ven", "c"), Shift("juniper", "other", "c"), Shift("juniper", "ven", "d"), Shift("juniper", "ven", null)];
        Assert.Equal(5, shifts.Distinct().Count());
        Assert.Equal(shifts[0], Shift("juniper", "ven", "c"));
        // pinned: another process, of another version too, must not move a start that stands
        Assert.Equal(0x150E_C8B0_ED49_367FUL, GridWiring.SeedOf("juniper", new("ven", new("https://vtn.example.org"), "c", "SECRET")));
    }

    [Fact]
    public async Task A_process_that_stands_by_asks_nothing_and_leaves_no_one_watching()
    {
        await using Vtn vtn = await Vtn.StartAsync();
        ManualTime time = new(VenRig.Noon);
        BookDesk desk = new(time) { IsActive = false };
        runs = Open(desk, new(0) { Vtn = vtn }).RunAsync(stop.Token);
        for (int k = 0; k < 120; k++) time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((0, 0), (vtn.Requests.Count, desk.Watchers.Ever));
        for (int turn = 1; turn <= 3; turn++)
        {
            desk.IsActive = true;
            int before = vtn.Requests.Count;
            await UntilAsync(time, () => desk.Watchers == (1, turn) && vtn.Requests.Count > before);
            desk.IsActive = false;
            await UntilAsync(time, () => desk.Watchers == (0, turn));
        }
        // the adapter has ended, and with it whoever could ask
        int asked = vtn.Requests.Count;
        for (int k = 0; k < 120; k++) time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal((asked, 3), (vtn.Requests.Count, desk.Watchers.Ever));
    }

    [Fact]
    public async Task An_agent_is_on_the_bus_only_while_its_process_acts()
    {
        await using LoopbackBroker broker = await LoopbackBroker.StartAsync();
        BookDesk desk = new(TimeProvider.System) { IsActive = false };
        using ECDsa own = ECDsa.Create(ECCurve.NamedCurves.nistP256), acme = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await File.WriteAllTextAsync(Path.Combine(folder, "own.pem"), own.ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "acme.pem"), acme.ExportSubjectPublicKeyInfoPem(), TestContext.Current.CancellationToken);
        BookDesk other = new(TimeProvider.System);
        SiteView view = new() { Beat = 1, At = DateTimeOffset.UtcNow, Ceiling = 100.Megawatts, Import = 20.Megawatts, Draw = 20.Megawatts, Field = new() };
        (desk.Now, other.Now) = (view, view);
        // two processes share the name on the bus: were both there, each would throw the other out for ever
        GridWiring standby = Open(desk, new(broker.Port)), acting = Open(other, new(broker.Port));
        runs = Task.WhenAll(standby.RunAsync(stop.Token), acting.RunAsync(stop.Token));
        await Eventually.HoldsAsync(() => other.Sent == 1, () => other.Told);
        Assert.Equal(0, desk.Sent);
        (desk.IsActive, other.IsActive) = (true, false);
        await Eventually.HoldsAsync(() => desk.Sent == 1, () => desk.Told);
        Assert.Equal(1, other.Sent);
    }

    [Fact]
    public async Task An_adapter_that_throws_goes_on_and_says_so()
    {
        ManualTime time = new(VenRig.Noon);
        BookDesk desk = new(time);
        int tries = 0;
        runs = WhileActing.RunAsync("odd", own => ++tries switch
        {
            1 => throw new InvalidOperationException("a bug at once"),
            2 => Task.FromException(new KeyNotFoundException("a bug later")),
            3 => Task.FromException(new TaskCanceledException("a time-out of its own")),
            4 => Task.FromException(new OperatorGone("too many messages wait")),
            _ => Task.Delay(Timeout.InfiniteTimeSpan, own),
        }, desk, NullLogger.Instance, stop.Token);
        await UntilAsync(time, () => tries == 5);
        Assert.Equal(["a bug at once", "a bug later", "a time-out of its own"], desk.Notes.Select(one => System.Text.Encoding.UTF8.GetString(one.Body.Span)));
        Assert.All(desk.Notes, one => Assert.Equal(("adapter", "odd", "alarm: failed, begins anew"), (one.Channel, one.Peer, one.What)));
    }

    private byte[]? Kept(string name) => store.StateAsync(name, default).AsTask().GetAwaiter().GetResult();

    /// <param name="keys">Of the VTN, beside its name and its client.</param>
    private (GridWiring? Wiring, IReadOnlyList<Finding> Findings) Opened(BookDesk desk, string keys)
    {
        GridFileReading reading = GridFile.Parse($"grid: juniper\nopenAdr:\n  - {{name: juniper, clientId: ven_client, secretVariable: SECRET, {keys}}}", "grid.yaml");
        Assert.Empty(reading.Findings);
        return GridWiring.Open(reading.Grid!, desk, store, folder, name => name == "TOKEN" ? "shown" : "ven_secret", NullLogger.Instance);
    }

    private GridWiring Open(BookDesk desk, Speaks with)
    {
        GridDescription grid = new()
        {
            Name = "grid",
            OpenAdr = with.Vtn is not { } vtn ? [] : [new("juniper", vtn.Url, "ven_client", "SECRET")
            {
                Poll = TimeSpan.FromMinutes(1),
                Mqtt = false,
                Callback = with.Callback,
                CallbackVariable = with.Callback is null ? null : "TOKEN",
            }],
            DsxFlex = with.Broker == 0 ? null : new("small", new($"mqtt://127.0.0.1:{with.Broker}"), "own.pem", new Dictionary<string, string> { ["acme"] = "acme.pem" },
                [new("site", null, 10.Megawatts, 200.Megawatts, 150.Megawatts)]),
        };
        (GridWiring? wiring, IReadOnlyList<Finding> findings) =
            GridWiring.Open(grid, desk, store, folder, name => name == "TOKEN" ? "shown" : "ven_secret", NullLogger.Instance);
        Assert.True(wiring is not null, string.Join("; ", findings));
        return wiring;
    }

    private static Task UntilAsync(ManualTime time, Func<bool> holds) => Eventually.HoldsAsync(() =>
    {
        time.Advance(TimeSpan.FromMilliseconds(500));
        return holds();
    }, () => "it did not happen");

    private sealed record Speaks(int Broker)
    {
        public Vtn? Vtn { get; init; }
        public Uri? Callback { get; init; }
    }
}
