using System.Text;
using Headroom.Operator.Field.Redfish;
using Headroom.Quantities;
using Headroom.TestKit;
using Headroom.TestKit.Redfish;
using Microsoft.AspNetCore.Http;

namespace Headroom.Operator.Tests.Redfish;

/// <summary>Services that are slow, want time, or have more managers than one.</summary>
public class SlowPeerTests
{
    private const string Report = "/MetricReports/HGX_PlatformEnvironmentMetrics_0", Managers = "/redfish/v1/Managers";
    private static CancellationToken Stop => EmulatedRacks.Stop;
    private readonly ManualTime time = new(new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero));
    private readonly EmulatedService service;

    public SlowPeerTests() => service = new("rack-0", time, new());

    [Theory]
    [InlineData(Report, 503), InlineData(Report, 502), InlineData(Report, 504), InlineData("/MetricReports", 503), InlineData("/HGX_BMC_0", 503), InlineData("/Managers", 504)]
    [InlineData("/TelemetryService", 503), InlineData("/Sensors", 503)]
    public async Task What_carries_no_limit_keeps_a_rack_closed_for_three_walks_and_no_more(string end, int status)
    {
        await using OddPeer peer = await OddPeer.StartAsync(time, service);
        peer.Does = (context, path) => path.EndsWith(end, StringComparison.Ordinal) ? OddPeer.TellAsync(context, status, "{}") : Task.FromResult(false);
        RackDriver driver = peer.Driver();
        for (int walk = 0; walk < 3; walk++) Assert.False(await driver.OpenAsync(Stop));
        Assert.True(await driver.OpenAsync(Stop));
        Assert.Equal((4, 1), (driver.Devices, driver.Points));
        Assert.Contains(driver.Reading.Alarms, alarm => alarm.Contains(end + " is left out", StringComparison.Ordinal));
        Assert.True(await driver.CapAsync(700.Watts, Stop));
        Assert.Equal(CapStanding.Confirmed, driver.Reading.Standing);
        // without its report every accelerator is asked itself
        Assert.Equal(2800, driver.Reading.Enforced!.Value.Watts);
        await driver.ReadAsync(Stop);
        Assert.NotNull(driver.Reading.Drawn);
    }

    [Fact]
    public async Task A_report_that_never_comes_is_left_out_as_well()
    {
        await using OddPeer peer = await OddPeer.StartAsync(time, service, new() { TimeOut = TimeSpan.FromSeconds(30), WalkTimeOut = TimeSpan.FromMilliseconds(700) });
        peer.Does = (context, path) => path.EndsWith(Report, StringComparison.Ordinal) ? OddPeer.HangAsync(context) : Task.FromResult(false);
        RackDriver driver = peer.Driver();
        int walks = 1;
        // on a busy machine any other resource may be late, too
        while (!await driver.OpenAsync(Stop)) walks++;
        Assert.InRange(walks, 4, 40);
        Assert.Contains(driver.Reading.Alarms, alarm => alarm.Contains(Report + " is left out", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_resource_that_carries_limits_is_never_left_out()
    {
        await using OddPeer peer = await OddPeer.StartAsync(time, service);
        peer.Does = (context, path) => path.EndsWith("/Controls", StringComparison.Ordinal) ? OddPeer.TellAsync(context, 503, "{}") : Task.FromResult(false);
        RackDriver driver = peer.Driver();
        for (int walk = 0; walk < 6; walk++) Assert.False(await driver.OpenAsync(Stop));
    }

    [Fact]
    public async Task A_walk_is_more_patient_than_a_reading()
    {
        await using OddPeer peer = await OddPeer.StartAsync(time, service, new() { TimeOut = TimeSpan.FromMilliseconds(400), WalkTimeOut = TimeSpan.FromSeconds(60) });
        peer.Does = async (_, path) =>
        {
            if (path.EndsWith("/GPU_1", StringComparison.Ordinal)) await Task.Delay(TimeSpan.FromMilliseconds(900), Stop);
            return false;
        };
        RackDriver driver = peer.Driver();
        Assert.True(await driver.OpenAsync(Stop));
        Assert.Equal(4, driver.Devices);
    }

    [Fact]
    public async Task Who_wants_a_little_time_gets_it_within_the_walk()
    {
        await using OddPeer peer = await OddPeer.StartAsync(time, service);
        int cuts = 2;
        peer.Does = (context, path) =>
        {
            if (!path.EndsWith("/GPU_1", StringComparison.Ordinal) || cuts-- <= 0) return Task.FromResult(false);
            context.Response.Headers.RetryAfter = "5";
            return OddPeer.TellAsync(context, 503, "{}");
        };
        RackDriver driver = peer.Driver();
        long began = time.GetTimestamp();
        Task<bool> opening = driver.OpenAsync(Stop).AsTask();
        while (!opening.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(250));
            await Task.WhenAny(opening, Task.Delay(10, Stop));
        }
        Assert.True(await opening);
        Assert.InRange(time.GetElapsedTime(began), TimeSpan.FromSeconds(10), TimeSpan.FromHours(1));
    }

    [Fact]
    public async Task Who_wants_more_is_left_alone_for_so_long_and_for_a_minute_at_most()
    {
        await using OddPeer peer = await OddPeer.StartAsync(time, service);
        int asked = 0;
        bool isBusy = true;
        peer.Does = (context, _) =>
        {
            asked++;
            if (!isBusy) return Task.FromResult(false);
            context.Response.Headers.RetryAfter = "86400";
            return OddPeer.TellAsync(context, 503, "{}");
        };
        RackDriver driver = peer.Driver();
        Assert.False(await driver.OpenAsync(Stop));
        isBusy = false;
        time.Advance(59.Seconds);
        Assert.False(await driver.OpenAsync(Stop));
        Assert.Equal(1, asked);
        Assert.Contains("wants time", Assert.Single(driver.Reading.Alarms), StringComparison.Ordinal);
        time.Advance(2.Seconds);
        Assert.True(await driver.OpenAsync(Stop));
    }

    /// <summary>As in a public GB200 mock: the first manager is the host's, and it is the second that forgets limits.</summary>
    [Theory]
    [InlineData(true), InlineData(false)]
    public async Task A_restart_of_any_manager_is_a_restart(bool restarts)
    {
        await using OddPeer peer = await OddPeer.StartAsync(time, service);
        peer.Does = (context, path) => path == Managers
            ? OddPeer.TellAsync(context, 200, $$"""{"Members":[{"@odata.id":"{{Managers}}/BMC"},{"@odata.id":"{{Managers}}/HGX_BMC_0"}]}""")
            : path == Managers + "/BMC" ? OddPeer.TellAsync(context, 200, """{"Id":"BMC","LastResetTime":"2026-01-01T00:00:00Z"}""") : Task.FromResult(false);
        RackDriver driver = peer.Driver();
        await driver.OpenAsync(Stop);
        await driver.CapAsync(700.Watts, Stop);
        time.Advance(60.Seconds);
        await driver.ReadAsync(Stop);
        Assert.Empty(driver.Reading.Alarms);
        if (restarts) service.Restart(away: TimeSpan.Zero);
        else service.Rack!.WriteTotalFromOutside(0, 5600.Watts);
        time.Advance(60.Seconds);
        await driver.ReadAsync(Stop);
        Assert.Equal(restarts ? (1, 0) : (0, 1), (driver.Restarts, driver.ForeignWrites));
        Assert.Equal(2800, service.Rack!.Total(0).Enforced.Watts);
        // it is told once: who lowers the cap afterwards is somebody else, and keeps it
        time.Advance(60.Seconds);
        await driver.ReadAsync(Stop);
        service.Rack.WriteTotalFromOutside(0, 2000.Watts);
        time.Advance(60.Seconds);
        await driver.ReadAsync(Stop);
        Assert.Equal(restarts ? (1, 1) : (0, 2), (driver.Restarts, driver.ForeignWrites));
        Assert.Equal(2000, service.Rack.Total(0).Enforced.Watts);
    }

    [Fact]
    public async Task A_service_that_begins_with_a_byte_order_mark_is_read()
    {
        await using OddPeer peer = await OddPeer.StartAsync(time, service);
        peer.Does = async (context, _) =>
        {
            if (!HttpMethods.IsGet(context.Request.Method)) return false;
            (int status, string body) = await peer.AskAsync(context, service);
            context.Response.StatusCode = status;
            await context.Response.Body.WriteAsync((byte[])[.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(body)], Stop);
            return true;
        };
        RackDriver driver = peer.Driver();
        Assert.True(await driver.OpenAsync(Stop));
        Assert.Equal((4, 1), (driver.Devices, driver.Points));
        Assert.Equal(5040, driver.Reading.Drawn!.Value.Watts, 1e-6);
    }
}
