using System.Text;
using Headroom.Operator.Field.DsxBms;
using Headroom.Operator.Mqtt;
using Headroom.Operator.Tests.DsxFlex;
using Headroom.Protocols.DsxBms;
using Headroom.TestKit.Broker;
using Headroom.TestKit.DsxBms;

namespace Headroom.Operator.Tests.DsxBms;

public class BmsSubscriberTests
{
    sealed class Scene : IAsyncDisposable
    {
        readonly CancellationTokenSource stop = new();
        Task running = Task.CompletedTask;
        public ShiftedTime Time { get; } = new();
        public LoopbackBroker Broker { get; private set; } = null!;
        public SmallBms Bms { get; private set; } = null!;
        public BmsSubscriber Subscriber { get; private set; } = null!;
        public List<Evidence> Noted { get; } = [];

        public static async Task<Scene> StartAsync(bool mayIsolate = false)
        {
            Scene scene = new() { Broker = await LoopbackBroker.StartAsync() };
            MqttSetting Line(string client) => new("127.0.0.1", scene.Broker.Port, client) { UsesTls = false };
            scene.Bms = new(Line("bms"), "HEADROOM", scene.Time);
            await scene.Bms.StartAsync(FlexScene.Patience);
            BmsSetting setting = new("HEADROOM") { Writes = new("HEADROOM") { MayIsolate = mayIsolate } };
            scene.Subscriber = new(Line("headroom"), setting, scene.Time, (evidence, _) =>
            {
                scene.Noted.Add(evidence);
                return ValueTask.CompletedTask;
            });
            scene.running = scene.Subscriber.RunAsync(scene.stop.Token);
            await Eventually.HoldsAsync(() => scene.Subscriber.IsConnected, () => $"never connected: {scene.Subscriber.Fault}");
            return scene;
        }

        public async Task DescribedAsync()
        {
            await Bms.DescribeAsync();
            await Eventually.HoldsAsync(() => Subscriber.Points.Count(one => one.Metadata is not null) == SmallBms.Points, () => "metadata are missing");
        }

