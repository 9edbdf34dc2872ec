using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Headroom.Algebra;
using Headroom.Cli.Sweeping;
using Headroom.Comparing;
using Headroom.Planning;
using Headroom.Reports;
using Headroom.Scenarios.Comparing;
using Headroom.Scenarios.Regions;
using Headroom.Sites;
using Headroom.Sweeps;

namespace Headroom.Cli.Comparing;

/// <summary>What a comparison is asked of: a site file's text, where it lies, and the options.</summary>
/// <param name="Fleet">The site whose racks are compared, against a grid of one price.</param>
sealed record CompareJob(CompareRequest Request, FixedFleetReading Fleet, double GapFraction);

/// <summary>How a comparison ended.</summary>
abstract record CompareAnswer
{
    CompareAnswer() { }
    public sealed record Compared(Comparison Comparison) : CompareAnswer;

    /// <summary>The racks cannot be planned even with a grid that carries everything.</summary>
    public sealed record NoFleet(PlanAnswer Answer) : CompareAnswer;

    /// <summary>Stopped by the user: so many units have their answer, and a journal keeps them where there is one.</summary>
    public sealed record Stopped(int Done, int All) : CompareAnswer;
}

/// <summary>A comparison as a sweep: the fleet once, then a unit for each region and strategy, then figures.</summary>
sealed class CompareRun(SweepJournal journal, Func<ISolver> solver, int workers)
{
    const string FleetKind = "fleet";

    public CompareAnswer Run(CompareJob job, IProgress<string>? progress, CancellationToken stop)
    {
        progress?.Report("planning the racks, once for all regions");
        UnitOfWork fleetUnit = FleetUnit(job, out Formulation formulation);
        if (journal.Find(fleetUnit) is null)
        {
            PlanAnswer answer = Planner.Plan(formulation, solver(), new PlanOptions { GapFraction = job.GapFraction }, progress, stop);
            if (stop.IsCancellationRequested) return new CompareAnswer.Stopped(0, job.Request.Regions.Count * job.Request.Strategies.Count);
            if (answer is not PlanAnswer.Planned { Report: var report }) return new CompareAnswer.NoFleet(answer);
            journal.Keep(fleetUnit, WireText.Write(FixedFleet.Of(job.Fleet.Site!, report, job.Fleet.UtcOffsetHours)));
        }
        string fleetText = journal.Find(fleetUnit)!;
        var fleet = WireText.Read<FixedFleet>(fleetText);
        IReadOnlyList<RegionCall> calls = [.. job.Request.Regions.Select(name => RegionCall.Of(name, job, fleet, WireText.Fingerprint(fleetText)))];
        UnitOfWork[] units = [.. calls.SelectMany(call => call.Works.Values).Select(work => work.Unit())];
        var engine = new SweepEngine(journal, workers) { GroupOf = unit => unit.Name.Split(' ')[^1] };
        bool ended = engine.Run(units, (unit, until) => Answer(unit, fleet, until), progress, stop);
        if (!ended) return new CompareAnswer.Stopped(units.Count(unit => journal.Find(unit) is not null), units.Length);
        progress?.Report("comparing");
        RegionFigures[] regions = [.. calls.Select(call => call.Figures(journal, fleet, job.Request))];
        CompareRequest request = job.Request;
        return new CompareAnswer.Compared(new(fleet, regions, request.Draws, request.Seed, [.. request.Suppositions.Select(one => one.Text)],
            calls.Count > 0 ? calls[0].SettingOf(fleet) : null, job.GapFraction));
    }

    /// <summary>All that a worker does, wherever it stands: the unit and the fleet are values.</summary>
    string? Answer(UnitOfWork unit, FixedFleet fleet, CancellationToken stop)
    {
        SupplyOrder order = WireText.Read<SupplyWork>(unit.Content).Order(fleet);
        return SupplyPlanner.Plan(order, solver(), null, stop) is { } answer ? WireText.Write(answer) : null;
    }

