using Headroom.Control;
using Headroom.Operator.Field.DsxBms;
using Headroom.Operator.Journal;
using Headroom.Operator.Mqtt;
using Headroom.Operator.Store;
using Headroom.Operator.Tests.Beat;
using Headroom.Operator.Tests.DsxFlex;
using Headroom.Operator.Tests.Live;
using Headroom.Protocols.DsxBms;
using Headroom.Quantities;
using Headroom.Scenarios.FieldFiles;
using Headroom.Simulation;
using Headroom.Sites;
using Headroom.TestKit;
using Headroom.TestKit.Broker;
using Headroom.TestKit.DsxBms;
using Microsoft.Extensions.Logging.Abstractions;

namespace Headroom.Operator.Tests.DsxBms;

/// <summary>A building management system on a broker of its own, the operator's service, and emulated racks: all on one clock that the test moves.</summary>
internal sealed class WarmSite : IAsyncDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly string folder = Directory.CreateTempSubdirectory("headroom-warm-").FullName;
    private SqlStore store = null!;
    private Task runs = Task.CompletedTask, hears = Task.CompletedTask;

    private WarmSite() { }

    public ManualTime Time { get; } = new(LiveSiteOfRacks.Noon);
    public LoopbackBroker Broker { get; private set; } = null!;
    public SmallBms Bms { get; private set; } = null!;
    public SiteBms Listener { get; private set; } = null!;
    public LiveSiteOfRacks Site { get; private set; } = null!;
    public SiteService Service { get; private set; } = null!;

    /// <summary>Mean power that the racks' accelerators may draw, by their own limits.</summary>
    public double EnforcedWatts => Site.Services.Average(one => one.Rack!.Total(0).Enforced.Watts);

    /// <summary>Share that the last orders leave the racks' bank.</summary>
    public double Share => Site.Plan.ShareOf(0);

    /// <summary>Everything that was told, with its severity.</summary>
    public IReadOnlyList<string> Told => [.. Service.Now!.Happenings.Reverse().Select(one => $"{one.Severity}: {one.What}")];

    public static string File(int port) => $$"""
        field: warm
        racks:
          - {names: [R-1], address: "http://127.0.0.1:1/", part: A, rack: gb200-nvl72}
        bms:
          broker: mqtt://127.0.0.1:{{port}}
          integration: HEADROOM
          temperatures:
            - {name: coolant to hall A, point: "{{SmallBms.Supply}}", most: 45 °C, part: A}
            - {name: coolant from hall A, point: "{{SmallBms.Return}}", most: 60 °C}
            - {name: aisle, point: "{{SmallBms.Aisle}}", most: 38 °C}
          states:
            - {name: tray of CDU 1, point: "{{SmallBms.Leak}}"}
            - {name: CDU 1, point: "{{SmallBms.State}}", good: [Running]}
        """;

    public static async Task<WarmSite> StartAsync()
    {
        WarmSite warm = new() { Broker = await LoopbackBroker.StartAsync() };
        FieldFileReading read = FieldFile.Parse(File(warm.Broker.Port), "field.yaml");
        Assert.Empty(read.Findings);
        warm.Site = await LiveSiteOfRacks.StartAsync(clock: warm.Time, join: (plan, devices) =>
        {
            (SiteBms? bms, IReadOnlyList<Finding> findings) = BmsWiring.Open(read.Field!.Bms, plan, ".", _ => null, warm.Time);
            Assert.Empty(findings);
            return devices with { Bms = warm.Listener = bms! };
        });
        warm.Bms = new(new("127.0.0.1", warm.Broker.Port, "bms") { UsesTls = false }, "HEADROOM", warm.Time);
        await warm.Bms.StartAsync(FlexScene.Patience);
        await warm.Bms.DescribeAsync();
        warm.store = await SqlStore.OpenAsync(Dialect.Sqlite(Path.Combine(warm.folder, "w.db")), warm.Time);
        warm.Service = new(warm.Site.Field, warm.store, SiteClock.Real(warm.Time), new(), null, "", NullLogger.Instance);
        warm.runs = warm.Service.RunAsync(warm.stop.Token);
        warm.hears = warm.Listener.RunAsync(warm.Service, NullLogger.Instance, warm.stop.Token);
        await warm.BeatsAsync(2);
        await warm.HeardAsync(SmallBms.State, 1);
        return warm;
    }

    /// <summary>Tells a value until it was heard: a subscription stands when it stands, and values are not retained.</summary>
    public async Task HeardAsync(BmsPointKey point, double? number, int quality = BmsValue.Good)
    {
        using var patience = new CancellationTokenSource(FlexScene.Patience);
        do
        {
            await Bms.TellAsync(point, number, quality);
            await Task.Delay(10, patience.Token);
        }
        while (Listener.Last(point) is not { } last || last.Number != number || last.Quality != quality || last.At != Time.GetUtcNow());
    }

    /// <summary>Temperatures of now [°C].</summary>
    public async Task TellAsync(double supply, double back, double aisle)
    {
        await HeardAsync(SmallBms.Supply, supply);
        await HeardAsync(SmallBms.Return, back);
        await HeardAsync(SmallBms.Aisle, aisle);
    }

    /// <summary>Moves the clock by whole seconds, each a beat, and waits for it.</summary>
    public async Task BeatsAsync(int count)
    {
        for (int k = 0; k < count; k++)
        {
            long before = Service.Now?.Beat ?? 0;
            Time.Advance(1.Seconds);
            await RunningSite.UntilAsync(() => Service.Now is { } view && view.Beat > before);
        }
    }

    public async Task<ReplayAnswer> StopAndReplayAsync()
    {
        await stop.CancelAsync();
        await runs;
        await hears;
        return await JournalReplay.RunAsync(store.ReadAsync(1, default), null, default);
    }

    public async Task<string> JournalAsync()
    {
        List<string> all = [];
        await foreach (JournalEntry entry in store.ReadAsync(1, default)) all.Add(System.Text.Encoding.UTF8.GetString(entry.Body.Span));
        return string.Join('\n', all);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await runs.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await hears.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Site.DisposeAsync();
        await store.DisposeAsync();
        await Bms.DisposeAsync();
        await Broker.DisposeAsync();
        stop.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
