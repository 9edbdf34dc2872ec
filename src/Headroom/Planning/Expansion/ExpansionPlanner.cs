using Headroom.Algebra;
using Headroom.Compute;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Planning.Expansion;

/// <summary>From a site with a horizon to a plan over years.</summary>
public static class ExpansionPlanner
{
    /// <summary>As for fleets: the last digits cost as many iterations as all others.</summary>
    public const double StopShare = 0.1;

    /// <summary>Plans what is built when, at least cost, to a certified gap.</summary>
    /// <param name="site">With a horizon.</param>
    /// <param name="workers">Who asks years side by side.</param>
    /// <param name="gapFraction">Relative distance between plan and bound that suffices.</param>
    public static ExpansionAnswer Plan(Site site, ISolver solver, IWorkers workers, double gapFraction, IProgress<string>? progress, CancellationToken stop) =>
        Plan(site, new DefaultFrontier(), solver, workers, gapFraction, progress, stop);

    /// <summary>The same with another compute model.</summary>
    public static ExpansionAnswer Plan(
        Site site, IFrontierModel model, ISolver solver, IWorkers workers, double gapFraction, IProgress<string>? progress, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(solver);
        ArgumentNullException.ThrowIfNull(workers);
        var search = new ExpansionSearch(site, model, solver, workers, gapFraction, progress, stop);
        (ExpansionFound? found, string why) = search.Run();
        return found is null ? new ExpansionAnswer.None(why) : new ExpansionAnswer.Planned(ExpansionReading.Of(site, found));
    }

    /// <summary>All years as one program, broken promises dear in every year: for other solvers.</summary>
    public static LinearProgram OnePiece(Site site)
    {
        ArgumentNullException.ThrowIfNull(site);
        IReadOnlyList<Asset> assets = Assets.Of(site);
        return ExpansionProgram.Of(site, assets, new DefaultFrontier(), [.. Enumerable.Repeat(Shortfall.Dear, site.Horizon!.Years)]).Program;
    }
}
