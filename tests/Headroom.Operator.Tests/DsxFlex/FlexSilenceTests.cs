using Headroom.Operator.Grid.DsxFlex;
using Headroom.Operator.Mqtt;
using Headroom.Operator.Store;
using Headroom.Protocols.DsxFlex;
using Headroom.TestKit.Broker;
using Headroom.TestKit.DsxFlex;

namespace Headroom.Operator.Tests.DsxFlex;

public class FlexSilenceTests
{
    [Fact]
    public async Task At11_a_silent_party_leaves_its_limit_then_the_fail_safe_and_never_no_ceiling()
    {
        await using FlexScene scene = await FlexScene.StartAsync(one => one with { SilentAfter = TimeSpan.FromHours(2) });
        FlexIsv acme = await scene.IsvAsync("acme");
        await acme.SetAsync(FlexScene.Target(70, tags: ["site"]));
        await scene.CeilingIsAsync(null, 70);
        // the fall is in the curve beforehand: the limit for two hours, then the lesser of default (90 MW) and the site's fail-safe (50 MW)
        Assert.Equal(70, scene.Ceiling(null, 1.99));
        Assert.Equal(50, scene.Ceiling(null, 2.01));
        Assert.Equal(50, scene.Ceiling(null, 10_000));
        for (double hour = 0; hour < 5; hour += 0.01) Assert.True(scene.Ceiling(null, hour) <= 70);
        scene.Time.Shift(TimeSpan.FromHours(3));
        scene.Desk.Beat();
        Assert.Equal(50, scene.Ceiling(null));
        // heard again, the same words count
        await acme.SetAsync(FlexScene.Target(70, tags: ["site"]));
        await scene.CeilingIsAsync(null, 70);
    }

    [Fact]
    public async Task At11_without_a_broker_the_last_limit_holds_and_a_returned_one_is_listened_to()
    {
        int port = TestKit.LoopbackPort.Free();
        LoopbackBroker broker = await LoopbackBroker.StartAsync(new() { Port = port });
        await using FlexScene scene = await FlexScene.StartAsync(port: port);
        FlexIsv acme = await scene.IsvAsync("acme");
        await acme.SetAsync(FlexScene.Target(70, tags: ["site"]));
        await scene.CeilingIsAsync(null, 70);
        await broker.DisposeAsync();
        await Eventually.HoldsAsync(() => !scene.Agent.IsConnected, () => "still connected");
        Assert.Equal(70, scene.Ceiling(null, 1));
        await using LoopbackBroker again = await LoopbackBroker.StartAsync(new() { Port = port });
        await Eventually.HoldsAsync(() => scene.Agent.IsConnected, () => "never came back");
        await Eventually.HoldsAsync(() => again.Passed.Any(one => one.Topic.EndsWith("powerstate/status", StringComparison.Ordinal)),
            () => "no state after the return");
        FlexIsv second = await scene.IsvAsync("second");
        await second.SetAsync(FlexScene.Target(60, tags: ["site"]));
        await scene.CeilingIsAsync(null, 60);
    }

