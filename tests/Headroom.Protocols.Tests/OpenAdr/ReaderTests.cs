using System.Text;
using Headroom.Protocols.OpenAdr;

namespace Headroom.Protocols.Tests.OpenAdr;

/// <summary>Messages as peers really send them.</summary>
public sealed class ReaderTests
{
    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    [Fact]
    public void Names_match_whatever_their_case_and_underscores()
    {
        AdrEvent one = AdrReader.Event(Utf8("""
            {"id":"7","program_id":"3","created_date_time":"2026-03-01 09:15:00","Interval_Period":{"start":"2026-03-01 10:00:00","duration":"PT1H"},
             "intervals":[{"id":0,"payloads":[{"type":"IMPORT_CAPACITY_LIMIT","values":["10.5"]}]}],"payload_descriptors":null,"targets":null,"unheard_of":{"a":[1]}}
            """)).Value!;
        Assert.Equal("3", one.ProgramId);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 9, 15, 0, TimeSpan.Zero), one.Created);
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.Zero), one.Period!.Start!.Value.At);
        Assert.Equal(10.5, one.Intervals[0].Payloads[0].Figure);
        Assert.Empty(one.Descriptors);
    }

    [Fact]
    public void An_event_of_more_intervals_than_anybody_follows_is_a_fault_and_leaves_the_others()
    {
        string Event(int intervals, int reports) => $$"""{"id":"{{intervals}}","programID":"p","intervals":[{{string.Join(',', Enumerable.Repeat("{\"payloads\":[]}", intervals))}}],"reportDescriptors":[{{string.Join(',', Enumerable.Repeat("{\"payloadType\":\"USAGE\"}", reports))}}]}""";
        AdrPage<AdrEvent> page = AdrReader.Events(Utf8($"[{Event(10_000, 20)},{Event(10_001, 1)},{Event(1, 21)}]")).Value!;
        Assert.Equal(["10000", "1"], page.Items.Select(one => one.Id));
        Assert.Contains("10000 intervals", Assert.Single(page.Faults).Why, StringComparison.Ordinal);
        Assert.Equal([20, 20], page.Items.Select(one => one.ReportDescriptors.Count));
        Assert.Equal([0, 1], page.Items.Select(one => one.Findings.Count));
    }

    [Fact]
    public void A_notification_that_is_a_text_with_JSON_in_it_is_read()
    {
        const string wrapped = "\"{\\\"object_type\\\":\\\"EVENT\\\",\\\"operation\\\":\\\"POST\\\",\\\"object\\\":{\\\"program_id\\\":\\\"1\\\",\\\"id\\\":\\\"0\\\"}}\"";
        AdrNotification one = AdrReader.Notification(Utf8(wrapped)).Value!;
        Assert.Equal((AdrKind.Event, AdrOperation.Create, "1"), (one.Kind, one.Operation, ((AdrEvent)one.Object!).ProgramId));
    }

    [Fact]
    public void A_notification_with_an_object_that_cannot_be_read_is_still_a_hint()
    {
        AdrNotification one = AdrReader.Notification(Utf8("""{"objectType":"EVENT","operation":"DELETE","object":{}}""")).Value!;
        Assert.Equal(AdrOperation.Delete, one.Operation);
    }

    [Theory]
    [InlineData("""{"access_token":"t"}""", null, 0)]
    [InlineData("""{"access_token":"t","expires_in":3600,"scope":"read_all write_programs"}""", 3600, 2)]
    [InlineData("""{"access_token":"t","expires_in":"60","scope":["read_targets"]}""", 60, 1)]
    [InlineData("""{"access_token":"t","expires_in":null,"scope":null}""", null, 0)]
    public void Tokens_come_with_and_without_a_lifetime_and_with_scopes_as_text_or_list(string body, int? seconds, int scopes)
    {
        TokenAnswer one = AdrReader.Token(Utf8(body)).Value!;
        Assert.Equal(seconds, (int?)one.Lifetime?.TotalSeconds);
        Assert.Equal(scopes, one.Scopes.Count);
    }

    [Theory]
    [InlineData("[]", null)]
    [InlineData("", null)]
    [InlineData("<html>", null)]
    [InlineData("""{"status":"409","title":"Conflict"}""", 409)]
    [InlineData("""{"type":"about:blank","title":"x","status":404,"detail":"y"}""", 404)]
    [InlineData("""{"error":"invalid_client"}""", null)]
    public void Problems_come_in_every_shape_and_none_is_fatal(string body, int? status) =>
        Assert.Equal(status, AdrReader.Problem(Utf8(body))?.Status);

    [Fact]
    public void One_object_that_is_malformed_hides_no_other()
    {
        AdrPage<AdrEvent> page = AdrReader.Events(Utf8("""
            [{"id":"1","programID":"p"},{"id":"2","programID":"p","intervals":[{"id":0,"intervalPeriod":{"duration":"one hour"},"payloads":[]}]},7,{"id":"4","programID":"p"}]
            """)).Value!;
        Assert.Equal(["1", "4"], page.Items.Select(one => one.Id));
        Assert.Equal(4, page.Count);
        Assert.Equal(["[1].intervals[0].intervalPeriod.duration", "[2]"], page.Faults.Select(one => one.Where));
    }

    [Theory]
    [InlineData("0", 0L), InlineData("3000000000", 3_000_000_000L), InlineData("9007199254740993", 9_007_199_254_740_993), InlineData("1e40", long.MaxValue), InlineData("\"5\"", 5L)]
    [InlineData("-1", null), InlineData("0.5", null), InlineData("true", null)]
    public void A_rank_is_read_whatever_its_size_and_is_no_fault_where_it_is_none(string said, long? rank)
    {
        AdrEvent one = AdrReader.Event(Utf8($$"""{"id":"1","programID":"p","priority":{{said}}}""")).Value!;
        Assert.Equal((rank, rank is null ? 1 : 0), (one.Priority, one.Findings.Count));
    }

    [Theory]
    [InlineData("""{"WEBHOOK":true,"MQTT":{"URIS":["mqtts://broker"],"serialization":"JSON","authentication":{"method":"OAUTH2_BEARER_TOKEN","username":"{clientID}"}}}""", MqttAuthentication.BearerToken)]
    [InlineData("""{"webhook":true,"mqtt":{"uris":["mqtt://broker:1883"],"authentication":"ANONYMOUS"}}""", MqttAuthentication.Anonymous)]
    [InlineData("""{"WEBHOOK":true}""", null)]
    public void Notifiers_are_read(string body, MqttAuthentication? way) =>
        Assert.Equal(way, AdrReader.Notifiers(Utf8(body)).Value!.Mqtt?.Authentication);

    [Theory]
    [InlineData("\"not implemented\"")]
    [InlineData("""{"topics":"placeholder"}""")]
    [InlineData("{}")]
    public void A_placeholder_in_the_place_of_topics_is_a_fault(string body) => Assert.NotNull(AdrReader.Topics(Utf8(body)).Fault);

    [Fact]
    public void Deep_and_large_bodies_are_refused()
    {
        Assert.NotNull(AdrReader.Event(Utf8(new string('[', 5000))).Fault);
        Assert.NotNull(AdrReader.Event(new byte[(16 << 20) + 1]).Fault);
    }

    [Fact]
    public void Requests_say_who_writes_them_and_nothing_that_only_the_VTN_states()
    {
        AdrVen ven = new() { Id = "9", Name = "site", ClientId = "c", Targets = ["t"] };
        Assert.Equal("""{"objectType":"VEN_VEN_REQUEST","venName":"site"}""", Encoding.UTF8.GetString(AdrWriter.Request(ven, isBusiness: false)));
        Assert.Equal("""{"objectType":"BL_VEN_REQUEST","clientID":"c","targets":["t"],"venName":"site"}""", Encoding.UTF8.GetString(AdrWriter.Request(ven, isBusiness: true)));
    }
}
