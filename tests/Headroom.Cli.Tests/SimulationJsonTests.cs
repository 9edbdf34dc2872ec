using System.Text.Json;
using Headroom.Cli.Rendering.Simulating;
using Headroom.Reports;
using Headroom.Tests;

namespace Headroom.Cli.Tests;

public class SimulationJsonTests
{
    static readonly SchemaCheck schema = new("simulation.schema.json");
    static SimulationDocument Document(SimulationReport report) => new() { Report = report, Findings = [SampleSimulation.Note] };

    [Fact] public void A_run_is_one_document() => Golden.Matches(SimulationJson.Text(Document(SampleSimulation.Report)), "simulation.json");

    public static TheoryData<string, string> Kinds => new() { { "broken", "broken" }, { "holds", "holds" }, { "partial", "partial" }, { "broken and partial", "partial" }, { "crowded", "broken" }, { "bare", "broken" }, { "wrong", "wrongInput" } };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_document_of_each_kind_fits_the_schema_and_has_its_status(string kind, string status)
    {
        SimulationDocument document = kind switch
        {
            "holds" => Document(SampleSimulation.Holding),
            "partial" => Document(SampleSimulation.Partial),
            "broken and partial" => Document(SampleSimulation.Report with { Run = SampleSimulation.Partial.Run }),
            "crowded" => Document(SampleSimulation.Crowded),
            "bare" => Document(SampleSimulation.Bare),
            "wrong" => new() { Findings = [SamplePlan.Fault] },
            _ => Document(SampleSimulation.Report),
        };
        string text = SimulationJson.Text(document);
        Assert.Empty(schema.Faults(text));
        Assert.Equal(status, JsonDocument.Parse(text).RootElement.GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("\"status\": \"broken\"", "\"status\": \"fine\"")]
    [InlineData("\"pue\": 1.", "\"pueRatio\": 1.")]
    [InlineData("\"tier\": 0", "\"tier\": 0.5")]
    [InlineData("\"unit\": \"MWh\"", "\"units\": \"MWh\"")]
    public void A_wrong_document_is_noticed(string right, string wrong) =>
        Assert.NotEmpty(schema.Faults(SimulationJson.Text(Document(SampleSimulation.Report)).Replace(right, wrong, StringComparison.Ordinal)));

    [Fact]
    public void Equal_runs_give_equal_bytes() =>
        Assert.Equal(SimulationJson.Text(Document(SampleSimulation.Report)), SimulationJson.Text(Document(SampleSimulation.Report with { })));

    [Fact]
    public void A_partial_run_says_how_far_it_came()
    {
        JsonElement run = JsonDocument.Parse(SimulationJson.Text(Document(SampleSimulation.Partial))).RootElement.GetProperty("run");
        Assert.True(run.GetProperty("partial").GetBoolean());
        Assert.Equal(18_720, run.GetProperty("done").GetProperty("value").GetDouble());
        Assert.Equal(86_400, run.GetProperty("asked").GetProperty("value").GetDouble());
        Assert.Equal("s", run.GetProperty("done").GetProperty("unit").GetString());
    }

    [Fact]
    public void Every_number_has_a_unit_beside_it_or_is_a_pure_number()
    {
        string[] pure = ["doneFraction", "seed", "accelerators", "rows", "tier", "attainedFraction", "lostFraction", "promisedFraction", "pue", "imbalanceFraction", "powerImbalanceFraction",
            "worstHeatFraction", "differenceFraction", "goodputFraction", "plannedGoodputFraction", "steps", "changed", "failures", "checkpoints", "starts", "failedStarts", "line"];
        List<string> bare = [];
        Walk(JsonDocument.Parse(SimulationJson.Text(Document(SampleSimulation.Report))).RootElement, "", hasUnit: false);
        Assert.Empty(bare.Distinct().Except(pure));

        void Walk(JsonElement element, string name, bool hasUnit)
        {
            if (element.ValueKind == JsonValueKind.Number && !hasUnit) bare.Add(name);
            if (element.ValueKind == JsonValueKind.Array) foreach (JsonElement item in element.EnumerateArray()) Walk(item, name, false);
            if (element.ValueKind == JsonValueKind.Object) foreach (JsonProperty property in element.EnumerateObject()) Walk(property.Value, property.Name, element.TryGetProperty("unit", out _));
        }
    }

    [Fact]
    public void What_there_is_not_is_null()
    {
        JsonElement bare = JsonDocument.Parse(SimulationJson.Text(Document(SampleSimulation.Bare))).RootElement;
        Assert.Equal(JsonValueKind.Null, bare.GetProperty("tokensPerJoule").ValueKind);
        Assert.Equal(JsonValueKind.Null, bare.GetProperty("pue").ValueKind);
        Assert.Equal(JsonValueKind.Null, bare.GetProperty("ramps").GetProperty("limit").ValueKind);
        Assert.Equal(JsonValueKind.Null, bare.GetProperty("carbon").GetProperty("perTokens").ValueKind);
        Assert.Equal(JsonValueKind.Null, bare.GetProperty("run").GetProperty("scenario").ValueKind);
    }

    [Fact]
    public void Findings_of_the_run_and_of_the_reader_stand_once() =>
        Assert.Equal([SamplePlan.Fault, SampleSimulation.Note], (Document(SampleSimulation.Report) with { Findings = [SamplePlan.Fault, SampleSimulation.Note] }).WithFindingsOfReport().Findings);
}
