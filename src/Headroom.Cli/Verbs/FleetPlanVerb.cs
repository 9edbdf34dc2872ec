using Headroom.Cli.Rendering;
using Headroom.Cli.Rendering.Fleets;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Cli.Verbs;

/// <summary><c>headroom plan FILE</c> where the file is a fleet's.</summary>
static class FleetPlanVerb
{
    /// <summary>A tenth of a per cent: what is left open is less than any of a fleet's prices is known to.</summary>
    const double GapUsual = 1e-3;

    public static ExitCode Plan(Run run, PlanRequest request)
    {
        (Fleet? fleet, IReadOnlyList<Finding> findings) = run.Engine.ReadFleet!(request.File);
        OutputFolder? folder = null;
        if (request.Folder is { } path)
        {
            (folder, IReadOnlyList<Finding> unwritable) = OutputFolder.Open(path);
            findings = [.. findings, .. unwritable];
        }
        if (fleet is null || findings.Any(finding => finding.Severity == Severity.Wrong)) return Refuse(run, request, new() { Findings = findings });

        if (fleet.Horizon is not null) return FleetYearsRun.Plan(run, fleet, findings, request, folder);
        findings = [.. findings.Distinct()]; // sites in one file say some things at the same line: told once, and counted as check counts
        FleetAnswer answer;
        using (var progress = new ProgressLine(run.Terminal, request.Verbose))
        {
            progress.Report("writing the program");
            FleetProgram program = run.Engine.FormulateFleet!(fleet);
            if (request.ExportModel) folder!.Write("model.mps", program.Export);
            answer = program.Plan(request.GapFraction ?? GapUsual, progress, run.Stop);
        }
        var document = new FleetDocument { Fleet = fleet, Answer = answer, GapAskedFraction = request.GapFraction ?? GapUsual, Findings = findings };
        if (answer is not FleetAnswer.Refused { Why: PlanAnswer.Stopped } && folder is not null) FleetFiles.WriteAll(folder, document);
        if (folder?.Fault is { } fault) return Refuse(run, request, document with { Answer = null, Findings = [.. document.Findings, fault] });
        Show(run, request, document, folder);
        return answer is FleetAnswer.Planned ? ExitCode.Done : ExitCode.WorldSaysNo;
    }

    static void Show(Run run, PlanRequest request, FleetDocument document, OutputFolder? folder)
    {
        if (request.Json)
        {
            FleetJson.Write(run.Terminal.Out, document);
            return;
        }
        if (document.Report is { } report) FleetText.Write(run.Terminal, report, document.Findings, request.File);
        else RefusalText.Write(run.Terminal, document.Refusal);
        if (folder is { Written.Count: > 0 }) run.Terminal.Out.WriteLine($"Wrote {string.Join(", ", folder.Written)} to {request.Folder}.");
    }

    static ExitCode Refuse(Run run, PlanRequest request, FleetDocument document)
    {
        if (request.Json) FleetJson.Write(run.Terminal.Out, document);
        else FindingText.Write(run.Terminal.Error, document.Findings, request.File);
        return ExitCode.WrongInput;
    }
}
