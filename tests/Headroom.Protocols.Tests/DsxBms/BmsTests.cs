using System.Text.Json.Nodes;
using Headroom.Protocols.DsxBms;
using Headroom.Protocols.Tests.DsxFlex;
using Headroom.Protocols.Tests.Schemas;

namespace Headroom.Protocols.Tests.DsxBms;

public class BmsTests
{
    static readonly BmsPointKey request = new("CDU", "LiquidTemperatureSpRequest", "site1/row3/cdu5");
    static readonly BmsMetadata asked = new("CDU", "LiquidTemperatureSpRequest")
    {
        Unit = "C",
        ObjectName = "CDU 5",
        ObjectId = "cdu5",
        Integration = "HEADROOM"
    };
    static readonly BmsWriteSetting own = new("HEADROOM");

    [Fact]
    public void The_topic_to_write_on_follows_from_that_of_the_metadata()
    {
        BmsTopic heard = BmsTopic.Read("BMS/v1/PUB/Metadata/CDU/LiquidTemperatureSpRequest/site1/row3/cdu5")!.Value;
        Assert.True(heard.IsMetadata && heard.IsOfBms);
        Assert.Equal("BMS/v1/HEADROOM/Value/CDU/LiquidTemperatureSpRequest/site1/row3/cdu5",
            BmsTopic.WrittenBy("HEADROOM", heard.Point).ToString());
    }

    [Theory]
    [InlineData("BMS/v1/X/Metadata/CDU/Status/a")]
    [InlineData("BMS/v2/PUB/Value/CDU/Status/a")]
    [InlineData("BMS/v1/PUB/Value/CDU/Status/")]
    [InlineData("BMS/v1/PUB/Value/CDU/Status")]
    [InlineData("BMS/v1/PUB/Value/CDU/+/a")]
    public void Other_topics_are_none(string topic) => Assert.Null(BmsTopic.Read(topic));

