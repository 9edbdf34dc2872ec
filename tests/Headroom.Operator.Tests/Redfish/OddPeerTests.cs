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

    /// <summary>What no accelerator draws is no reading, and an alarm: sums over a site, and counters that are saved, stay numbers.</summary>
    [Theory]
    [InlineData("1e308", null), InlineData("-1e308", null), InlineData("1.1e9", null), InlineData("-3", 3780.0)]
    public async Task Watts_that_no_accelerator_has_are_no_reading_and_an_alarm(string told, double? drawn)
    {
        await using OddPeer peer = await OddPeer.StartAsync(time, service);
        bool isAbsurd = false;
        peer.Does = async (context, path) =>
        {
            if (!isAbsurd || !path.Contains("/MetricReports/", StringComparison.Ordinal)) return false;
            (int status, string body) = await peer.AskAsync(context, service);
            return await OddPeer.TellAsync(context, status, FirstGpu().Replace(body, match => WithLostPower(match.Value, $"\"MetricValue\":\"{told}\"")));
        };
        RackDriver driver = peer.Driver();
        await driver.OpenAsync(Stop);
        isAbsurd = true;
        for (int beat = 0; beat < 2; beat++)
        {
            time.Advance(1.Seconds);
            await driver.ReadAsync(Stop);
            Assert.Equal(drawn, driver.Reading.Drawn?.Watts);
            Assert.True(double.IsFinite(driver.Reading.Energy.Joules));
            if (drawn is null) Assert.Contains("accelerator 0 tells ", Assert.Single(driver.Reading.Alarms), StringComparison.Ordinal);
            else Assert.Empty(driver.Reading.Alarms);
        }
    }

    /// <summary>Without a bulk report, and for sensors, energy and limits too.</summary>
    [Theory]
    [InlineData("PowerWatts", "accelerator 0 tells 1E+308 W")]
    [InlineData("EnergyJoules", "accelerator 0 tells 1E+308 J")]
    [InlineData("TemperatureCelsius", "accelerator 0 tells 1E+308 K")]
    public async Task Absurd_sensors_of_single_accelerators_are_none(string property, string alarm)
    {
        await using OddPeer peer = await OddPeer.StartAsync(time, service);
        bool isAbsurd = false;
        peer.Does = async (context, path) =>
        {
            if (path.EndsWith("/TelemetryService", StringComparison.Ordinal)) return await OddPeer.TellAsync(context, 404, "{}");
            if (!isAbsurd || !path.EndsWith("/EnvironmentMetrics", StringComparison.Ordinal)) return false;
            (int status, string body) = await peer.AskAsync(context, service);
            System.Text.Json.Nodes.JsonObject told = System.Text.Json.Nodes.JsonNode.Parse(body)!.AsObject();
            told[property] = new System.Text.Json.Nodes.JsonObject { ["Reading"] = 1e308 };
            return await OddPeer.TellAsync(context, status, told.ToJsonString());
        };
        RackDriver driver = peer.Driver();
        await driver.OpenAsync(Stop);
        Assert.NotNull(driver.Reading.Drawn);
        isAbsurd = true;
        time.Advance(1.Seconds);
        await driver.ReadAsync(Stop);
        Assert.Contains(driver.Reading.Alarms, one => one.Contains(alarm, StringComparison.Ordinal));
        Assert.True(double.IsFinite(driver.Reading.Energy.Joules) && driver.Reading.Drawn is null or { Watts: < 1e9 } && driver.Reading.Warmest is null or { Kelvin: < 1e3 });
    }

    /// <summary>One request of the walk is lost: whatever it was, nothing is missing for the whole run.</summary>
    [Theory]
    [InlineData("/Processors/GPU_2", 503), InlineData("/GPU_0/EnvironmentMetrics", 503), InlineData("/Controls/TotalGPU_Power_0", 429), InlineData("/Processors", 504)]
    [InlineData("/Chassis", 503), InlineData("/Controls", 503), InlineData("/Systems", 500), InlineData("/MetricReports", 503), InlineData("/GPU_1", 401)]
    public async Task A_rack_whose_walk_was_cut_is_walked_again(string end, int status)
    {
        await using OddPeer peer = await OddPeer.StartAsync(time, service);
        int cuts = 1;
        peer.Does = (context, path) => path.EndsWith(end, StringComparison.Ordinal) && cuts-- > 0 ? OddPeer.TellAsync(context, status, "{}") : Task.FromResult(false);
        RackDriver driver = peer.Driver();
        Assert.False(await driver.OpenAsync(Stop));
        Assert.False(driver.IsOpen);
        string alarm = Assert.Single(driver.Reading.Alarms);
        Assert.Contains("cannot be walked: ", alarm, StringComparison.Ordinal);
        Assert.Contains(end + (status == 401 ? " does not let us in" : $" answers {status}"), alarm, StringComparison.Ordinal);
        await driver.ReadAsync(Stop);
        Assert.Equal((true, 4, 1), (driver.IsOpen, driver.Devices, driver.Points));
        Assert.Equal(5040, driver.Reading.Drawn!.Value.Watts, 1e-6);
        Assert.Empty(driver.Reading.Alarms);
    }

    [Fact]
    public async Task A_rack_whose_walk_met_silence_is_walked_again()
    {
        await using OddPeer peer = await OddPeer.StartAsync(time, service, new() { WalkTimeOut = TimeSpan.FromMilliseconds(500) });
        int cuts = 1;
        peer.Does = (context, path) => path.EndsWith("/GPU_3", StringComparison.Ordinal) && cuts-- > 0 ? OddPeer.HangAsync(context) : Task.FromResult(false);
        RackDriver driver = peer.Driver();
        Assert.False(await driver.OpenAsync(Stop));
        peer.Does = (_, _) => Task.FromResult(false);
        Assert.True(await driver.OpenAsync(Stop));
        Assert.Equal(4, driver.Devices);
    }

    [Theory]
    [InlineData(404), InlineData(403), InlineData(405)]
    public async Task What_is_missing_or_refused_is_absent(int status)
    {
        await using OddPeer peer = await OddPeer.StartAsync(time, service);
        peer.Does = (context, path) => path.EndsWith("/Controls", StringComparison.Ordinal) ? OddPeer.TellAsync(context, status, "{}") : Task.FromResult(false);
        RackDriver driver = peer.Driver();
        Assert.True(await driver.OpenAsync(Stop));
        Assert.Equal((4, 4), (driver.Devices, driver.Points));
    }

    [Fact]
    public async Task A_resource_that_breaks_its_service_in_every_walk_is_left_out_and_told()
    {
        await using OddPeer peer = await OddPeer.StartAsync(time, service);
        peer.Does = (context, path) => path.EndsWith("/Controls", StringComparison.Ordinal) ? OddPeer.TellAsync(context, 500, "{}") : Task.FromResult(false);
        RackDriver driver = peer.Driver();
        for (int walk = 0; walk < 3; walk++) Assert.False(await driver.OpenAsync(Stop));
        Assert.True(await driver.OpenAsync(Stop));
        Assert.Equal((4, 4), (driver.Devices, driver.Points));
        Assert.Contains("/Controls is left out", Assert.Single(driver.Reading.Alarms), StringComparison.Ordinal);
    }

    private static string WithLostPower(string metric, string told) =>
        $"{{{Property().Match(metric).Value},\"Timestamp\":\"2026-11-28T11:59:00+00:00\",{told}}}";

    [GeneratedRegex("""\{[^{}]*GPU_0/EnvironmentMetrics[^{}]*PowerWatts[^{}]*\}""")]
    private static partial Regex FirstGpu();

    [GeneratedRegex("\"MetricProperty\":\"[^\"]*\"")]
    private static partial Regex Property();
}
