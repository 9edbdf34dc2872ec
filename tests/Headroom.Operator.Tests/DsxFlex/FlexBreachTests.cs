using Headroom.Protocols.DsxFlex;
using Headroom.Quantities;
using Headroom.TestKit.Broker;
using Headroom.TestKit.DsxFlex;

namespace Headroom.Operator.Tests.DsxFlex;

public class FlexBreachTests
{
    static async Task<(FlexScene Scene, FlexIsv Isv)> UnderAsync(double megawatts)
    {
        FlexScene scene = await FlexScene.StartAsync(one => one with { Breach = BreachSetting.Usual with { Grace = TimeSpan.Zero } });
        FlexIsv acme = await scene.IsvAsync("acme");
        await acme.SetAsync(FlexScene.Target(megawatts, tags: ["site"]));
        await scene.CeilingIsAsync(null, megawatts);
        return (scene, acme);
    }

    static async Task<PowerBreachAlert> NextAsync(FlexScene scene, FlexIsv isv, double importMegawatts, int count)
    {
        scene.Desk.Import = Power.FromSi(importMegawatts * 1e6);
        await Eventually.HoldsAsync(() =>
        {
            scene.Desk.Beat();
            return isv.Breaches.Count >= count;
        }, () => $"{isv.Breaches.Count} alerts at {importMegawatts} MW, not {count}; {scene.Agent.IsConnected} {scene.Agent.Fault}; {string.Join("; ", scene.Desk.Noted.TakeLast(8).Select(one => one.What))}; isv {isv.Fault} {string.Join("; ", isv.Refused.TakeLast(3))}");
        return isv.Breaches.ElementAt(count - 1).Alert;
    }

    [Fact]
    public async Task At09_up_to_twenty_percent_it_warns_above_it_is_critical_and_all_of_it_is_one_breach()
    {
        (FlexScene scene, FlexIsv isv) = await UnderAsync(70);
        await using FlexScene _ = scene;
        PowerBreachAlert first = await NextAsync(scene, isv, 1.19 * 70, 1);
        Assert.Equal((BreachStatus.Active, BreachSeverity.Warning), (first.Status, first.Severity));
        Assert.Empty(first.Actions);
        scene.Desk.Import = Power.FromSi(1.2 * 70e6);
        for (int k = 0; k < 5; k++) scene.Desk.Beat();
        PowerBreachAlert second = await NextAsync(scene, isv, 1.21 * 70, 2);
        Assert.Equal((BreachStatus.Escalated, BreachSeverity.Critical), (second.Status, second.Severity));
        Assert.Equal([InfrastructureAction.ShutdownNodes, InfrastructureAction.ShutdownRacks], second.Actions);
        Assert.Equal(84.7, second.Measured.Megawatts, 6);
        PowerBreachAlert last = await NextAsync(scene, isv, 69, 3);
        Assert.Equal((BreachStatus.Resolved, first.BreachId), (last.Status, last.BreachId));
        Assert.Empty(last.Actions);
        Assert.NotNull(last.ResolvedAt);
        Assert.Single(isv.Breaches.Select(one => one.Alert.BreachId).Distinct());
    }

    [Fact]
    public async Task At09_qualities_are_one_one_two_and_a_reconnect_keeps_the_breach()
    {
        (FlexScene scene, FlexIsv isv) = await UnderAsync(70);
        await using FlexScene _ = scene;
        PowerBreachAlert first = await NextAsync(scene, isv, 80, 1);
        string client = scene.Broker!.Passed.First(one => one.Topic.Contains("powerbreach", StringComparison.Ordinal)).Client;
        await scene.Broker.DropAsync(client);
        await Eventually.HoldsAsync(() => scene.Agent.IsConnected, () => "never came back");
        PowerBreachAlert second = await NextAsync(scene, isv, 90, 2);
        Assert.Equal(first.BreachId, second.BreachId);
        foreach (BrokerMessage passed in scene.Broker.Passed)
        {
            Assert.Equal(FlexTopic.QualityOfService(FlexTopic.Read(passed.Topic)!.Value.Kind), passed.Quality);
            Assert.False(passed.IsRetained);
        }
    }

    [Fact]
    public async Task Ramps_are_told_as_they_go()
    {
        (FlexScene scene, FlexIsv isv) = await UnderAsync(40);
        await using FlexScene _ = scene;
        await SeenAsync(FlexFeedEvent.StartRampDown);
        Assert.True(isv.States.Last().Status.Feeds["site"].IsInFlight);
        Assert.False(isv.States.Last().Status.Feeds["site"].IsCompliant);
        scene.Desk.Import = Power.FromSi(39e6);
        await SeenAsync(FlexFeedEvent.EndRampDown);
        await isv.SetAsync(FlexScene.Target(null, tags: ["site"]));
        await SeenAsync(FlexFeedEvent.StartRampUp);
        await SeenAsync(FlexFeedEvent.EndRampUp);

        async Task SeenAsync(FlexFeedEvent what) => await Eventually.HoldsAsync(() =>
        {
            scene.Desk.Beat();
            return isv.States.Any(one => one.Status.Feeds["site"].Event == what);
        }, () => $"no {what}, but {string.Join(", ", isv.States.Select(one => one.Status.Feeds["site"].Event))}");
    }
}
