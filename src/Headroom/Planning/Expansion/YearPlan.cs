using Headroom.Algebra;
using Headroom.Planning.Fleets;
using Headroom.Quantities;

namespace Headroom.Planning.Expansion;

/// <summary>One year of an expansion as rows: its sites, and what ties them in a fleet.</summary>
/// <param name="Sites">In the order of the plots.</param>
/// <param name="Fleet">Null for a site alone.</param>
sealed record YearPlan(int Year, IReadOnlyList<Formulation> Sites, FleetFormulation? Fleet)
{
    public IEnumerable<(double Weight, Tally<Money> Of)> Costs => Fleet?.Costs() ?? Sites[0].Costs;

    /// <summary>What users are promised, at the sites and of the fleet.</summary>
    public IEnumerable<DemandPlan> Promises =>
        Sites.SelectMany(site => site.Services).Select(service => service.Demand).OfType<DemandPlan>().Concat(Fleet?.Flows.SelectMany(flow => flow.Demand) ?? []);

    /// <summary>Shares of training runs that are not done.</summary>
    public IEnumerable<Variables<Count>> Undone =>
        Sites.SelectMany(site => site.Training).Select(run => run.Undone).OfType<Variables<Count>>().Concat(Fleet?.Undone.Select(one => one.Share) ?? []);
}
