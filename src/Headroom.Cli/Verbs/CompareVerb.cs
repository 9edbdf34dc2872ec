using System.CommandLine;
using Headroom.Cli.Comparing;
using Headroom.Cli.Rendering;
using Headroom.Cli.Rendering.Comparing;
using Headroom.Cli.Sweeping;
using Headroom.Scenarios;
using Headroom.Scenarios.Comparing;
using Headroom.Sites;
using static Headroom.Cli.Verbs.VerbOptions;

namespace Headroom.Cli.Verbs;

/// <summary><c>headroom compare</c>: regions and strategies side by side, each planned at least cost.</summary>
static class CompareVerb
{
    public static Command Create(Run run)
    {
        var file = new Argument<string?>("FILE") { Description = "A site file whose racks and work are compared; the example of --tier unless stated.", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> regions = Text("--regions", "all|A,B", "Regions of the catalog; all unless stated."),
            strategies = Text("--strategies", "LIST", "Some of grid,onsite,smr,mixed; all unless stated."),
            whatIf = Text("--what-if", "LIST", "Parameters supposed otherwise: gas=+50%,smrCapital=-30%,carbonPrice=100$/t."),
            draws = Text("--draws", "N", "So many draws of all assumptions; 1000 unless stated, 0 for none."),
            seed = Text("--seed", "N", "Of the draws; 1 unless stated."),
            folder = Text("--out", "DIR", "Write compare.json, compare.csv, compare.parquet, report.html and the sweep's journal there.");
        Option<string?> tier = Text("--tier", "TIER", "Whose example is compared: edge, enterprise, hyperscale, sovereign; hyperscale unless stated.");
        var resume = new Option<bool>("--resume") { Description = "Go on with the sweep that an earlier run left in DIR." };
        Option<bool> json = Json(), verbose = Verbose();
        var verb = new Command("compare", "Grid, on-site or reactor: which region, at which cost, after which wait?")
        {
            file, regions, strategies, tier, whatIf, draws, seed, folder, resume, json, verbose,
        };
        verb.Validators.Add(result =>
        {
            if (result.GetValue(resume) && result.GetValue(folder) is null) result.AddError("--resume needs --out DIR, the folder of the earlier run.");
            if (result.GetValue(file) is not null && result.GetValue(tier) is not null) result.AddError("FILE and --tier both say whose racks are compared: state one.");
        });
        verb.SetAction(parsed => (int)Compare(run, new(parsed.GetValue(file), parsed.GetValue(tier), parsed.GetValue(folder), parsed.GetValue(resume),
            parsed.GetValue(json), parsed.GetValue(verbose),
            new(parsed.GetValue(regions), parsed.GetValue(strategies), parsed.GetValue(whatIf), parsed.GetValue(draws), parsed.GetValue(seed)))));
        return verb;
    }

    sealed record Asked(string? File, string? Tier, string? Folder, bool Resume, bool Json, bool Verbose, CompareOptions Options)
    {
        public string Named => File ?? "command line";
    }

    static ExitCode Compare(Run run, Asked asked)
    {
        (CompareRequest? request, IReadOnlyList<Finding> findings) = CompareReader.Read(asked.Options);
        (Tier? tier, IReadOnlyList<Finding> noTier) = TierOf(asked.Tier);
        FixedFleetReading fleet = FleetOf(asked.File, tier ?? Tier.Hyperscale);
        findings = [.. noTier, .. findings, .. fleet.Findings];
        CompareFolder? folder = null;
        if (asked.Folder is { } path)
        {
            (folder, IReadOnlyList<Finding> unwritable) = CompareFolder.Open(path, asked.Resume);
            findings = [.. findings, .. unwritable];
        }
        using CompareFolder? closing = folder;
        if (request is null || fleet.Site is null || findings.Any(one => one.Severity == Severity.Wrong)) return Refuse(run, asked, findings);
        CompareAnswer answer;
        using (var progress = new ProgressLine(run.Terminal, asked.Verbose))
        {
            using SweepJournal? memory = folder is null ? SweepJournal.InMemory() : null;
            var work = new CompareRun(folder?.Journal ?? memory!, run.Engine.Solver, Environment.ProcessorCount);
            answer = work.Run(new(request, fleet, GapFraction), progress, run.Stop);
        }
        var document = new CompareDocument { Answer = answer, Findings = findings };
        folder?.Write(document);
        if (folder?.Fault is { } fault) return Refuse(run, asked, [.. findings, fault]);
        if (asked.Json) CompareJson.Write(run.Terminal.Out, document);
        else CompareText.Write(run.Terminal, document, folder is { Written.Count: > 0 } ? $"Wrote {string.Join(", ", folder.Written)} to {asked.Folder}." : null, asked.Folder);
        return answer is CompareAnswer.Compared ? ExitCode.Done : ExitCode.WorldSaysNo;
    }

    const double GapFraction = 1e-4;

    static FixedFleetReading FleetOf(string? file, Tier tier)
    {
        if (file is not { } path) return FixedFleetReading.Of(SiteTemplate.Write(tier), $"{tier.ToString().ToLowerInvariant()}.yaml", ".");
        FixedFleetReading? reading = null;
        (_, IReadOnlyList<Finding> findings) = InputFile.Read(path, there =>
        {
            reading = FixedFleetReading.Of(File.ReadAllText(there), Path.GetFileName(there), Path.GetDirectoryName(Path.GetFullPath(there)) ?? ".");
            return (reading.Site, reading.Findings);
        });
        return reading ?? new(null, 0, findings);
    }

    static ExitCode Refuse(Run run, Asked asked, IReadOnlyList<Finding> findings)
    {
        if (asked.Json) CompareJson.Write(run.Terminal.Out, new() { Findings = findings });
        else FindingText.Write(run.Terminal.Error, findings, asked.Named);
        return ExitCode.WrongInput;
    }
}