    [Fact]
    public void Only_what_is_ours_is_written()
    {
        Assert.Null(BmsWriting.Refusal(request, asked, 30, own));
        Assert.Contains("not known", BmsWriting.Refusal(request, null, 30, own), StringComparison.Ordinal);
        Assert.Contains("OTHER", BmsWriting.Refusal(request, asked with { Integration = "OTHER" }, 30, own), StringComparison.Ordinal);
        Assert.Contains("itself", BmsWriting.Refusal(request, asked with { Integration = null }, 30, own), StringComparison.Ordinal);
        Assert.Contains("outside", BmsWriting.Refusal(request, asked, 60, own), StringComparison.Ordinal);
        Assert.Contains("not C", BmsWriting.Refusal(request, asked with { Unit = "F" }, 30, own), StringComparison.Ordinal);
        BmsMetadata temperature = new("CDU", "LiquidTemperature") { Unit = "C", Integration = "HEADROOM" };
        Assert.Contains("no integration", BmsWriting.Refusal(new("CDU", "LiquidTemperature", "x"), temperature, 30, own),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RackLiquidIsolationRequest", -1.0, true)]
    [InlineData("RackElectricalIsolationRequest", -1.0, false)]
    [InlineData("RackElectricalIsolationRequest", 1.0, true)]
    [InlineData("RackLiquidIsolationRequest", 0.5, false)]
    public void Isolation_takes_an_explicit_policy_and_a_known_state(string pointType, double number, bool isAllowed)
    {
        BmsPointKey point = new("Rack", pointType, "r1");
        BmsMetadata metadata = new("Rack", pointType) { Integration = "HEADROOM", States = [new(0, "no"), new(1, "yes")] };
        Assert.NotNull(BmsWriting.Refusal(point, metadata, number, own));
        Assert.Equal(isAllowed, BmsWriting.Refusal(point, metadata, number, own with { MayIsolate = true }) is null);
    }

    [Fact]
    public void No_value_is_interpreted_before_its_metadata()
    {
        BmsPoint point = new BmsPoint(new("Rack", "RackPower", "r1"), null, null, null, null).With(new(132, Said.Noon, 1), Said.Noon);
        Assert.Null(point.Power);
        Assert.Null(point.Number);
        Assert.Equal(132, (point with { Metadata = new("Rack", "RackPower") { Unit = "kW" } }).Power!.Value.Kilowatts);
        // the schema fixes kW: who says otherwise is not believed
        Assert.Null((point with { Metadata = new("Rack", "RackPower") { Unit = "MW" } }).Power);
    }

    [Fact]
    public void The_last_good_value_stays_and_ages_when_bad_ones_come()
    {
        BmsPoint point = new BmsPoint(new("CDU", "LiquidTemperature", "t"), new("CDU", "LiquidTemperature") { Unit = "C" }, null, null,
            null)
            .With(new(22, Said.Noon, 1), Said.Noon).With(new(99, Said.Noon.AddSeconds(10), 0),
                Said.Noon.AddSeconds(10)).With(new(null, Said.Noon.AddSeconds(20), 1), Said.Noon.AddSeconds(20));
        Assert.Equal(22, point.Temperature!.Value.Celsius, 9);
        Assert.False(point.IsGoodNow);
        Assert.Equal(TimeSpan.FromSeconds(30), point.Age(Said.Noon.AddSeconds(30)));
        Assert.Same(point, point.With(new(5, Said.Noon.AddSeconds(5), 1), Said.Noon.AddSeconds(40)));
    }

    [Fact]
    public void What_we_write_and_know_agrees_with_the_published_document()
    {
        JsonNode document = SharedYaml.Read("dsx-exchange/schemas/asyncapi/bms/bms.yaml");
        SubsetSchema schema = new(document);
        Assert.Empty(schema.Faults(JsonNode.Parse(new BmsValue(22.5, Said.Noon, 1).Write()), "#/components/messages/ValueMessage/payload"));
        Assert.Empty(schema.Faults(JsonNode.Parse(new BmsValue(null, Said.Noon, 0).Write()), "#/components/messages/ValueMessage/payload"));
        Assert.Empty(schema.Faults(JsonNode.Parse(asked.Write()), "#/components/schemas/LiquidTemperatureSpRequestMetadata"));
        BmsMetadata rack = new("Rack", "RackPower") { Unit = "kW", RackLocationId = "r1", RackLocationName = "R1" };
        Assert.Empty(schema.Faults(JsonNode.Parse(rack.Write()), "#/components/schemas/RackPowerMetadata"));
        Assert.NotEmpty(schema.Faults(JsonNode.Parse((rack with { Unit = "MW" }).Write()), "#/components/schemas/RackPowerMetadata"));
        int fixedUnits = 0;
        foreach ((string name, JsonNode? one) in document["components"]!["schemas"]!.AsObject())
        {
            if (!name.EndsWith("Fields", StringComparison.Ordinal)
                || one!["properties"]?["engUnit"]?["enum"]?[0]?.GetValue<string>() is not { } unit) continue;
            string pointType = one["properties"]!["pointType"]!["enum"]![0]!.GetValue<string>(),
                objectType = one["properties"]!["objectType"]?["enum"]?[0]?.GetValue<string>() ?? "CDU";
            Assert.Equal(unit, BmsPointTypes.FixedUnit(objectType, pointType));
            fixedUnits++;
        }
        Assert.True(fixedUnits >= 9, $"{fixedUnits}");
        foreach (JsonNode? channel in document["channels"]!.AsObject().Select(one => one.Value))
            if (channel!["address"]!.GetValue<string>().Contains("{integration}", StringComparison.Ordinal))
                foreach (JsonNode? pointType in channel["parameters"]!["pointType"]!["enum"]!.AsArray()) Assert.True(BmsPointTypes.IsForIntegrations(pointType!.GetValue<string>()), $"{pointType}");
    }
}
