using Headroom.Control;
using Headroom.Operator.Grid.DsxFlex;
using Headroom.Operator.Mqtt;
using Headroom.Protocols.DsxFlex;
using Headroom.Protocols.Jose;
using Headroom.Quantities;
using Headroom.TestKit.Broker;
using Headroom.TestKit.Coordination;
using Headroom.TestKit.DsxFlex;

namespace Headroom.Operator.Tests.DsxFlex;

/// <summary>A broker, an agent of a small site with a real book of limits, and the grid's side.</summary>
sealed class FlexScene : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    readonly Dictionary<(string, string), JwsKey> keys = [];
    readonly CancellationTokenSource stop = new();
    readonly List<FlexIsv> isvs = [];
    Task running = Task.CompletedTask;

    /// <summary>The agent's time of acting.</summary>
    public Task Running => running;
    readonly JwsKey agentKey = JwsKey.Make("agent-1");

    public ShiftedTime Time { get; } = new();
    public LoopbackBroker? Broker { get; private set; }
    public int Port { get; private set; }
    public BookDesk Desk { get; private set; } = null!;
    public FlexAgent Agent { get; private set; } = null!;
    public FlexAgentSetting Setting { get; private set; } = null!;

    public static async Task<FlexScene> StartAsync(Func<FlexAgentSetting, FlexAgentSetting>? change = null, BrokerSetting? broker = null,
        int? port = null, Func<MqttSetting, MqttSetting>? line = null, int namesMost = 1000)
    {
        FlexScene scene = new();
        if (port is null) scene.Broker = await LoopbackBroker.StartAsync(broker);
        scene.Port = port ?? scene.Broker!.Port;
        BookDesk small = BookDesk.Small(SiteClock.Real(scene.Time));
        LimitScope feed = new(Power.FromSi(60e6), Power.FromSi(60e6));
        scene.Desk = namesMost == 1000 ? small : new(small.Clock, small.Site, new()
        {
            Site = new(small.Site.Connection, small.Site.Connection),
            Feeds = new Dictionary<string, LimitScope> { ["main-a"] = feed, ["main-b"] = feed },
            NamesMost = namesMost,
        });
        scene.Desk.Beat();
        FlexAgentSetting setting = new()
        {
            Name = "small",
            Feeds = new Dictionary<string, FlexFeedSetting>
            {
                ["site"] = new(null, Power.FromSi(10e6), Power.FromSi(100e6), Power.FromSi(90e6)),
                ["a"] = new("main-a", Power.Zero, Power.FromSi(60e6), Power.FromSi(60e6)),
            },
            SigningKey = scene.agentKey,
            Key = scene.Key,
            Period = TimeSpan.FromHours(1),
        };
        scene.Setting = change?.Invoke(setting) ?? setting;
        await scene.RunAgentAsync(line);
        return scene;
    }

    public async Task RunAgentAsync(Func<MqttSetting, MqttSetting>? line = null, IFlexMemory? memory = null)
    {
        if (memory is not null) Setting = Setting with { Memory = memory };
        Agent = new(Line("agent", line), Setting, Desk);
        running = Agent.RunAsync(stop.Token);
        await Eventually.HoldsAsync(() => Agent.IsConnected, () => $"the agent never connected: {Agent.Fault}");
    }

    public MqttSetting Line(string client, Func<MqttSetting, MqttSetting>? line = null)
    {
        MqttSetting setting = new("127.0.0.1", Port, $"{client}-{Guid.NewGuid():N}")
        {
            UsesTls = false,
            RetryLeast = TimeSpan.FromMilliseconds(20),
            RetryMost = TimeSpan.FromMilliseconds(200)
        };
        return line?.Invoke(setting) ?? setting;
    }

    public async Task<FlexIsv> IsvAsync(string name, Func<MqttSetting, MqttSetting>? line = null)
    {
        JwsKey key = JwsKey.Make($"{name}-1");
        keys[($"//grid/v1/isv/{name}", key.Id)] = key;
        FlexIsv isv = new(Line(name, line), name, key, (source, id) => source.Role == FlexRole.Agent && id == agentKey.Id ? agentKey
            : null, Time);
        isvs.Add(isv);
        await isv.StartAsync(Patience);
        return isv;
    }

    public double? Ceiling(string? feed, double hours = 0) => Desk.Ceiling(feed, Time.GetUtcNow().AddHours(hours)).Firm.Megawatts;

    public Task CeilingIsAsync(string? feed, double megawatts, double hours = 0) =>
        Eventually.HoldsAsync(() => Ceiling(feed, hours) == megawatts, () =>
        $"ceiling of {feed ?? "the site"} in {hours} h is {Ceiling(feed, hours)} MW, not {megawatts}; notes: {string.Join("; ", Desk.Noted.Select(one => one.What))}");

    public Task NotedAsync(string what) =>
        Eventually.HoldsAsync(() => Desk.Noted.Any(one => one.What.Contains(what, StringComparison.Ordinal)), () =>
        $"nobody noted \"{what}\", but {string.Join("; ", Desk.Noted.Select(one => one.What))}");

    public static LoadTargetSet Target(double? megawatts, DateTimeOffset? from = null, DateTimeOffset? until = null,
        string[]? tags = null, bool bestEffort = false) => new([new LoadTarget
    {
        Constraint = megawatts is { } power ? Power.FromSi(power * 1e6) : null,
        Start = from,
        End = until,
        Tags = tags ?? [],
        IsBestEffort = bestEffort,
    }]);

    public async Task StopAgentAsync()
    {
        await Agent.DisposeAsync();
    }

    JwsKey? Key(FlexSource source, string id) => keys.GetValueOrDefault((source.ToString(), id));

    public async ValueTask DisposeAsync()
    {
        foreach (FlexIsv isv in isvs) await isv.DisposeAsync();
        await stop.CancelAsync();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Agent.DisposeAsync();
        if (Broker is not null) await Broker.DisposeAsync();
        stop.Dispose();
    }
}
