using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Headroom.Protocols.OpenAdr;

namespace Headroom.Protocols.Tests.OpenAdr;

/// <summary>Every example of the User Guide is read, and what is written again is read as the same.</summary>
public sealed class GuideTests
{
    /// <summary>An example of the guide is no JSON itself: a curve, whose points have no names.</summary>
    private const int NoJson = 1;

    [Fact]
    public void Every_example_of_the_guide_is_read()
    {
        int read = 0, noJson = 0;
        foreach (string example in Examples(SpecFolder.Text("User_Guide.md")))
        {
            string[]? bodies = Bodies(example);
            if (bodies is null) noJson++;
            foreach (string body in bodies ?? [])
            {
                Malformed? fault = FaultOf(body, out AdrObject? one);
                Assert.True(fault is null, $"{fault}\n{body}");
                byte[] written = AdrWriter.Object(one!);
                Assert.Null(FaultOf(Encoding.UTF8.GetString(written), out AdrObject? again));
                Assert.Equal(written, AdrWriter.Object(again!));
                read++;
            }
        }
        Assert.InRange(read, 40, 200);
        Assert.Equal(NoJson, noJson);
    }

    [Theory]
    [InlineData("event-interval-payloads.schema.yaml", true)]
    [InlineData("report-payloads.schema.yaml", false)]
    public void The_enumerations_are_ours(string file, bool isOfEvent)
    {
        string[] theirs = [.. Regex.Matches(SpecFolder.Text("enumerations/" + file), "^    ([A-Z0-9_]+):", RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value)];
        Assert.Equal(theirs.Order(), (isOfEvent ? EventTypes.All : ReportTypes.All).Order());
        foreach (string name in theirs) Assert.Equal(name, isOfEvent ? EventTypes.Canonical(name) : ReportTypes.Canonical(name));
    }

    [Theory]
    [InlineData("CAPACITY_SUBSCRIPTION", "IMPORT_CAPACITY_SUBSCRIPTION")]
    [InlineData("CAPACITY_RESERVATION", "IMPORT_CAPACITY_RESERVATION")]
    [InlineData("CAPACITY_AVAILABLE_FEE", "IMPORT_CAPACITY_AVAILABLE_PRICE")]
    [InlineData("EXPORT_CAPACITY_AVAILABLE_FEE", "EXPORT_CAPACITY_AVAILABLE_PRICE")]
    [InlineData("HEADROOM_RAMP", "HEADROOM_RAMP")]
    public void Names_of_the_guide_are_those_of_the_enumeration(string guide, string enumeration) =>
        Assert.Equal(enumeration, EventTypes.Canonical(guide));

    private static Malformed? FaultOf(string body, out AdrObject? one)
    {
        string[] marks = ["objectOperations", "eventID", "programID", "programName", "venID", "venName"];
        // a fragment of the guide is a report descriptor by itself
        if (!marks.Any(mark => body.Contains($"\"{mark}\"", StringComparison.Ordinal))) body = $$"""{"programID":"p","reportDescriptors":[{{body}}]}""";
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        (AdrObject? read, Malformed? fault) = body switch
        {
            _ when body.Contains("\"objectOperations\"", StringComparison.Ordinal) => Both(AdrReader.Subscription(bytes)),
            _ when body.Contains("\"eventID\"", StringComparison.Ordinal) => Both(AdrReader.Report(bytes)),
            _ when body.Contains("\"programID\"", StringComparison.Ordinal) => Both(AdrReader.Event(bytes)),
            _ when body.Contains("\"programName\"", StringComparison.Ordinal) => Both(AdrReader.Program(bytes)),
            _ when body.Contains("\"venID\"", StringComparison.Ordinal) => Both(AdrReader.Resource(bytes)),
            _ => Both(AdrReader.Ven(bytes)),
        };
        one = read;
        return fault;
    }

    private static (AdrObject?, Malformed?) Both<T>(Parsed<T> parsed) where T : AdrObject => (parsed.Value, parsed.Fault);

    private static IEnumerable<string> Examples(string guide) =>
        Regex.Matches(guide, "```json\\s*\n(.*?)```", RegexOptions.Singleline).Select(match => match.Groups[1].Value);

    private static string[]? Bodies(string example)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(example, new() { AllowTrailingCommas = true });
        }
        catch (JsonException)
        {
            return null;
        }
        using JsonDocument parsed = document;
        return document.RootElement.ValueKind == JsonValueKind.Array
            ? [.. document.RootElement.EnumerateArray().Select(one => one.GetRawText())] : [document.RootElement.GetRawText()];
    }
}
