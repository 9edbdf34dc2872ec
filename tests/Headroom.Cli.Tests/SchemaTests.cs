using Headroom.Cli.Rendering;
using Headroom.Reports;

namespace Headroom.Cli.Tests;

/// <summary>The published schema holds for every kind of document, and notices a wrong one.</summary>
public class SchemaTests
{
    static readonly SchemaCheck schema = new("plan.schema.json");

    static readonly PlanDocument planned = new() { Site = SamplePlan.Site, Answer = new PlanAnswer.Planned(SamplePlan.Report), Findings = [SamplePlan.Note] };

    public static TheoryData<string> Kinds => ["planned", "no tokens", "infeasible", "unbounded", "stopped", "wrong"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_document_of_each_kind_fits_the_schema(string kind)
    {
        PlanDocument document = kind switch
        {
            "planned" => planned,
            "no tokens" => planned with { Answer = new PlanAnswer.Planned(SamplePlan.Report with { Ladder = new(default, default, default, default, default, double.NaN), Cost = SamplePlan.Report.Cost with { Tokens = null }, Carbon = SamplePlan.Report.Carbon with { PerMillionTokens = null } }) },
            "infeasible" => planned with { Answer = new PlanAnswer.Infeasible([new("f", "m", "1 MW", 2, "w", "r")], new(1, 2, 3, "a")) },
            "unbounded" => planned with { Answer = new PlanAnswer.Unbounded("a cost is missing") },
            "stopped" => planned with { Answer = new PlanAnswer.Stopped("stopped") },
            _ => new() { Findings = [SamplePlan.Fault] },
        };
        Assert.Empty(schema.Faults(PlanJson.Text(document)));
    }

    [Theory]
    [InlineData("\"status\": \"optimal\"", "\"status\": \"fine\"")]
    [InlineData("\"pue\": 1.", "\"pueRatio\": 1.")]
    [InlineData("\"tier\": 0", "\"tier\": 0.5")]
    public void A_wrong_document_is_noticed(string right, string wrong) =>
        Assert.NotEmpty(schema.Faults(PlanJson.Text(planned).Replace(right, wrong, StringComparison.Ordinal)));
}
