using System.CommandLine;
using Headroom.Cli.Rendering;
using Headroom.Sites;

namespace Headroom.Cli.Verbs;

/// <summary><c>headroom equations</c>: the model as it is built, printed as maths. The pages in docs/equations are this output.</summary>
static class EquationsVerb
{
    public static Command Create(Run run)
    {
        var folder = new Option<string?>("--out") { HelpName = "DIR", Description = "Write the pages there instead of to standard output." };
        var verb = new Command("equations", "Print the equations of the model, generated from it.") { folder };
        verb.SetAction(parsed => (int)Print(run, parsed.GetValue(folder)));
        return verb;
    }

    static ExitCode Print(Run run, string? path)
    {
        IReadOnlyList<(string File, string Text)> pages = run.Engine.Equations();
        if (path is null)
        {
            foreach ((_, string text) in pages) run.Terminal.Out.WriteLine(text.TrimEnd() + "\n");
            return ExitCode.Done;
        }
        (OutputFolder? folder, IReadOnlyList<Finding> findings) = OutputFolder.Open(path);
        foreach ((string file, string text) in pages) folder?.Write(file, target => File.WriteAllText(target, text));
        if (folder?.Fault is { } fault) findings = [fault];
        FindingText.Write(run.Terminal.Error, findings, "command line");
        return findings.Count == 0 ? ExitCode.Done : ExitCode.WrongInput;
    }
}
