using Headroom.Operator.Field.Redfish;
using Headroom.Quantities;
using Headroom.TestKit;
using Headroom.TestKit.Redfish;
using Microsoft.AspNetCore.Http;

namespace Headroom.Operator.Tests.Redfish;

/// <summary>How one enters services, waits for them and is sent on by them, where they differ from the emulator.</summary>
public class OddEntryTests
{
    private static CancellationToken Stop => EmulatedRacks.Stop;
    private readonly ManualTime time = new(new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero));
    private readonly EmulatedService service;

    public OddEntryTests() => service = new("rack-0", time, new()) { Account = ("headroom", "secret") };

    /// <summary>A wrong password is tried at 0, 30, 90, 210, 450 and 750 s and not once more in a quarter of an hour of beats.</summary>
    [Theory]
    [InlineData(RedfishEntry.Session), InlineData(RedfishEntry.Basic)]
    public async Task A_wrong_password_is_shown_seldom_and_more_seldom(RedfishEntry entry)
    {
        await using OddPeer peer = await OddPeer.StartAsync(time, service);
        int tries = 0;
        peer.Does = (context, _) =>
        {
            if (HttpMethods.IsPost(context.Request.Method) || context.Request.Headers.Authorization.Count > 0) tries++;
            return Task.FromResult(false);
        };
        using RedfishClient client = peer.Client(entry, "guess");
        List<int> seconds = [];
        for (int second = 0; second < 900; second++)
        {
            int before = tries;
            for (int request = 0; request < 2; request++)
            {
                using RedfishAnswer answer = await client.GetAsync("/redfish/v1/Systems", Stop);
                Assert.Equal(RedfishOutcome.Shut, answer.Outcome);
            }
            if (tries > before) seconds.Add(second);
            Assert.InRange(tries - before, 0, 1);
            time.Advance(1.Seconds);
        }
        Assert.Equal([0, 30, 90, 210, 450, 750], seconds);
    }

    [Fact]
    public async Task Whoever_is_let_in_at_last_waits_no_longer_the_next_time()
    {
        await using OddPeer peer = await OddPeer.StartAsync(time, service);
        bool isShut = true;
        int posts = 0;
        peer.Does = (context, _) =>
        {
            if (!HttpMethods.IsPost(context.Request.Method)) return Task.FromResult(false);
            posts++;
            return isShut ? OddPeer.TellAsync(context, 400, "{}") : Task.FromResult(false);
        };
        using RedfishClient client = peer.Client(RedfishEntry.Session, "secret");
        Assert.Empty(await client.MembersAsync("/redfish/v1/Systems", Stop));
        isShut = false;
        Assert.Empty(await client.MembersAsync("/redfish/v1/Systems", Stop));
        Assert.Equal(1, posts);
        time.Advance(30.Seconds);
        Assert.Single(await client.MembersAsync("/redfish/v1/Systems", Stop));
        service.Restart(away: TimeSpan.Zero);
        Assert.Single(await client.MembersAsync("/redfish/v1/Systems", Stop));
        Assert.Equal(3, posts);
    }

    [Theory]
    [InlineData("""{"SessionService":{"@odata.id":"/redfish/v1/SessionService"}}""", true), InlineData("""{"SessionService":{"@odata.id":"/redfish/v1/SessionService"}}""", false)]
    [InlineData("{}", false)]
    public async Task Sessions_are_found_where_the_root_does_not_link_to_them(string root, bool isElsewhere)
    {
        await using OddPeer peer = await OddPeer.StartAsync(time, service);
        string? posted = null;
        peer.Does = (context, path) =>
        {
            if (path == RedfishClient.Root) return OddPeer.TellAsync(context, 200, root);
            if (path == "/redfish/v1/SessionService" && isElsewhere)
                return OddPeer.TellAsync(context, 200, """{"Sessions":{"@odata.id":"/redfish/v1/Elsewhere/Sessions"}}""");
            if (!HttpMethods.IsPost(context.Request.Method)) return Task.FromResult(false);
            posted = path;
            if (isElsewhere) context.Request.Path = "/redfish/v1/SessionService/Sessions";
            return Task.FromResult(false);
        };
        using RedfishClient client = peer.Client(RedfishEntry.Session, "secret");
        Assert.Single(await client.MembersAsync("/redfish/v1/Systems", Stop));
        Assert.Equal(isElsewhere ? "/redfish/v1/Elsewhere/Sessions" : "/redfish/v1/SessionService/Sessions", posted);
    }

    /// <summary>The cap is taken and its answer never comes: the device is asked, and what it enforces counts.</summary>
    [Theory]
    [InlineData(true, CapStanding.Confirmed), InlineData(false, CapStanding.NotTaken)]
    public async Task A_write_without_an_answer_is_read_back_before_it_counts_as_not_taken(bool isTaken, CapStanding standing)
    {
        EmulatedService open = new("rack-0", time, new());
        await using OddPeer peer = await OddPeer.StartAsync(time, open, new() { TimeOut = TimeSpan.FromSeconds(30), WriteTimeOut = TimeSpan.FromMilliseconds(500) });
        peer.Does = async (context, _) =>
        {
            if (!HttpMethods.IsPatch(context.Request.Method)) return false;
            if (isTaken) await peer.AskAsync(context, open);
            return await OddPeer.HangAsync(context);
        };
        RackDriver driver = peer.Driver();
        await driver.OpenAsync(Stop);
        Assert.Equal(isTaken, await driver.CapAsync(700.Watts, Stop));
        Assert.Equal((standing, !isTaken), (driver.Reading.Standing, driver.Differs(700.Watts)));
        Assert.Equal(isTaken ? 2800 : 5600, driver.Reading.Enforced!.Value.Watts);
    }

    [Fact]
    public async Task A_task_whose_service_is_busy_once_is_waited_for_all_the_same()
    {
        EmulatedService open = new("rack-0", time, new());
        open.Faults.TasksTake = TimeSpan.Zero;
        await using OddPeer peer = await OddPeer.StartAsync(time, open);
        int cuts = 1;
        peer.Does = (context, path) =>
        {
            if (!path.Contains("/Tasks/", StringComparison.Ordinal) || cuts-- <= 0) return Task.FromResult(false);
            return OddPeer.TellAsync(context, 503, "{}");
        };
        RackDriver driver = peer.Driver(EmulatedRacks.Setting with { CapLatency = TimeSpan.FromHours(1) });
        await driver.OpenAsync(Stop);
        Task<bool> capping = driver.CapAsync(700.Watts, Stop).AsTask();
        while (!capping.IsCompleted)
        {
            // the next look is due whenever the answer to the last one has come
            time.Advance(TimeSpan.FromMilliseconds(250));
            await Task.WhenAny(capping, Task.Delay(10, Stop));
        }
        Assert.True(await capping);
        Assert.Equal(CapStanding.Confirmed, driver.Reading.Standing);
    }

    [Fact]
    public async Task A_write_has_a_time_out_of_its_own()
    {
        EmulatedService open = new("rack-0", time, new());
        await using OddPeer peer = await OddPeer.StartAsync(time, open, new() { TimeOut = TimeSpan.FromMilliseconds(400), WriteTimeOut = TimeSpan.FromSeconds(30) });
        peer.Does = async (context, _) =>
        {
            // slower than any reading may be
            if (HttpMethods.IsPatch(context.Request.Method)) await Task.Delay(TimeSpan.FromMilliseconds(800), Stop);
            return false;
        };
        using RedfishClient client = peer.Client();
        using RedfishAnswer answer =
            await client.PatchAsync("/redfish/v1/Chassis/HGX_Chassis_0/Controls/TotalGPU_Power_0", """{"SetPoint":2800}"""u8.ToArray(), null, Stop);
        Assert.True(answer.IsOk);
    }

    [Theory]
    [InlineData(301, "/redfish/v1/Systems/"), InlineData(307, "Systems/"), InlineData(308, "{self}redfish/v1/Systems/")]
    public async Task A_reading_is_sent_on_once_within_its_service(int status, string location)
    {
        EmulatedService open = new("rack-0", time, new());
        await using OddPeer peer = await OddPeer.StartAsync(time, open);
        peer.Does = (context, path) => path == "/redfish/v1/Systems" ? SendOn(context, status, location.Replace("{self}", peer.Address.ToString(), StringComparison.Ordinal))
            : Task.FromResult(false);
        using RedfishClient client = peer.Client();
        Assert.Single(await client.MembersAsync("/redfish/v1/Systems", Stop));
        RackDriver driver = peer.Driver();
        Assert.True(await driver.OpenAsync(Stop));
    }

    [Theory]
    [InlineData("http://127.0.0.2:9/redfish/v1/"), InlineData("https://127.0.0.1/redfish/v1/"), InlineData("//elsewhere.example/redfish/v1/"),
        InlineData("/admin"), InlineData("/redfish/v1/Systems")]
    public async Task Nobody_is_followed_elsewhere_nor_in_a_ring(string location)
    {
        await using OddPeer peer = await OddPeer.StartAsync(time);
        int requests = 0;
        peer.Does = (context, _) =>
        {
            requests++;
            return SendOn(context, 307, location);
        };
        using RedfishClient client = peer.Client();
        using RedfishAnswer answer = await client.GetAsync("/redfish/v1/Systems", Stop);
        Assert.False(answer.IsOk);
        Assert.Equal(location == "/redfish/v1/Systems" ? 2 : 1, requests);
        using RedfishAnswer write = await client.PatchAsync("/redfish/v1/Systems", "{}"u8.ToArray(), null, Stop);
        Assert.Equal(RedfishOutcome.Refused, write.Outcome);
    }

    private static Task<bool> SendOn(HttpContext context, int status, string location)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Location = location;
        return Task.FromResult(true);
    }
}
