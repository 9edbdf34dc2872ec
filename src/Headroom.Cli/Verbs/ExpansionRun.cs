using System.Text;
using Headroom.Cli.Rendering;
using Headroom.Cli.Rendering.Expanding;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Cli.Verbs;

/// <summary><c>headroom plan FILE</c> where the file names years: what is built when.</summary>
static class ExpansionRun
{
    /// <summary>A certified gap of 0.1 % where none is asked for: years are one program, and its last digits cost as much as all others.</summary>
    public const double GapFraction = 1e-3;

    public static ExitCode Plan(Run run, Site site, IReadOnlyList<Finding> findings, PlanRequest request, OutputFolder? folder)
    {
        double gap = request.GapFraction ?? GapFraction;
        ExpansionAnswer answer;
        using (var progress = new ProgressLine(run.Terminal, request.Verbose))
        {
            findings = [.. findings, .. Located.In(site, request.File, run.Engine.CheckFacility(site))];
            if (request.ExportModel)
            {
                progress.Report("writing all years into one program");
                folder!.Write("model.mps", path => run.Engine.ExportExpansion(site, path));
            }
            answer = run.Engine.Expand(site, gap, progress, run.Stop);
        }
        var document = new ExpansionDocument(site, answer, gap, findings);
        if (folder is not null) WriteAll(folder, document);
        if (folder?.Fault is { } fault)
        {
            FindingText.Write(run.Terminal.Error, [.. findings, fault], request.File);
            return ExitCode.WrongInput;
        }
        if (request.Json) run.Terminal.Out.Write(ExpansionJson.Text(document));
        else if (answer is ExpansionAnswer.Planned { Report: var report }) TerminalExpansion.Write(run.Terminal, report, findings, request.File);
        else if (answer is ExpansionAnswer.None none) run.Terminal.Error.WriteLine(none.Why);
        if (!request.Json && folder is { Written.Count: > 0 }) run.Terminal.Out.WriteLine($"Wrote {string.Join(", ", folder.Written)} to {request.Folder}.");
        return answer is ExpansionAnswer.Planned ? ExitCode.Done : ExitCode.WorldSaysNo;
    }

    static void WriteAll(OutputFolder folder, ExpansionDocument document)
    {
        if (document.Answer is not ExpansionAnswer.Planned { Report: var report }) return; // who stops a run keeps what the folder holds
        folder.Write("plan.json", path => File.WriteAllText(path, ExpansionJson.Text(document)));
        folder.Write("years.csv", path => File.WriteAllText(path, ExpansionCsv.Text(report)));
        folder.Write("report.html", path => File.WriteAllText(path, ExpansionHtml.Text(report, document.Findings), new UTF8Encoding(false)));
    }
}
