using System.Text;
using System.Text.Json.Nodes;
using Headroom.Protocols.DsxFlex;
using Headroom.Protocols.Jose;

namespace Headroom.Protocols.Tests.DsxFlex;

public sealed class FlexDoorTests : IDisposable
{
    readonly JwsKey key = JwsKey.Make("k1");
    readonly FlexMemory memory = new();
    readonly string topic = FlexTopic.Of(FlexKind.LoadTargetSet, "acme");
    FlexDoorSetting Setting(bool unsigned = false) => new()
    {
        Key = (source, id) => source == new FlexSource(FlexRole.Isv, "acme")
        && id == "k1" ? key : null,
        TakesUnsigned = unsigned
    };

    FlexEntry Enter(byte[] message, DateTimeOffset? now = null, string? on = null) =>
        FlexDoor.Enter(on ?? topic, message, now ?? Said.Noon, Setting(), memory);

    static FlexRefusal Reason(FlexEntry entry) => Assert.IsType<FlexEntry.Refused>(entry).Reason;

    public void Dispose() => key.Dispose();

    [Fact]
    public void A_signed_message_of_now_is_taken_once()
    {
        byte[] message = Said.Signed(Said.Target(60), key, Said.Noon);
        FlexEntry.Taken taken = Assert.IsType<FlexEntry.Taken>(Enter(message));
        Assert.Equal(60, LoadTargetSet.Read(taken.Payload, out _)!.Targets[0].Constraint!.Value.Megawatts);
        Assert.IsType<FlexEntry.Repeated>(Enter(message, Said.Noon.AddSeconds(20)));
    }

    [Fact]
    public void A_captured_command_under_a_new_envelope_is_refused()
    {
        byte[] message = Said.Signed(Said.Target(60), key, Said.Noon);
        Assert.IsType<FlexEntry.Taken>(Enter(message));
        JsonNode replayed = JsonNode.Parse(message)!;
        replayed["id"] = Said.NewId();
        replayed["time"] = "2026-11-29T12:00:00Z";
        Assert.Equal(FlexRefusal.Replayed, Reason(Enter(Encoding.UTF8.GetBytes(replayed.ToJsonString()), Said.Noon.AddDays(1))));
    }

    [Fact]
    public void Once_signed_with_its_moment_an_old_command_is_refused_by_whoever_never_met_it()
    {
        byte[] message = Said.Signed(Said.Target(60), key, Said.Noon.AddHours(1), issued: Said.Noon, messageId: "m");
        Assert.Equal(FlexRefusal.Replayed, Reason(Enter(message, Said.Noon.AddHours(1))));
    }

    [Fact]
    public void A_signed_id_counts_once_whatever_the_envelope_says()
    {
        Assert.IsType<FlexEntry.Taken>(Enter(Said.Signed(Said.Target(60), key, Said.Noon, issued: Said.Noon, messageId: "m")));
        Assert.Equal(FlexRefusal.Replayed, Reason(Enter(Said.Signed(Said.Target(61), key, Said.Noon, issued: Said.Noon, messageId: "m"))));
    }

    [Theory]
    [InlineData(-61)]
    [InlineData(61)]
    public void A_time_more_than_a_minute_off_is_refused(int seconds) =>
        Assert.Equal(FlexRefusal.WrongTime, Reason(Enter(Said.Signed(Said.Target(60), key, Said.Noon.AddSeconds(seconds)))));

    [Theory]
    [InlineData(-60)]
    [InlineData(60)]
    public void A_time_just_within_a_minute_is_taken(int seconds) =>
        Assert.IsType<FlexEntry.Taken>(Enter(Said.Signed(Said.Target(60), key, Said.Noon.AddSeconds(seconds))));

