using System.CommandLine;
using System.Globalization;
using Headroom.Cli.Rendering;
using Headroom.Cli.Rendering.Offers;
using Headroom.Compute.Waveforms;
using Headroom.Control;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Scenarios.Catalog;
using Headroom.Scenarios.Plans;
using Headroom.Scenarios.Runs;
using Headroom.Simulation;
using Headroom.Sites;
using static Headroom.Cli.Verbs.VerbOptions;

namespace Headroom.Cli.Verbs;

/// <summary><c>headroom offers FILE</c>: what the site can promise upward, now and for each hour of the next day.</summary>
static class OffersVerb
{
    public static Command Create(Run run)
    {
        var file = new Argument<string>("FILE") { Description = "The site file." };
        Option<string?> plan = Text("--plan", "PLAN.JSON", "A plan that 'headroom plan FILE --out DIR' wrote; planned anew unless stated."),
            at = Text("--at", "TIME", "Now, a whole hour in UTC: 2027-07-18T06:00Z; noon of the plan's tightest day unless stated."),
            seed = Text("--seed", "N", "For what simulation and --sample draw by chance; 1 unless stated."),
            sample = Text("--sample", "N", "Simulate so many offers, drawn from the whole ladder, and count those it confirms."),
            folder = Text("--out", "DIR", "Write offers.json there.");
        var confirm = new Option<bool>("--confirm") { Description = "Simulate each offer of now and of the next day's hours, and print the largest share of it that holds." };
        Option<bool> json = Json(), verbose = Verbose();
        var verb = new Command("offers", "What can the site promise upward, for how long, at which cost?") { file, plan, at, seed, sample, folder, confirm, json, verbose };
        verb.SetAction(parsed => (int)Offer(run, new Asked(parsed.GetValue(file)!, parsed.GetValue(plan), parsed.GetValue(sample), parsed.GetValue(folder),
            parsed.GetValue(confirm), parsed.GetValue(json), parsed.GetValue(verbose), new() { From = parsed.GetValue(at), Seed = parsed.GetValue(seed), Rules = "none" })));
        return verb;
    }

    sealed record Asked(string File, string? Plan, string? Sample, string? Folder, bool Confirm, bool Json, bool Verbose, RunOptions Options);

    static ExitCode Offer(Run run, Asked asked)
    {
        (Site? site, PlannedYear? plan, IReadOnlyList<Finding> findings) = PlannedSite.Read(run, asked.File, asked.Plan);
        int sample = 0;
        if (asked.Sample is { } text && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out sample) && sample is > 0 and <= 10_000))
            findings = [.. findings, new(Severity.Wrong, "--sample", $"\"{text}\"", "a whole number from 1 to 10000", "Take 20.") { File = "command line" }];
        RunRequest? request = null;
        if (site is not null)
        {
            (request, IReadOnlyList<Finding> options) = RunReader.Read(asked.Options, site);
            // the option is called --at here
            findings = [.. findings, .. options.Select(one => one.Path == "--from" ? one with { Path = "--at" } : one)];
        }
        OutputFolder? folder = null;
        if (asked.Folder is { } out_)
        {
            (folder, IReadOnlyList<Finding> unwritable) = OutputFolder.Open(out_);
            findings = [.. findings, .. unwritable];
        }
        if (site is null || request is null || findings.Any(one => one.Severity == Severity.Wrong)) return Refuse(run, asked, findings);
        OffersDocument document;
        PlanAnswer? refusal = null;
        using (var progress = new ProgressLine(run.Terminal, asked.Verbose))
        {
            plan ??= PlannedSite.Make(run, site, progress, out refusal);
            if (plan is null) return PlannedSite.None(run, asked.Json, site, refusal!, findings);
            document = Make(run, asked, sample, site, plan, request, progress) with { Findings = findings };
        }
        if (asked.Json) OffersJson.Write(run.Terminal.Out, document);
        else OffersText.Write(run.Terminal.Out, document);
        folder?.Write("offers.json", target => File.WriteAllText(target, OffersJson.Text(document)));
        if (folder?.Fault is { } fault)
        {
            FindingText.Write(run.Terminal.Error, [fault], asked.File);
            return ExitCode.WrongInput;
        }
        return document.Status == "refuted" ? ExitCode.WorldSaysNo : ExitCode.Done;
    }

    static OffersDocument Make(Run run, Asked asked, int sample, Site site, PlannedYear plan, RunRequest request, ProgressLine progress)
    {
        TimeSpan day = OfferBook.Reach + TimeSpan.FromHours(7);
        int last = Math.Max(0, site.Year.Hours - (int)day.TotalHours), now = request.FirstHour ?? Math.Min(last, SimulateVerb.TightestDay(site, plan, day) + 12);
        TimeSpan left = TimeSpan.FromHours(site.Year.Hours - now);
        var order = new SimulationOrder
        {
            Ahead = run.Engine.Ahead,
            Actuators = ActuatorFile.Shipped,
            Site = site,
            Plan = plan,
            FirstHour = now,
            Length = day < left ? day : left,
            Seed = request.Seed,
        };
        OfferInputs inputs = OffersOfPlan.At(order, TimeSpan.Zero);
        int hours = Math.Clamp((int)(inputs.Ahead.Edges()[^1] - OfferBook.Durations[^1]).TotalHours, 0, 24);
        IReadOnlyList<Offer> offers = OfferBook.For(inputs, hours: hours);
        var proof = new OfferProof(order);
        var document = new OffersDocument { Site = site.Name, NowUtc = site.Year.StartOf(now), Inputs = inputs, Offers = offers };
        if (asked.Confirm) document = Confirm(run, document, new(proof, inputs), progress);
        if (sample == 0) return document;
        var chance = new SplitMix(request.Seed);
        Offer[] some = [.. offers.Where(one => one.Cut > Power.Zero)];
        List<ConfirmedOffer> judged = [];
        for (int k = 0; k < sample && some.Length > 0; k++)
        {
            Offer offer = some[(int)(chance.Bits((ulong)k) % (ulong)some.Length)];
            progress.Report($"{k} of {sample} drawn offers simulated");
            // a draw that was stopped says nothing
            if (proof.Judge(inputs, offer, run.Stop) is not { } verdict) break;
            judged.Add(new(offer, offer, verdict));
        }
        return document with { Sampled = judged };
    }

    /// <summary>Offers of now, and one for each hour of the next day, become what simulation confirms of them.</summary>
    /// <remarks>Nothing else is offered then, nor what was not simulated when it was stopped.</remarks>
    static OffersDocument Confirm(Run run, OffersDocument document, OfferConfirmation confirmation, ProgressLine progress)
    {
        Offer[] asked = [.. document.Now, .. document.Day];
        List<ConfirmedOffer> proven = [];
        foreach (Offer offer in OfferConfirmation.Ordered(asked))
        {
            progress.Report($"{proven.Count} of {asked.Length} offers simulated");
            if (confirmation.Confirm(offer, run.Stop) is not { } confirmed) break;
            proven.Add(confirmed);
        }
        Offer[] held = [.. asked.Select(offer => proven.FirstOrDefault(one => one.Computed == offer)?.Published).OfType<Offer>()];
        return document with { Offers = held, Proven = proven };
    }

    static ExitCode Refuse(Run run, Asked asked, IReadOnlyList<Finding> findings)
    {
        if (asked.Json) OffersJson.Write(run.Terminal.Out, new() { Findings = findings });
        else FindingText.Write(run.Terminal.Error, findings, asked.File);
        return ExitCode.WrongInput;
    }
}
