using System.Text.Json.Nodes;
using Headroom.Protocols.DsxFlex;
using Headroom.Protocols.Jose;
using Headroom.Protocols.Tests.Schemas;
using Headroom.Quantities;

namespace Headroom.Protocols.Tests.DsxFlex;

/// <summary>The published AsyncAPI document is the oracle of what we write.</summary>
public class FlexSchemaTests
{
    static SubsetSchema Schema() => new(SharedYaml.Read("dsx-exchange/schemas/asyncapi/dsx-flex/dsx-flex.yaml"));

    static readonly PowerStateStatus status = new(Said.Noon, new Dictionary<string, FlexFeedState>
    {
        ["main-a"] = new(new(Power.FromSi(10e6), Power.FromSi(100e6), Power.FromSi(80e6)))
        {
            Targets = [new(true, Power.FromSi(60e6), Said.Noon, null, false, Said.NewId())],
            CalculatedLoad = Power.FromSi(61e6),
            IsInFlight = true,
            Event = FlexFeedEvent.StartRampDown,
            EventStarted = Said.Noon,
        },
    });
    static readonly PowerBreachAlert alert = new()
    {
        FeedTag = "main-a",
        Status = BreachStatus.Escalated,
        Severity = BreachSeverity.Critical,
        BreachId = Said.NewId(),
        DetectedAt = Said.Noon,
        CorrelationId = Said.NewId(),
        Target = Power.FromSi(60e6),
        Measured = Power.FromSi(73e6),
        Hints = [new("rack-1", "chassis", ShedAction.PowerCap, 1, Power.FromSi(90e3))],
        Actions = [InfrastructureAction.ShutdownNodes, InfrastructureAction.ShutdownRacks],
    };
    static readonly BreachEnforcement enforcement = new(Said.NewId(), "main-a", EnforcementAction.Applied, EnforcementCode.Partial,
        Said.Noon)
    {
        Diagnosis = "one unreachable",
        Results = [new("rack-1", "chassis", ShedAction.PowerCap, EnforcedCode.Failed, "no answer", null),
        new("rack-2", "node", ShedAction.Suspend, EnforcedCode.Applied, null, Power.FromSi(1e3))],
    };

    [Fact]
    public void Every_message_that_we_write_is_one_of_the_schema()
    {
        SubsetSchema schema = Schema();
        using JwsKey key = JwsKey.Make("k1");
        Check("LoadTargetSet", "SetLoadTargetData", FlexKind.LoadTargetSet, new(FlexRole.Isv, "acme"),
            new LoadTargetSet([.. Said.Target(60, Said.Noon, Said.Noon.AddHours(1), ["main-a"], true).Targets,
            .. Said.Target(null).Targets]).Write());
        Check("PowerStateStatus", "PowerStateStatusData", FlexKind.PowerStateStatus, new(FlexRole.Agent, "site"), status.Write());
        Check("PowerBreachAlert", "PowerBreachAlertData", FlexKind.PowerBreachAlert, new(FlexRole.Agent, "site"), alert.Write());
        Check("PowerBreachEnforcement", "PowerBreachEnforcementData", FlexKind.PowerBreachEnforcement, new(FlexRole.Infra, "ima"),
            enforcement.Write());

        void Check(string name, string content, FlexKind kind, FlexSource source, byte[] payload)
        {
            Assert.Empty(schema.Faults(JsonNode.Parse(payload), $"#/components/schemas/{content}"));
            byte[] signed = Said.Envelope(kind, source, Said.Noon, Jws.Sign(payload, key, Said.Noon, Said.NewId())).Write();
            Assert.Empty(schema.Faults(JsonNode.Parse(signed), $"#/components/schemas/{name}Event"));
            Assert.Empty(schema.Faults(JsonNode.Parse(Said.Envelope(kind, source, Said.Noon, plain: payload).Write()),
                $"#/components/schemas/{name}Event"));
        }
    }

    [Fact]
    public void The_oracle_finds_what_is_wrong()
    {
        SubsetSchema schema = Schema();
        JsonNode envelope = Said.Json(Said.Envelope(FlexKind.LoadTargetSet, new(FlexRole.Isv, "acme"), Said.Noon,
            plain: Said.Target(60).Write()).Write());
        envelope["specversion"] = "1.0";
        envelope["data"]!["targets"]![0]!["load_constraint"]!["unit"] = "MW";
        Assert.Equal(2, schema.Faults(envelope, "#/components/schemas/LoadTargetSetEvent").Count);
    }

    [Fact]
    public void Topics_and_their_quality_are_those_of_the_document()
    {
        JsonObject channels = SharedYaml.Read("dsx-exchange/schemas/asyncapi/dsx-flex/dsx-flex.yaml")["channels"]!.AsObject();
        Assert.Equal(4, channels.Count);
        foreach (FlexKind kind in Enum.GetValues<FlexKind>())
        {
            JsonNode channel = channels.Select(one => one.Value!).Single(one =>
                one["address"]!.GetValue<string>().Replace("{identifier}", "x", StringComparison.Ordinal).Replace("{infraAgentId}", "x",
                StringComparison.Ordinal) == FlexTopic.Of(kind, "x"));
            Assert.Equal(channel["bindings"]!["mqtt"]!["qos"]!.GetValue<long>(), FlexTopic.QualityOfService(kind));
        }
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        PowerStateStatus again = PowerStateStatus.Read(status.Write(), out _)!;
        Assert.Equal(status.Write(), again.Write());
        Assert.Equal(alert.Write(), PowerBreachAlert.Read(alert.Write(), out _)!.Write());
        Assert.Equal(enforcement.Write(), BreachEnforcement.Read(enforcement.Write(), out _)!.Write());
        LoadTargetSet set = Said.Target(12.5, Said.Noon, null, ["a", "b"], true);
        Assert.Equal(set.Write(), LoadTargetSet.Read(set.Write(), out _)!.Write());
    }

    [Fact]
    public void An_event_at_the_root_is_the_event_of_every_feed()
    {
        JsonNode old = Said.Json(status.Write());
        old["event"] = "target_set";
        old["feeds"]!["main-a"]!.AsObject().Remove("event");
        Assert.Equal(FlexFeedEvent.TargetSet, PowerStateStatus.Read(System.Text.Encoding.UTF8.GetBytes(old.ToJsonString()),
            out _)!.Feeds["main-a"].Event);
    }
}
