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
            if (HttpMethods.IsPatch(context.Request.Method))
            {
                using JsonDocument body = await JsonDocument.ParseAsync(context.Request.Body, default, Stop);
                supplies[path] = body.RootElement.GetProperty("SupplyTemperatureControlCelsius").GetProperty("SetPoint").GetDouble();
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
