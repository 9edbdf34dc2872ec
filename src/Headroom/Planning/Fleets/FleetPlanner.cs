using Headroom.Algebra;
using Headroom.Compute;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Planning.Fleets;

/// <summary>From a fleet to a plan, as <see cref="Planner"/> does for a site.</summary>
public static class FleetPlanner
{
    /// <summary>A fleet's last digits cost as many iterations as all others, and its gap is wide: a fifth of it leaves room for the certificate.</summary>
    public const double StopShare = 0.2;

    /// <summary>The program of a fleet's year, with the compute model that ships.</summary>
    public static FleetFormulation Formulate(Fleet fleet) => FleetFormulation.Of(fleet, new DefaultFrontier());

    /// <summary>Plans a fleet's year from its program, so that a caller can export the same program.</summary>
    public static FleetAnswer Plan(FleetFormulation plan, ISolver solver, PlanOptions options, IProgress<string>? progress, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(solver);
        ArgumentNullException.ThrowIfNull(options);
        var search = new PlanSearch(plan.Program, plan.Fleet.Year, plan.Fleet.Objective, plan.Givings, plan.Seek, plan.Costs(), plan.Served) { StopShare = StopShare };
        PlanSearch.End end = search.Run(solver, options, progress, stop);
        return end.Refusal is { } why ? new FleetAnswer.Refused(why) : new FleetAnswer.Planned(FleetReading.Of(plan, end.Best!, end.Shown!));
    }
}
