using System.CommandLine;
using Headroom.Cli.Rendering;
using Headroom.Sites;

namespace Headroom.Cli.Verbs;

/// <summary><c>headroom check FILE</c>: can these halls host these racks? No is an answer, so only a wrong file is a fault.</summary>
static class CheckVerb
{
    public static Command Create(Run run)
    {
        var file = new Argument<string>("FILE") { Description = "The site file." };
        Option<bool> json = VerbOptions.Json();
        var verb = new Command("check", "Check a site file, and whether its halls can host its racks.") { file, json };
        verb.SetAction(parsed => (int)Check(run, parsed.GetValue(file)!, parsed.GetValue(json)));
        return verb;
    }

    static ExitCode Check(Run run, string file, bool json)
    {
        (Site? site, IReadOnlyList<Finding> findings) = InputFile.Read(file, run.Engine.Read);
        if (site is not null) findings = [.. findings, .. Located.In(site, file, run.Engine.CheckFacility(site))];
        findings = [.. findings.Distinct()];
        if (json) CheckJson.Write(run.Terminal.Out, site, findings);
        else if (findings.Count == 0) run.Terminal.Out.WriteLine($"{file}: nothing to say{(site is { Racks.Count: > 0 } ? "; the halls can host the racks" : "")}.");
        else FindingText.Write(run.Terminal.Out, findings, file);
        return site is null || findings.Any(finding => finding.Severity == Severity.Wrong) ? ExitCode.WrongInput : ExitCode.Done;
    }
}
