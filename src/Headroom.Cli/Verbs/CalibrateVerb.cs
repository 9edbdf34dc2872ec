using System.CommandLine;
using System.Text;
using Headroom.Cli.Rendering;
using Headroom.Scenarios.Calibrating;
using Headroom.Sites;

namespace Headroom.Cli.Verbs;

/// <summary><c>headroom calibrate FOLDER</c>: makes the table of fits from measurements, and says how far off it is.</summary>
static class CalibrateVerb
{
    public static Command Create(Run run)
    {
        var source = new Argument<string>("FOLDER") { Description = "Measurements: serving_points.csv, mlenergy_llm_configs.csv and, where there, MLPerf tables." };
        var target = new Option<string?>("--out") { HelpName = "DIR", Description = "Write fits.yaml and calibration.md there." };
        Option<bool> json = VerbOptions.Json();
        Option<bool> verbose = VerbOptions.Verbose();
        var verb = new Command("calibrate", "Fit the serving model to a folder of measurements, and print its errors.") { source, target, json, verbose };
        verb.SetAction(parsed => (int)Calibrate(run, parsed.GetValue(source)!, parsed.GetValue(target), parsed.GetValue(json), parsed.GetValue(verbose)));
        return verb;
    }

    static ExitCode Calibrate(Run run, string source, string? target, bool json, bool verbose)
    {
        OutputFolder? folder = null;
        IReadOnlyList<Finding> findings = [];
        if (target is not null) (folder, findings) = OutputFolder.Open(target);
        if (findings.Count > 0) return Refuse(run, new(new([], [], [], []), null, []), findings, source, json);
        CalibrationAnswer answer;
        using (var progress = new ProgressLine(run.Terminal, verbose)) answer = run.Engine.Calibrate(source, progress, run.Stop);
        findings = answer.Folder.Findings;
        if (answer.Result is null) return Refuse(run, answer, findings, source, json);
        var plain = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        folder?.Write("fits.yaml", path => File.WriteAllText(path, FitsText.Of(answer.Result), plain));
        folder?.Write("calibration.md", path => File.WriteAllText(path, CalibrationPage.Text(answer), plain));
        if (folder?.Fault is { } fault) return Refuse(run, answer, [.. findings, fault], source, json);
        if (json) run.Terminal.Out.Write(CalibrationJson.Text(answer, findings));
        else CalibrationText.Write(run.Terminal, answer);
        if (!json && folder is { Written.Count: > 0 }) run.Terminal.Out.WriteLine($"Wrote {string.Join(", ", folder.Written)} to {target}.");
        return ExitCode.Done;
    }

    static ExitCode Refuse(Run run, CalibrationAnswer answer, IReadOnlyList<Finding> findings, string source, bool json)
    {
        if (json) run.Terminal.Out.Write(CalibrationJson.Text(answer, findings));
        else FindingText.Write(run.Terminal.Error, findings, source);
        return ExitCode.WrongInput;
    }
}
