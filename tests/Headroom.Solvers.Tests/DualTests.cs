using Headroom.Algebra;
using Headroom.Quantities;
using static Headroom.Solvers.Tests.Solving;

namespace Headroom.Solvers.Tests;

/// <summary>A row's dual is d objective / d right side, whichever way the objective looks; finite differences say so.</summary>
public class DualTests
{
    [Fact]
    public void Asking_one_more_of_x_plus_y_at_least_4_costs_2_more()
    {
        var lp = new LinearProgram();
        var x = lp.Variable("x", 0.Megawatts, LinearProgram.Unlimited<Power>());
        var y = lp.Variable("y", 0.Megawatts, LinearProgram.Unlimited<Power>());
        var row = lp.Require("demand", x + y.Expression >= 4.Megawatts);
        lp.Minimise((1, lp.Tally<Power>("cost", 2 * x.Expression + 3 * y.Expression)));
        foreach (SolveOptions options in (SolveOptions[])[Simplex, Vertex, Inside])
        {
            Solution solution = lp.Arrays.Best(options);
            Assert.Equal(8, solution.Objective, 6);
            Assert.Equal(2, solution.PlanDuals(row)[0], 6);
            Assert.Equal(1, solution.ReducedCosts[1], 6);
        }
        Assert.Equal(2, lp.Arrays.Glop().RowDuals[0], 9);
    }

    [Fact]
    public void Allowing_one_more_of_x_plus_y_at_most_4_earns_3_more_when_maximising()
    {
        var lp = new LinearProgram();
        var x = lp.Variable("x", 0.Megawatts, 10.Megawatts);
        var y = lp.Variable("y", 0.Megawatts, 10.Megawatts);
        lp.Require("ceiling", x + y.Expression <= 4.Megawatts);
        lp.Maximise((1, lp.Tally<Power>("tokens", 2 * x.Expression + 3 * y.Expression)));
        foreach (SolveOptions options in (SolveOptions[])[Simplex, Vertex, Inside])
            Assert.Equal(3, lp.Arrays.Best(options).RowDuals[0], 6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Duals_lie_between_the_one_sided_differences(int seed)
    {
        ProgramArrays program = Programs.RandomFeasible(seed).Arrays;
        Solution best = program.Best(Simplex);
        for (int i = 0; i < program.Rows; i++)
        {
            double? up = Shifted(program, i, +1e-4), down = Shifted(program, i, -1e-4);
            if (up is not { } above || down is not { } below) continue; // no room: the row cannot move that way
            double right = (above - best.Objective) / 1e-4, left = (best.Objective - below) / 1e-4;
            Assert.InRange(best.RowDuals[i], Math.Min(left, right) - 1e-4, Math.Max(left, right) + 1e-4);
        }
    }

    [Fact]
    public void Branch_and_cut_gives_no_duals_rather_than_wrong_ones()
    {
        Solution solution = Programs.Expansion(24, modules: true).Arrays.Best();
        Assert.Empty(solution.RowDuals);
        Assert.Empty(solution.ReducedCosts);
    }

    static double? Shifted(ProgramArrays program, int row, double by)
    {
        program.RowLower[row] += by;
        program.RowUpper[row] += by;
        Outcome outcome = program.Highs(Simplex);
        program.RowLower[row] -= by;
        program.RowUpper[row] -= by;
        return outcome is Outcome.Best best ? best.Solution.Objective : null;
    }
}
