using Headroom.Control;
using Headroom.Operator.Field.DsxBms;
using Headroom.Operator.Journal;
using Headroom.Protocols.DsxBms;
using Headroom.Quantities;
using Headroom.Scenarios.FieldFiles;
using Headroom.Simulation;
using Headroom.Sites;
using Headroom.TestKit.DsxBms;
using Headroom.Tests.Simulation;

namespace Headroom.Operator.Tests.DsxBms;

/// <summary>From a building's points to racks' caps, over a broker.</summary>
public class SiteBmsTests
{
    [Fact]
    public async Task When_coolant_warms_the_caps_of_its_bank_fall_before_its_limit_and_rise_again_after_it()
    {
        await using WarmSite warm = await WarmSite.StartAsync();
        await warm.TellAsync(supply: 30, back: 45, aisle: 25);
        await warm.BeatsAsync(5);
        double free = warm.EnforcedWatts;
        Assert.Equal(1, warm.Share, 1e-6);
        for (double back = 46; back <= 55; back++)
        {
            await warm.TellAsync(supply: 30, back, aisle: 25);
            await warm.BeatsAsync(10);
        }
        // 5 K are left, and at a tenth of a kelvin in a second they are gone within a minute
        Assert.True(warm.Share < 0.9, $"{warm.Share} at 55 °C, which rises");
        // 58 °C of 60 °C: half of the last 4 K are left, which is half of the power above idle
        await warm.TellAsync(supply: 30, back: 56, aisle: 25);
        await warm.BeatsAsync(100);
        await warm.TellAsync(supply: 30, back: 58, aisle: 25);
        await warm.BeatsAsync(240);
        Assert.Equal(0.5, warm.Share, 0.02);
        Assert.True(warm.EnforcedWatts < 0.7 * free, $"{warm.EnforcedWatts:0} W of {free:0} W");
        Assert.Equal(58, warm.Service.Now!.Field.Temperatures.Single(one => one.Name == "coolant from hall A").Now!.Value.Celsius, 1e-9);
        await warm.TellAsync(supply: 30, back: 45, aisle: 25);
        await warm.BeatsAsync(200);
        Assert.Equal(0.9, warm.Share, 0.02);
        Assert.True(warm.EnforcedWatts > 0.77 * free, $"{warm.EnforcedWatts:0} W of {free:0} W");
        ReplayAnswer replay = await warm.StopAndReplayAsync();
        Assert.True(replay.Holds, replay.Fault ?? string.Join("; ", replay.Differences));
        // what was heard, as it was heard
        string value = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes("{\"value\":58,\"timestamp\":"))[..24];
        Assert.Contains(value, await warm.JournalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Air_holds_racks_as_coolant_does_by_whichever_has_less_room()
    {
        await using WarmSite warm = await WarmSite.StartAsync();
        await warm.TellAsync(supply: 42, back: 45, aisle: 36);
        await warm.BeatsAsync(150);
        // 2 K of air, 3 K of supply, 15 K of return
        Assert.Equal(0.5, warm.Share, 0.02);
        await warm.TellAsync(supply: 42, back: 45, aisle: 25);
        await warm.BeatsAsync(200);
        Assert.Equal(0.75, warm.Share, 0.02);
    }

    [Fact]
    public async Task A_value_that_is_bad_or_old_is_no_reading_and_racks_are_held_where_they_are()
    {
        await using WarmSite warm = await WarmSite.StartAsync();
        await warm.TellAsync(supply: 30, back: 58, aisle: 25);
        await warm.BeatsAsync(120);
        await warm.HeardAsync(SmallBms.Return, 40, quality: 0);
        await warm.BeatsAsync(1);
        // the supply alone tells, and has room: what is unfit counts as nothing, neither hot nor cold
        await warm.BeatsAsync(30);
        Assert.InRange(warm.Share, 0.52, 0.6);
        Assert.Contains("alarm: coolant from hall A: tells no temperature; its quality is bad.", warm.Told);
        double held = warm.Share;
        await warm.BeatsAsync(260);
        // by now nothing has told for more than 250 s, and only up to then was there room
        double silent = warm.Share;
        Assert.Null(warm.Service.Now!.Field.Temperatures[0].Now);
        Assert.True(silent < 1 && silent >= held, $"{silent} after {held}");
        await warm.BeatsAsync(60);
        Assert.Equal(silent, warm.Share, 1e-6);
        Assert.Contains("alarm: coolant to hall A: tells no temperature; its last good value is too old by its clock or by ours.", warm.Told);
    }

    [Fact]
    public async Task A_leak_and_a_unit_that_stops_are_alarms_that_end_when_they_are_over()
    {
        await using WarmSite warm = await WarmSite.StartAsync();
        await warm.TellAsync(supply: 30, back: 45, aisle: 25);
        await warm.HeardAsync(SmallBms.Leak, 0);
        await warm.BeatsAsync(3);
        Assert.DoesNotContain(warm.Told, one => one.StartsWith("alarm", StringComparison.Ordinal));
        await warm.HeardAsync(SmallBms.Leak, 1);
        await warm.HeardAsync(SmallBms.State, 2);
        await warm.BeatsAsync(5);
        Assert.Single(warm.Told, one => one == "alarm: tray of CDU 1: a leak: Leak.");
        Assert.Single(warm.Told, one => one == "alarm: CDU 1: Fault.");
        await warm.HeardAsync(SmallBms.Leak, 0);
        await warm.BeatsAsync(70);
        Assert.Single(warm.Told, one => one == "note: over: tray of CDU 1: a leak: Leak.");
        Assert.Single(warm.Told, one => one == "alarm: CDU 1: Fault.");
        await warm.StopAndReplayAsync();
        Assert.Contains("tray of CDU 1: a leak", await warm.JournalAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_heart_of_the_BMS_stops_its_readings_are_none_at_once()
    {
        await using WarmSite warm = await WarmSite.StartAsync();
        await warm.HeardAsync(SmallBms.Heartbeat, warm.Time.GetUtcNow().ToUnixTimeMilliseconds());
        await warm.TellAsync(supply: 30, back: 45, aisle: 25);
        await warm.BeatsAsync(25);
        Assert.NotNull(warm.Service.Now!.Field.Temperatures[1].Now);
        await warm.BeatsAsync(10);
        Assert.Null(warm.Service.Now!.Field.Temperatures[1].Now);
        Assert.Contains(warm.Told, one => one.EndsWith("the heartbeat bms has stopped; what it stands for is not believed.", StringComparison.Ordinal));
    }

    [Fact]
    public void Everything_that_is_wrong_with_a_BMS_is_told_at_once_with_its_line()
    {
        FieldFileReading read = FieldFile.Parse("""
            field: wrong
            racks:
              - {names: [R-1], address: "http://127.0.0.1:1/", part: A, rack: gb200-nvl72}
            bms:
              broker: mqtt://bms.example:1883
              integration: a/b
              user: somebody
              temperatures:
                - {name: one, point: CDU/LiquidTemperature, most: 45 °C}
                - {name: two, point: CDU/LiquidFlow/x, most: 45 °C}
                - {name: two, point: CDU/LiquidTemperature/x, most: 45 bar}
              states:
                - {name: three, point: CDU/Status/x}
            """, "field.yaml");
        Assert.Null(read.Field);
        string all = string.Join('\n', read.Findings.Select(one => $"{one.Line}: {one.Read}"));
        foreach (string part in (string[])["5: \"mqtt://bms.example:1883\"", "6: \"a/b\"", "7: no place for the password", "9: \"CDU/LiquidTemperature\"", "10: \"CDU/LiquidFlow/x\"", "11: a second \"two\"", "11: \"45 bar\"", "13: \"CDU/Status/x\" without `good`"])
            Assert.Contains(part, all, StringComparison.Ordinal);
    }

    [Fact]
    public void A_BMS_that_the_plan_does_not_fit_says_all_of_it_with_lines()
    {
        LivePlan plan = LivePlan.Open(new StandingSite { Serving = 3, Training = 2, GridMost = 5.Megawatts, Length = TimeSpan.FromHours(8760) }.Order()).Plan!;
        BmsDescription described = FieldFile.Parse(WarmSite.File(1883), "field.yaml").Field!.Bms!;
        Assert.Empty(BmsWiring.Open(described, plan, ".", _ => null, TimeProvider.System).Findings);
        BmsDescription unfit = described with
        {
            Password = new("BMS_TOKEN"),
            Roots = "nowhere.pem",
            Temperatures = [described.Temperatures[0] with { Part = "Z" }, described.Temperatures[1] with { Rack = "unknown" }],
        };
        (SiteBms? bms, IReadOnlyList<Finding> findings) = BmsWiring.Open(unfit, plan, ".", _ => null, TimeProvider.System);
        Assert.Null(bms);
        Assert.Equal([4, 4, 8, 9], findings.Select(one => one.Line!.Value).Order());
        Assert.Contains(findings, one => one.Read == "no environment variable BMS_TOKEN");
        Assert.Contains(findings, one => one.Read == "coolant to hall A: racks in Z" && one.Expected.Contains("gb200-nvl72 in A", StringComparison.Ordinal));
    }

    [Fact]
    public void Silence_of_a_part_of_the_building_is_silence_of_its_points_alone()
    {
        Assert.True(SiteBms.Covers("BMS/v1/PUB/Value/CDU/#", SmallBms.Return));
        Assert.True(SiteBms.Covers("CDU", SmallBms.Return));
        Assert.False(SiteBms.Covers("BMS/v1/PUB/Value/Rack/#", SmallBms.Return));
    }
}
