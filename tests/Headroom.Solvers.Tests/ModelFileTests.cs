using Google.OrTools.ModelBuilder;
using Headroom.Algebra;
using Headroom.Quantities;
using static Headroom.Solvers.Tests.Solving;

namespace Headroom.Solvers.Tests;

using Index = Headroom.Algebra.Index;

/// <summary>An exported model gives another reader and another solver the objective that ours states.</summary>
public sealed class ModelFileTests : IDisposable
{
    readonly string path = Path.Combine(Path.GetTempPath(), $"headroom-{Guid.NewGuid():N}.mps");
    public void Dispose() => File.Delete(path);

    [Fact]
    public void A_week_survives_the_file_with_its_names()
    {
        LinearProgram lp = Programs.Expansion(168);
        ModelFile.Write(lp, path);
        AssertClose(lp.Arrays.Best().Objective, SolvedElsewhere("glop"), 1e-9);
        string text = File.ReadAllText(path);
        Assert.Contains("state_of_charge(167)", text, StringComparison.Ordinal);
        Assert.Contains("gas_capacity", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Whole_columns_survive_the_file()
    {
        LinearProgram lp = Programs.Expansion(48, modules: true);
        ModelFile.Write(lp, path);
        double ours = lp.Arrays.Best(Simplex with { GapFraction = 1e-10 }).Objective;
        AssertClose(ours, SolvedElsewhere("scip"), 1e-8);
        Assert.True(ours > lp.Arrays.Best(Simplex with { Relax = true }).Objective + 1e-3, "the case must need whole modules");
    }

    [Fact]
    public void Random_programs_survive_the_file_with_negative_bounds_constant_and_both_senses()
    {
        for (int seed = 0; seed < 40; seed++)
        {
            LinearProgram lp = Programs.RandomFeasible(seed);
            ModelFile.Write(lp, path);
            AssertClose(lp.Arrays.Best().Objective, SolvedElsewhere("glop"), 1e-9, $"seed {seed}:");
            ModelFile.Write(lp.Arrays, path);
            AssertClose(lp.Arrays.Best().Objective, SolvedElsewhere("glop"), 1e-9, $"seed {seed}, numbered:");
        }
    }

    [Fact]
    public void Every_kind_of_bound_survives_the_file()
    {
        var infinite = LinearProgram.Unlimited<Power>();
        var lp = new LinearProgram();
        var free = lp.Variable("free", -1 * infinite, infinite);
        var below = lp.Variable("below zero", -1 * infinite, (-3).Megawatts);
        var offset = lp.Variable("offset", (-7).Megawatts, infinite);
        var stuck = lp.Variable("stuck", 77.Megawatts, 77.Megawatts);
        var n = lp.Whole("n", (-4).Items, 9.Items);
        lp.Require("least", free + offset.Expression >= (-20).Megawatts);
        lp.Require("sum", free - 2 * below.Expression + stuck == 100.Megawatts + 3.Megawatts * n.Expression);
        lp.Minimise((1, lp.Tally<Power>("cost", free + 3 * offset.Expression - 0.1 * below.Expression
            + 0.7.Megawatts * n.Expression - 50.Megawatts)));
        ModelFile.Write(lp, path);
        AssertClose(lp.Arrays.Best(Simplex with { GapFraction = 1e-12 }).Objective, SolvedElsewhere("scip"), 1e-9);
    }

    [Fact]
    public void The_sense_and_the_constant_stand_in_the_file_as_MPS_wants_them()
    {
        var lp = new LinearProgram();
        var x = lp.Variable("x", 0.Megawatts, 5.Megawatts);
        lp.Require("row", x.Expression <= 4.Megawatts);
        lp.Maximise((1, lp.Tally<Power>("income", 2 * x.Expression + 30.Megawatts)));
        ModelFile.Write(lp, path);
        Assert.Equal(38, SolvedElsewhere("glop"), 9);
        Assert.Equal(38, new MpsFile(path).Best(), 9);
    }

    [Fact]
    public void A_reader_of_our_own_agrees()
    {
        LinearProgram lp = Programs.Expansion(48);
        ModelFile.Write(lp, path);
        AssertClose(lp.Arrays.Best().Objective, new MpsFile(path).Best(), 1e-9);
        for (int seed = 0; seed < 10; seed++)
        {
            lp = Programs.RandomFeasible(seed);
            ModelFile.Write(lp, path);
            AssertClose(lp.Arrays.Best().Objective, new MpsFile(path).Best(), 1e-9, $"seed {seed}:");
        }
    }

    [Fact]
    public void Names_that_readers_stumble_over_are_made_safe_and_stay_apart()
    {
        var lp = new LinearProgram();
        var one = new Index("hour", 1);
        lp.Variable("η of [b 1]", one, 0.Megawatts, 1.Megawatts);
        lp.Variable("2 stage", one, 0.Megawatts, 1.Megawatts);
        lp.Variable("e1", 0.Megawatts, 1.Megawatts);
        lp.Variable("a b", 0.Megawatts, 1.Megawatts);
        lp.Variable("a-b", 0.Megawatts, 1.Megawatts);
        lp.Minimise((1, lp.Tally<Power>("nothing", default(Expr<Power>))));
        ModelFile.Write(lp, path);
        string text = File.ReadAllText(path);
        foreach (string name in (string[])["x___of__b_1_(0)", "x_2_stage(0)", "x_e1", "a_b", "a_b_2"]) Assert.Contains(" " + name + " ",
            text, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_of_a_year_cost_little()
    {
        LinearProgram lp = Programs.Expansion(8760);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        ModelFile.Write(lp.Arrays, path);
        TimeSpan numbered = watch.Elapsed;
        watch.Restart();
        ModelFile.Write(lp, path);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, numbered * 4 + 60.Seconds); // linear in the year, and not its square
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_said() =>
        Assert.Throws<IOException>(() => ModelFile.Write(Programs.RandomFeasible(1), Path.Combine(path, "no", "such", "folder.mps")));

    double SolvedElsewhere(string solver)
    {
        var model = new Model(); // its ImportFromMpsFile fails on every file that its ImportFromMpsString reads
        Assert.True(model.ImportFromMpsString(File.ReadAllText(path)), "OR-Tools does not read the file");
        var other = new Google.OrTools.ModelBuilder.Solver(solver);
        if (solver == "glop") other.SetSolverSpecificParameters("use_preprocessing:false"); // see GlopSolver
        Assert.Equal(SolveStatus.OPTIMAL, other.Solve(model));
        return other.ObjectiveValue;
    }
}
