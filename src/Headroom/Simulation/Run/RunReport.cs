using System.Globalization;
using Headroom.Compute;
using Headroom.Control;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Simulation;

/// <summary>From the books of a run to its report.</summary>
internal sealed class RunReport(SimulationOrder order, SiteRun run, RunBook book, RunRecord record)
{
    private readonly SiteState site = run.Site;

    /// <summary>Name of the policy.</summary>
    public required string Policy { get; init; }

    public SimulationReport Of(IReadOnlyList<Finding> findings)
    {
        RunFigures figures = new(order.Site.Name, order.Site.Region, order.Scenario?.Name, order.StartUtc, order.Length, run.Done, order.Step, order.Seed,
            order.IsSteady, site.Banks.Sum(bank => bank.Units.Sum() * bank.Choice.Type.Accelerators), site.Rows)
        { Policy = Policy };
        SimulationReport report = new()
        {
            Run = figures,
            Checks = [],
            Ceiling = Ceiling(),
            Limits = [.. book.Limits.Where(watch => watch.WasInForce).Select(LimitOf)],
            Services = [.. site.Services.Select(ServiceOf)],
            Training = [.. order.Site.Training.Select(TrainingOf)],
            Ladder = Ladder(),
            Energy = Energies(),
            Costs = Costs(),
            Carbon = Carbon(),
            Water = Water(),
            Ramps = Ramps(),
            Batteries = [.. site.Stores.Select((store, i) => new BatteryRunFigure(store.Facts.Name, store.FullCycles, Energy.FromSi(book.Charged[i]),
                Energy.FromSi(book.Discharged[i]), store.Lost, store.LeastStored, store.MostStored))],
            Generators = [.. site.Plants.Select((plant, i) => new GeneratorRunFigure(plant.Facts.Name, Energy.FromSi(book.Fed[i]), plant.Starts, plant.FailedStarts,
                TimeSpan.FromSeconds(Math.Round(book.RunningSeconds[i])), Power.FromSi(book.MostFedWatts[i])))],
            Heat = HeatFigures(),
            Breakers = Breakers(),
            Rules = RuleFigures.Of(order, book, run.Minute),
            Envelope = run.Held.Figures(),
            Plan = Agreement(),
            Happenings =
            [
                .. book.Happenings.Concat(RunChronicle.Of(run.Timeline, run.Done)).OrderBy(one => one.At).Take(RunBook.HappeningsMost + 1)
                    .Select(one => new HappeningFigure(one.At, one.What)),
            ],
            Buckets = record.Table(),
            Findings = findings,
        };
        report = report with { Findings = [.. findings, .. RunChronicle.Traces(order, report)] };
        return report with { Checks = RunChecks.Of(report, book, RunChronicle.Check(order, report)) };
    }

    private CeilingFigures Ceiling()
    {
        ExcursionBook one = book.Ceiling;
        return new(Finite(one.Peak), Finite(one.LeastHeadroom), one.LeastHeadroomAt, one.Worst, one.Longest, one.Total, one.Above, Energy.FromSi(book.Unserved))
        {
            WorstHour = double.IsFinite(one.WorstHour.Watts) ? one.WorstHour : null,
        };
    }

    private static Power Finite(Power power) => double.IsFinite(power.Watts) ? power : default;

    private LimitFigure LimitOf(LimitWatch watch)
    {
        LimitCourse course = watch.Course;
        LimitEvent limit = course.Limit;
        TimeSpan to = course.End < run.Done ? course.End : run.Done;
        return new(limit.Name, AuthorityOf(limit.Authority), limit.Firmness == Firmness.Firm, limit.Feed, course.RampStart, to, course.Baseline, course.Level,
            watch.IsKept, watch.WorstExcess, watch.LongestAbove, ContractClauses.Of(course, order, book, site))
        {
            Notice = run.Post.ReachOf(course) is { } reach ? NoticeOf(reach) : null,
        };
    }

