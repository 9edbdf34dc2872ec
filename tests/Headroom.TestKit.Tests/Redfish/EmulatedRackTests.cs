using System.Text.Json;
using Headroom.Quantities;
using Headroom.TestKit.Redfish;

namespace Headroom.TestKit.Tests.Redfish;

public class EmulatedRackTests
{
    private static (EmulatedRack Rack, ManualTime Time) Rack(RackShape? shape = null)
    {
        ManualTime time = new(DateTimeOffset.UnixEpoch);
        return (new(shape ?? new(), time, new()), time);
    }

    [Fact]
    public void A_cap_is_asked_at_once_and_enforced_after_its_latency()
    {
        (EmulatedRack rack, ManualTime time) = Rack(new() { CapLatency = 40.Seconds });
        rack.Write(2, 700, persistent: false);
        Assert.Equal((1400, 700), (rack.Gpu(2).Enforced.Watts, rack.Gpu(2).OneShot));
        time.Advance(39.Seconds);
        Assert.Equal(1260, rack.Gpu(2).Drawn.Watts);
        time.Advance(1.Seconds);
        Assert.Equal((700, 700), (rack.Gpu(2).Enforced.Watts, rack.Gpu(2).Drawn.Watts));
    }

    [Fact]
    public void A_total_takes_from_all_in_proportion_above_idle()
    {
        (EmulatedRack rack, _) = Rack();
        rack.Demand(0, 232.Watts);
        rack.WriteTotal(0, 2000);
        // by hand: three at 1,260 W and one idle at 232 W; 1,072 W above idle are left for 3,084 W
        Assert.Equal(232 + 1072 / 3.0, rack.Gpu(1).Drawn.Watts, 1e-9);
        Assert.Equal(232, rack.Gpu(0).Drawn.Watts, 1e-9);
        Assert.Equal(2000, rack.Drawn.Watts, 1e-9);
    }

    [Fact]
    public void A_rack_never_draws_less_than_idle_nor_its_energy_less_than_its_draw()
    {
        (EmulatedRack rack, ManualTime time) = Rack();
        rack.WriteTotal(0, 800);
        Assert.Equal(4 * 232, rack.Drawn.Watts, 1e-9);
        time.Advance(10.Seconds);
        Assert.Equal(2320, rack.Gpu(0).Energy.Joules, 1e-6);
    }

    [Fact]
    public void A_reset_forgets_what_is_not_persistent()
    {
        (EmulatedRack rack, _) = Rack();
        rack.Write(0, 900, persistent: true);
        rack.Write(0, 600, persistent: false);
        rack.Write(1, 600, persistent: false);
        Assert.Equal(600, rack.Gpu(0).Enforced.Watts);
        rack.Forget();
        Assert.Equal((900, 1400), (rack.Gpu(0).Enforced.Watts, rack.Gpu(1).Enforced.Watts));
    }

    [Fact]
    public async Task The_controller_of_the_gpus_stands_second_and_a_reset_of_it_alone_forgets_limits()
    {
        ManualTime time = new(new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero));
        EmulatedService service = new("rack", time, new());
        await using RedfishEmulator emulator = await RedfishEmulator.StartAsync([service]);
        using HttpClient http = new() { BaseAddress = emulator.AddressOf(service), Timeout = TimeSpan.FromSeconds(20) };
        service.Rack!.Write(0, 600, persistent: false);
        string[] managers = [.. (await ReadAsync("/redfish/v1/Managers")).GetProperty("Members").EnumerateArray().Select(one => one.GetProperty("@odata.id").GetString()!)];
        Assert.Equal(["/redfish/v1/Managers/BMC", "/redfish/v1/Managers/HGX_BMC_0"], managers);
        time.Advance(10.Seconds);
        service.RestartAccelerators();
        Assert.Equal(1400, service.Rack.Gpu(0).Enforced.Watts);
        Assert.Equal(["2026-11-28T12:00:00Z", "2026-11-28T12:00:10Z"], [await ResetAsync(managers[0]), await ResetAsync(managers[1])]);
        // a restart of the service takes both with it
        service.Restart(away: TimeSpan.Zero);
        Assert.Equal("2026-11-28T12:00:10Z", await ResetAsync(managers[0]));

        async Task<JsonElement> ReadAsync(string path) => JsonElement.Parse(await http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken));
        async Task<string?> ResetAsync(string path) => (await ReadAsync(path)).GetProperty("LastResetTime").GetString();
    }
}
