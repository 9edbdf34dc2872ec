using Headroom.Operator.Field.Modbus;
using Headroom.Protocols.Modbus;
using Headroom.Protocols.SunSpec;
using Headroom.Quantities;
using Headroom.TestKit;
using Headroom.TestKit.Modbus;
using Headroom.TestKit.SunSpec;

namespace Headroom.Operator.Tests.Field.Modbus;

/// <summary>Devices that give fewer registers at a time than Modbus lets them.</summary>
public sealed class SmallReadTests
{
    private readonly HandClock clock = new();

    private sealed class Small(IRegisterDevice device, int most, ModbusFault fault) : IRegisterDevice
    {
        public List<int> Refused { get; } = [];

        public ModbusFault? Read(RegisterTable table, int first, Span<ushort> into)
        {
            if (into.Length <= most) return device.Read(table, first, into);
            Refused.Add(into.Length);
            return fault;
        }

        public ModbusFault? Write(int first, ReadOnlySpan<ushort> values) => device.Write(first, values);
    }

    private static ModbusClient Client(ModbusServer server) =>
        new(new("127.0.0.1", server.Port) { TimeOut = TimeSpan.FromSeconds(20), ConnectTimeOut = TimeSpan.FromSeconds(20) }, TimeProvider.System);

    [Theory]
    [InlineData(64, ModbusFault.IllegalValue), InlineData(100, ModbusFault.IllegalAddress), InlineData(16, ModbusFault.IllegalValue), InlineData(10, ModbusFault.IllegalAddress)]
    public async Task A_battery_is_read_in_parts_and_what_it_gives_is_remembered(int most, ModbusFault fault)
    {
        Small device = new(new EmulatedBattery(new(40.MegawattHours, 10.Megawatts), clock), most, fault);
        await using var server = new ModbusServer(device);
        await using ModbusClient client = Client(server);
        SunSpecBattery driver = new(client, 1, new(), clock);
        BatteryState state = Assert.IsType<BatteryReading.Read>(await driver.ReadAsync(default)).State;
        Assert.Equal((Power.Zero, 0.5, 40.MegawattHours), (state.Injection, state.ChargeShare, state.Capacity));
        Assert.IsType<BatteryAnswer.Held>(await driver.WriteAsync(3.Megawatts, default));
        int learned = device.Refused.Count;
        Assert.InRange(learned, 1, 4);
        Assert.Equal(3.Megawatts, Assert.IsType<BatteryReading.Read>(await driver.ReadAsync(default)).State.SetPoint);
        Assert.Equal(learned, device.Refused.Count);
    }

    [Theory]
    [InlineData(203), InlineData(213)]
    public async Task A_meter_is_read_in_parts(ushort model)
    {
        Small device = new(new EmulatedMeter(clock, model) { Import = 12.Megawatts, Imported = 5_000.MegawattHours }, 32, ModbusFault.IllegalValue);
        await using var server = new ModbusServer(device);
        await using ModbusClient client = Client(server);
        SunSpecMeter driver = new(client, 1, MeterWiring.ImportIsPositive, 100.Megawatts, clock);
        Assert.Equal(12.Megawatts, Assert.IsType<MeterReading.Read>(await driver.ReadAsync(default)).State.Import);
    }

    [Fact]
    public void No_point_is_cut()
    {
        (ushort Id, IReadOnlyList<SunSpecPoint> Points)[] models =
        [
            (Model203.Id, Model203.Points), (Model213.Id, Model213.Points), (Model701.Id, Model701.Points), (Model702.Id, Model702.Points),
            (Model704.Id, Model704.Points), (Model713.Id, Model713.Points), (Model715.Id, Model715.Points), (Model802.Id, Model802.Points),
        ];
        foreach ((ushort id, IReadOnlyList<SunSpecPoint> points) in models)
            for (int most = SunSpecParts.Least; most <= 125; most++)
                for (int first = 0, end; first < 125; first = end)
                {
                    end = SunSpecParts.End(id, first, most, 125);
                    Assert.InRange(end, first + 1, Math.Min(125, first + most));
                    Assert.DoesNotContain(points, point => end < 125 && point.Offset < end && end < point.Offset + point.Size);
                }
    }
}