    private static NoticeFigure NoticeOf(LimitReach reach) => new(reach.Need.Deadline, reach.Need.Shed, reach.IsInTime, reach.Why,
        reach.Answer is not DeadlineAnswer.Plan plan ? [] : [.. plan.Steps.Select(step => new NoticeStepFigure(reach.Means[step.Means].Actuator.Name,
            step.Power, step.Role == StepRole.Bridges, step.CommandAt, step.From))]);

    private static string AuthorityOf(LimitAuthority authority) => authority switch
    {
        LimitAuthority.CoolingPlant => "cooling plant",
        _ => authority.ToString().ToLowerInvariant(),
    };

    private ServedFigure ServiceOf(ServiceFlow flow, int index)
    {
        WorkAmount arrived = default, served = default, shed = default, expired = default, waiting = default;
        LatencyHistogram first = new(), token = new();
        long firstInTime = 0, tokensInTime = 0;
        foreach (ServiceLane lane in flow.Lanes)
        {
            ServiceBook one = lane.Pool.Book;
            (arrived, served, shed, expired) = (arrived + one.Arrived, served + one.Served, shed + one.Shed, expired + one.Expired);
            waiting += lane.Pool.Waiting + lane.Pool.InFlight;
            first.Add(one.FirstToken);
            token.Add(one.TimePerToken);
            (firstInTime, tokensInTime) = (firstInTime + one.FirstTokenInTimeUnits, tokensInTime + one.OutputInTimeUnits);
        }
        (arrived, shed) = (arrived + flow.TurnedAway, shed + flow.TurnedAway);
        if (flow.Facts.Deferrable is { })
        {
            (arrived, expired) = (flow.Arrived, expired + flow.Expired);
            waiting += flow.Backlog;
        }
        ServingShape shape = flow.Facts.Shape;
        TokenCount lost = (shed + expired).Output;
        return new(flow.Facts.Name, flow.Facts.Tier, arrived.Requests, served.Requests, arrived.Output, served.Output, shed.Output, expired.Output, waiting.Output,
            Percentiles(first, flow.Facts.Deferrable ?? shape.TimeToFirstTokenMost, firstInTime), Percentiles(token, shape.TimePerTokenMost, tokensInTime),
            arrived.OutputUnits > 0 ? lost / arrived.Output : 0, Workloads.Service.FlexibleFraction(flow.Facts.Tier), Energy.FromSi(book.ServiceIt[index]));
    }

    private static PercentileFigure Percentiles(LatencyHistogram one, TimeSpan target, long inTime) =>
        new(one.Percentile(0.5), one.Percentile(0.9), one.Percentile(0.99), target, one.TotalUnits > 0 ? (double)inTime / one.TotalUnits : 1);

    private TrainedFigure TrainingOf(Workloads.TrainingRun facts)
    {
        double done = 0, joules = 0;
        int failures = 0, checkpoints = 0;
        TimeSpan lost = default, paused = default, attended = default, down = default, left = default;
        for (int i = 0; i < site.Training.Count; i++)
        {
            TrainingLane lane = site.Training[i];
            if (lane.Facts.Name != facts.Name) continue;
            (done, joules) = (done + lane.DoneOperations, joules + book.TrainingIt[i]);
            (failures, checkpoints) = (failures + lane.Job.Failures, checkpoints + lane.Job.Checkpoints);
            (lost, paused) = (lost > lane.Job.Lost ? lost : lane.Job.Lost, paused > lane.Paused ? paused : lane.Paused);
            (attended, down) = (attended + lane.Attended, down + lane.Down);
            left += lane.Attended - lane.Down - lane.Job.Lost - lane.Evaluated;
        }
        PlannedRun[] runs = [.. order.Plan.Runs.Where(one => one.Workload == facts.Name)];
        // a solver leaves grains of racks where it means none
        double planned = runs.Sum(one => Window(one.Racks)) < RackSecondsLeast ? 0 : runs.Sum(one => Window(one.Racks) * one.WorkPerRack);
        return new(facts.Name, Quantities.Compute.FromSi(planned), Quantities.Compute.FromSi(done), failures, checkpoints, lost, paused, Energy.FromSi(joules))
        {
            Down = down,
            GoodputFraction = attended > TimeSpan.Zero ? Math.Max(0, left / attended) : 1,
            PlannedGoodputFraction = facts.GoodputFraction,
            MayPause = facts.MayPause,
            IsStopped = order.Scenario?.Restarts.Any(one => one.Runs.Count == 0 || one.Runs.Contains(facts.Name)) ?? false,
        };
    }

