using Headroom.Cli.Rendering;
using Headroom.Cli.Rendering.FleetYears;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Cli.Verbs;

/// <summary><c>headroom plan FILE</c> where the file is a fleet's and names years: what is built where and when.</summary>
static class FleetYearsRun
{
    public static ExitCode Plan(Run run, Fleet fleet, IReadOnlyList<Finding> findings, PlanRequest request, OutputFolder? folder)
    {
        double gap = request.GapFraction ?? ExpansionRun.GapFraction;
        FleetYearsAnswer answer;
        using (var progress = new ProgressLine(run.Terminal, request.Verbose))
        {
            if (request.ExportModel)
            {
                progress.Report("writing all years into one program");
                folder!.Write("model.mps", path => run.Engine.ExportFleetYears!(fleet, path));
            }
            answer = run.Engine.ExpandFleet!(fleet, gap, progress, run.Stop);
        }
        var document = new FleetYearsDocument(fleet, answer, gap, findings);
        if (folder is not null) FleetYearsFiles.WriteAll(folder, document);
        if (folder?.Fault is { } fault)
        {
            FindingText.Write(run.Terminal.Error, [.. findings, fault], request.File);
            return ExitCode.WrongInput;
        }
        if (request.Json) run.Terminal.Out.Write(FleetYearsJson.Text(document));
        else if (answer is FleetYearsAnswer.Planned { Report: var report }) FleetYearsText.Write(run.Terminal, report, findings, request.File);
        else if (answer is FleetYearsAnswer.None none) run.Terminal.Error.WriteLine(none.Why);
        if (!request.Json && folder is { Written.Count: > 0 }) run.Terminal.Out.WriteLine($"Wrote {string.Join(", ", folder.Written)} to {request.Folder}.");
        return answer is FleetYearsAnswer.Planned ? ExitCode.Done : ExitCode.WorldSaysNo;
    }
}
