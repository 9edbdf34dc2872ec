using CsCheck;
using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Tests.Control;

/// <summary>What holds for every tree.</summary>
public sealed class AllocationLaws
{
    private const int Trees = 2000;
    private static readonly Gen<AnyTree> any = Gen.Int[0, 1_000_000_000].Select(AnyTree.Of);

    private static double Wanted(AnyTree it, int leaf) => Math.Min(it.WantedWatts[leaf], it.Leaves[leaf].Alike * it.Leaves[leaf].Curve.Most.Watts);

    [Fact]
    public void No_ceiling_is_passed_and_nobody_gets_more_than_it_wants() => any.Sample(it =>
    {
        double[] granted = it.Divided(), inputs = it.Inputs(granted);
        for (int v = 0; v < inputs.Length; v++) Assert.True(inputs[v] <= it.CeilingWatts[v] * (1 + 1e-12), $"{inputs[v]:R} W of {it.CeilingWatts[v]:R}");
        for (int i = 0; i < granted.Length; i++) Assert.InRange(granted[i], 0, Wanted(it, i));
    }, iter: Trees, threads: 1);

    /// <summary>The certificate: who still wants stands under a full node whose takers are all no worse at their last watt.</summary>
    [Fact]
    public void No_exchange_improves() => any.Sample(it =>
    {
        double[] granted = it.Divided(), inputs = it.Inputs(granted);
        for (int i = 0; i < granted.Length; i++)
        {
            if (granted[i] >= Wanted(it, i) - 1e-6) continue;
            int full = it.Leaves[i].Node;
            while (full >= 0 && inputs[full] < it.CeilingWatts[full] - 1e-6) full = it.Nodes[full].Parent;
            Assert.True(full >= 0, $"leaf {i} wants and nothing stands in its way");
            double next = Worth(it, i, granted[i] + 1e-7);
            for (int j = 0; j < granted.Length; j++)
            {
                if (granted[j] < 1e-6 || !it.IsUnder(j, full)) continue;
                int rank = it.Leaves[j].Rank;
                Assert.True(rank < it.Leaves[i].Rank || (rank == it.Leaves[i].Rank && Worth(it, j, granted[j] - 1e-7) >= next * (1 - 1e-9)), $"leaf {i} would use leaf {j}'s watts better");
            }
        }
    }, iter: Trees, threads: 1);

    [Fact]
    public void More_of_every_ceiling_never_costs_the_first_ranks_that_it_changes() => Gen.Select(any, Gen.Double[0, 0.5]).Sample((it, more) =>
    {
        double[] before = it.Divided(), after = it.Divided([.. it.CeilingWatts.Select(watts => (1 + more) * watts)]);
        for (int rank = 0; rank < AllocationTree.Ranks; rank++)
        {
            double gain = it.Tokens(after, rank) - it.Tokens(before, rank), noise = 1e-9 * (1 + it.Tokens(before, rank));
            Assert.True(gain >= -noise, $"rank {rank} lost {-gain}");
            if (gain > noise) break;
        }
    }, iter: Trees, threads: 1);

    [Fact]
    public void The_order_of_leaves_and_branches_changes_nothing() => Gen.Select(any, Gen.Int[0, 1000]).Sample((it, seed) =>
    {
        int[] order = [.. Enumerable.Range(0, it.Leaves.Count)];
        new Random(seed).Shuffle(order);
        AnyTree other = new(it.Nodes, [.. order.Select(i => it.Leaves[i])], it.CeilingWatts, [.. order.Select(i => it.WantedWatts[i])]);
        double[] granted = it.Divided(), shuffled = other.Divided();
        for (int k = 0; k < order.Length; k++) Assert.Equal(granted[order[k]], shuffled[k], 1e-8);
    }, iter: Trees, threads: 1);

    [Fact]
    public void Equals_at_one_node_get_the_same_share() => any.Sample(it =>
    {
        double[] granted = it.Divided();
        for (int i = 0; i < granted.Length; i++)
            for (int j = 0; j < i; j++)
                if (it.Leaves[i] with { Alike = 1, Floor = default } == it.Leaves[j] with { Alike = 1, Floor = default }
                    && Wanted(it, i) == it.Leaves[i].Alike * it.Leaves[i].Curve.Most.Watts && Wanted(it, j) == it.Leaves[j].Alike * it.Leaves[j].Curve.Most.Watts)
                    Assert.Equal(granted[i] / it.Leaves[i].Alike, granted[j] / it.Leaves[j].Alike, 1e-8);
    }, iter: Trees, threads: 1);

    /// <summary>No leaf moves by more than a ceiling does, counted at the node that moves, times its losses' room.</summary>
    [Fact]
    public void Grants_move_no_further_than_the_ceiling_does() => Gen.Select(any, Gen.Double[0, 1]).Sample((it, watts) =>
    {
        for (int v = 0; v < it.Nodes.Count; v++)
        {
            if (double.IsInfinity(it.CeilingWatts[v])) continue;
            double[] ceilings = [.. it.CeilingWatts];
            ceilings[v] += watts;
            double[] before = it.Divided(), after = it.Divided(ceilings);
            // ε ≥ 0.7 at each of at most 13 levels; what moves below moves something else as far
            for (int i = 0; i < before.Length; i++) Assert.InRange(Math.Abs(after[i] - before[i]), 0, 3 * watts / Math.Pow(0.7, 4) + 1e-6);
        }
    }, iter: Trees / 10, threads: 1);

    [Fact]
    public void A_division_allocates_nothing()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            AnyTree it = AnyTree.Of(seed);
            var allocator = new Allocator(it.Tree);
            double[] granted = new double[it.Leaves.Count], none = new double[it.Nodes.Count];
            Divide();
            long before = GC.GetAllocatedBytesForCurrentThread();
            Divide();
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

            void Divide()
            {
                allocator.Divide(none, it.WantedWatts, granted);
                allocator.Divide(it.CeilingWatts, it.WantedWatts, granted);
            }
        }
    }

    [Fact]
    public void One_allocator_forgets_the_beat_before() => Gen.Select(any, Gen.Double[0, 1]).Sample((it, share) =>
    {
        var allocator = new Allocator(it.Tree);
        double[] granted = new double[it.Leaves.Count];
        allocator.Divide([.. it.CeilingWatts.Select(watts => double.IsInfinity(watts) ? 1000 : share * watts)], it.WantedWatts, granted);
        allocator.Divide(it.CeilingWatts, it.WantedWatts, granted);
        Assert.Equal(it.Divided(), granted);
    }, iter: Trees, threads: 1);

    /// <summary>Slope at a power, per watt at the top.</summary>
    private static double Worth(AnyTree it, int leaf, double watts)
    {
        IReadOnlyList<TokenKnot> knots = it.Leaves[leaf].Curve.Knots;
        int k = 1;
        while (k + 1 < knots.Count && it.Leaves[leaf].Alike * knots[k].AboveFloor.Watts < watts) k++;
        double slope = (knots[k].Weighted - knots[k - 1].Weighted).TokensPerSecond / (knots[k].AboveFloor - knots[k - 1].AboveFloor).Watts;
        for (int v = it.Leaves[leaf].Node; v >= 0; v = it.Nodes[v].Parent) slope *= it.Nodes[v].EfficiencyFraction;
        return slope;
    }
}
