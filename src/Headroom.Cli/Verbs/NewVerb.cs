using System.CommandLine;
using Headroom.Cli.Rendering;
using Headroom.Sites;

namespace Headroom.Cli.Verbs;

/// <summary><c>headroom new --tier hyperscale</c>: a commented site file that plans as it stands.</summary>
static class NewVerb
{
    public static Command Create(Run run)
    {
        var tier = new Option<Tier>("--tier") { Required = true, HelpName = "edge|enterprise|hyperscale|sovereign", Description = "Size class of the site." };
        var region = new Option<string?>("--region") { HelpName = "KEY", Description = "Region of the catalog; 'headroom regions' lists them." };
        var target = new Option<string?>("--out") { HelpName = "FILE", Description = "Write there instead of to standard output; never over a file that exists." };
        var verb = new Command("new", "Write a commented site file that plans as it stands.") { tier, region, target };
        verb.SetAction(parsed => (int)New(run, parsed.GetValue(tier), parsed.GetValue(region), parsed.GetValue(target)));
        return verb;
    }

    static ExitCode New(Run run, Tier tier, string? region, string? target)
    {
        (string? text, IReadOnlyList<Finding> findings) = run.Engine.Template(tier, region);
        if (text is not null && target is null)
        {
            run.Terminal.Out.Write(text);
            return ExitCode.Done;
        }
        if (text is not null && Save(target!, text) is { } fault) findings = [.. findings, fault];
        if (findings.Count == 0) return ExitCode.Done;
        FindingText.Write(run.Terminal.Error, findings, "command line");
        return ExitCode.WrongInput;
    }

    static Finding? Save(string target, string text)
    {
        try
        {
            using var file = new StreamWriter(new FileStream(target, FileMode.CreateNew, FileAccess.Write));
            file.Write(text);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            string read = File.Exists(target) ? "a file that exists" : $"\"{target}\"";
            return new(Severity.Wrong, "--out", read, "a file that can be created", "Name another file.");
        }
    }
}
