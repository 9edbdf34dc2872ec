using Headroom.Algebra;
using Headroom.Planning.Reading;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;
using Headroom.Workloads;

namespace Headroom.Planning.Fleets;

/// <summary>From a fleet's solution to figures: each site is read as a site is, and what ties them beside it.</summary>
static class FleetReading
{
    /// <summary>Flows below this share of a service are grains of an interior answer.</summary>
    const double GrainShare = 1e-6;

    public static FleetReport Of(FleetFormulation plan, Solution best, Solution shown)
    {
        ProgramArrays program = plan.Program.Arrays;
        FleetSiteFigure[] sites = [.. plan.Sites.Select((site, s) => SiteOf(plan, site, s, best, shown))];
        FlowFigure[] flows = [.. plan.Flows.SelectMany(flow => FlowsOf(plan.Fleet, flow, shown))];
        Money unserved = plan.Ledger.Costs.Select(cost => shown.Value(cost.Tally)).Sum();
        return new FleetReport
        {
            Fleet = plan.Fleet.Name,
            Year = plan.Fleet.Year.Year,
            Objective = new(KindOf(plan.Fleet.Objective), best.Objective, program.ObjectiveUnit!.Symbol, best.Bound, best.GapFraction),
            Sites = sites,
            Regions = plan.Fleet.Regions,
            RoundTrips = plan.Fleet.RoundTrips,
            Flows = flows,
            Services = [.. plan.Flows.Select(flow => ServiceOf(plan, flow, shown))],
            Training = [.. plan.Fleet.Training.Select(run => TrainingOf(plan, run, shown))],
            Cost = sites.Select(site => site.Plan.Cost.Total).Sum() + unserved,
            Unserved = unserved,
            Capital = sites.Select(site => site.Plan.Cost.Capital).Sum(),
            Ladder = LadderOf(sites),
            Carbon = CarbonOf(sites),
            Draw = sites.Select(site => site.Plan.Energy.Draw).Sum(),
            Prices = PricesOf(plan, sites, best),
            Model = new(program.Rows, program.Columns, program.NonZeros, shown.Algorithm),
            Inputs = plan.Fleet.Inputs,
        };
    }

    static string KindOf(Objective objective) => objective switch { Objective.LeastCost => "leastCost", Objective.MostTokens => "mostTokens", _ => "mostValue" };

    static FleetSiteFigure SiteOf(FleetFormulation plan, Formulation site, int s, Solution best, Solution shown)
    {
        PlanReport report = PlanReading.Of(site, best, shown);
        double own = plan.Fleet.Objective switch
        {
            Objective.LeastCost => report.Cost.Total.Dollars,
            Objective.MostTokens => report.Tokens.Served.Tokens / PlanUnit.Of<TokenCount>().Si,
            _ => site.Services.Select(service => service.Facts.Value * shown.Value(service.Served)).Sum().Dollars - report.Cost.Total.Dollars,
        };
        return new(site.Site.Name, plan.Fleet.Sites[s].Place, report with { Objective = report.Objective with { Value = own } });
    }

    public static IEnumerable<FlowFigure> FlowsOf(Fleet fleet, FlowPlan flow, Solution shown)
    {
        int hours = fleet.Year.Hours;
        double least = GrainShare * flow.Service.Facts.Demand.Mean.TokensPerSecond * hours * 3600;
        for (int region = 0; region < fleet.Regions.Count; region++)
            for (int site = 0; site < fleet.Sites.Count; site++)
            {
                double[] rates = flow.Flow(shown, region, site, hours);
                double tokens = 3600 * rates.Sum();
                if (tokens > least)
                    yield return new(flow.Service.Facts.Name, fleet.Regions[region].Name, fleet.Sites[site].Site.Name,
                        TokenCount.FromSi(tokens), fleet.RoundTrips[region][site], rates);
            }
    }

