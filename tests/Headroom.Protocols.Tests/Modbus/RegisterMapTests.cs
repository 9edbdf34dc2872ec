using CsCheck;
using Headroom.Protocols.Modbus;

namespace Headroom.Protocols.Tests.Modbus;

public class RegisterMapTests
{
    private static RegisterPoint Point(string name, int address, RegisterType type = RegisterType.UInt16) => new(name, (ushort)address, type, 1, "");

    [Fact]
    public void Everything_wrong_is_said_at_once()
    {
        var map = new RegisterMap("pump", [
            Point("a", 10, RegisterType.UInt32),
            Point("b", 11) with { Scale = 0 },
            Point("c", 20) with { Access = RegisterAccess.ReadWrite, Least = 5 },
            Point("d", 30) with { Unit = "kW" },
            Point("e", 65_535, RegisterType.Float32),
            Point("f", 40) with { Table = RegisterTable.Input, Access = RegisterAccess.Write, Least = 0, Most = 1, Poll = PollClass.Once },
            Point("g", 50) with { Least = 2, Most = 1 },
        ]);
        Assert.Equal(
            ["b: scale 0; any number but 0", "c: is written and states no min and max; both", "d: is a power in kW and states no sign; injection or draw",
                "e: ends at register 65536; the last is 65535", "f: an input register cannot be written", "g: min 2 is above max 1", "b: overlaps a at register 11"],
            map.Findings().Select(one => one.ToString()));
    }

    [Fact]
    public void A_value_outside_the_maps_bounds_is_neither_believed_nor_written()
    {
        RegisterPoint point = Point("x", 0) with { Scale = 0.1, Least = 0, Most = 50, Access = RegisterAccess.ReadWrite };
        Assert.Equal(50, point.Read([500]));
        Assert.Null(point.Read([501]));
        Assert.Null(point.Write(50.1));
        Assert.Equal([500], point.Write(50)!);
        Assert.Null((point with { Missing = 77 }).Read([77]));
    }

    [Fact]
    public void Words_come_in_the_order_of_the_map()
    {
        RegisterPoint point = Point("x", 0, RegisterType.Int32) with { Access = RegisterAccess.ReadWrite };
        Assert.Equal([0xFFFF, 0xFFFE], point.Write(-2)!);
        Assert.Equal([0xFFFE, 0xFFFF], (point with { LowWordFirst = true }).Write(-2)!);
        Assert.Equal(-2, (point with { LowWordFirst = true }).Read([0xFFFE, 0xFFFF]));
    }

    [Fact]
    public void What_is_written_is_read_to_half_a_step() =>
        Gen.Select(Gen.Enum<RegisterType>(), Gen.Double[-1e9, 1e9], Gen.Double[1e-3, 1e3], Gen.Bool).Sample((type, value, scale, low) =>
        {
            RegisterPoint point = Point("x", 0, type) with { Scale = scale, Access = RegisterAccess.ReadWrite, LowWordFirst = low };
            if (point.Write(value) is not { } registers) return;
            double tolerance = type == RegisterType.Float32 ? Math.Abs(value) * 1e-6 + 1e-30 : 0.5001 * scale;
            Assert.InRange(Math.Abs(point.Read(registers)!.Value - value), 0, tolerance);
        });

    [Fact]
    public void Neighbours_are_read_in_one_request_of_at_most_125()
    {
        var map = new RegisterMap("x", [.. Enumerable.Range(0, 130).Select(k => Point($"p{k}", 100 + k)), Point("far", 300), Point("near", 303)]);
        Assert.Equal([(100, 125), (225, 5), (300, 1), (303, 1)], map.Reads(PollClass.Beat).Select(one => ((int)one.First, one.Count)));
        Assert.Equal((300, 4), map.Reads(PollClass.Beat, gap: 2).Select(one => ((int)one.First, one.Count)).Last());
    }
}
