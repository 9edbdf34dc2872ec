using System.CommandLine;
using Headroom.Cli.Rendering;
using Headroom.Sites;

namespace Headroom.Cli.Verbs;

/// <summary><c>headroom check FILE</c>: can these halls host these racks? No is an answer, so only a wrong file is a fault.</summary>
static class CheckVerb
{
    public static Command Create(Run run)
    {
        var file = new Argument<string>("FILE") { Description = "The site file, or the file of a fleet." };
        Option<bool> json = VerbOptions.Json();
        var verb = new Command("check", "Check a site or fleet file, and whether its halls can host its racks.") { file, json };
        verb.SetAction(parsed => (int)Check(run, parsed.GetValue(file)!, parsed.GetValue(json)));
        return verb;
    }

    static ExitCode Check(Run run, string file, bool json)
    {
        if (run.Engine.IsFleet?.Invoke(file) == true) return CheckFleet(run, file, json);
        (Site? site, IReadOnlyList<Finding> findings) = InputFile.Read(file, run.Engine.Read);
        if (site is not null) findings = [.. findings, .. Located.In(site, file, run.Engine.CheckFacility(site))];
        findings = [.. findings.Distinct()];
        if (json) CheckJson.Write(run.Terminal.Out, site, findings);
        else Write(run, file, findings, site is { Racks.Count: > 0 });
        return Ending(site is not null, findings);
    }

    /// <summary>A fleet, its sites and their halls, as <c>plan</c> would read them.</summary>
    static ExitCode CheckFleet(Run run, string file, bool json)
    {
        (Fleet? fleet, IReadOnlyList<Finding> findings) = run.Engine.ReadFleet!(file);
        findings = [.. findings.Distinct()];
        if (json) CheckJson.Write(run.Terminal.Out, fleet, findings);
        else Write(run, file, findings, fleet?.Sites.Any(one => one.Site.Racks.Count > 0) == true);
        return Ending(fleet is not null, findings);
    }

    static void Write(Run run, string file, IReadOnlyList<Finding> findings, bool hasRacks)
    {
        if (findings.Count == 0) run.Terminal.Out.WriteLine($"{file}: nothing to say{(hasRacks ? "; the halls can host the racks" : "")}.");
        else FindingText.Write(run.Terminal.Out, findings, file);
    }

    static ExitCode Ending(bool isRead, IReadOnlyList<Finding> findings) =>
        !isRead || findings.Any(finding => finding.Severity == Severity.Wrong) ? ExitCode.WrongInput : ExitCode.Done;
}
