using Headroom.Algebra;
using Headroom.Control;
using Headroom.Quantities;
using Headroom.Solvers;
using Headroom.Tests.Control;
using Index = Headroom.Algebra.Index;

namespace Headroom.Planning.Tests;

/// <summary>The allocator against a linear program that knows neither watts at the top nor greed.</summary>
public class AllocationOracleTests
{
    private const int Trees = 3000;
    private const double Same = 1e-9;

    /// <summary>
    ///   Rank by rank: with what the allocator gave the earlier ranks held fast, HiGHS finds no more for this one, and no less.
    ///   The first rank is thereby the optimum, and by induction every other.
    /// </summary>
    [Fact]
    public void It_is_the_optimum_of_the_linear_program_on_thousands_of_trees()
    {
        int bound = 0, ranks = 0;
        for (int seed = 0; seed < Trees; seed++)
        {
            AnyTree any = AnyTree.Of(seed);
            double[] granted = any.Divided();
            double[] ours = [.. Enumerable.Range(0, AllocationTree.Ranks).Select(rank => any.Tokens(granted, rank))];
            foreach (int rank in any.Leaves.Select(leaf => leaf.Rank).Distinct().Order())
            {
                double best = Best(any, ours, rank);
                Assert.True(Math.Abs(best - ours[rank]) <= Same * Math.Max(1, best), $"seed {seed}, rank {rank}: {ours[rank]:R}, the program {best:R}");
                ranks++;
            }
            if (any.Leaves.Where((leaf, i) => granted[i] < Math.Min(any.WantedWatts[i], leaf.Alike * leaf.Curve.Most.Watts)).Any()) bound++;
        }
        Assert.True(bound > Trees / 2 && ranks > 2 * Trees, $"too tame: {bound} trees bound, {ranks} ranks");
    }

    /// <summary>Most weighted tokens of a rank, each earlier rank holding what it has; megawatts stand for kilowatts, so that numbers are near one.</summary>
    private static double Best(AnyTree any, double[] held, int rank)
    {
        var lp = new LinearProgram();
        var unlimited = LinearProgram.Unlimited<Power>();
        var inputs = lp.Variable("input", new Index("node", any.Nodes.Count), _ => Power.Zero,
            v => double.IsFinite(any.CeilingWatts[v]) ? Scaled(any.CeilingWatts[v]) : unlimited);
        Expr<Power>[] outputs = [.. any.Nodes.Select(node => (Expr<Power>)Scaled(node.Fixed.Watts))];
        Expr<Power>[] tokens = new Expr<Power>[AllocationTree.Ranks];
        foreach ((int i, AllocationLeaf leaf) in any.Leaves.Index())
        {
            IReadOnlyList<TokenKnot> knots = leaf.Curve.Knots;
            Power Length(int k) => knots[k + 1].AboveFloor - knots[k].AboveFloor;
            var pieces = new Index("piece", knots.Count - 1);
            var given = lp.Variable($"leaf {i}", pieces, _ => Power.Zero, k => Scaled(leaf.Alike * Length(k).Watts));
            Expr<Power> sum = pieces.Members.Select(k => 1.0 * given[k]).Sum();
            if (double.IsFinite(any.WantedWatts[i])) lp.Require($"wanted {i}", sum <= Scaled(any.WantedWatts[i]));
            outputs[leaf.Node] += sum + Scaled(leaf.Alike * leaf.Floor.Watts);
            // a watt's tokens per second, as a share of a plan unit
            tokens[leaf.Rank] += pieces.Members.Select(k => (knots[k + 1].Weighted - knots[k].Weighted).TokensPerSecond / Length(k).Watts * given[k]).Sum();
        }
        for (int v = 0; v < any.Nodes.Count; v++)
            if (any.Nodes[v].Parent >= 0) outputs[any.Nodes[v].Parent] += inputs[v];
        lp.ForEach(new Index("node", any.Nodes.Count), "losses", v => any.Nodes[v].EfficiencyFraction * inputs[v] == outputs[v]);
        for (int earlier = 0; earlier < rank; earlier++)
            if (any.Leaves.Any(leaf => leaf.Rank == earlier)) lp.Require($"rank {earlier}", tokens[earlier] >= Scaled(held[earlier]));
        lp.Maximise((1, lp.Tally("tokens", tokens[rank])));
        Outcome outcome = new HighsSolver().Solve(lp.Arrays, new SolveOptions { Algorithm = Algorithm.Simplex }, default);
        return 1e3 * Assert.IsType<Outcome.Best>(outcome).Solution.Objective;
    }

    private static Power Scaled(double watts) => (watts / 1e3).Megawatts;
}
