using System.Globalization;
using System.Text.Json;
using Headroom.Reports;

namespace Headroom.Cli.Rendering.Simulating;

/// <summary>A simulated run, or why there is none, as one JSON document; <c>docs/simulation-json.md</c> and <c>schema/simulation.schema.json</c> describe it.</summary>
/// <remarks>Every number with a dimension has its unit beside it. Nothing depends on the clock or the machine, so equal runs give equal bytes.</remarks>
static class SimulationJson
{
    public static string Text(SimulationDocument document)
    {
        return JsonText.Of(json => Write(json, document));
    }

    public static void Write(TextWriter to, SimulationDocument document) => to.Write(Text(document));

    static void Write(Utf8JsonWriter json, SimulationDocument document)
    {
        RunFigures? run = document.Report?.Run;
        json.WriteStartObject();
        json.WriteString("schema", "headroom/simulation/1");
        json.WriteString("status", document.Status);
        json.WriteString("site", run?.Site);
        json.WriteString("region", run?.Region);
        if (document.Report is { } report)
        {
            Run(json, report.Run);
            SimulatedJson.Write(json, report);
        }
        json.WriteArray("findings", document.Findings, PlanJson.WriteFinding);
        json.WriteEndObject();
    }

    static void Run(Utf8JsonWriter json, RunFigures run)
    {
        json.WriteStartObject("run");
        json.WriteString("scenario", run.Scenario);
        json.WriteString("policy", run.Policy);
        json.WriteString("startUtc", run.StartUtc.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        json.WriteDuration("asked", run.Asked);
        json.WriteDuration("done", run.Done);
        json.WriteBoolean("partial", run.IsPartial);
        json.WriteFinite("doneFraction", run.Done / run.Asked);
        json.WriteDuration("step", run.Step);
        json.WriteNumber("seed", run.Seed);
        json.WriteBoolean("steady", run.IsSteady);
        json.WriteFinite("accelerators", run.Accelerators);
        json.WriteNumber("rows", run.Rows);
        json.WriteEndObject();
    }

    /// <summary>A length of time, or a moment since the start of the run.</summary>
    internal static void WriteDuration(this Utf8JsonWriter json, string name, TimeSpan length) => json.WriteQuantity(name, length.TotalSeconds, "s");

    internal static void WriteVerdict(this Utf8JsonWriter json, string name, bool? kept)
    {
        if (kept is { } known) json.WriteBoolean(name, known);
        else json.WriteNull(name);
    }
}