    public static ServiceFigure ServiceOf(FleetFormulation plan, FlowPlan flow, Solution shown)
    {
        Service facts = flow.Service.Facts;
        ServicePlan[] placed = [.. plan.Sites.SelectMany(site => site.Services).Where(service => service.Facts.Name == facts.Name)];
        TokenCount missing = TokenCount.Zero, missed = TokenCount.Zero;
        int hoursShort = 0;
        TokenRate In(Func<DemandPlan, Variables<TokenRate>?> family, int t) =>
            flow.Demand.Select(basin => family(basin) is { } rates ? shown.Value(rates, t) : TokenRate.Zero).Sum();
        for (int t = 0; t < facts.Demand.Hours; t++)
        {
            TokenRate beyond = In(basin => basin.Missed, t), now = beyond + In(basin => basin.Unserved, t);
            missing += now * TimeSpan.FromHours(1);
            missed += beyond * TimeSpan.FromHours(1);
            if (now.TokensPerSecond > 1e-6 * facts.Demand[t].TokensPerSecond + 1e-3) hoursShort++;
        }
        TokenCount asked = facts.Demand.Mean * TimeSpan.FromHours(facts.Demand.Hours), served = placed.Select(service => shown.Value(service.Served)).Sum();
        return new(facts.Name, facts.Tier, asked, served,
            hoursShort == 0 ? TokenCount.Zero : missing, hoursShort, placed.FirstOrDefault()?.Basis ?? "")
        {
            EstimatedOn = [.. placed.SelectMany(service => service.EstimatedOn).Distinct()],
            MeasuredOn = facts.Model.Knowledge.Measured is null ? null : [.. placed.SelectMany(service => service.MeasuredOn ?? []).Distinct()],
            Missed = missed,
        };
    }

    /// <summary>A run of the fleet, all sites together.</summary>
    public static TrainingFigure TrainingOf(FleetFormulation plan, TrainingRun run, Solution shown)
    {
        TrainingPlan[] parts = [.. plan.Sites.SelectMany(site => site.Training).Where(part => part.Facts.Name == run.Name)];
        return new(run.Name, run.Amount, parts.Select(part => shown.Value(part.Done)).Sum(), parts.Select(part => WorkReading.ItOf(part, shown)).Sum());
    }

    /// <summary>Tokens and joules summed apart and divided at the end.</summary>
    static LadderFigures LadderOf(FleetSiteFigure[] sites)
    {
        Energy Sum(Func<LadderFigures, Energy> of) => sites.Select(site => of(site.Plan.Ladder)).Sum();
        Energy draw = sites.Select(site => site.Plan.Energy.Draw).Sum();
        Energy it = sites.Select(site => site.Plan.Energy.Draw / Math.Max(1e-9, site.Plan.Ladder.PueRatio)).Sum();
        return new(sites.Select(site => site.Plan.Ladder.Tokens).Sum(), Sum(one => one.Accelerator), Sum(one => one.Server), Sum(one => one.It), Sum(one => one.SiteEnergy),
            it == Energy.Zero ? 1 : draw / it);
    }

    static CarbonFigures CarbonOf(FleetSiteFigure[] sites)
    {
        Mass total = sites.Select(site => site.Plan.Carbon.Total).Sum();
        Energy draw = sites.Select(site => site.Plan.Energy.Draw).Sum();
        TokenCount served = sites.Select(site => site.Plan.Tokens.Served).Sum();
        return new(total, CarbonIntensity.FromSi(draw.Joules == 0 ? 0 : total.Kilograms / draw.Joules), served == TokenCount.Zero ? null : total / served.MillionTokens);
    }

    /// <summary>Whether a limit as a whole is worth more than the gap leaves open; below that a price is a grain of an interior answer.</summary>
    static bool IsAboveGap(PlanReport site, ShadowPrice price, double gap) =>
        price.WorthUnit != "$/yr" || site.Build.FirstOrDefault(figure => figure.Name == price.Constraint || figure.Name == price.Of) is not { } figure || price.Worth * figure.Most > gap;

    static IReadOnlyList<FleetPrice> PricesOf(FleetFormulation plan, FleetSiteFigure[] sites, Solution best) =>
    [
        .. sites.SelectMany(site => site.Plan.ShadowPrices.Where(price => IsAboveGap(site.Plan, price, Math.Abs(best.Objective - best.Bound)))
                .Select(price => new FleetPrice(site.Name, price)))
            .Concat(ShadowReading.Shared(plan.Program.Arrays, plan.SharedGivings, best).Select(price => new FleetPrice(null, price)))
            .OrderByDescending(price => price.Price.Unit is "megawatt" or "module").ThenByDescending(price => price.Price.Worth),
    ];
}
