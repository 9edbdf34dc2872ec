using System.Text;
using Headroom.Protocols.OpenAdr;

namespace Headroom.Protocols.Tests.OpenAdr;

/// <summary>Bounds are those of openadr3.yaml, neither more nor fewer.</summary>
public sealed class RequestCheckTests
{
    private static Malformed? Of(AdrKind kind, string body) => RequestCheck.Of(kind, Encoding.UTF8.GetBytes(body));
    private static string Event(string more) => $$"""{"programID":"p",{{more}}}""";
    private static string Report(string more) => $$"""{"eventID":"e","clientName":"c","resources":[],{{more}}}""";
    private static string Described(string type, string more = "") => $$"""
        "payloadDescriptors":[{"objectType":"{{type}}","payloadType":"X"{{more}}}]
        """;

    [Theory]
    [InlineData("0"), InlineData("2147483648"), InlineData("18446744073709551616")]
    public void A_priority_has_no_maximum(string priority) => Assert.Null(Of(AdrKind.Event, Event($"\"priority\":{priority}")));

    [Theory]
    [InlineData("-1"), InlineData("0.5"), InlineData("\"1\"")]
    public void A_priority_is_a_whole_number_from_0(string priority) => Assert.Equal("priority", Of(AdrKind.Event, Event($"\"priority\":{priority}"))?.Where);

    [Fact]
    public void A_descriptor_is_one_of_its_parent()
    {
        const string ofEvent = "EVENT_PAYLOAD_DESCRIPTOR", ofReport = "REPORT_PAYLOAD_DESCRIPTOR";
        Assert.Null(Of(AdrKind.Event, Event(Described(ofEvent))));
        Assert.Equal("payloadDescriptors[0].objectType", Of(AdrKind.Event, Event(Described(ofReport)))?.Where);
        Assert.Null(Of(AdrKind.Report, Report(Described(ofReport))));
        Assert.Equal("payloadDescriptors[0].objectType", Of(AdrKind.Report, Report(Described(ofEvent)))?.Where);
        foreach (string one in (string[])[ofEvent, ofReport])
            Assert.Null(Of(AdrKind.Program, $$"""{"programName":"p",{{Described(one)}}}"""));
        Assert.NotNull(Of(AdrKind.Program, $$"""{"programName":"p",{{Described("DESCRIPTOR")}}}"""));
        Assert.NotNull(Of(AdrKind.Program, $$"""{"programName":"p",{{Described(ofReport, ",\"confidence\":101")}}}"""));
    }

    [Fact]
    public void Texts_without_bounds_have_none_and_names_are_counted_as_Unicode_counts()
    {
        string much = new('x', 9000), faces = string.Concat(Enumerable.Repeat("😀", 128));
        Assert.Null(Of(AdrKind.Event, Event($"\"eventName\":\"{much}\",{Described("EVENT_PAYLOAD_DESCRIPTOR", $",\"currency\":\"{much}\"")}")));
        Assert.Null(Of(AdrKind.Event, Event(Described("EVENT_PAYLOAD_DESCRIPTOR", ",\"currency\":\"\""))));
        Assert.Null(Of(AdrKind.Program, $$"""{"programName":"{{faces}}"}"""));
        Assert.NotNull(Of(AdrKind.Program, $$"""{"programName":"{{faces}}x"}"""));
    }
}