    [Fact]
    public void Nobody_speaks_on_the_topic_of_another()
    {
        Assert.Equal(FlexRefusal.WrongSource, Reason(Enter(Said.Signed(Said.Target(60), key, Said.Noon, "mallory"))));
        Assert.Equal(FlexRefusal.WrongTopic, Reason(Enter(Said.Signed(Said.Target(60), key, Said.Noon),
            on: "grid/v1/isv/acme/loadtarget/get")));
        Assert.Equal(FlexRefusal.UnknownKey, Reason(Enter(Said.Signed(Said.Target(60), key, Said.Noon, "mallory"),
            on: FlexTopic.Of(FlexKind.LoadTargetSet, "mallory"))));
    }

    [Fact]
    public void Unsigned_data_are_refused_outside_development()
    {
        byte[] plain = Said.Envelope(FlexKind.LoadTargetSet, new(FlexRole.Isv, "acme"), Said.Noon, plain: Said.Target(60).Write()).Write();
        Assert.Equal(FlexRefusal.Unsigned, Reason(Enter(plain)));
        Assert.False(Assert.IsType<FlexEntry.Taken>(FlexDoor.Enter(topic, plain, Said.Noon, Setting(unsigned: true), memory)).IsSigned);
    }

    [Fact]
    public void What_a_stranger_signs_is_refused_and_uses_up_nothing()
    {
        using JwsKey stranger = JwsKey.Make("k1");
        byte[] forged = Said.Signed(Said.Target(60), stranger, Said.Noon);
        Assert.Equal(FlexRefusal.WrongSignature, Reason(Enter(forged)));
        Assert.Empty(memory.Met);
        JsonNode own = JsonNode.Parse(Said.Signed(Said.Target(60), key, Said.Noon))!;
        own["id"] = JsonNode.Parse(forged)!["id"]!.GetValue<string>();
        Assert.IsType<FlexEntry.Taken>(Enter(Encoding.UTF8.GetBytes(own.ToJsonString())));
    }

    [Theory]
    [InlineData("1.0")]
    [InlineData("1.0.2")]
    public void Both_versions_of_the_envelope_are_read(string version)
    {
        JsonNode message = JsonNode.Parse(Said.Signed(Said.Target(60), key, Said.Noon))!;
        message["specversion"] = version;
        Assert.IsType<FlexEntry.Taken>(Enter(Encoding.UTF8.GetBytes(message.ToJsonString())));
    }

    [Theory]
    [InlineData("dsx-flex-agent")]
    [InlineData("poweragent")]
    public void Both_words_for_the_agent_are_read(string word)
    {
        byte[] payload = new PowerStateStatus(Said.Noon, new Dictionary<string, FlexFeedState>()).Write();
        FlexEnvelope envelope = Said.Envelope(FlexKind.PowerStateStatus, new(FlexRole.Agent, "site"), Said.Noon,
            Jws.Sign(payload, key)) with
        { AgentWord = word };
        FlexDoorSetting any = new() { Key = (_, _) => key };
        FlexEntry.Taken taken = Assert.IsType<FlexEntry.Taken>(FlexDoor.Enter($"grid/v1/{word}/site/powerstate/status", envelope.Write(),
            Said.Noon, any, memory));
        Assert.Equal(word, taken.Envelope.AgentWord);
    }

    [Fact]
    public void A_restart_that_recalls_what_was_met_refuses_it_still()
    {
        byte[] message = Said.Signed(Said.Target(60), key, Said.Noon);
        Enter(message);
        FlexMemory restored = new();
        foreach (FlexMet met in memory.Met) restored.Recall(met);
        Assert.IsNotType<FlexEntry.Taken>(FlexDoor.Enter(topic, message, Said.Noon, Setting(), restored));
    }

    [Fact]
    public void A_full_memory_forgets_the_oldest()
    {
        FlexMemory small = new(2);
        byte[][] all = [.. Enumerable.Range(0, 3).Select(k => Said.Signed(Said.Target(60 + k), key, Said.Noon))];
        foreach (byte[] one in all) Assert.IsType<FlexEntry.Taken>(FlexDoor.Enter(topic, one, Said.Noon, Setting(), small));
        Assert.Equal(2, small.Met.Count);
        Assert.IsType<FlexEntry.Repeated>(FlexDoor.Enter(topic, all[2], Said.Noon, Setting(), small));
    }
}
