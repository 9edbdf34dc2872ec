using Headroom.Algebra;
using Headroom.Compute;
using Headroom.Planning.Fleets;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Planning.Expansion;

/// <summary>A fleet that grows: in each year its sites are tied by what flows, and each site's years by what is built there.</summary>
sealed class ExpandingFleet : IExpanding
{
    readonly Fleet fleet;

    /// <param name="fleet">With a horizon, which its sites share.</param>
    public ExpandingFleet(Fleet fleet)
    {
        this.fleet = fleet;
        Horizon = fleet.Horizon ?? throw new InvalidOperationException($"'{fleet.Name}' has no horizon");
        Plots = [.. fleet.Sites.Select(one => Plot.Alone(one.Site) with { Prefix = $"{one.Site.Name} " })];
    }

    public Horizon Horizon { get; }
    public IReadOnlyList<Plot> Plots { get; }
    public Money? CapitalMost => fleet.CapitalMost;

    public YearPlan Write(int year, IFrontierModel model, Shortfalls? shortfalls, LinearProgram program)
    {
        var plan = FleetFormulation.OfYear(InYear(year), model, [.. Plots.Select(plot => plot.SoftwareRatio(year))], shortfalls, program);
        return new(year, plan.Sites, plan);
    }

    /// <summary>One year of the fleet as a fleet of its own: that year's demand and prices, capital left to the expansion.</summary>
    Fleet InYear(int year) => fleet with
    {
        Horizon = null,
        Objective = Objective.LeastCost,
        YearlyCostMost = null,
        CapitalMost = null,
        Sites = [.. fleet.Sites.Select((one, s) => one with { Site = YearSite.Of(one.Site, Plots[s].Assets, year) })],
        Services = [.. fleet.Services.Select(service => Grown(service, YearSite.Growth(Horizon, service.Facts, year)))],
        Training = YearSite.RunsIn(Horizon, fleet.Year, fleet.Training, year),
    };

    static FleetService Grown(FleetService service, double factor) => service with
    {
        Facts = service.Facts with { Demand = YearSite.Scaled(service.Facts.Demand, factor) },
        Demand = [.. service.Demand.Select(region => YearSite.Scaled(region, factor))],
    };
}
