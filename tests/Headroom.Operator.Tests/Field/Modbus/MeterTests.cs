using Headroom.Operator.Field.Modbus;
using Headroom.Quantities;
using Headroom.TestKit;
using Headroom.TestKit.Modbus;
using Headroom.TestKit.SunSpec;

namespace Headroom.Operator.Tests.Field.Modbus;

public class MeterTests
{
    private readonly HandClock clock = new();

    private static ModbusClient Client(ModbusServer server, double timeOutSeconds = 20) =>
        new(new("127.0.0.1", server.Port) { TimeOut = TimeSpan.FromSeconds(timeOutSeconds), ConnectTimeOut = TimeSpan.FromSeconds(20) }, TimeProvider.System);

    private static async Task<MeterState> Read(SunSpecMeter driver) => Assert.IsType<MeterReading.Read>(await driver.ReadAsync(default)).State;

    [Theory]
    [InlineData(213, false), InlineData(213, true), InlineData(203, false), InlineData(203, true)]
    public async Task Import_is_positive_whichever_way_it_is_wired(ushort model, bool isReversed)
    {
        var meter = new EmulatedMeter(clock, model, isReversed) { Import = 12.Megawatts, Imported = 5_000.MegawattHours, Exported = 70.MegawattHours };
        await using var server = new ModbusServer(meter);
        await using ModbusClient client = Client(server);
        var driver = new SunSpecMeter(client, 1, isReversed ? MeterWiring.ExportIsPositive : MeterWiring.ImportIsPositive, 100.Megawatts, clock);
        Assert.Equal(12.Megawatts, (await Read(driver)).Import);
        clock.Advance(TimeSpan.FromMinutes(30));
        meter.Import = -4.Megawatts;
        clock.Advance(TimeSpan.FromMinutes(30));
        MeterState state = await Read(driver);
        Assert.Equal(-4.Megawatts, state.Import);
        Assert.Equal(6, state.Imported!.Value.KilowattHours / 1e3, 0.01);
        Assert.Equal(2, state.Exported!.Value.KilowattHours / 1e3, 0.01);
    }

    [Fact]
    public async Task A_counter_that_wraps_goes_on()
    {
        // steps of 1 Wh in 32 bits: 4,294,967,296 Wh
        var meter = new EmulatedMeter(clock, 203, scale: 0) { Imported = Energy.FromSi(3600 * 4_294_967_000.0), Import = 20.Kilowatts };
        await using var server = new ModbusServer(meter);
        await using ModbusClient client = Client(server);
        var driver = new SunSpecMeter(client, 1, MeterWiring.ImportIsPositive, 100.Megawatts, clock);
        for (int hour = 0; hour < 3; hour++)
        {
            Assert.Equal(20 * hour, (await Read(driver)).Imported!.Value.KilowattHours, 0.01);
            clock.Advance(TimeSpan.FromHours(1));
        }
    }

    [Fact]
    public async Task A_battery_is_no_meter_and_silence_is_a_value()
    {
        await using var server = new ModbusServer(new EmulatedBattery(new(1.MegawattHours, 1.Megawatts), clock));
        await using ModbusClient client = Client(server, timeOutSeconds: 4);
        var driver = new SunSpecMeter(client, 1, MeterWiring.ImportIsPositive, 1.Megawatts, clock);
        Assert.IsType<MeterReading.Unfit>(await driver.ReadAsync(default));
        server.IsSilent = true;
        Assert.IsType<MeterReading.Silent>(await driver.ReadAsync(default));
    }
}
