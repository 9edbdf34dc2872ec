using Headroom.Algebra;
using Headroom.Compute;
using Headroom.Quantities;
using Headroom.Sites;
using Headroom.Workloads;

namespace Headroom.Planning.Fleets;

/// <summary>A fleet's year as one linear program: each site's year as it stands alone, and the few rows that tie the sites together.</summary>
public sealed class FleetFormulation
{
    internal const string Says = """
        training     Σ over sites of compute ≥ amount
        budget       Σ over sites of yearly cost ≤ budget        Σ over sites of what is spent once ≤ budget
        What is sought is the same as at a site, summed over the sites.
        """;

    readonly YearFrame frame;

    FleetFormulation(Fleet fleet, YearFrame frame) => (Fleet, this.frame) = (fleet, frame);

    public Fleet Fleet { get; }
    public LinearProgram Program => frame.Program;
    internal IReadOnlyList<Formulation> Sites { get; private set; } = [];
    internal IReadOnlyList<FlowPlan> Flows { get; private set; } = [];

    /// <summary>Shares of the fleet's runs that are not done; only in a year of an expansion.</summary>
    internal IReadOnlyList<(TrainingRun Run, Variables<Count> Share)> Undone { get; private set; } = [];
    internal IReadOnlyList<Giving> Givings => [.. Sites.SelectMany(site => site.Givings), .. frame.Givings];
    internal IReadOnlyList<Giving> SharedGivings => frame.Givings;
    internal Ledger Ledger => frame.Ledger;

    public static FleetFormulation Of(Fleet fleet, IFrontierModel model)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        var plan = new FleetFormulation(fleet, new YearFrame(fleet.Year, fleet.Objective, new LinearProgram()));
        plan.Write(model, [.. fleet.Sites.Select(_ => 1.0)]);
        plan.AddBudget();
        plan.Seek();
        return plan;
    }

    /// <summary>Writes one year of an expansion into a program that other years share: budgets and what the program seeks are left open.</summary>
    /// <param name="softwareRatios">By site, tokens of the same racks beside those of the site's own year.</param>
    internal static FleetFormulation OfYear(Fleet fleet, IFrontierModel model, IReadOnlyList<double> softwareRatios, Shortfalls? shortfalls, LinearProgram program)
    {
        var plan = new FleetFormulation(fleet, new YearFrame(fleet.Year, fleet.Objective, program) { Shortfalls = shortfalls });
        plan.Write(model, softwareRatios);
        return plan;
    }

    void Write(IFrontierModel model, IReadOnlyList<double> softwareRatios)
    {
        Sites = [.. Fleet.Sites.Select((_, s) => AddSite(s, model, softwareRatios[s]))];
        Flows = [.. Fleet.Services.Select(service => FlowPlan.AddTo(frame, Fleet, service,
            [.. Sites.Select(site => site.Services.FirstOrDefault(placed => placed.Facts.Name == service.Facts.Name && placed.Runs.Count > 0))]))];
        Undone = [.. Fleet.Training.Select(run => (run, Share: RequireDone(run))).Where(one => one.Share is not null).Select(one => (one.run, one.Share!))];
    }

    Variables<Count>? RequireDone(TrainingRun run) => TrainingPlan.RequireDone(frame, run,
        Sites.SelectMany(site => site.Training).Where(part => part.Facts.Name == run.Name).Select(part => (1.0, part.Done)));

    /// <summary>A site's year with what the fleet may place there.</summary>
    Formulation AddSite(int s, IFrontierModel model, double softwareRatio)
    {
        Site site = Fleet.Sites[s].Site;
        IEnumerable<Service> reached = Fleet.Services
            .Where(service => Enumerable.Range(0, Fleet.Regions.Count).Any(region => Fleet.MayServe(service, region, s))).Select(service => service.Facts);
        Site hosting = site with { Objective = Fleet.Objective, Services = [.. site.Services, .. reached], Training = [.. site.Training, .. Fleet.Training] };
        using (Program.Within(site.Name))
            return Formulation.OfYear(hosting, model, softwareRatio, frame.Shortfalls, Program,
                [.. Fleet.Services.Select(service => service.Facts.Name), .. Fleet.Training.Select(run => run.Name)]);
    }

    void AddBudget()
    {
        if (Fleet.YearlyCostMost is { } yearly)
            frame.MayGive(Program.Require("yearly budget", Costs(penalties: false), Sense.AtMost, yearly, "all sites together cost no more in a year than the budget"),
                yearly.Dollars, "a larger yearly budget, or less demand");
        if (Fleet.CapitalMost is { } capital)
            frame.MayGive(Program.Require("capital budget", Sites.SelectMany(site => site.Ledger.Capital).Select(tally => (1.0, tally)), Sense.AtMost, capital,
                "no more is spent once at all sites than the budget"), capital.Dollars, "a larger capital budget, or less demand");
    }

    /// <summary>Yearly costs of all sites and of what goes unserved.</summary>
    internal IEnumerable<(double Weight, Tally<Money> Of)> Costs(bool penalties = true) =>
        Sites.SelectMany(site => site.Ledger.Costs).Concat(frame.Ledger.Costs).Where(cost => penalties || cost.Kind != "unserved tokens").Select(cost => (1.0, cost.Tally));

    internal IEnumerable<(double Weight, Tally<TokenCount> Of)> Served => Sites.SelectMany(site => site.Services).Select(service => (1.0, service.Served));

    /// <summary>Sets what the program seeks.</summary>
    internal void Seek()
    {
        switch (Fleet.Objective)
        {
            case Objective.LeastCost: Program.Minimise(Costs()); break;
            case Objective.MostTokens: Program.Maximise(Served); break;
            case Objective.MostValue:
                Program.Maximise(Sites.SelectMany(site => site.Services)
                    .Select(service => (1.0, Program.Tally($"{service.Facts.Name} value", service.Facts.Value * service.Served.Expression)))
                    .Concat(Costs().Select(cost => (-cost.Weight, cost.Of))));
                break;
            default: throw new NotSupportedException(Fleet.Objective.ToString());
        }
    }
}