        public async Task<BmsPoint> HeardAsync(BmsPointKey key, double? number)
        {
            await Eventually.HoldsAsync(() => Subscriber.Point(key)?.Last is { } value && value.Number == number, () =>
                $"{key} never was {number}");
            return Subscriber.Point(key)!;
        }

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Subscriber.DisposeAsync();
            await Bms.DisposeAsync();
            await Broker.DisposeAsync();
            stop.Dispose();
        }
    }

    [Fact]
    public async Task A_value_means_nothing_before_its_metadata_and_ages_while_bad_ones_come()
    {
        await using Scene scene = await Scene.StartAsync();
        await scene.Bms.TellAsync(SmallBms.Rack, 132);
        Assert.Null((await scene.HeardAsync(SmallBms.Rack, 132)).Power);
        await scene.DescribedAsync();
        Assert.Equal(132, scene.Subscriber.Point(SmallBms.Rack)!.Power!.Value.Kilowatts);
        scene.Time.Shift(TimeSpan.FromMinutes(5));
        await scene.Bms.TellAsync(SmallBms.Rack, null, quality: 0);
        BmsPoint point = await scene.HeardAsync(SmallBms.Rack, null);
        Assert.Equal(132, point.Power!.Value.Kilowatts);
        Assert.False(point.IsGoodNow);
        Assert.InRange(point.Age(scene.Time.GetUtcNow())!.Value.TotalMinutes, 5, 6);
    }

    [Fact]
    public async Task Metadata_are_read_retained_and_values_are_not()
    {
        await using Scene scene = await Scene.StartAsync();
        await scene.Bms.DescribeAsync();
        await scene.Bms.TellAsync(SmallBms.Supply, 77, isRetained: true);
        // whoever listens already hears it as it is said; only then does the broker surely keep it
        await scene.HeardAsync(SmallBms.Supply, 77);
        await using BmsSubscriber late = new(new("127.0.0.1", scene.Broker.Port, "late") { UsesTls = false }, new("LATE"), scene.Time,
            (_, _) => ValueTask.CompletedTask);
        using var stop = new CancellationTokenSource();
        Task running = late.RunAsync(stop.Token);
        await Eventually.HoldsAsync(() => late.Points.Count(one => one.Metadata is not null) == SmallBms.Points, () => "no retained metadata");
        await scene.Bms.TellAsync(SmallBms.Rack, 1);
        await Eventually.HoldsAsync(() => late.Point(SmallBms.Rack)?.Last is not null, () => "no value");
        Assert.Null(late.Point(SmallBms.Supply)!.Last);
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task A_request_goes_to_its_derived_topic_and_is_written_down_first()
    {
        await using Scene scene = await Scene.StartAsync();
        Assert.Contains("not known", await scene.Subscriber.RequestAsync(SmallBms.SupplyRequest, 30, default), StringComparison.Ordinal);
        await scene.DescribedAsync();
        Assert.Null(await scene.Subscriber.RequestAsync(SmallBms.SupplyRequest, 30, default));
        await Eventually.HoldsAsync(() => scene.Bms.Asked == 30, () => "never asked");
        Assert.Equal(30, scene.Bms.SupplyCelsius);
        Assert.Equal("BMS/v1/HEADROOM/Value/CDU/LiquidTemperatureSpRequest/site1/hall A/cdu1/request", scene.Noted.Single().Peer);
        Assert.NotNull(await scene.Subscriber.RequestAsync(SmallBms.Supply, 30, default));
        Assert.NotNull(await scene.Subscriber.RequestAsync(SmallBms.Isolation, 1, default));
        Assert.All(scene.Bms.Written, one => Assert.Equal(SmallBms.SupplyRequest, one.Topic.Point));
        // whoever falls silent is not believed any more
        scene.Time.Shift(TimeSpan.FromMinutes(1));
        Assert.Equal(25, scene.Bms.SupplyCelsius);
    }

    [Fact]
    public async Task Isolation_is_asked_for_only_where_the_site_allows_it()
    {
        await using Scene scene = await Scene.StartAsync(mayIsolate: true);
        await scene.DescribedAsync();
        Assert.Null(await scene.Subscriber.RequestAsync(SmallBms.Isolation, 1, default));
        await Eventually.HoldsAsync(() => scene.Bms.Written.Any(one => one.Topic.Point == SmallBms.Isolation), () => "never asked");
    }

    [Fact]
    public async Task Heartbeats_go_both_ways_are_echoed_and_their_end_is_noticed()
    {
        await using Scene scene = await Scene.StartAsync();
        await scene.DescribedAsync();
        Assert.Empty(scene.Subscriber.Heartbeats);
        await scene.Bms.BeatAsync();
        await Eventually.HoldsAsync(() => scene.Bms.Written.Any(one => one.Topic.Point == SmallBms.TheirEcho), () => "no echo of theirs");
        Assert.False(scene.Subscriber.Heartbeats.Single().IsSilent);
        await scene.Subscriber.BeatAsync(default);
        await Eventually.HoldsAsync(() => scene.Subscriber.Echoed is not null, () => "no echo of ours");
        scene.Time.Shift(TimeSpan.FromSeconds(31));
        Assert.True(scene.Subscriber.Heartbeats.Single().IsSilent);
        await scene.Bms.BeatAsync();
        await Eventually.HoldsAsync(() => !scene.Subscriber.Heartbeats.Single().IsSilent, () => "still silent");
    }

    [Fact]
    public async Task Nonsense_is_counted_and_changes_nothing()
    {
        await using Scene scene = await Scene.StartAsync();
        await scene.DescribedAsync();
        await scene.Bms.TellAsync(SmallBms.Rack, 100);
        await scene.HeardAsync(SmallBms.Rack, 100);
        await scene.Bms.PublishAsync(BmsTopic.ValueOf(SmallBms.Rack), Encoding.UTF8.GetBytes("{\"value\":1e999}"));
        await scene.Bms.PublishAsync(BmsTopic.MetadataOf(SmallBms.Rack),
            new BmsMetadata("CDU", "LiquidTemperature") { Unit = "C" }.Write());
        await Eventually.HoldsAsync(() => scene.Subscriber.Faults == 2, () => $"{scene.Subscriber.Faults} faults");
        Assert.Equal(100, scene.Subscriber.Point(SmallBms.Rack)!.Power!.Value.Kilowatts);
    }
}
