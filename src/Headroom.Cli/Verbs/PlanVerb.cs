using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Headroom.Cli.Rendering;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Cli.Verbs;

/// <summary><c>headroom plan FILE</c>: reads, plans, explains, writes.</summary>
static class PlanVerb
{
    const double GapUsual = 1e-4;

    public static Command Create(Run run)
    {
        var file = new Argument<string>("FILE") { Description = "The site file, or the file of a fleet." };
        var folder = new Option<string?>("--out") { HelpName = "DIR", Description = "Write plan.json, report.html and tables there: dispatch.csv and week.svg of one year, years.csv and flows.csv over years." };
        Option<bool> json = VerbOptions.Json();
        var gap = new Option<double?>("--gap") { HelpName = "SHARE", Description = "How far from the best plan the answer may be, such as 1e-3 or 0.1 % (default: 1e-4, of a fleet and over years 1e-3).", CustomParser = Share };
        var export = new Option<bool>("--export-model") { Description = "Also write model.mps, which other solvers read; needs --out." };
        Option<bool> verbose = VerbOptions.Verbose();
        var verb = new Command("plan", "Plan a year or several of a site or a fleet: what to build, what it costs, what the ceiling is worth.") { file, folder, json, gap, export, verbose };
        verb.Validators.Add(result =>
        {
            if (result.GetValue(export) && result.GetValue(folder) is null) result.AddError("--export-model needs --out DIR, the folder for model.mps.");
        });
        verb.SetAction(parsed => (int)Plan(run, new PlanRequest(
            parsed.GetValue(file)!, parsed.GetValue(folder), parsed.GetValue(json), parsed.GetValue(gap), parsed.GetValue(export), parsed.GetValue(verbose))));
        return verb;
    }

    /// <summary>A share as a fraction or in per cent.</summary>
    static double? Share(ArgumentResult result)
    {
        string text = result.Tokens[0].Value.Trim();
        bool isPercent = text.EndsWith('%');
        if (double.TryParse(text.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && number / (isPercent ? 100 : 1) is > 0 and < 1 and var share) return share;
        result.AddError($"--gap is \"{text}\"; expected a share between 0 and 1, such as 1e-4 or 0.01%.");
        return null;
    }

    static ExitCode Plan(Run run, PlanRequest request)
    {
        if (run.Engine.IsFleet?.Invoke(request.File) == true) return FleetPlanVerb.Plan(run, request);
        (Site? site, IReadOnlyList<Finding> findings) = InputFile.Read(request.File, run.Engine.Read);
        OutputFolder? folder = null;
        if (request.Folder is { } path)
        {
            (folder, IReadOnlyList<Finding> unwritable) = OutputFolder.Open(path);
            findings = [.. findings, .. unwritable];
        }
        if (site is null || findings.Any(finding => finding.Severity == Severity.Wrong))
            return Refuse(run, request, new PlanDocument { Findings = findings });
        if (site.Horizon is not null) return ExpansionRun.Plan(run, site, findings, request, folder);

        PlanAnswer answer;
        using (var progress = new ProgressLine(run.Terminal, request.Verbose))
        {
            findings = [.. findings, .. Located.In(site, request.File, run.Engine.CheckFacility(site))];
            progress.Report("writing the program");
            SiteProgram program = run.Engine.Formulate(site);
            if (request.ExportModel) folder!.Write("model.mps", program.Export);
            answer = program.Plan(request.GapFraction ?? GapUsual, progress, run.Stop);
        }
        var document = new PlanDocument { Site = site, Answer = answer, GapAskedFraction = request.GapFraction ?? GapUsual, Findings = findings }.WithFindingsOfAnswer();
        // who stops a run that has no plan yet keeps the one that the folder holds
        if (answer is not PlanAnswer.Stopped) folder?.WriteAll(document);
        if (folder?.Fault is { } fault) return Refuse(run, request, document with { Answer = null, Findings = [.. document.Findings, fault] });
        Show(run, request, document, folder);
        return answer is PlanAnswer.Planned ? ExitCode.Done : ExitCode.WorldSaysNo;
    }

    static void Show(Run run, PlanRequest request, PlanDocument document, OutputFolder? folder)
    {
        if (request.Json)
        {
            PlanJson.Write(run.Terminal.Out, document);
            return;
        }
        if (document.Answer is PlanAnswer.Planned planned) TerminalPlan.Write(run.Terminal, planned.Report, document.Findings, request.File);
        else RefusalText.Write(run.Terminal, document);
        if (folder is { Written.Count: > 0 }) run.Terminal.Out.WriteLine($"Wrote {string.Join(", ", folder.Written)} to {request.Folder}.");
    }

    static ExitCode Refuse(Run run, PlanRequest request, PlanDocument document)
    {
        if (request.Json) PlanJson.Write(run.Terminal.Out, document);
        else FindingText.Write(run.Terminal.Error, document.Findings, request.File);
        return ExitCode.WrongInput;
    }
}

/// <summary>What is asked of <c>plan</c>.</summary>
/// <param name="GapFraction">Null where the default of the kind of plan holds.</param>
sealed record PlanRequest(string File, string? Folder, bool Json, double? GapFraction, bool ExportModel, bool Verbose);
