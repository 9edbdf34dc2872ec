using CsCheck;
using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Tests.Control;

/// <summary>Nothing in a division is a number of watts of its own, and what it tells of its nodes is what one more watt does.</summary>
public sealed class AllocationUnitLaws
{
    /// <summary>A power of two as the unit, so that not one bit may differ.</summary>
    [Fact]
    public void Counted_in_another_unit_of_power_everything_is_the_same() =>
        Gen.Select(Gen.Int[0, 1_000_000_000].Select(AnyTree.Of), Gen.Double[0, 1.2], Gen.Int[-40, 40]).Sample((tree, share, exponent) =>
        {
            double unit = Math.ScaleB(1, exponent);
            double[] ceilings = [.. tree.CeilingWatts.Select(watts => share < 1 && double.IsInfinity(watts) ? watts : Math.Max(share, 0.01) * watts)];
            AnyTree it = tree with { CeilingWatts = ceilings }, other = it.Counted(unit);
            Allocator here = new(it.Tree), there = new(other.Tree);
            int leaves = it.Leaves.Count;
            double[] granted = new double[leaves], fit = new double[leaves], otherGranted = new double[leaves], otherFit = new double[leaves];
            here.Divide(it.CeilingWatts, it.Tree.FloorWatts, it.WantedWatts, granted, fit);
            there.Divide(other.CeilingWatts, other.Tree.FloorWatts, other.WantedWatts, otherGranted, otherFit);
            Assert.Equal(granted.Select(watts => unit * watts), otherGranted);
            Assert.Equal(fit.Select(watts => unit * watts), otherFit);
            Assert.Equal(here.Found.Full.ToArray(), there.Found.Full.ToArray());
            Assert.Equal(here.Found.FloorShortages.ToArray().Select(one => one with { Short = unit * one.Short }), there.Found.FloorShortages.ToArray());
        }, iter: 2000, threads: 1);

    /// <summary>The difference of two divisions, with nothing in the way above; the trees are the same each time, since a bend may lie within the small step.</summary>
    [Fact]
    public void A_marginal_is_what_one_more_watt_into_the_node_yields_to_the_rank_in_line()
    {
        const double Step = 1e-5;
        for (int seed = 0; seed < 1000; seed++)
        {
            AnyTree it = AnyTree.Of(seed);
            Division found = new Allocator(it.Tree).Divide(it.CeilingWatts, it.WantedWatts, new double[it.Leaves.Count]);
            foreach (FullNode full in found.Full)
            {
                double[] ceilings = [.. it.CeilingWatts];
                for (int v = it.Nodes[full.Node].Parent; v >= 0; v = it.Nodes[v].Parent) ceilings[v] = double.PositiveInfinity;
                double[] before = Under(it, it.Divided(ceilings), full.Node);
                ceilings[full.Node] += Step;
                double[] after = Under(it, it.Divided(ceilings), full.Node);
                for (int rank = 0; rank <= full.Rank; rank++)
                    Assert.Equal(rank < full.Rank ? 0 : full.Marginal.TokensPerJoule, (after[rank] - before[rank]) / Step, 1e-3);
                int above = it.Nodes[full.Node].Parent;
                while (above >= 0 && found.Marginal(above) == default) above = it.Nodes[above].Parent;
                Assert.Equal(above, full.Above);
            }
        }
    }

    [Fact]
    public void Who_still_wants_stands_under_a_node_that_is_told_and_who_is_told_is_full()
    {
        for (int seed = 0; seed < 1000; seed++)
        {
            AnyTree it = AnyTree.Of(seed);
            double[] granted = new double[it.Leaves.Count];
            FullNode[] told = new Allocator(it.Tree).Divide(it.CeilingWatts, it.WantedWatts, granted).Full.ToArray();
            double[] inputs = it.Inputs(granted);
            Assert.All(told, full => Assert.Equal(it.CeilingWatts[full.Node], inputs[full.Node], 1e-9 * it.CeilingWatts[full.Node]));
            for (int i = 0; i < granted.Length; i++)
                if (granted[i] < Math.Min(it.WantedWatts[i], it.Leaves[i].Alike * it.Leaves[i].Curve.Most.Watts))
                    Assert.Contains(told, full => it.IsUnder(i, full.Node));
        }
    }

    /// <summary>Tokens of each rank under a node.</summary>
    private static double[] Under(AnyTree it, double[] granted, int node) =>
        [.. Enumerable.Range(0, AllocationTree.Ranks).Select(rank => it.Tokens([.. granted.Select((watts, i) => it.IsUnder(i, node) ? watts : 0)], rank))];
}
