using System.CommandLine;
using Headroom.Cli.Rendering;
using Headroom.Cli.Rendering.Simulating;
using Headroom.Control;
using Headroom.Reports;
using Headroom.Scenarios.Catalog;
using Headroom.Scenarios.Plans;
using Headroom.Scenarios.Runs;
using Headroom.Simulation;
using Headroom.Sites;
using static Headroom.Cli.Verbs.VerbOptions;

namespace Headroom.Cli.Verbs;

/// <summary><c>headroom simulate FILE</c>: plans or takes a plan, replays it second by second, and says whether it holds.</summary>
static class SimulateVerb
{
    public static Command Create(Run run)
    {
        var file = new Argument<string>("FILE") { Description = "The site file." };
        Option<string?> plan = Text("--plan", "PLAN.JSON", "A plan that 'headroom plan FILE --out DIR' wrote; planned anew unless stated."),
            from = Text("--from", "DAY", "First day or hour, in UTC: 2027-07-18, 2027-07-18T06:00Z; the tightest day of the plan unless stated."),
            length = Text("--for", "TIME", "How long: 24h, 7 d, 90 min; 24h unless stated."),
            step = Text("--step", "TIME", "0.1s to 60s; 1s unless stated."),
            seed = Text("--seed", "N", "For everything that is drawn by chance; the scenario's, else 1."),
            scenario = Text("--scenario", "NAME", "What happens: a shipped scenario or a file (docs/scenarios.md); nothing unless stated."),
            rules = Text("--rules", "LIST", "Rule packs to judge by, such as ercot,nerc, or none; those of the region unless stated."),
            policy = Text("--policy", "NAME", $"Who decides: {string.Join(", ", Policies.Known.Select(one => one.Name))}; headroom unless stated, plan with --steady."),
            folder = Text("--out", "DIR", "Write simulation.json, report.html, site.parquet, feeds.parquet, racks.parquet there.");
        var steady = new Option<bool>("--steady") { Description = "Without chance and waves: hourly means, as the plan saw them." };
        var compare = new Option<bool>("--compare-policies") { Description = "The same run under every policy, as a table (docs/policies.md); writes no files." };
        Option<bool> json = Json();
        Option<bool> verbose = Verbose();
        var verb = new Command("simulate", "Replay a site second by second: does it hold?")
        {
            file, plan, from, length, step, seed, scenario, rules, policy, compare, folder, steady, json, verbose,
        };
        verb.SetAction(parsed => (int)Simulate(run, new Asked(
            parsed.GetValue(file)!, parsed.GetValue(folder), parsed.GetValue(json), parsed.GetValue(verbose), parsed.GetValue(compare), new RunOptions
            {
                Plan = parsed.GetValue(plan),
                From = parsed.GetValue(from),
                For = parsed.GetValue(length),
                Step = parsed.GetValue(step),
                Seed = parsed.GetValue(seed),
                Scenario = parsed.GetValue(scenario),
                Rules = parsed.GetValue(rules),
                Policy = parsed.GetValue(policy),
                IsSteady = parsed.GetValue(steady),
            })));
        return verb;
    }

    sealed record Asked(string File, string? Folder, bool Json, bool Verbose, bool Compares, RunOptions Options);

    static ExitCode Simulate(Run run, Asked asked)
    {
        (Site? site, PlannedYear? plan, IReadOnlyList<Finding> findings) = PlannedSite.Read(run, asked.File, asked.Options.Plan);
        RunRequest? request = null;
        if (site is not null)
        {
            (request, IReadOnlyList<Finding> options) = RunReader.Read(asked.Options, site);
            findings = [.. findings, .. options];
        }
        findings = [.. findings, .. Clashing(asked)];
        RunFolder? folder = null;
        if (asked.Folder is { } out_ && !asked.Compares)
        {
            (folder, IReadOnlyList<Finding> unwritable) = RunFolder.Open(out_);
            findings = [.. findings, .. unwritable];
            if (File.Exists(Path.Combine(out_, "plan.json")))
                findings = [.. findings, new(Severity.Note, "--out", $"{out_} holds a plan", "a folder of its own", "Its report.html is replaced by the simulation's.") { File = "command line" }];
        }
        if (site is null || request is null || IsWrong(findings)) return Refuse(run, asked, findings);
        using (folder)
        {
            return Simulate(run, asked, new(site, plan, request, findings, folder));
        }
    }

    sealed record Ready(Site Site, PlannedYear? Plan, RunRequest Request, IReadOnlyList<Finding> Findings, RunFolder? Folder);

