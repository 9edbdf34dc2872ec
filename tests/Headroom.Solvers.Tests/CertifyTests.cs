using Headroom.Algebra;
using static Headroom.Solvers.Tests.Solving;

namespace Headroom.Solvers.Tests;

/// <summary>The bound that we compute from a solver's prices, on programs whose optimum GLOP knows.</summary>
public class CertifyTests
{
    [Fact]
    public void A_week_is_certified_to_1e_7_even_inside()
    {
        ProgramArrays program = Programs.Expansion(168).Arrays;
        double optimum = program.Glop().Objective;
        foreach (SolveOptions options in (SolveOptions[])[Inside, Vertex, Simplex])
        {
            Certificate c = Certificate.Of(program, program.Best(options));
            Assert.True(c.Bound <= optimum * (1 + 1e-9), $"{options.Algorithm}: bound {c.Bound:R} above the optimum {optimum:R}");
            Assert.True(c.GapFraction <= 1e-7, $"{options.Algorithm}: gap {c.GapFraction}");
            Assert.True(c.Residual <= 1e-7 * optimum, $"{options.Algorithm}: residual {c.Residual}");
            Assert.True(c.PrimalViolation <= 1e-6 && c.DualViolation <= 1e-6, $"{c}");
        }
    }

    [Fact]
    public void Prices_of_GLOP_certify_the_values_of_HiGHS()
    {
        ProgramArrays program = Programs.Expansion(168).Arrays;
        Solution mixed = program.Best(Inside) with { RowDuals = program.Glop().RowDuals };
        Assert.True(Certificate.Of(program, mixed).GapFraction <= 1e-7);
    }

    [Fact]
    public void On_random_programs_the_bound_is_tight_and_a_wrong_price_only_weakens_it()
    {
        for (int seed = 0; seed < 100; seed++)
        {
            ProgramArrays program = Programs.RandomFeasible(seed).Arrays;
            Solution best = program.Best(Simplex);
            double better = program.Maximise ? -1 : 1;
            Certificate right = Certificate.Of(program, best);
            AssertClose(best.Objective, right.Bound, 1e-9, $"seed {seed}:");
            Assert.Equal(0, right.Residual);
            var random = new Random(seed);
            double[] wrong = [.. best.RowDuals.Select(y => y + random.NextDouble() - 0.5)];
            Certificate weak = Certificate.Of(program, best with { RowDuals = wrong });
            Assert.True(better * weak.Bound <= better * best.Objective + 1e-9, $"seed {seed}: {weak.Bound} against {best.Objective}");
        }
    }

    [Fact]
    public void A_program_of_a_week_is_not_certified_by_the_prices_of_another_load()
    {
        ProgramArrays program = Programs.Expansion(168).Arrays;
        Solution best = program.Best(Simplex);
        double[] wrong = [.. best.RowDuals.Select(y => 1.1 * y)];
        Certificate c = Certificate.Of(program, best with { RowDuals = wrong });
        Assert.True(c.Bound <= best.Objective);
        Assert.True(c.GapFraction > 1e-3);
    }
}
