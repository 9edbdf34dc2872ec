using System.Diagnostics;
using Headroom.Algebra;
using Headroom.Quantities;
using static Headroom.Solvers.Tests.Solving;

namespace Headroom.Solvers.Tests;

/// <summary>The planner's own interior point against HiGHS' simplex, on programs big enough that it does not hand them on.</summary>
public class StructuredTests
{
    const int hours = 600;      // 4,800 rows

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void It_finds_the_optimum_of_simplex_and_proves_it(bool maximise)
    {
        ProgramArrays program = Programs.Expansion(hours, maximise: maximise).Arrays;
        Solution found = Assert.IsType<Outcome.Best>(new StructuredSolver().Solve(program, Inside, default)).Solution;
        Assert.Contains("structured", found.Algorithm, StringComparison.Ordinal);
        AssertClose(program.Best(Simplex).Objective, found.Objective, 1e-7);
        Certificate c = Certificate.Of(program, found);
        Assert.True(c.GapFraction <= 1e-6 && c.PrimalViolation <= 1e-6 && c.DualViolation <= 1e-6, $"{c}");
    }

    [Fact]
    public void Its_prices_have_the_sign_of_simplex()
    {
        LinearProgram lp = Programs.Expansion(hours);
        IRelationFamily balance = lp.RelationFamilies.Single(family => family.Name == "power balance");
        Solution ours = Assert.IsType<Outcome.Best>(new StructuredSolver().Solve(lp.Arrays, Inside, default)).Solution;
        double[] prices = ours.PlanDuals(balance).ToArray(), reference = lp.Arrays.Best(Simplex).PlanDuals(balance).ToArray();
        AssertClose(reference.Sum(), prices.Sum(), 1e-4); // one hour's price may differ where several are optimal
    }

    [Fact]
    public void A_big_program_that_contradicts_itself_is_impossible()
    {
        LinearProgram lp = Programs.Expansion(hours);
        var extra = lp.Variable("extra", 0.Megawatts, LinearProgram.Unlimited<Power>());
        var other = lp.Variable("other", 0.Megawatts, LinearProgram.Unlimited<Power>());
        lp.Require("least", extra + other.Expression >= 5.Megawatts);
        lp.Require("most", extra + other.Expression <= 4.Megawatts);
        Assert.IsType<Outcome.Impossible>(new StructuredSolver().Solve(lp.Arrays, Inside, default));
    }

    [Fact]
    public async Task A_year_stops_soon_after_its_caller_asks()
    {
        ProgramArrays program = Programs.Expansion(8760).Arrays;
        using var stop = new CancellationTokenSource();
        Task<Outcome> solve = Task.Run(() => new StructuredSolver().Solve(program, Inside, stop.Token));
        await Task.Delay(0.3.Seconds);
        var watch = Stopwatch.StartNew();
        await stop.CancelAsync();
        Assert.IsType<Outcome.Interrupted>(await solve);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero,
            60.Seconds); // a watchdog; it asks once an iteration, after 0.4 s of preparation (optimised, idle machine)
    }
}
