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

    private (SunSpecBattery Driver, EmulatedBattery Battery, ModbusServer Server) Start(BatteryMake? make = null, BatterySetting? setting = null)
    {
        var battery = new EmulatedBattery(make ?? new(40.MegawattHours, 10.Megawatts), clock);
        var server = new ModbusServer(battery);
        var client = new ModbusClient(new("127.0.0.1", server.Port) { TimeOut = TimeSpan.FromSeconds(20), ConnectTimeOut = TimeSpan.FromSeconds(20), BusyWait = TimeSpan.FromMilliseconds(1) }, TimeProvider.System);
        open.AddRange([client, server]);
        return (new(client, 1, setting ?? new(), clock), battery, server);
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
}
