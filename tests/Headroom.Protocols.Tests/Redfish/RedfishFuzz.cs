using System.Text;
using Headroom.Protocols.Redfish;

namespace Headroom.Protocols.Tests.Redfish;

/// <summary>Whatever comes from the network, readers answer; they never throw.</summary>
public class RedfishFuzz
{
    private const int Rounds = 100_000;

    private static readonly Func<RedfishNode, object>[] readers =
    [
        ServiceRoot.Of, ResourceLinks.Of, ResourceCollection.Of, EnvironmentMetrics.Of, RedfishControl.Of, Sensor.Of,
            ProcessorMetrics.Of, MetricReport.Properties, CoolingUnit.Of, CoolantConnector.Of,
        Pump.Of, ThermalEquipment.Of, PowerEquipment.Of, PowerDistribution.Of, PowerDistributionMetrics.Of, Circuit.Of,
            RedfishBattery.Of, BatteryMetrics.Of, LeakDetector.Of, PowerSmoothing.Of,
        WorkloadPowerProfile.Of, PowerCompliance.Of, RedfishFault.Of, RedfishTask.Of, RedfishEvent.Of,
    ];

    private static readonly byte[][] seeds =
    [
        .. ((string[])[
            """{"@odata.id":"/redfish/v1/x","@odata.type":"#EnvironmentMetrics.v1_3_0.EnvironmentMetrics","PowerLimitWatts":{"SetPoint":1400,"AllowableMin":200},"PowerWatts":{"Reading":231.9},"Oem":{"Nvidia":{"EDPpPercent":{"SetPoint":100}}}}""",
            """{"MetricValues":[{"MetricProperty":"/redfish/v1/a#/Reading","MetricValue":"12.5","Timestamp":"2026-11-28T12:00:00Z"},{"MetricProperty":"\u00e4","MetricValue":1e9}]}""",
            """{"ControlType":"Power","SetPoint":5600,"SetPointUnits":"W","RelatedItem":[{"@odata.id":"/a"},{"@odata.id":"/b"}],"Sensor":{"Reading":1}}""",
            """{"Members":[{"@odata.id":"/a"}],"Members@odata.nextLink":"/a?$skip=1","Status":{"State":"Enabled","Health":"OK"},"LastResetTime":"2026-01-01T00:00:00Z"}""",
            """{"Events":[{"MessageId":"Base.1.0.X","OriginOfCondition":{"@odata.id":"/a"}}],"DetectorState":"OK","ReactionDelaySeconds":5,"RampDownHysteresisSeconds":1e300,"PowerLimitThrottleDuration":"P1DT1.5S","SupportedProfileMask":"0x1"}""",
        ]).Select(Encoding.UTF8.GetBytes),
    ];

    [Fact]
    public void Readers_never_throw_whatever_the_bytes()
    {
        Random chance = new(20261128);
        MetricIndex index = new(["/redfish/v1/a#/Reading", "ä", "/a"]);
        MetricReading[] into = new MetricReading[3];
        int read = 0;
        for (int round = 0; round < Rounds; round++)
        {
            byte[] bytes = Mutated(seeds[chance.Next(seeds.Length)], chance);
            if (RedfishText.Read(bytes, readers[chance.Next(readers.Length)], out Malformed? malformed) is not null)
            {
                read++;
                Assert.Null(malformed);
            }
            else Assert.NotNull(malformed);
            _ = MetricReport.Read(bytes, index, into);
        }
        // a fuzzer that only makes rubbish tests nothing but the parser of JSON
        Assert.InRange(read, Rounds / 10, Rounds);
    }

    private static byte[] Mutated(byte[] seed, Random chance)
    {
        List<byte> bytes = [.. seed];
        for (int k = chance.Next(4); k > 0 && bytes.Count > 0; k--)
        {
            int at = chance.Next(bytes.Count);
            switch (chance.Next(6))
            {
                case 0: bytes[at] = (byte)chance.Next(256); break;
                case 1: bytes.RemoveRange(at, Math.Min(bytes.Count - at, chance.Next(1, 20))); break;
                case 2: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, chance.Next(1, 30)))); break;
                case 3: bytes[at] = (byte)"0123456789-+.eE\"{}[],:\\u"[chance.Next(24)]; break;
                case 4: bytes.InsertRange(at, "\\ud800"u8.ToArray()); break;
                default: bytes.InsertRange(at, Encoding.UTF8.GetBytes(Tokens[chance.Next(Tokens.Length)])); break;
            }
        }
        return [.. bytes];
    }

    private static readonly string[] Tokens = ["null", "1e999", "-0", "{}", "[]", "\"\"", "true", "99999999999999999999", "\"NaN\"", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["];
}
