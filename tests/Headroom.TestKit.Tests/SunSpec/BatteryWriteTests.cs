using Headroom.Protocols.Modbus;
using Headroom.Protocols.SunSpec;
using Headroom.Quantities;
using Headroom.TestKit.SunSpec;

namespace Headroom.TestKit.Tests.SunSpec;

/// <summary>What an emulated battery does not take, and that it then keeps what stood.</summary>
public class BatteryWriteTests
{
    private readonly HandClock clock = new();

    /// <summary>Address of model 704 behind models 1, 701 and 702, of 802 behind 713 and 715.</summary>
    private const int Control = 40_002 + 68 + 155 + 52, Battery = Control + 67 + 9 + 9;

    private static ushort[] Counts(double value) => [(ushort)((int)value >> 16), (ushort)(int)value];

    /// <summary>Mode, value and enabling of a set point, one after the other.</summary>
    internal static ModbusFault? Order(EmulatedBattery battery, double watts)
    {
        double step = Math.Pow(10, (double)battery.Get(Model704.Id, Model704.SetScale)!);
        return battery.Write(Control + Model704.SetMode.Offset, [1]) ?? battery.Write(Control + Model704.Set.Offset, Counts(Math.Round(watts / step)))
            ?? battery.Write(Control + Model704.SetEnabled.Offset, [1]);
    }

    [Fact]
    public void A_value_that_its_point_does_not_know_is_refused_and_not_read_back()
    {
        var battery = new EmulatedBattery(new(1.MegawattHours, 1.Megawatts), clock);
        Assert.Null(Order(battery, 1e6));
        foreach ((SunSpecPoint point, ushort[] values) in ((SunSpecPoint, ushort[])[])
            [
                (Model704.SetEnabled, [7]), (Model704.SetMode, [9]), (Model704.SetMode, [0]), (Model704.Set, Counts(100e6 / 100)), (Model704.Set, Counts(-100e6 / 100)),
                (Model704.Set, [0x8000, 0]), (Model704.SetReversion, Counts(2e6 / 100)), (Model704.SetEnabledReversion, [2]), (Model704.SetReversionTime, [0xFFFF, 0xFFFF]),
                (Model704.SetPercent, [100]),
            ])
        {
            double? before = battery.Get(Model704.Id, point);
            Assert.Equal((point.Name, ModbusFault.IllegalValue), (point.Name, battery.Write(Control + point.Offset, values)));
            Assert.Equal(before, battery.Get(Model704.Id, point));
        }
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1.Megawatts, battery.Injection);
    }

    [Fact]
    public void Half_of_a_wide_value_is_refused_alone_and_in_a_row()
    {
        var battery = new EmulatedBattery(new(1.MegawattHours, 1.Megawatts), clock);
        Assert.Equal(ModbusFault.IllegalValue, battery.Write(Control + 24, [0]));
        Assert.Equal(ModbusFault.IllegalValue, battery.Write(Control + 25, [100]));
        Assert.Equal(ModbusFault.IllegalValue, battery.Write(Control + 22, [1, 1, 0]));
        Assert.Equal(0, battery.Get(Model704.Id, Model704.SetEnabled));
        Assert.Null(battery.Write(Control + 22, [1, 1, 0, 100]));
        Assert.Equal(ModbusFault.IllegalAddress, battery.Write(Control + 21, [1]));
    }

    /// <summary>A rating that registers of 16 bits round up is still the rating.</summary>
    [Theory]
    [InlineData(1_234_567), InlineData(9_999_999), InlineData(33_000)]
    public void A_battery_takes_all_that_its_own_registers_allow(double watts)
    {
        var battery = new EmulatedBattery(new(1.MegawattHours, Power.FromSi(watts)), clock);
        double most = battery.Get(Model702.Id, Model702.PowerMost)!.Value;
        Assert.Null(Order(battery, most));
        Assert.Null(Order(battery, -most));
        Assert.Equal(ModbusFault.IllegalValue, Order(battery, 1.01 * most));
    }

    [Fact]
    public void A_battery_that_is_taken_off_gives_nothing_until_it_is_put_on()
    {
        var battery = new EmulatedBattery(new(1.MegawattHours, 1.Megawatts), clock);
        Assert.Null(Order(battery, 1e6));
        Assert.Equal(ModbusFault.IllegalValue, battery.Write(Battery + Model802.Operation.Offset, [3]));
        foreach ((ushort order, double watts, int state) in ((ushort, double, int)[])[(2, 0, 1), (1, 1e6, 3)])
        {
            Assert.Null(battery.Write(Battery + Model802.Operation.Offset, [order]));
            clock.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal((watts, state), (battery.Injection.Watts, battery.Get(Model802.Id, Model802.State)));
        }
    }
}
