using Headroom.Algebra;
using Headroom.Planning.Fleets;
using Headroom.Reports;

namespace Headroom.Planning.Expansion;

/// <summary>From a fleet's year of an answer to what its sites do together.</summary>
static class FleetYearReading
{
    public static FleetYearFigures Of(FleetFormulation plan, int year, Solution shown)
    {
        ServiceFigure[] services = [.. plan.Flows.Select(flow => FleetReading.ServiceOf(plan, flow, shown))];
        TrainingFigure[] training = [.. plan.Fleet.Training.Select(run => FleetReading.TrainingOf(plan, run, shown))];
        return new FleetYearFigures
        {
            Year = year,
            Services = services,
            Training = training,
            Flows = [.. plan.Flows.SelectMany(flow => FleetReading.FlowsOf(plan.Fleet, flow, shown)).Select(flow => flow with { Hours = [] })],
            Running = [.. plan.Ledger.Costs.Select(cost => new CostItem(cost.Asset, cost.Kind, shown.Value(cost.Tally), cost.Supply))],
            IsServed = YearFigures.IsKept(services, training),
        };
    }
}