    /// <summary>The racks' plan is decided by its program, to the last bit, and told with facts of the site beside it.</summary>
    static UnitOfWork FleetUnit(CompareJob job, out Formulation formulation)
    {
        formulation = Planner.Formulate(job.Fleet.Site!);
        ProgramArrays program = formulation.Program.Arrays;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(program.ColumnLower));
        hash.AppendData(MemoryMarshal.AsBytes(program.ColumnUpper));
        hash.AppendData(MemoryMarshal.AsBytes(program.Cost));
        hash.AppendData(MemoryMarshal.AsBytes(program.RowLower));
        hash.AppendData(MemoryMarshal.AsBytes(program.RowUpper));
        hash.AppendData(MemoryMarshal.AsBytes(program.RowStart));
        hash.AppendData(MemoryMarshal.AsBytes(program.ColumnIndex));
        hash.AppendData(MemoryMarshal.AsBytes(program.Coefficient));
        string print = Convert.ToHexStringLower(hash.GetHashAndReset());
        string content = WireText.Write(new
        {
            Model = SupplyWork.ModelVersion,
            Program = print,
            job.Fleet.UtcOffsetHours,
            job.GapFraction,
            Read = FixedFleet.ReadsOf(job.Fleet.Site!),
        });
        return new(FleetKind, $"{job.Fleet.Site!.Name} racks", content);
    }
}

/// <summary>One region of a comparison: its units, and its figures once they are done.</summary>
/// <param name="Works">Units by strategy; none for what is impossible without planning.</param>
sealed record RegionCall(
    Region Region, StrategyTerms Terms, IReadOnlyDictionary<Strategy, SupplyWork> Works, IReadOnlyDictionary<Strategy, string> Impossible, Assumptions Assumptions)
{
    public static RegionCall Of(string name, CompareJob job, FixedFleet fleet, string fleetPrint)
    {
        Region region = RegionCatalog.Load(name);
        double carbon = job.Request.CarbonDollarsPerTonne ?? job.Fleet.Site!.Policy.CarbonPrice.DollarsPerTonne;
        var terms = new StrategyTerms(job.Fleet.Site!.Year.Year, fleet.PeakMegawatts, fleet.MeanMegawatts, carbon, StrategyFacts.DiscountFraction);
        var usual = RegionAssumptions.Of(region, terms, new Dictionary<string, double>());
        IReadOnlyDictionary<string, double> factors = job.Request.FactorsIn(usual);
        Dictionary<Strategy, SupplyWork> works = [];
        Dictionary<Strategy, string> impossible = [];
        string catalog = WireText.CatalogOf(name);
        foreach (Strategy strategy in job.Request.Strategies)
        {
            (IReadOnlyList<string> texts, string? why) = StrategyText.Of(strategy, region, terms);
            if (why is not null) impossible[strategy] = why;
            else works[strategy] = new(SupplyWork.ModelVersion, catalog, name, strategy, texts, Moving(factors), fleetPrint, job.GapFraction);
        }
        return new(region, terms, works, impossible, RegionAssumptions.Of(region, terms, factors));
    }

    /// <summary>Suppositions that move no price move no plan: their units keep their keys.</summary>
    static Dictionary<string, double> Moving(IReadOnlyDictionary<string, double> factors) =>
        factors.Where(pair => !pair.Key.EndsWith("Time", StringComparison.Ordinal) && pair.Key is not (Parameters.GridQueue or Parameters.IdleValue))
            .OrderBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(pair => pair.Key, pair => pair.Value);

    public Setting SettingOf(FixedFleet fleet) => new(fleet, Assumptions, StrategyFacts.Building, StrategyFacts.HorizonYears, Terms.DiscountFraction);

    public RegionFigures Figures(SweepJournal journal, FixedFleet fleet, CompareRequest request)
    {
        SupplyAnswer[] answers = [.. request.Strategies.Select(strategy => Works.TryGetValue(strategy, out SupplyWork? work)
            ? WireText.Read<SupplyAnswer>(journal.Find(work.Unit())!)
            : new SupplyAnswer { Region = Region.Facts.Name, Strategy = strategy, Impossible = Impossible[strategy] })];
        return RegionFigures.Of(Region.Facts.Name, Region.Facts.Title, answers, SettingOf(fleet), request.Draws, request.Seed, [.. Notes(answers)]);
    }

    IEnumerable<string> Notes(SupplyAnswer[] answers)
    {
        if (Region.Facts.LargeLoadRule.Text is { Length: > 0 } rule && !rule.StartsWith("no", StringComparison.Ordinal)) yield return $"large loads: {rule}";
        if (Region.Facts.WaterStress.Text is "high" or "extreme") yield return $"water stress is {Region.Facts.WaterStress.Text}";
        if (answers.Max(answer => answer.HoursTooHot) is > 0 and var hot) yield return $"in {hot} hours the heat exceeds what plants of the halls' size reject; racks would be capped there";
    }
}
