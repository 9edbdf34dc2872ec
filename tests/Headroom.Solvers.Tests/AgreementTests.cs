using Headroom.Algebra;
using static Headroom.Solvers.Tests.Solving;

namespace Headroom.Solvers.Tests;

/// <summary>HiGHS against GLOP on the same rows; interior point against simplex.</summary>
public class AgreementTests
{
    [Fact]
    public void Two_hundred_random_programs_have_one_optimum()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            ProgramArrays program = Programs.RandomFeasible(seed).Arrays;
            double oracle = program.Glop().Objective;
            AssertClose(oracle, program.Best(Simplex).Objective, 1e-9, $"seed {seed}, simplex:");
            AssertClose(oracle, program.Best(Vertex).Objective, 1e-9, $"seed {seed}, vertex:");
            AssertClose(oracle, program.Best(Inside).Objective, 1e-6, $"seed {seed}, interior point:");
        }
    }

    [Fact]
    public void A_week_of_capacity_expansion_has_one_optimum()
    {
        ProgramArrays program = Programs.Expansion(168).Arrays;
        double oracle = program.Glop().Objective;
        AssertClose(oracle, program.Best(Simplex).Objective, 1e-9, "simplex:");
        AssertClose(oracle, program.Best(Vertex).Objective, 1e-9, "vertex:");
        AssertClose(oracle, program.Best(Inside).Objective, 1e-7, "interior point:");
    }

    [Fact]
    public void The_objective_is_the_cost_of_the_values()
    {
        ProgramArrays program = Programs.Expansion(168).Arrays;
        Solution solution = program.Best(Inside);
        double sum = program.ObjectiveConstant;
        for (int j = 0; j < program.Columns; j++) sum += program.Cost[j] * solution.Values[j];
        AssertClose(sum, solution.Objective, 1e-12);
        Assert.Equal(250_000, program.ObjectiveConstant, 9);
    }

    [Fact]
    public void Solves_side_by_side_do_not_disturb_each_other()
    {
        double[] alone = [.. Enumerable.Range(0, 20).Select(seed => Programs.RandomFeasible(seed).Arrays.Best().Objective)];
        double[] together = new double[20];
        Parallel.For(0, 20, seed => together[seed] = Programs.RandomFeasible(seed).Arrays.Best().Objective);
        Assert.Equal(alone, together);
    }
}
