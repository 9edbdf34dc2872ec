using System.Text.Json;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Cli.Rendering;

/// <summary>A plan, or why there is none, as one JSON document; <c>docs/plan-json.md</c> and <c>schema/plan.schema.json</c> describe it.</summary>
/// <remarks>Every number with a dimension has its unit beside it. Nothing depends on the clock, so equal runs give equal bytes.</remarks>
static class PlanJson
{
    public static string Text(PlanDocument document)
    {
        return JsonText.Of(json => Write(json, document));
    }

    public static void Write(TextWriter to, PlanDocument document) => to.Write(Text(document));

    static void Write(Utf8JsonWriter json, PlanDocument document)
    {
        json.WriteStartObject();
        json.WriteString("schema", "headroom/plan/1");
        json.WriteString("status", document.Status);
        json.WriteString("site", document.Site?.Name);
        json.WriteString("region", document.Site?.Region);
        json.WriteNullable("year", document.Site?.Year.Year);
        if (document.Answer is PlanAnswer.Planned planned) PlannedJson.Write(json, planned.Report);
        else WriteRefusal(json, document.Answer);
        json.WriteArray("findings", document.Findings, WriteFinding);
        if (document.Site is { } site) json.WriteArray("inputs", site.Inputs, WriteInput);
        json.WriteEndObject();
    }

    /// <summary>Why there is no plan.</summary>
    internal static void WriteRefusal(Utf8JsonWriter json, PlanAnswer? answer)
    {
        switch (answer)
        {
            case PlanAnswer.Infeasible infeasible: Write(json, infeasible); break;
            case PlanAnswer.Unbounded unbounded: json.WriteString("why", unbounded.Why); break;
            case PlanAnswer.Stopped stopped: json.WriteString("why", stopped.Why); break;
        }
    }

    static void Write(Utf8JsonWriter json, PlanAnswer.Infeasible infeasible)
    {
        json.WriteModel(infeasible.Model);
        json.WriteArray("conflicts", infeasible.Conflicts, static (json, conflict) =>
        {
            json.WriteString("family", conflict.Family);
            json.WriteString("meaning", conflict.Meaning);
            json.WriteString("byHowMuch", conflict.ByHowMuch);
            json.WriteNumber("members", conflict.Members);
            json.WriteString("when", conflict.When);
            json.WriteString("relief", conflict.Relief);
        });
    }

    internal static void WriteFinding(Utf8JsonWriter json, Finding finding)
    {
        json.WriteString("severity", finding.Severity switch { Severity.Wrong => "wrong", Severity.CannotHost => "cannotHost", _ => "note" });
        json.WriteString("file", finding.File);
        json.WriteNullable("line", finding.Line);
        json.WriteString("path", finding.Path);
        json.WriteString("read", finding.Read);
        json.WriteString("expected", finding.Expected);
        json.WriteString("remedy", finding.Remedy);
    }

    internal static void WriteInput(Utf8JsonWriter json, InputFact input)
    {
        json.WriteString("path", input.Path);
        json.WriteString("text", input.Text);
        json.WriteString("source", input.Source);
        json.WriteNullable("line", input.Line);
    }
}
