using System.CommandLine;
using System.Globalization;
using System.Text;
using Headroom.Cli.Rendering;
using Headroom.Cli.Rendering.Growing;
using Headroom.Compute;
using Headroom.Growth;
using Headroom.Sites;
using static Headroom.Cli.Verbs.VerbOptions;

namespace Headroom.Cli.Verbs;

/// <summary><c>headroom forecast FILE</c>: how fast demand grows, when that meets each ceiling, and what moves that year most.</summary>
static class ForecastVerb
{
    const int LatestYear = 2150;

    public static Command Create(Run run)
    {
        var file = new Argument<string>("FILE") { Description = "The site file." };
        Option<string?> until = Text("--until", "YEAR", "The last year told; growth.until of the file, else 2040, unless stated."),
            folder = Text("--out", "DIR", "Write forecast.json, forecast.csv, forecast.svg and report.html there.");
        Option<bool> json = Json();
        var verb = new Command("forecast", "When does growth meet the ceilings of the site and of its region, and what moves that year?") { file, until, folder, json };
        verb.SetAction(parsed => (int)Tell(run, parsed.GetValue(file)!, parsed.GetValue(until), parsed.GetValue(folder), parsed.GetValue(json)));
        return verb;
    }

    static ExitCode Tell(Run run, string file, string? until, string? path, bool json)
    {
        (Site? site, IReadOnlyList<Finding> findings) = InputFile.Read(file, run.Engine.Read);
        GrowthOutlook? outlook = site?.Growth;
        if (until is not null)
        {
            (outlook, IReadOnlyList<Finding> wrong) = Until(outlook, until);
            findings = [.. findings, .. wrong];
        }
        OutputFolder? folder = null;
        if (path is not null)
        {
            (folder, IReadOnlyList<Finding> unwritable) = OutputFolder.Open(path);
            findings = [.. findings, .. unwritable];
        }
        if (site is null || outlook is null || findings.Any(finding => finding.Severity == Severity.Wrong)) return Refuse(run, file, findings, json);
        if (OfPlan(site) is { } note) findings = [.. findings, .. Located.In(site, file, [note])];
        var document = new ForecastDocument(Forecast.Of(site, outlook, new DefaultFrontier()), findings);
        Save(folder, document);
        if (folder?.Fault is { } fault) return Refuse(run, file, [.. findings, fault], json);
        if (json) run.Terminal.Out.Write(ForecastJson.Text(document));
        else
        {
            ForecastText.Write(run.Terminal, document);
            if (folder is { Written.Count: > 0 }) run.Terminal.Out.WriteLine($"Wrote {string.Join(", ", folder.Written)} to {path}.");
        }
        return document.Forecast!.HasWork ? ExitCode.Done : ExitCode.WorldSaysNo;
    }

    /// <summary>A file that states growth for its plan over years has two answers here; which one this is must be said.</summary>
    static Finding? OfPlan(Site site) => site.Horizon is not { } years
        || (years.DemandFactor == 1 && years.TrainingFactor == 1 && years.SoftwareFactor == 1 && years.DemandFactorOf.Count == 0) ? null
        : new(Severity.Note, "expansion", "growth for `plan` over years, which a forecast does not use", "",
            "This forecast grows by `growth`, and by the catalog where the file states none: write the factors there to forecast with your own.");

    /// <summary>The outlook up to another year; as it was where the option is at fault or the file is.</summary>
    static (GrowthOutlook? Outlook, IReadOnlyList<Finding> Findings) Until(GrowthOutlook? outlook, string text)
    {
        int from = outlook?.FromYear ?? 0;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int year) && year > from && year <= LatestYear)
            return (outlook is null ? null : outlook with { UntilYear = year }, []);
        string expected = from > 0 ? $"a year from {from + 1} to {LatestYear}" : $"a year up to {LatestYear}";
        return (outlook, [new(Severity.Wrong, "--until", $"\"{text}\"", expected, "Take 2040.") { File = "command line" }]);
    }

    static void Save(OutputFolder? folder, ForecastDocument document)
    {
        if (folder is null) return;
        var plain = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        folder.Write("forecast.json", target => File.WriteAllText(target, ForecastJson.Text(document), plain));
        if (!document.Forecast!.HasWork) return;
        folder.Write("forecast.csv", target => File.WriteAllText(target, ForecastCsv.Text(document.Forecast), plain));
        folder.Write("forecast.svg", target => File.WriteAllText(target, ForecastSvg.Text(document.Forecast), plain));
        folder.Write("report.html", target => File.WriteAllText(target, ForecastHtml.Text(document), plain));
    }

    static ExitCode Refuse(Run run, string file, IReadOnlyList<Finding> findings, bool json)
    {
        if (json) run.Terminal.Out.Write(ForecastJson.Text(new(null, findings)));
        else FindingText.Write(run.Terminal.Error, findings, file);
        return ExitCode.WrongInput;
    }
}