    private const double RackSecondsLeast = 360;

    /// <summary>Σ over the hours of the run, in seconds times the array's unit.</summary>
    private double Window(double[] hourly)
    {
        double sum = 0, left = run.Done.TotalSeconds;
        for (int t = order.FirstHour; t <= order.LastHour && left > 0; t++, left -= 3600) sum += hourly[t] * Math.Min(3600, left);
        return sum;
    }

    private LadderFigures Ladder()
    {
        TokenCount tokens = TokenCount.Zero;
        foreach (ServiceFlow flow in site.Services) foreach (ServiceLane lane in flow.Lanes) tokens += lane.Pool.Book.Served.Output;
        double running = book.ServingIt + book.Training, share = running > 0 ? book.ServingIt / running : 0;
        return new(tokens, Energy.FromSi(book.ServingAccelerator), Energy.FromSi(book.ServingServer), Energy.FromSi(share * book.It),
            Energy.FromSi(share * book.Drawn), book.It > 0 ? book.Drawn / book.It : 1);
    }

    private EnergyFigures Energies()
    {
        List<EnergyItem> sources = [], uses = [];
        if (site.Link is not null) sources.Add(new("grid", Energy.FromSi(book.Imported)));
        for (int i = 0; i < site.Plants.Count; i++) sources.Add(new(site.Plants[i].Facts.Name, Energy.FromSi(book.Fed[i])));
        for (int i = 0; i < site.Stores.Count; i++) sources.Add(new($"{site.Stores[i].Facts.Name} discharge", Energy.FromSi(book.Discharged[i])));
        for (int i = 0; i < site.Stores.Count; i++) uses.Add(new($"{site.Stores[i].Facts.Name} charge", Energy.FromSi(book.Charged[i])));
        if (book.Exported > 0) uses.Add(new("export", Energy.FromSi(book.Exported)));
        uses.Add(new("IT", Energy.FromSi(book.It)));
        uses.Add(new("cooling", Energy.FromSi(book.Cooling)));
        uses.Add(new("distribution losses", Energy.FromSi(book.Losses)));
        if (order.Site.OtherLoad is not null) uses.Add(new("other load", Energy.FromSi(book.Other)));
        if (book.Surplus > 0) uses.Add(new("taken by nobody", Energy.FromSi(book.Surplus)));
        if (book.Unserved > 0) sources.Add(new("not served", Energy.FromSi(book.Unserved)));
        return new(sources, uses, Energy.FromSi(book.Drawn), Power.FromSi(book.PeakDrawWatts));
    }

    private List<CostItem> Costs()
    {
        List<CostItem> items = [];
        void Add(string asset, string kind, double dollars)
        {
            if (dollars != 0) items.Add(new(asset, kind, Money.FromSi(dollars), Supply: true));
        }
        Add("grid", "energy", book.EnergyDollars);
        Add("grid", "adder", book.AdderDollars);
        Add("grid", "sales", book.SalesDollars);
        if (order.Site.Grid is { } grid) Add("grid", "demand charge, pro rata", grid.DemandCharge.DollarsPerKilowattMonth * book.PeakHourWatts / 1e3 * run.Done.TotalHours / 730);
        Add("plants", "fuel", book.FuelDollars);
        Add("plants and batteries", "variable", book.VariableDollars);
        Add("site", "carbon price", (order.Site.Policy.CarbonPrice * Mass.FromSi(book.CarbonKilograms)).Dollars);
        return items;
    }

