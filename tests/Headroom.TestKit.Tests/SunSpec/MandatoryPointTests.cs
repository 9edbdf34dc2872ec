using System.Text.Json;
using Headroom.Protocols.Modbus;
using Headroom.Protocols.SunSpec;
using Headroom.Quantities;
using Headroom.TestKit.Modbus;
using Headroom.TestKit.SunSpec;

namespace Headroom.TestKit.Tests.SunSpec;

/// <summary>Whatever a published model says must be there is there, and fits the power that is shown.</summary>
public class MandatoryPointTests
{
    private readonly HandClock clock = new();

    [Theory]
    [InlineData("battery"), InlineData("203"), InlineData("213")]
    public void No_mandatory_point_says_that_it_is_not_implemented(string device)
    {
        IRegisterDevice one = device == "battery" ? new EmulatedBattery(new(40.MegawattHours, 10.Megawatts), clock)
            : new EmulatedMeter(clock, ushort.Parse(device, null)) { Import = 12.Megawatts, Imported = 1.MegawattHours, Exported = 1.MegawattHours };
        List<string> missing = [];
        int judged = 0;
        for (int at = 40_002; ;)
        {
            ushort[] head = Read(one, at, 2);
            if (head[0] == SunSpecMap.EndId) break;
            ushort[] model = Read(one, at, head[1] + 2);
            foreach ((string name, string type, int offset, int size) in Mandatory(head[0]))
            {
                judged++;
                ReadOnlySpan<ushort> value = model.AsSpan(offset, size);
                bool isMissing = type switch
                {
                    "int16" or "sunssf" => value[0] == 0x8000,
                    "float32" => float.IsNaN(BitConverter.UInt32BitsToSingle((uint)value[0] << 16 | value[1])),
                    "string" or "acc32" => value.IndexOfAnyExcept((ushort)0) < 0,
                    _ => value.IndexOfAnyExcept((ushort)0xFFFF) < 0,
                };
                if (isMissing) missing.Add($"{head[0]} {name}");
            }
            at += head[1] + 2;
        }
        Assert.Equal("", string.Join(", ", missing));
        Assert.InRange(judged, 20, 80);
    }

    private static ushort[] Read(IRegisterDevice device, int first, int count)
    {
        ushort[] values = new ushort[count];
        Assert.Null(device.Read(RegisterTable.Holding, first, values));
        return values;
    }

    private static List<(string Name, string Type, int Offset, int Size)> Mandatory(ushort model)
    {
        string path = BlankModelTests.Shared($"model_{model}.json");
        Assert.SkipWhen(path.Length == 0, "The published models are not beside this checkout (../shared/protocols/sunspec); no point was checked.");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        int offset = 0;
        List<(string, string, int, int)> found = [];
        // groups stand behind the points, and hold nothing mandatory in these models
        foreach (JsonElement point in document.RootElement.GetProperty("group").GetProperty("points").EnumerateArray())
        {
            int size = point.GetProperty("size").GetInt32();
            if (offset > 1 && point.TryGetProperty("mandatory", out JsonElement must) && must.GetString() == "M")
                found.Add((point.GetProperty("name").GetString()!, point.GetProperty("type").GetString()!, offset, size));
            offset += size;
        }
        return found;
    }

    [Theory]
    [InlineData(203, 3, 12e6), InlineData(203, 0, 20e3), InlineData(203, 4, 300e6), InlineData(203, 3, -32.7e6), InlineData(213, 0, 12e6), InlineData(213, 0, -7e6)]
    public void A_meters_current_times_its_voltage_is_its_power(ushort id, int scale, double watts)
    {
        var meter = new EmulatedMeter(clock, id, scale: scale) { Import = Power.FromSi(watts) };
        bool isInteger = id == Model203.Id;
        ushort[] model = Read(meter, 40_002 + 68, isInteger ? 107 : 126);
        double amps = (isInteger ? Model203.Current : Model213.Current).Read(model)!.Value, volts = (isInteger ? Model203.Voltage : Model213.Voltage).Read(model)!.Value;
        Assert.Equal(Math.Abs(watts), amps * volts, 0.01 * Math.Abs(watts));
        SunSpecPoint phase = isInteger ? new("AphB", 4, SunSpecType.Int16, 6) : new("AphB", 6, SunSpecType.Float32), line = isInteger ? new("PPV", 11, SunSpecType.Int16, 15) : new("PPV", 18, SunSpecType.Float32);
        Assert.Equal(amps / 3, phase.Read(model)!.Value, 0.01 * amps);
        Assert.Equal(Math.Sqrt(3), line.Read(model)!.Value / volts, 0.01);
        Assert.Equal(50, (isInteger ? Model203.Frequency : Model213.Frequency).Read(model)!.Value, 0.01);
    }

    [Theory]
    [InlineData(7), InlineData(-10)]
    public void A_batterys_direct_current_times_its_voltage_is_its_power(double megawatts)
    {
        var battery = new EmulatedBattery(new(40.MegawattHours, 10.Megawatts), clock);
        Assert.Null(BatteryWriteTests.Order(battery, megawatts * 1e6));
        clock.Advance(TimeSpan.FromSeconds(1));
        double amps = battery.Get(Model802.Id, new("A", 44, SunSpecType.Int16, 61))!.Value, volts = battery.Get(Model802.Id, new("V", 34, SunSpecType.UInt16, 59))!.Value;
        Assert.Equal(megawatts * 1e6, amps * volts, 2e3);
        Assert.Equal(battery.Get(Model802.Id, Model802.EnergyRated)!.Value, battery.Get(Model802.Id, Model802.ChargeRated)!.Value * volts, 1e4);
    }
}
