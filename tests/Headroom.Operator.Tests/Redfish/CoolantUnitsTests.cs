using System.Globalization;
using System.Text.Json;
using Headroom.Operator.Field.Redfish;
using Headroom.Quantities;
using Headroom.TestKit;
using Microsoft.AspNetCore.Http;

namespace Headroom.Operator.Tests.Redfish;

/// <summary>A service with several units of coolant, of which some tell no flow.</summary>
public class CoolantUnitsTests
{
    private static CancellationToken Stop => EmulatedRacks.Stop;
    private const string Units = "/redfish/v1/ThermalEquipment/CDUs";
    private readonly ManualTime time = new(new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero));
    private readonly Dictionary<string, string> resources = new()
    {
        [RedfishClient.Root] = """{"ThermalEquipment":{"@odata.id":"/redfish/v1/ThermalEquipment"}}""",
        ["/redfish/v1/ThermalEquipment"] = """{"CDUs":{"@odata.id":"/redfish/v1/ThermalEquipment/CDUs"}}""",
    };
    private readonly Dictionary<string, double> supplies = [];

    /// <summary>Entity tags, where a write has to state one.</summary>
    private int? tag;
    private bool makesTasks;

    private void Stand(params string[] units)
    {
        resources[Units] = $$"""{"Members":[{{string.Join(',', units.Select(unit => $$"""{"@odata.id":"{{Units}}/{{unit}}"}"""))}}]}""";
        foreach (string unit in units) Unit(unit, "Enabled");
    }

    private void Unit(string unit, string state)
    {
        resources[$"{Units}/{unit}"] = $$$"""{"Id":"{{{unit}}}","Status":{"State":"{{{state}}}"},"SecondaryCoolantConnectors":{"@odata.id":"{{{Units}}}/{{{unit}}}/Secondary"}}""";
        resources[$"{Units}/{unit}/Secondary"] = $$"""{"Members":[{"@odata.id":"{{Units}}/{{unit}}/Secondary/1"}]}""";
    }

    private void Connector(string unit, double supply, double back, double? litres)
    {
        supplies[$"{Units}/{unit}/Secondary/1"] = supply;
        string flow = litres is { } told ? $$""","FlowLitersPerMinute":{"Reading":{{told}}}""" : "";
        resources[$"{Units}/{unit}/Secondary/1"] =
            $$"""{"Id":"1","SupplyTemperatureCelsius":{"Reading":{{supply}}},"ReturnTemperatureCelsius":{"Reading":{{back}}}{{flow}}""";
    }

    private async Task<(OddPeer Peer, CduDriver Driver)> StartAsync()
    {
        OddPeer peer = await OddPeer.StartAsync(time);
        peer.Does = async (context, path) =>
        {
            if (!resources.TryGetValue(path, out string? told)) return false;
            if (!supplies.TryGetValue(path, out double set)) return await OddPeer.TellAsync(context, 200, told);
            if (tag is { } now) context.Response.Headers.ETag = $"\"{now}\"";
            if (HttpMethods.IsPatch(context.Request.Method))
            {
                string said = context.Request.Headers.IfMatch.ToString();
                if (tag is not null && said != $"\"{tag}\"") return await OddPeer.TellAsync(context, said.Length == 0 ? 428 : 412, "{}");
                using JsonDocument body = await JsonDocument.ParseAsync(context.Request.Body, default, Stop);
                supplies[path] = body.RootElement.GetProperty("SupplyTemperatureControlCelsius").GetProperty("SetPoint").GetDouble();
                tag++;
                if (makesTasks) context.Response.Headers.Location = "/redfish/v1/TaskService/Tasks/1";
                if (makesTasks) return await OddPeer.TellAsync(context, 202, """{"@odata.id":"/redfish/v1/TaskService/Tasks/1","TaskState":"Running"}""");
                context.Response.StatusCode = 204;
                return true;
            }
            return await OddPeer.TellAsync(context, 200, told + string.Create(CultureInfo.InvariantCulture, $$$""","SupplyTemperatureControlCelsius":{"SetPoint":{{{set}}}}}"""));
        };
        return (peer, new("cdu", peer.Client(), time, 65.DegreesCelsius));
    }

    [Fact]
    public async Task All_units_of_a_service_count_and_the_warmest_return_is_the_one_that_matters()
    {
        Stand("a", "b", "c");
        Connector("a", 40, 48, 600);
        Connector("b", 41, 66, 700);
        Connector("c", 39, 47, null);
        Unit("c", "StandbyOffline");
        (OddPeer peer, CduDriver driver) = await StartAsync();
        await using OddPeer _ = peer;
        await driver.ReadAsync(Stop);
        CduTelling telling = driver.Telling!.Value;
        Assert.Equal((41, 66), (Math.Round(telling.Supply!.Value.Celsius, 6), Math.Round(telling.Return!.Value.Celsius, 6)));
        Assert.Equal(1300, telling.Flow!.Value.LitresPerMinute, 1e-9);
        Assert.False(telling.IsOn);
        Assert.Equal(["cdu: unit c is StandbyOffline.", "cdu: coolant comes back at 66.0 °C, above 65.0 °C."], driver.Alarms.Select(alarm => alarm.What));
    }

    [Fact]
    public async Task A_flow_that_nobody_tells_is_unknown_and_not_nought()
    {
        Stand("a");
        Connector("a", 40, 48, null);
        (OddPeer peer, CduDriver driver) = await StartAsync();
        await using OddPeer _ = peer;
        await driver.ReadAsync(Stop);
        Assert.Equal((null, null, null), (driver.Telling!.Value.Flow, driver.Telling.Value.HeatStated, driver.Telling.Value.HeatByFlow));
        Connector("a", 40, 48, 0);
        await driver.ReadAsync(Stop);
        Assert.Equal(0, driver.Telling!.Value.Flow!.Value.LitresPerMinute);
    }

    [Fact]
    public async Task A_unit_that_was_busy_while_its_service_was_walked_is_not_lost()
    {
        Stand("a", "b");
        Connector("a", 40, 48, 600);
        Connector("b", 41, 50, 700);
        (OddPeer peer, CduDriver driver) = await StartAsync();
        await using OddPeer _ = peer;
        OddPeer.Habit usual = peer.Does;
        int cuts = 1;
        peer.Does = (context, path) => path == Units + "/b" && cuts-- > 0 ? OddPeer.TellAsync(context, 503, "{}") : usual(context, path);
        await driver.ReadAsync(Stop);
        Assert.Null(driver.Telling);
        await driver.ReadAsync(Stop);
        Assert.Equal(1300, driver.Telling!.Value.Flow!.Value.LitresPerMinute, 1e-9);
    }

    [Fact]
    public async Task A_secondary_side_without_connectors_leaves_the_primary_side()
    {
        Stand("a");
        Connector("a", 40, 48, 600);
        resources[$"{Units}/a"] = resources[$"{Units}/a"].Replace("\"SecondaryCoolantConnectors\":", $$"""
            "SecondaryCoolantConnectors":{"@odata.id":"{{Units}}/a/Empty"},"PrimaryCoolantConnectors":
            """, StringComparison.Ordinal);
        resources[$"{Units}/a/Empty"] = """{"Members":[]}""";
        (OddPeer peer, CduDriver driver) = await StartAsync();
        await using OddPeer _ = peer;
        await driver.ReadAsync(Stop);
        Assert.Equal(600, driver.Telling!.Value.Flow!.Value.LitresPerMinute, 1e-9);
        Assert.Empty(driver.Alarms);
    }

    [Fact]
    public async Task Units_without_connectors_are_told_and_walked_again()
    {
        Stand("a");
        string members = resources[$"{Units}/a/Secondary"];
        resources[$"{Units}/a/Secondary"] = """{"Members":[]}""";
        (OddPeer peer, CduDriver driver) = await StartAsync();
        await using OddPeer _ = peer;
        await driver.ReadAsync(Stop);
        Assert.Contains("no unit has a coolant connector", Assert.Single(driver.Alarms).What, StringComparison.Ordinal);
        resources[$"{Units}/a/Secondary"] = members;
        Connector("a", 40, 48, 600);
        await driver.ReadAsync(Stop);
        Assert.Null(driver.Telling);
        time.Advance(31.Seconds);
        await driver.ReadAsync(Stop);
        Assert.NotNull(driver.Telling);
        Assert.Empty(driver.Alarms);
        // connectors that tell nothing any more are told, and their links followed anew
        foreach (string path in supplies.Keys.ToArray()) resources.Remove(path);
        await driver.ReadAsync(Stop);
        Assert.Contains("none of its coolant connectors", Assert.Single(driver.Alarms).What, StringComparison.Ordinal);
        Connector("a", 40, 48, 700);
        await driver.ReadAsync(Stop);
        Assert.Equal(700, driver.Telling!.Value.Flow!.Value.LitresPerMinute, 1e-9);
        Assert.Empty(driver.Alarms);
    }

    [Theory]
    [InlineData("RPUs"), InlineData("ImmersionUnits")]
    public async Task Units_of_other_kinds_are_units(string kind)
    {
        Stand("a");
        Connector("a", 40, 48, 600);
        resources["/redfish/v1/ThermalEquipment"] = $$$"""{"{{{kind}}}":{"@odata.id":"{{{Units}}}"}}""";
        (OddPeer peer, CduDriver driver) = await StartAsync();
        await using OddPeer _ = peer;
        await driver.ReadAsync(Stop);
        Assert.Equal(600, driver.Telling!.Value.Flow!.Value.LitresPerMinute, 1e-9);
    }

    [Fact]
    public async Task A_set_point_states_the_tag_of_what_it_changes()
    {
        Stand("a");
        Connector("a", 40, 48, 600);
        tag = 1;
        (OddPeer peer, CduDriver driver) = await StartAsync();
        await using OddPeer _ = peer;
        Assert.True(await driver.SupplyAsync(43.DegreesCelsius, Stop));
        Assert.True(await driver.ReleaseAsync(Stop));
        Assert.Equal((3, 40), (tag!.Value, Math.Round(supplies.Values.Single(), 6)));
    }

    [Theory]
    [InlineData(true), InlineData(false)]
    public async Task A_set_point_that_becomes_a_task_is_waited_for(bool isDone)
    {
        Stand("a");
        Connector("a", 40, 48, 600);
        makesTasks = true;
        (OddPeer peer, CduDriver driver) = await StartAsync();
        await using OddPeer _ = peer;
        OddPeer.Habit usual = peer.Does;
        int looks = 0;
        peer.Does = (context, path) => !path.Contains("/Tasks/", StringComparison.Ordinal) ? usual(context, path)
            : OddPeer.TellAsync(context, 200, ++looks < 3 ? """{"TaskState":"Running"}""" : isDone ? """{"TaskState":"Completed","TaskStatus":"OK"}""" : """{"TaskState":"Exception"}""");
        Task<bool> setting = driver.SupplyAsync(43.DegreesCelsius, Stop).AsTask();
        while (!setting.IsCompleted)
        {
            time.Advance(TimeSpan.FromMilliseconds(50));
            await Task.WhenAny(setting, Task.Delay(10, Stop));
        }
        Assert.Equal(isDone, await setting);
        Assert.Equal(3, looks);
    }

    [Fact]
    public async Task Detectors_of_chassis_and_of_groups_are_watched_once_each()
    {
        resources[RedfishClient.Root] = """{"Chassis":{"@odata.id":"/redfish/v1/Chassis"}}""";
        resources["/redfish/v1/Chassis"] = """{"Members":[{"@odata.id":"/redfish/v1/Chassis/tray"}]}""";
        resources["/redfish/v1/Chassis/tray"] = """{"LeakDetectors":{"@odata.id":"/redfish/v1/Chassis/tray/LeakDetectors"},"ThermalSubsystem":{"@odata.id":"/redfish/v1/Chassis/tray/ThermalSubsystem"}}""";
        resources["/redfish/v1/Chassis/tray/LeakDetectors"] = """{"Members":[{"@odata.id":"/redfish/v1/Chassis/tray/LeakDetectors/pan"}]}""";
        resources["/redfish/v1/Chassis/tray/ThermalSubsystem"] = """{"LeakDetection":{"@odata.id":"/redfish/v1/Chassis/tray/ThermalSubsystem/LeakDetection"}}""";
        resources["/redfish/v1/Chassis/tray/ThermalSubsystem/LeakDetection"] = """
            {"LeakDetectorGroups":[{"GroupName":"floor","Detectors":[{"DataSourceUri":"/redfish/v1/Chassis/tray/LeakDetectors/pan","DetectorState":"OK"},
            {"DataSourceUri":"/redfish/v1/Chassis/floor/rope#/DetectorState","DetectorState":"OK"},{"DetectorState":"OK"}]},{"Detectors":null},7]}
            """;
        resources["/redfish/v1/Chassis/tray/LeakDetectors/pan"] = """{"Id":"pan","DetectorState":"OK"}""";
        resources["/redfish/v1/Chassis/floor/rope"] = """{"Id":"rope","DetectorState":"Critical"}""";
        (OddPeer peer, CduDriver _) = await StartAsync();
        await using OddPeer hall = peer;
        LeakWatch watch = new("hall", peer.Client(), time);
        await watch.ReadAsync(Stop);
        Assert.Equal(["pan", "rope"], watch.Tellings.Select(one => one.Detector));
        Assert.Contains("rope finds a leak", Assert.Single(watch.Alarms), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_unit_gets_its_own_supply_back()
    {
        Stand("a", "b");
        Connector("a", 40, 48, 600);
        Connector("b", 38, 46, 700);
        (OddPeer peer, CduDriver driver) = await StartAsync();
        await using OddPeer _ = peer;
        Assert.True(await driver.SupplyAsync(43.DegreesCelsius, Stop));
        Assert.All(supplies.Values, set => Assert.Equal(43, set, 1e-9));
        Assert.True(await driver.ReleaseAsync(Stop));
        Assert.Equal([40, 38], supplies.Values.Select(set => Math.Round(set, 6)));
    }
}
