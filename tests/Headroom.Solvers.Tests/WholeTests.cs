using Headroom.Algebra;
using Headroom.Quantities;
using static Headroom.Solvers.Tests.Solving;

namespace Headroom.Solvers.Tests;

/// <summary>Whole columns: reactor modules.</summary>
public class WholeTests
{
    [Fact]
    public void A_load_of_50_MW_takes_three_modules_of_20_or_two_and_a_half()
    {
        var lp = new LinearProgram();
        var modules = lp.Whole("modules", 0.Items, 4.Items);
        lp.Require("load", 20.Megawatts * modules.Expression >= 50.Megawatts);
        lp.Minimise((1, lp.Tally<Count>("modules", modules)));
        Assert.Equal(3, lp.Arrays.Best().Objective, 9);
        Assert.Equal(2.5, lp.Arrays.Best(Simplex with { Relax = true }).Objective, 9);
        Assert.Equal(2.5, lp.Arrays.Best(Inside with { Relax = true }).Objective, 6);
    }

    [Fact]
    public void Modules_fixed_at_a_whole_number_need_no_branching_and_have_prices()
    {
        ProgramArrays program = Programs.Expansion(24, modules: true).Arrays;
        int column = program.WholeColumns.Single();
        program.ColumnLower[column] = program.ColumnUpper[column] = 2;
        Solution solution = program.Best();
        Assert.Equal("simplex", solution.Algorithm);
        Assert.Equal(program.Rows, solution.RowDuals.Length);
        program.ColumnLower[column] = program.ColumnUpper[column] = 2.5;
        Assert.IsType<Outcome.Impossible>(program.Highs());
    }

    [Fact]
    public void Fixing_the_modules_one_by_one_finds_the_same_optimum()
    {
        LinearProgram lp = Programs.Expansion(72, modules: true);
        Solution found = lp.Arrays.Best(Simplex with { GapFraction = 1e-9 });
        int column = lp.Arrays.WholeColumns.Single();
        double best = double.PositiveInfinity;
        for (int n = 0; n <= 4; n++)
        {
            lp.Arrays.ColumnLower[column] = lp.Arrays.ColumnUpper[column] = n;
            best = Math.Min(best, lp.Arrays.Glop().Objective);
        }
        AssertClose(best, found.Objective, 1e-8);
        Assert.True(found.Bound <= found.Objective + 1e-6 && found.GapFraction < 1e-6);
        Assert.Equal("branch and cut", found.Algorithm);
    }
}
