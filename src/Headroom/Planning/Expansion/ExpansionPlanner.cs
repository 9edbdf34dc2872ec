using Headroom.Algebra;
using Headroom.Compute;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Planning.Expansion;

/// <summary>From a site or a fleet with a horizon to a plan over years.</summary>
public static class ExpansionPlanner
{
    /// <summary>The last digits cost as many iterations as all others, and the certificate comes out at less than the method counts.</summary>
    public const double StopShare = 0.5;

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
        (ExpansionFound? found, string why) = Find(new ExpandingSite(site), model, solver, workers, gapFraction, progress, stop);
        return found is null ? new ExpansionAnswer.None(why) : new ExpansionAnswer.Planned(ExpansionReading.Of(found));
    }

    /// <summary>Plans where and when a fleet builds, and where its models run in each year.</summary>
    /// <param name="fleet">With a horizon.</param>
    public static FleetYearsAnswer Plan(Fleet fleet, ISolver solver, IWorkers workers, double gapFraction, IProgress<string>? progress, CancellationToken stop) =>
        Plan(fleet, new DefaultFrontier(), solver, workers, gapFraction, progress, stop);

    /// <summary>The same with another compute model.</summary>
    public static FleetYearsAnswer Plan(
        Fleet fleet, IFrontierModel model, ISolver solver, IWorkers workers, double gapFraction, IProgress<string>? progress, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        (ExpansionFound? found, string why) = Find(new ExpandingFleet(fleet), model, solver, workers, gapFraction, progress, stop);
        return found is null ? new FleetYearsAnswer.None(why) : new FleetYearsAnswer.Planned(FleetYearsReading.Of(fleet, found));
    }

    static (ExpansionFound? Found, string Why) Find(
        IExpanding expanding, IFrontierModel model, ISolver solver, IWorkers workers, double gapFraction, IProgress<string>? progress, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(solver);
        ArgumentNullException.ThrowIfNull(workers);
        return new ExpansionSearch(expanding, model, solver, workers, gapFraction, progress, stop).Run();
    }

    /// <summary>All years as one program, broken promises dear in every year: for other solvers.</summary>
    public static LinearProgram OnePiece(Site site)
    {
        ArgumentNullException.ThrowIfNull(site);
        return ExpansionProgram.Dear(new ExpandingSite(site), new DefaultFrontier()).Program;
    }

    /// <summary>The same of a fleet.</summary>
    public static LinearProgram OnePiece(Fleet fleet) => OnePiece(fleet, new DefaultFrontier());

    /// <summary>The same with another compute model.</summary>
    public static LinearProgram OnePiece(Fleet fleet, IFrontierModel model)
    {
        ArgumentNullException.ThrowIfNull(fleet);
        return ExpansionProgram.Dear(new ExpandingFleet(fleet), model).Program;
    }
}
