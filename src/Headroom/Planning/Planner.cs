using Headroom.Algebra;
using Headroom.Compute;
using Headroom.Planning.Reading;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Planning;

/// <summary>From a site to a plan: write the program, solve it, check the answer on its own rows, read it.</summary>
public static class Planner
{
    /// <summary>The program of a site's year, with the compute model that ships.</summary>
    public static Formulation Formulate(Site site) => Formulation.Of(site, new DefaultFrontier());

    /// <summary>Plans a site's year.</summary>
    public static PlanAnswer Plan(Site site, ISolver solver, PlanOptions options, IProgress<string>? progress, CancellationToken stop)
    {
        progress?.Report("writing the program");
        return Plan(Formulate(site), solver, options, progress, stop);
    }

    /// <summary>Plans a site's year from its program, so that a caller can export the same program.</summary>
    public static PlanAnswer Plan(Formulation plan, ISolver solver, PlanOptions options, IProgress<string>? progress, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(solver);
        ArgumentNullException.ThrowIfNull(options);
        var search = new PlanSearch(plan.Program, plan.Site.Year, plan.Site.Objective, plan.Givings, plan.Seek, plan.Costs, plan.Served);
        PlanSearch.End end = search.Run(solver, options, progress, stop);
        return end.Refusal ?? new PlanAnswer.Planned(PlanReading.Of(plan, end.Best!, end.Shown!));
    }
}
