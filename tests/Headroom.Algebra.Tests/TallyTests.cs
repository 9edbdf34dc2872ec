using Headroom.Quantities;

namespace Headroom.Algebra.Tests;

/// <summary>Tallies: named amounts that objectives, budgets and reports are made of.</summary>
public class TallyTests
{
    readonly LinearProgram lp = new();
    readonly Variables<Power> grid;
    readonly Variable<Power> turbine;
    readonly Tally<Money> energy, capital;

    public TallyTests()
    {
        var hours = new Index("hour", 3);
        grid = lp.Variable("grid", hours, 0.Megawatts, 60.Megawatts);
        turbine = lp.Variable("turbine", 0.Megawatts, 100.Megawatts);
        energy = lp.Tally("energy", hours, t => (10.0 * (t + 1)).DollarsPerMegawattHour * (1.Hours * grid[t]) + 500.Dollars);
        capital = lp.Tally<Money>("capital", 90.DollarsPerKilowattYear * turbine.Expression + 2000.Dollars);
    }

    [Fact]
    public void A_tally_is_evaluated_in_a_solution()
    {
        var solution = new Solution([1, 2, 3, 50], [], [], 0, 0);
        Assert.Equal(10 + 40 + 90 + 1500, solution.Value(energy).Dollars, 9);
        Assert.Equal(4_502_000, solution.Value(capital).Dollars, 6);
    }

    [Fact]
    public void An_objective_is_a_weighted_sum_with_its_constant()
    {
        lp.Minimise((1, energy), (0.5, capital));
        Assert.False(lp.Arrays.Maximise);
        Assert.Equal("$", lp.Arrays.ObjectiveUnit!.Symbol);
        double[] expected = [10, 20, 30, 45_000];
        for (int j = 0; j < 4; j++) Assert.Equal(expected[j], lp.Arrays.Cost[j], 12);
        Assert.Equal(1500 + 1000, lp.Arrays.ObjectiveConstant, 12);
    }

    [Fact]
    public void A_later_objective_replaces_an_earlier_one()
    {
        lp.Minimise((1, energy), (1, capital));
        lp.Maximise((-1, capital));
        Assert.True(lp.Arrays.Maximise);
        Assert.Equal([0, 0, 0, -90_000], lp.Arrays.Cost.ToArray());
        Assert.Equal(-2000, lp.Arrays.ObjectiveConstant);
    }

    [Fact]
    public void A_budget_takes_the_constants_of_its_tallies_off_the_bound()
    {
        var budget = lp.Require("budget", [(1, energy), (2, capital)], Sense.AtMost, 10_000.Dollars, "no more than the budget");
        Assert.Equal(10_000 - 1500 - 4000, lp.Arrays.RowUpper[0], 12);
        Assert.Equal("budget: 10 grid[0] + 20 grid[1] + 30 grid[2] + 180,000 turbine ≤ 4,500   [$]", ProgramText.Row(lp, budget, 0));
        Assert.Equal("no more than the budget", budget.Meaning);
    }

    [Fact]
    public void Tallies_that_share_a_column_merge_in_a_budget()
    {
        var rent = lp.Tally<Money>("rent", 10.DollarsPerKilowattYear * turbine.Expression);
        lp.Require("budget", [(1, capital), (-1, rent)], Sense.AtLeast, 0.Dollars);
        Assert.Equal([80_000], lp.Arrays.Coefficient.ToArray());
        Assert.Equal(-2000, lp.Arrays.RowLower[0], 9);
    }

    [Fact]
    public void A_sum_of_nothing_is_zero()
    {
        var nothing = lp.Tally<Money>("nothing", Enumerable.Empty<Expr<Money>>().Sum());
        Assert.Equal(0, nothing.At([1, 2, 3, 4]).Dollars);
    }
}
