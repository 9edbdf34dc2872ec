using Headroom.Operator.Field.Modbus;
using Headroom.Protocols.SunSpec;
using Headroom.Quantities;
using Headroom.TestKit;
using Headroom.TestKit.Modbus;
using Headroom.TestKit.SunSpec;

namespace Headroom.Operator.Tests.Field.Modbus;

/// <summary>The battery driver against an emulated battery over Modbus TCP; the battery lives by a clock of the test.</summary>
public sealed class BatteryTests : IAsyncDisposable
{
    private readonly HandClock clock = new();
    private readonly List<IAsyncDisposable> open = [];

    private (SunSpecBattery Driver, EmulatedBattery Battery, ModbusServer Server) Start(BatteryMake? make = null, BatterySetting? setting = null, double timeOutSeconds = 20)
    {
        var battery = new EmulatedBattery(make ?? new(40.MegawattHours, 10.Megawatts), clock);
        var server = new ModbusServer(battery);
        open.Add(server);
        return (Driver(server, setting, timeOutSeconds), battery, server);
    }

    private SunSpecBattery Driver(ModbusServer server, BatterySetting? setting = null, double timeOutSeconds = 20)
    {
        var client = new ModbusClient(new("127.0.0.1", server.Port) { TimeOut = TimeSpan.FromSeconds(timeOutSeconds), ConnectTimeOut = TimeSpan.FromSeconds(20), BusyWait = TimeSpan.FromMilliseconds(1) }, TimeProvider.System);
        open.Insert(0, client);
        return new(client, 1, setting ?? new(), clock);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IAsyncDisposable one in open) await one.DisposeAsync();
    }

    private static async Task<BatteryState> Read(SunSpecBattery driver) => Assert.IsType<BatteryReading.Read>(await driver.ReadAsync(default)).State;

    [Fact]
    public async Task It_reads_what_the_battery_is()
    {
        (SunSpecBattery driver, _, _) = Start();
        BatteryState state = await Read(driver);
        Assert.Equal(Power.Zero, state.Injection);
        Assert.Equal(0.5, state.ChargeShare);
        Assert.Equal(40.MegawattHours, state.Capacity);
        Assert.Equal(20.MegawattHours, state.Stored);
        Assert.Equal(10.Megawatts, state.ChargeMost);
        Assert.Null(state.SetPoint);
    }

    [Theory]
    [InlineData(0), InlineData(40_000), InlineData(50_000)]
    public async Task It_is_found_wherever_its_marker_stands(int start)
    {
        (SunSpecBattery driver, _, _) = Start(new(40.MegawattHours, 10.Megawatts) { Start = start });
        Assert.Equal(0.5, (await Read(driver)).ChargeShare);
    }

    [Fact]
    public async Task Positive_feeds_the_bus_and_negative_charges()
    {
        (SunSpecBattery driver, EmulatedBattery battery, _) = Start();
        var held = Assert.IsType<BatteryAnswer.Held>(await driver.WriteAsync(4.Megawatts, default));
        Assert.Equal(4.Megawatts, held.Enforced);
        Assert.Equal(TimeSpan.FromSeconds(60), held.RevertsIn);
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(4.Megawatts, battery.Injection);
        Assert.Equal(4.Megawatts, (await Read(driver)).Injection);
        Assert.True(battery.Stored < 20.MegawattHours);
        await driver.WriteAsync(-3.Megawatts, default);
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(-3.Megawatts, (await Read(driver)).Injection);
    }

    [Fact]
    public async Task It_falls_back_by_itself_when_the_controller_is_gone()
    {
        (SunSpecBattery driver, EmulatedBattery battery, _) = Start(setting: new() { RevertTo = 1.Megawatts, RevertAfter = TimeSpan.FromSeconds(30) });
        await driver.WriteAsync(8.Megawatts, default);
        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(8.Megawatts, battery.Injection);
        clock.Advance(TimeSpan.FromSeconds(1.5));
        Assert.Equal(1.Megawatts, battery.Injection);
    }

    [Theory]
    [InlineData(true, true), InlineData(true, false), InlineData(false, true), InlineData(false, false)]
    public async Task An_order_that_is_repeated_holds_for_ever_whatever_starts_the_timer(bool restartsOnEveryWrite, bool takesWholeOrders)
    {
        var make = new BatteryMake(40.MegawattHours, 10.Megawatts) { RestartsOnEveryWrite = restartsOnEveryWrite, TakesWholeOrders = takesWholeOrders };
        (SunSpecBattery driver, EmulatedBattery battery, _) = Start(make, new() { RevertAfter = TimeSpan.FromSeconds(9) });
        for (int beat = 0; beat < 40; beat++)
        {
            var held = Assert.IsType<BatteryAnswer.Held>(await driver.WriteAsync(2.Megawatts, default));
            // refreshed before half of it has gone, less the beat that may pass until then
            Assert.True(held.RevertsIn >= TimeSpan.FromSeconds(4.5), $"beat {beat}: {held.RevertsIn}");
            clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(2.Megawatts, battery.Injection);
        }
    }

    [Fact]
    public async Task Between_refreshes_a_repeated_order_writes_no_set_point()
    {
        (SunSpecBattery driver, _, ModbusServer server) = Start();
        await driver.WriteAsync(2.Megawatts, default);
        int before = server.Requests;
        await driver.WriteAsync(2.Megawatts, default);
        Assert.Equal(6, server.Requests - before);
    }

    [Fact]
    public async Task More_than_it_can_is_less_and_said_so()
    {
        (SunSpecBattery driver, _, _) = Start(setting: new() { DischargeMost = 6.Megawatts });
        var limited = Assert.IsType<BatteryAnswer.Limited>(await driver.WriteAsync(25.Megawatts, default));
        Assert.Equal((25.Megawatts, 6.Megawatts), (limited.Requested, limited.Enforced));
        Assert.Equal(-10.Megawatts, Assert.IsType<BatteryAnswer.Limited>(await driver.WriteAsync(-25.Megawatts, default)).Enforced);
        Assert.IsType<BatteryAnswer.Refused>(await driver.WriteAsync(Power.FromSi(double.NaN), default));
    }

    [Fact]
    public async Task An_empty_battery_is_not_discharged()
    {
        (SunSpecBattery driver, EmulatedBattery battery, _) = Start(new(1.MegawattHours, 10.Megawatts) { StartShare = 0.06 });
        await driver.WriteAsync(10.Megawatts, default);
        clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(Power.Zero, battery.Injection);
        Assert.Equal(Power.Zero, Assert.IsType<BatteryAnswer.Limited>(await driver.WriteAsync(10.Megawatts, default)).Enforced);
        Assert.Equal(Power.Zero, (await Read(driver)).DischargeMost);
        Assert.IsType<BatteryAnswer.Held>(await driver.WriteAsync(-5.Megawatts, default));
    }

    [Fact]
    public async Task A_slow_battery_is_seen_on_its_way()
    {
        (SunSpecBattery driver, _, _) = Start(new(40.MegawattHours, 10.Megawatts) { Ramp = Ramp.FromSi(1e6) });
        Assert.Equal(8.Megawatts, Assert.IsType<BatteryAnswer.Held>(await driver.WriteAsync(8.Megawatts, default)).Enforced);
        clock.Advance(TimeSpan.FromSeconds(3));
        BatteryState state = await Read(driver);
        Assert.Equal((3.Megawatts, 8.Megawatts), (state.Injection, state.SetPoint));
    }

    [Fact]
    public async Task Local_control_is_a_lost_actuator()
    {
        (SunSpecBattery driver, EmulatedBattery battery, _) = Start();
        battery.IsLocal = true;
        Assert.IsType<BatteryAnswer.Lost>(await driver.WriteAsync(2.Megawatts, default));
        Assert.True((await Read(driver)).IsLocal);
        battery.IsLocal = false;
        Assert.IsType<BatteryAnswer.Held>(await driver.WriteAsync(2.Megawatts, default));
    }

    [Fact]
    public async Task Without_reversion_it_is_operated_only_under_a_watchdog()
    {
        var make = new BatteryMake(40.MegawattHours, 10.Megawatts) { HasTimer = false };
        (SunSpecBattery driver, EmulatedBattery battery, _) = Start(make);
        Assert.Contains("outlive", Assert.IsType<BatteryAnswer.Refused>(await driver.WriteAsync(2.Megawatts, default)).Why, StringComparison.Ordinal);
        clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(Power.Zero, battery.Injection);
        (driver, battery, _) = Start(make, new() { WatchesHeartbeat = true });
        Assert.IsType<BatteryAnswer.Held>(await driver.WriteAsync(2.Megawatts, default));
        Assert.Equal(1, battery.Get(Model715.Id, Model715.ControllerHeartbeat));
    }

    [Fact]
    public async Task Heartbeats_count_up_once_a_second()
    {
        (SunSpecBattery driver, EmulatedBattery battery, _) = Start();
        for (int k = 0; k < 5; k++)
        {
            await driver.WriteAsync(2.Megawatts, default);
            await driver.WriteAsync(2.Megawatts, default);
            clock.Advance(TimeSpan.FromSeconds(1));
        }
        Assert.Equal(5, battery.Get(Model715.Id, Model715.ControllerHeartbeat));
        Assert.Equal(5, battery.Get(Model802.Id, Model802.ControllerHeartbeat));
    }

    [Fact]
    public async Task A_battery_whose_heartbeat_stands_still_hangs()
    {
        (SunSpecBattery driver, EmulatedBattery battery, _) = Start();
        Assert.False((await Read(driver)).IsHanging);
        battery.Hangs = true;
        clock.Advance(TimeSpan.FromSeconds(6));
        Assert.True((await Read(driver)).IsHanging);
        battery.Hangs = false;
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False((await Read(driver)).IsHanging);
    }

    [Fact]
    public async Task What_is_not_implemented_is_unknown_and_not_zero()
    {
        (SunSpecBattery driver, EmulatedBattery battery, _) = Start();
        foreach ((ushort model, SunSpecPoint point) in ((ushort, SunSpecPoint)[])[(Model713.Id, Model713.StateOfCharge), (Model713.Id, Model713.EnergyAvailable), (Model802.Id, Model802.StateOfCharge)])
            battery.Lose(model, point);
        BatteryState state = await Read(driver);
        Assert.Null(state.ChargeShare);
        Assert.Null(state.Stored);
        battery.Lose(Model701.Id, Model701.Power);
        Assert.IsType<BatteryReading.Unfit>(await driver.ReadAsync(default));
    }

    [Fact]
    public async Task What_was_found_is_put_back()
    {
        (SunSpecBattery driver, EmulatedBattery battery, ModbusServer server) = Start();
        await Read(driver);
        Assert.Null(driver.Found);
        await driver.WriteAsync(7.Megawatts, default);
        BatteryFound found = driver.Found!;
        // a later process knows it from its store
        SunSpecBattery later = Driver(server, new() { Found = found });
        await later.WriteAsync(-2.Megawatts, default);
        Assert.Same(found, later.Found);
        Assert.IsType<BatteryAnswer.Held>(await later.ReleaseAsync(default));
        Assert.Equal((0, 0, 0), (battery.Get(Model704.Id, Model704.SetEnabled), battery.Get(Model704.Id, Model704.Set), battery.Get(Model704.Id, Model704.SetReversionTime)));
        clock.Advance(TimeSpan.FromSeconds(200));
        Assert.Equal(Power.Zero, battery.Injection);
        Assert.Null(later.Found);
        Assert.IsType<BatteryAnswer.Held>(await later.ReleaseAsync(default));
    }

    [Fact]
    public async Task A_battery_that_takes_points_one_by_one_gets_them_back_one_by_one()
    {
        (SunSpecBattery driver, EmulatedBattery battery, _) = Start(new(40.MegawattHours, 10.Megawatts) { TakesWholeOrders = false });
        await driver.WriteAsync(7.Megawatts, default);
        Assert.IsType<BatteryAnswer.Held>(await driver.ReleaseAsync(default));
        Assert.Equal((0, 0), (battery.Get(Model704.Id, Model704.SetEnabled), battery.Get(Model704.Id, Model704.Set)));
    }

    [Fact]
    public async Task Silence_is_a_value_and_is_survived()
    {
        (SunSpecBattery driver, EmulatedBattery battery, ModbusServer server) = Start(timeOutSeconds: 4);
        await driver.WriteAsync(3.Megawatts, default);
        server.IsSilent = true;
        Assert.IsType<BatteryReading.Silent>(await driver.ReadAsync(default));
        Assert.IsType<BatteryAnswer.Silent>(await driver.WriteAsync(3.Megawatts, default));
        clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(Power.Zero, battery.Injection);
        server.IsSilent = false;
        Assert.IsType<BatteryAnswer.Held>(await driver.WriteAsync(3.Megawatts, default));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(3.Megawatts, battery.Injection);
    }

    [Fact]
    public async Task A_busy_battery_is_asked_again()
    {
        (SunSpecBattery driver, _, ModbusServer server) = Start();
        server.BeBusy(2);
        Assert.IsType<BatteryReading.Read>(await driver.ReadAsync(default));
        server.BeBusy(1000);
        Assert.Contains("Busy", Assert.IsType<BatteryReading.Silent>(await driver.ReadAsync(default)).Why, StringComparison.Ordinal);
    }
}
