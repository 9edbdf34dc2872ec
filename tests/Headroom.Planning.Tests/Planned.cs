using Headroom.Algebra;
using Headroom.Compute;
using Headroom.Reports;
using Headroom.Sites;
using Headroom.Solvers;

namespace Headroom.Planning.Tests;

/// <summary>Short ways to plan and to compare.</summary>
static class Planned
{
    /// <summary>The solver that ships.</summary>
    public static PlanReport By(Site site) => By(Planner.Formulate(site), new StructuredSolver());

    /// <summary>HiGHS to a vertex: answers to the last digits, for results that are worked by hand.</summary>
    public static PlanReport Exactly(Site site) => By(Planner.Formulate(site), new HighsSolver());

    /// <summary>With operating points of our own instead of the compute model.</summary>
    public static PlanReport By(Site site, IFrontierModel model) => By(Formulation.Of(site, model), new StructuredSolver());

    public static PlanReport By(Formulation plan, ISolver solver)
    {
        PlanAnswer answer = Answer(plan, solver);
        string why = answer switch
        {
            PlanAnswer.Infeasible no => string.Join("\n", no.Conflicts),
            PlanAnswer.Stopped { Why: var words } => words,
            _ => answer.GetType().Name,
        };
        Assert.True(answer is PlanAnswer.Planned, why);
        return ((PlanAnswer.Planned)answer).Report;
    }

    public static PlanAnswer Answer(Formulation plan, ISolver? solver = null) =>
        Planner.Plan(plan, solver ?? new StructuredSolver(), new PlanOptions { GapFraction = 1e-7 }, progress: null, stop: default);

    public static double Size(this PlanReport plan, string name) => plan.Build.Single(figure => figure.Name == name).Total;

    public static double Cost(this PlanReport plan, string asset, string kind) =>
        plan.Cost.Items.SingleOrDefault(item => item.Asset == asset && item.Kind == kind)?.PerYear.Dollars ?? 0;

    public static double[] Hours(this PlanReport plan, string column) => Assert.IsType<DispatchColumn>(plan.Dispatch.Find(column)).Values;

    public static void AssertClose(double expected, double actual, double relative, string what = "")
    {
        double distance = Math.Abs(expected - actual) / Math.Max(1e-12, Math.Abs(expected));
        TestContext.Current.TestOutputHelper?.WriteLine($"{what}: expected {expected:R}, got {actual:R}, relative {distance:0.0e+0}");
        Assert.True(distance <= relative, $"{what}: expected {expected:R}, got {actual:R}, relative {distance:0.0e+0}");
    }
}