    private CarbonFigures Carbon()
    {
        Mass total = Mass.FromSi(book.CarbonKilograms);
        TokenCount tokens = Ladder().Tokens;
        return new(total, CarbonIntensity.FromSi(book.Drawn > 0 ? book.CarbonKilograms / book.Drawn : 0), tokens == TokenCount.Zero ? null : total / tokens.MillionTokens);
    }

    private WaterFigures Water()
    {
        Volume total = (book.CoolingWaterKilograms + book.PlantWaterLitres).Litres;
        TokenCount tokens = Ladder().Tokens;
        WaterIntensity perIt = (book.It > 0 ? total.Litres / (book.It / 3.6e6) : 0).LitresPerKilowattHour;
        return new(total, perIt, tokens == TokenCount.Zero ? null : total / tokens.MillionTokens);
    }

    private RampFigures Ramps()
    {
        Ramp? limit = order.Site.Grid?.RampLimit;
        foreach (TrainingRestart one in order.Scenario?.Restarts ?? [])
            if (one.RampLimit is { } own && (limit is null || own < limit.Value)) limit = own;
        return new(run.Minute.WorstRise, run.Minute.WorstFall, limit is { } most ? most * TimeSpan.FromMinutes(1) : null, limit is null || run.Minute.Kept(limit.Value));
    }

    private HeatRunFigures HeatFigures() => new(Temperature.FromSi(book.WarmestCoolantKelvin), Temperature.FromSi(book.WarmestChipKelvin),
        Temperature.FromSi(book.WarmestLoopKelvin), book.ThrottledRackSeconds / 3600, site.HeatDone?.WorstImbalanceFraction ?? 0, book.ImbalanceShare);

    private List<BreakerFigure> Breakers()
    {
        List<BreakerFigure> all = [];
        if (site.Link is { } link) all.Add(new("grid connection", link.Firm + link.Flexible, Finite(book.Ceiling.Peak), book.WorstGridBreaker, book.GridTripped));
        for (int n = 0; n < site.Tree.Nodes.Count; n++)
            if (double.IsFinite(site.Tree.Nodes[n].Rating.Watts))
                all.Add(new(site.Tree.Nodes[n].Name, site.Tree.Nodes[n].Rating, Power.FromSi(site.Flow.PeakInputWatts[n]), site.Flow.WorstHeatFraction[n],
                    site.Flow.WorstHeatFraction[n] >= 1));
        return all;
    }

    /// <summary>A source or use of less than this of the draw is not compared.</summary>
    private const double Grain = 1e-4;

    private List<AgreementFigure> Agreement()
    {
        PlannedYear plan = order.Plan;
        List<AgreementFigure> all = [];
        double grain = Grain * Math.Max(book.Drawn, 1e6 * Window(plan.DrawMegawatts));
        void Add(string name, double[] megawatts, double joules)
        {
            double planned = 1e6 * Window(megawatts);
            if (planned > grain || joules > grain || name == "draw") all.Add(new(name, Energy.FromSi(planned), Energy.FromSi(joules)));
        }
        if (plan.GridInjectionMegawatts is { } import) Add("import", import, book.Imported - book.Exported);
        for (int i = 0; i < site.Plants.Count; i++)
            Add(site.Plants[i].Facts.Name, plan.Generators.First(one => one.Name == site.Plants[i].Facts.Name).OutputMegawatts, book.Fed[i]);
        Add("IT", plan.ItMegawatts, book.It);
        Add("cooling", plan.CoolingMegawatts, book.Cooling);
        Add("distribution losses", plan.LossMegawatts, book.Losses);
        Add("draw", plan.DrawMegawatts, book.Drawn);
        return all;
    }

    internal static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