    static ExitCode Simulate(Run run, Asked asked, Ready ready)
    {
        SimulationAnswer answer;
        using (var progress = new ProgressLine(run.Terminal, asked.Verbose))
        {
            PlannedYear? plan = ready.Plan;
            PlanAnswer? refusal = null;
            plan ??= PlannedSite.Make(run, ready.Site, progress, out refusal);
            if (plan is null) return PlannedSite.None(run, asked.Json, ready.Site, refusal!, ready.Findings);
            if (asked.Compares) return Compare(run, asked, ready, plan, progress);
            answer = Simulator.Run(OrderOf(run.Engine, ready, plan), ready.Request.Policy, ready.Folder?.Recorder, progress, run.Stop);
        }
        if (answer is SimulationAnswer.Refused refused) return Refuse(run, asked, [.. ready.Findings, .. Located(refused.Findings, ready)]);
        var document = new SimulationDocument { Report = ((SimulationAnswer.Ran)answer).Report, Findings = ready.Findings }.WithFindingsOfReport();
        if (ready.Folder is { } folder) document = folder.Finish(document);
        bool isSaved = ready.Folder is null || ready.Folder.Faults.Count == 0;
        if (asked.Json) SimulationJson.Write(run.Terminal.Out, document);
        else
        {
            SimulationText.Write(run.Terminal, document.Report!, document.Findings, run.Terminal.Width);
            if (ready.Folder is { Written.Count: > 0 }) run.Terminal.Out.WriteLine($"Wrote {string.Join(", ", ready.Folder.Written)} to {asked.Folder}.");
        }
        if (!isSaved)
        {
            if (!asked.Json) FindingText.Write(run.Terminal.Error, ready.Folder!.Faults, asked.File);
            return ExitCode.WrongInput;
        }
        return document.Status == "holds" ? ExitCode.Done : ExitCode.WorldSaysNo;
    }

    /// <summary>What a comparison does not take: it runs every policy, and keeps no run's files.</summary>
    static IEnumerable<Finding> Clashing(Asked asked)
    {
        if (!asked.Compares) yield break;
        if (asked.Options.Policy is { } one) yield return Beside("--policy", one);
        if (asked.Folder is { } folder) yield return Beside("--out", folder);
    }

    static Finding Beside(string option, string read) =>
        new(Severity.Wrong, option, $"{read} beside --compare-policies", "one of the two", $"Leave {option} out to compare, or run one policy with --policy.") { File = "command line" };

    static ExitCode Compare(Run run, Asked asked, Ready ready, PlannedYear plan, ProgressLine progress)
    {
        ComparisonAnswer answer = run.Engine.Compare(OrderOf(run.Engine, ready, plan), Policies.Known, progress, run.Stop);
        progress.Dispose();
        if (answer is ComparisonAnswer.Refused refused) return Refuse(run, asked, [.. ready.Findings, .. Located(refused.Findings, ready)]);
        PolicyComparison? comparison = (answer as ComparisonAnswer.Compared)?.Comparison;
        if (asked.Json) run.Terminal.Out.Write(PolicyJson.Text(comparison, ready.Findings, isStopped: comparison is null));
        else if (comparison is { } there) PolicyTable.Write(run.Terminal, there);
        else run.Terminal.Out.WriteLine("Stopped before every policy had run.");
        return comparison is null ? ExitCode.WorldSaysNo : ExitCode.Done;
    }

    static SimulationOrder OrderOf(Engine engine, Ready ready, PlannedYear plan) => new()
    {
        Ahead = engine.Ahead,
        Actuators = ActuatorFile.Shipped,
        Site = ready.Site,
        Plan = plan,
        Scenario = ready.Request.Scenario?.Scenario,
        FirstHour = ready.Request.FirstHour ?? TightestDay(ready.Site, plan, ready.Request.Length),
        Length = ready.Request.Length,
        Step = ready.Request.Step,
        Seed = ready.Request.Seed,
        IsSteady = ready.Request.IsSteady,
        Rules = ready.Request.Rules,
    };

    /// <summary>First hour of the day in which import comes nearest to its ceiling, early enough that the run ends within the year.</summary>
    internal static int TightestDay(Site site, PlannedYear plan, TimeSpan length)
    {
        double[] import = plan.GridInjectionMegawatts ?? plan.DrawMegawatts, available = site.Grid?.Flexible?.AvailableFraction ?? [];
        // to the kilowatt, so that a plan read back from its files has the same day
        double Headroom(int t) => Math.Round(plan.GridFirm.Megawatts + (available.Length > t ? available[t] : 0) * plan.GridFlexible.Megawatts - import[t], 3);
        int hour = Enumerable.Range(0, import.Length).MinBy(Headroom), last = (int)((import.Length - Math.Ceiling(length.TotalHours)) / 24);
        return 24 * Math.Max(0, Math.Min(hour / 24, last));
    }

    /// <summary>Findings of the simulator about a scenario, with the file and the line they come from.</summary>
    static IEnumerable<Finding> Located(IReadOnlyList<Finding> findings, Ready ready) =>
        findings.Select(one => one.File is null && ready.Request.Scenario is { } scenario ? scenario.Lines.Locate(one) : one);

    static ExitCode Refuse(Run run, Asked asked, IReadOnlyList<Finding> findings)
    {
        if (asked.Json && asked.Compares) run.Terminal.Out.Write(PolicyJson.Text(null, findings));
        else if (asked.Json) SimulationJson.Write(run.Terminal.Out, new() { Findings = findings });
        else FindingText.Write(run.Terminal.Error, findings, asked.File);
        return ExitCode.WrongInput;
    }

    static bool IsWrong(IReadOnlyList<Finding> findings) => findings.Any(one => one.Severity == Severity.Wrong);
}
