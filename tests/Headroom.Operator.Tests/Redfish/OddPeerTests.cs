using System.Text.RegularExpressions;
using Headroom.Operator.Field.Redfish;
using Headroom.Quantities;
using Headroom.TestKit;
using Headroom.TestKit.Redfish;
using Microsoft.AspNetCore.Http;

namespace Headroom.Operator.Tests.Redfish;

/// <summary>Habits of real controllers that the emulator has not.</summary>
public partial class OddPeerTests
{
    private static CancellationToken Stop => EmulatedRacks.Stop;
    private readonly ManualTime time = new(new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero));
    private readonly EmulatedService service;

    public OddPeerTests() => service = new("rack-0", time, new());

    /// <summary>bmcweb <c>propertyNotWritable</c>: 403 (older) or 405, told beside the property and not as an error.</summary>
    [Theory]
    [InlineData(403), InlineData(405)]
    public async Task A_sum_that_says_beside_its_property_that_it_is_read_only_gives_way_to_limits_of_each(int status)
    {
        await using OddPeer peer = await OddPeer.StartAsync(time, service);
        peer.Does = (context, path) => HttpMethods.IsPatch(context.Request.Method) && path.Contains("/Controls/", StringComparison.Ordinal)
            ? OddPeer.TellAsync(context, status, """{"SetPoint@Message.ExtendedInfo":[{"MessageId":"Base.1.19.0.PropertyNotWritable"}]}""") : Task.FromResult(false);
        RackDriver driver = peer.Driver();
        Assert.True(await driver.OpenAsync(Stop));
        Assert.Equal(1, driver.Points);
        Assert.True(await driver.CapAsync(700.Watts, Stop));
        Assert.Equal((4, CapStanding.Confirmed), (driver.Points, driver.Reading.Standing));
        Assert.All(Enumerable.Range(0, 4), gpu => Assert.Equal(700, service.Rack!.Gpu(gpu).Enforced.Watts));
    }

    [Fact]
    public async Task A_refusal_for_want_of_rights_makes_no_limit_read_only()
    {
        await using OddPeer peer = await OddPeer.StartAsync(time, service);
        peer.Does = (context, _) => HttpMethods.IsPatch(context.Request.Method)
            ? OddPeer.TellAsync(context, 403, """{"error":{"@Message.ExtendedInfo":[{"MessageId":"Base.1.19.0.InsufficientPrivilege"}]}}""") : Task.FromResult(false);
        RackDriver driver = peer.Driver();
        await driver.OpenAsync(Stop);
        Assert.False(await driver.CapAsync(700.Watts, Stop));
        Assert.Equal((1, CapStanding.NotTaken), (driver.Points, driver.Reading.Standing));
        Assert.Contains("does not let us in", Assert.Single(driver.Reading.Alarms), StringComparison.Ordinal);
    }

    /// <summary>A lost GPU: <c>nan</c>, or its last value marked as stale, with a moment that stands still.</summary>
    [Theory]
    [InlineData("\"MetricValue\":\"nan\""), InlineData("\"MetricValue\":\"1260\",\"Oem\":{\"Nvidia\":{\"MetricValueStale\":true}}")]
    public async Task A_gpu_that_is_lost_counts_with_its_last_watts_no_more_and_freezes_no_rack(string told)
    {
        await using OddPeer peer = await OddPeer.StartAsync(time, service);
        bool isLost = false;
        peer.Does = async (context, path) =>
        {
            if (!isLost || !path.Contains("/MetricReports/", StringComparison.Ordinal)) return false;
            (int status, string body) = await peer.AskAsync(context, service);
            return await OddPeer.TellAsync(context, status, FirstGpu().Replace(body, match => WithLostPower(match.Value, told)));
        };
        RackDriver driver = peer.Driver();
        await driver.OpenAsync(Stop);
        Assert.Equal(5040, driver.Reading.Drawn!.Value.Watts, 1e-6);
        isLost = true;
        for (int beat = 0; beat < 3; beat++)
        {
            time.Advance(6.Seconds);
            await driver.ReadAsync(Stop);
            Assert.Equal((null, TimeSpan.Zero), (driver.Reading.Drawn, driver.Reading.Age));
            Assert.Equal(6240, driver.Reading.Input!.Value.Watts, 1e-6);
            Assert.Empty(driver.Reading.Alarms);
        }
        isLost = false;
        await driver.ReadAsync(Stop);
        Assert.Equal(5040, driver.Reading.Drawn!.Value.Watts, 1e-6);
    }

    private static string WithLostPower(string metric, string told) =>
        $"{{{Property().Match(metric).Value},\"Timestamp\":\"2026-11-28T11:59:00+00:00\",{told}}}";

    [GeneratedRegex("""\{[^{}]*GPU_0/EnvironmentMetrics[^{}]*PowerWatts[^{}]*\}""")]
    private static partial Regex FirstGpu();

    [GeneratedRegex("\"MetricProperty\":\"[^\"]*\"")]
    private static partial Regex Property();
}
