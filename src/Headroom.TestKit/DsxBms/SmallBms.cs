using System.Collections.Concurrent;
using Headroom.Operator.Mqtt;
using Headroom.Protocols.DsxBms;

namespace Headroom.TestKit.DsxBms;

/// <summary>A small building management system: one CDU with its aisle and a leak detector, one rack, a meter, heartbeats, a set point that an integration may ask for.</summary>
public sealed class SmallBms : IAsyncDisposable
{
    public static readonly BmsPointKey Supply = new("CDU", "LiquidTemperature", "site1/hall A/cdu1/supply"),
        Return = new("CDU", "LiquidTemperature", "site1/hall A/cdu1/return"), Aisle = new("CDU", "AirTemperature", "site1/hall A/aisle"),
        Leak = new("CDU", "LeakDetect", "site1/hall A/cdu1/tray"), State = new("CDU", "Status", "site1/hall A/cdu1/state"),
        Rack = new("Rack", "RackPower", "site1/hall A/r1"),
        Meter = new("PowerMeter", "ActivePower", "site1/feed-a"), SupplyRequest = new("CDU", BmsPointTypes.SupplyTemperatureRequest,
        "site1/hall A/cdu1/request"),
        Isolation = new("Rack", BmsPointTypes.LiquidIsolationRequest, "site1/hall A/r1/isolate"),
        Heartbeat = new("System", BmsPointTypes.HeartbeatOfBms, "bms"),
        Echo = new("System", BmsPointTypes.EchoOfBms, "bms/echo"), TheirHeartbeat = new("System", BmsPointTypes.HeartbeatOfIntegration,
        "integration"),
        TheirEcho = new("System", BmsPointTypes.EchoOfIntegration, "integration/echo");

    /// <summary>Of which it publishes metadata.</summary>
    public const int Points = 13;

    private readonly TimeProvider time;
    private readonly MqttLine line;
    private readonly CancellationTokenSource stopping = new();
    private readonly TaskCompletionSource connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<BmsPointKey, BmsMetadata> metadata;
    private readonly string integration;
    private Task running = Task.CompletedTask;
    private DateTimeOffset heard;

    public SmallBms(MqttSetting broker, string integration, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        (this.time, this.integration) = (time, integration);
        BmsMetadata Of(BmsPointKey key) => new(key.ObjectType, key.PointType);
        metadata = new()
        {
            [Supply] = Of(Supply) with
            {
                Unit = "C",
                ObjectName = "CDU 1",
                ObjectId = "cdu1",
                Serves = ["r1"],
                ProcessArea = ["Secondary", "Supply"]
            },
            [Return] = Of(Return) with { Unit = "C", ObjectName = "CDU 1", ObjectId = "cdu1", Serves = ["r1"], ProcessArea = ["Secondary", "Return"] },
            [Aisle] = Of(Aisle) with { Unit = "C", ObjectName = "CDU 1", ObjectId = "cdu1" },
            [Leak] = Of(Leak) with { ObjectName = "CDU 1", ObjectId = "cdu1", States = [new(0, "No Leak"), new(1, "Leak")] },
            [State] = Of(State) with { ObjectName = "CDU 1", ObjectId = "cdu1", States = [new(0, "Off"), new(1, "Running"), new(2, "Fault")] },
            [Rack] = Of(Rack) with { Unit = "kW", RackLocationId = "r1", RackLocationName = "R1" },
            [Meter] = Of(Meter) with { Unit = "MW", ObjectName = "Feed A", ObjectId = "feed-a", Serves = ["cdu1"] },
            [SupplyRequest] = Of(SupplyRequest) with { Unit = "C", ObjectName = "CDU 1", ObjectId = "cdu1", Integration = integration },
            [Isolation] = Of(Isolation) with
            {
                RackLocationId = "r1",
                RackLocationName = "R1",
                States = [new(0, "not requested"), new(1, "requested")],
                Integration = integration
            },
            [Heartbeat] = Of(Heartbeat) with { ObjectName = "BMS", ObjectId = "BMS" },
            [Echo] = Of(Echo) with { ObjectName = integration, ObjectId = integration },
            [TheirHeartbeat] = Of(TheirHeartbeat) with { ObjectName = integration, ObjectId = integration, Integration = integration },
            [TheirEcho] = Of(TheirEcho) with { ObjectName = "BMS", ObjectId = "BMS", Integration = integration },
        };
        line = new(broker, time, [("BMS/v1/+/Value/#", 0)], HearAsync)
        {
            Connected = _ =>
            {
                connected.TrySetResult();
                return ValueTask.CompletedTask;
            },
        };
    }

    /// <summary>What an integration wrote, in order.</summary>
    public ConcurrentQueue<(BmsTopic Topic, BmsValue Value)> Written { get; } = new();

    /// <summary>Supply temperature that it holds when nobody it believes asks for another [°C].</summary>
    public double OwnSupplyCelsius { get; init; } = 25;

    /// <summary>Guard rails of its own [°C].</summary>
    public double LeastCelsius { get; init; } = 18;

    /// <inheritdoc cref="LeastCelsius"/>
    public double MostCelsius { get; init; } = 40;
    public double? Asked { get; private set; }

    /// <summary>The supply temperature in force: what is asked, within the guard rails, while whoever asked is heard.</summary>
    public double SupplyCelsius => Asked is { } asked && time.GetUtcNow() - heard <= TimeSpan.FromSeconds(30)
        ? Math.Clamp(asked, LeastCelsius, MostCelsius) : OwnSupplyCelsius;

    public async Task StartAsync(TimeSpan patience)
    {
        running = line.RunAsync(stopping.Token);
        await connected.Task.WaitAsync(patience).ConfigureAwait(false);
    }

    /// <summary>Publishes all metadata, retained.</summary>
    public async Task DescribeAsync()
    {
        foreach ((BmsPointKey key, BmsMetadata one) in metadata) await PublishAsync(BmsTopic.MetadataOf(key), one.Write(),
            isRetained: true).ConfigureAwait(false);
    }

    public Task TellAsync(BmsPointKey point, double? number, int quality = BmsValue.Good, bool isRetained = false) =>
        PublishAsync(BmsTopic.ValueOf(point), new BmsValue(number, time.GetUtcNow(), quality).Write(), isRetained);

    /// <summary>One heartbeat, with the time of now.</summary>
    public Task BeatAsync() => TellAsync(Heartbeat, time.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>Any bytes on any topic, for a BMS that misbehaves.</summary>
    public async Task PublishAsync(BmsTopic topic, ReadOnlyMemory<byte> payload, bool isRetained = false)
    {
        if (!await line.PublishAsync(topic.ToString(), payload, 0, stopping.Token,
            isRetained).ConfigureAwait(false)) throw new IOException("The broker did not take it.");
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await line.DisposeAsync().ConfigureAwait(false);
        stopping.Dispose();
    }

    private async ValueTask HearAsync(MqttHeard message, CancellationToken stop)
    {
        if (BmsTopic.Read(message.Topic) is not { IsOfBms: false } topic || BmsValue.Read(message.Payload, out _) is not { } value) return;
        Written.Enqueue((topic, value));
        if (topic.Publisher != integration) return;
        if (topic.Point == SupplyRequest) (Asked, heard) = (value.Number, time.GetUtcNow());
        if (topic.Point != TheirHeartbeat) return;
        heard = time.GetUtcNow();
        await TellAsync(Echo, value.Number).ConfigureAwait(false);
    }
}