    [Fact]
    public async Task A_captured_target_from_before_a_restart_is_refused_after_it()
    {
        string folder = Directory.CreateTempSubdirectory("headroom-flex-").FullName;
        try
        {
            await using SqlStore store = await SqlStore.OpenAsync(Dialect.Sqlite(Path.Combine(folder, "f.db")), TimeProvider.System);
            await using FlexScene scene = await FlexScene.StartAsync(one => one with { Memory = new StoreFlexMemory(store, "small") });
            FlexIsv acme = await scene.IsvAsync("acme");
            byte[] message = acme.Message(FlexScene.Target(60, tags: ["site"])).Message;
            await acme.PublishAsync(message);
            await scene.CeilingIsAsync(null, 60);
            await acme.SetAsync(FlexScene.Target(80, tags: ["site"]));
            await scene.CeilingIsAsync(null, 80);
            // the target counts before it is kept: what the bus acknowledged is kept
            await scene.StopAgentAsync();
            await Eventually.HoldsAsync(() => new StoreFlexMemory(store, "small").LoadAsync(default).AsTask().GetAwaiter().GetResult().Count == 2, () => "not kept");
            await scene.RunAgentAsync(memory: new StoreFlexMemory(store, "small"));
            await acme.PublishAsync(message);
            await acme.SetAsync(FlexScene.Target(75, tags: ["site"]));
            await scene.CeilingIsAsync(null, 75);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task What_was_met_is_kept_in_pages_and_the_newest_take_the_place_of_the_oldest()
    {
        string folder = Directory.CreateTempSubdirectory("headroom-flex-").FullName;
        try
        {
            await using SqlStore store = await SqlStore.OpenAsync(Dialect.Sqlite(Path.Combine(folder, "f.db")), TimeProvider.System);
            StoreFlexMemory first = new(store, "small", pageLength: 3, pages: 4);
            FlexMet[] met = [.. Enumerable.Range(0, 17).Select(k => new FlexMet("//grid/v1/isv/acme", $"id {k}", $"f{k}", "", DateTimeOffset.UnixEpoch.AddSeconds(k)))];
            await first.LoadAsync(default);
            foreach (FlexMet one in met) await first.AddAsync(one, default);
            StoreFlexMemory second = new(store, "small", pageLength: 3, pages: 4);
            Assert.Equal(met[6..], await second.LoadAsync(default));
            await second.AddAsync(met[0], default);
            await Assert.ThrowsAsync<OperatorGone>(() => first.AddAsync(met[1], default).AsTask());
            Assert.Equal([.. met[6..], met[0]], await new StoreFlexMemory(store, "small", pageLength: 3, pages: 4).LoadAsync(default));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Tls_in_both_directions_tokens_and_rights_hold()
    {
        using LoopbackCertificates certificates = new(TimeProvider.System);
        BrokerSetting setting = new()
        {
            Certificate = certificates.Make("broker"),
            ClientAuthority = certificates.Authority,
            Rights =
            [
                new(MqttSetting.TokenUser, "jwt-agent") { Publishes = ["grid/v1/dsx-flex-agent/small/#"],
                    Subscribes = ["grid/v1/isv/+/loadtarget/set", "grid/v1/infra/+/powerbreach/enforcement"] },
                new("acme", "jwt-acme") { Publishes = ["grid/v1/isv/acme/#"] },
            ],
        };
        MqttSetting Secure(MqttSetting plain, string user, string token) => plain with
        {
            UsesTls = true,
            Authorities = [certificates.Authority],
            ClientCertificate = certificates.Make(user),
            User = user,
            Password = _ => ValueTask.FromResult(token),
        };
        await using FlexScene scene = await FlexScene.StartAsync(broker: setting, line: plain =>
            Secure(plain, MqttSetting.TokenUser, "jwt-agent"));
        FlexIsv acme = await scene.IsvAsync("acme", plain => Secure(plain, "acme", "jwt-acme"));
        await acme.SetAsync(FlexScene.Target(65, tags: ["site"]));
        await scene.CeilingIsAsync(null, 65);
        await Assert.ThrowsAsync<TimeoutException>(() => FailingAsync(scene, plain => Secure(plain, "acme", "wrong")));
        await Assert.ThrowsAsync<TimeoutException>(() => FailingAsync(scene, plain => Secure(plain, "acme",
            "jwt-acme") with
        { ClientCertificate = null }));
        using LoopbackCertificates strangers = new(TimeProvider.System);
        await Assert.ThrowsAsync<TimeoutException>(() => FailingAsync(scene, plain => Secure(plain, "acme",
            "jwt-acme") with
        { Authorities = [strangers.Authority] }));
    }

    static async Task FailingAsync(FlexScene scene, Func<MqttSetting, MqttSetting> line)
    {
        await using FlexIsv isv = new(scene.Line("failing", line), "acme", Headroom.Protocols.Jose.JwsKey.Make("k"), (_, _) => null,
            TimeProvider.System);
        await isv.StartAsync(TimeSpan.FromSeconds(2));
    }

    [Fact]
    public void Without_tls_a_broker_is_reached_on_loopback_only()
    {
        Assert.Throws<ArgumentException>(() => new MqttSetting("broker.example.com", 1883, "x") { UsesTls = false }.Checked());
        Assert.NotNull(new MqttSetting("127.0.0.1", 1883, "x") { UsesTls = false }.Checked());
    }
}
