using Headroom.Cli.Rendering;
using Headroom.Reports;
using Headroom.Scenarios.Plans;
using Headroom.Sites;

namespace Headroom.Cli.Verbs;

/// <summary>A site and what is planned for it, for verbs that replay a plan: read where one is named, made where none is.</summary>
static class PlannedSite
{
    /// <summary>The site, the plan that was named, and everything wrong with either.</summary>
    public static (Site? Site, PlannedYear? Plan, IReadOnlyList<Finding> Findings) Read(Run run, string file, string? planFile)
    {
        (Site? site, IReadOnlyList<Finding> findings) = InputFile.Read(file, run.Engine.Read);
        if (planFile is not { } path) return (site, null, findings);
        PlanFileReading reading = PlanFile.Read(path);
        findings = [.. findings, .. reading.Findings];
        if (reading.Plan is { } plan && site is not null)
            findings = [.. findings, .. PlanFile.Fits(plan, site).Select(one => one with { File = one.File ?? Path.GetFileName(path) })];
        return (site, reading.Plan, findings);
    }

    /// <summary>Plans the site.</summary>
    /// <param name="refusal">Why there is no plan; null where there is one.</param>
    public static PlannedYear? Make(Run run, Site site, IProgress<string> progress, out PlanAnswer? refusal)
    {
        progress.Report("writing the program");
        PlanAnswer answer = run.Engine.Formulate(site).Plan(1e-4, progress, run.Stop);
        PlannedYear? plan = (answer as PlanAnswer.Planned)?.Report.Orders;
        refusal = plan is null ? answer : null;
        return plan;
    }

    /// <summary>Says why there is no plan to replay.</summary>
    public static ExitCode None(Run run, bool json, Site site, PlanAnswer answer, IReadOnlyList<Finding> findings)
    {
        var document = new PlanDocument { Site = site, Answer = answer, Findings = findings };
        if (json) PlanJson.Write(run.Terminal.Out, document);
        else RefusalText.Write(run.Terminal, document);
        return ExitCode.WorldSaysNo;
    }
}
