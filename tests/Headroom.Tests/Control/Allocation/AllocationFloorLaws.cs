using CsCheck;
using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Tests.Control;

/// <summary>What holds where ceilings may not carry what cannot be shed.</summary>
public sealed class AllocationFloorLaws
{
    private const int Trees = 2000;

    /// <summary>Ceilings from nothing to somewhat more than all floors need.</summary>
    private static readonly Gen<AnyTree> any = Gen.Select(Gen.Int[0, 1_000_000_000].Select(AnyTree.Of), Gen.Double[0, 1.2], (it, share) =>
        it with { CeilingWatts = [.. it.CeilingWatts.Select(watts => share < 1 && double.IsInfinity(watts) ? watts : share * watts)] });

    private static double Floor(AnyTree it, int leaf) => it.Leaves[leaf].Alike * it.Leaves[leaf].Floor.Watts;

    /// <summary>Input of every node when each leaf draws so much, floor and all.</summary>
    private static double[] Inputs(AnyTree it, ReadOnlySpan<double> watts) => AnyTree.Inputs(it.Nodes, [.. it.Leaves.Select(leaf => leaf with { Floor = default })], watts);

    private static (double[] Granted, double[] Fit, Division Found) Divided(AnyTree it)
    {
        double[] granted = new double[it.Leaves.Count], fit = new double[it.Leaves.Count];
        Division found = new Allocator(it.Tree).Divide(it.CeilingWatts, it.Tree.FloorWatts, it.WantedWatts, granted, fit);
        return (granted, fit, found);
    }

    [Fact]
    public void Only_fixed_draws_pass_a_ceiling_and_nothing_else_is_drawn_there() => any.Sample(it =>
    {
        (double[] granted, double[] fit, _) = Divided(it);
        double[] drawn = [.. granted.Zip(fit, (above, floor) => above + floor)], inputs = Inputs(it, drawn), @fixed = Inputs(it, new double[drawn.Length]);
        for (int i = 0; i < fit.Length; i++) Assert.InRange(fit[i], 0, Floor(it, i));
        for (int v = 0; v < inputs.Length; v++)
            Assert.True(inputs[v] <= Math.Max(it.CeilingWatts[v], @fixed[v]) * (1 + 1e-12), $"{inputs[v]:R} W of {it.CeilingWatts[v]:R}, {@fixed[v]:R} fixed");
    }, iter: Trees, threads: 1);

    /// <summary>Short is what a node's floors and fixed draws come to beyond its ceiling, when each node below takes no more than its own ceiling or its fixed draws.</summary>
    [Fact]
    public void What_is_short_is_told_node_by_node_by_the_book() => any.Sample(it =>
    {
        double[] claim = [.. it.Nodes.Select(node => node.Fixed.Watts)], @fixed = Inputs(it, new double[it.Leaves.Count]);
        for (int i = 0; i < it.Leaves.Count; i++) claim[it.Leaves[i].Node] += Floor(it, i);
        for (int v = it.Nodes.Count - 1; v >= 0; v--)
        {
            claim[v] /= it.Nodes[v].EfficiencyFraction;
            if (it.Nodes[v].Parent >= 0) claim[it.Nodes[v].Parent] += Math.Min(claim[v], Math.Max(it.CeilingWatts[v], @fixed[v]));
        }
        double[] @short = [.. claim.Select((watts, v) => watts - it.CeilingWatts[v])];
        FloorShortage[] told = Divided(it).Found.FloorShortages.ToArray();
        Assert.Equal(told.Length == 0, Divided(it).Found.FloorsFit);
        for (int v = 0; v < @short.Length; v++)
        {
            double watts = told.Where(one => one.Node == v).Sum(one => one.Short.Watts);
            Assert.Equal(Math.Max(0, @short[v]), watts, 1e-9 * (1 + claim[v]));
        }
        Assert.Equal(told.Select(one => one.Node).Order(), told.Select(one => one.Node));
        Assert.All(told, one => Assert.True(one.Short > Power.Zero));
    }, iter: Trees, threads: 1);

    [Fact]
    public void Floors_that_just_fit_are_carried_to_the_last_bit() => Gen.Int[0, 1_000_000_000].Select(AnyTree.Of).Sample(it =>
    {
        it = it with { CeilingWatts = AnyTree.Inputs(it.Nodes, it.Leaves, new double[it.Leaves.Count]) };
        (double[] granted, double[] fit, Division found) = Divided(it);
        Assert.True(found.FloorsFit);
        Assert.Equal(Enumerable.Range(0, fit.Length).Select(i => Floor(it, i)), fit);
        Assert.All(granted, watts => Assert.InRange(watts, 0, 1e-9));
    }, iter: Trees, threads: 1);

    [Fact]
    public void A_floor_is_cut_only_where_a_full_node_carries_none_of_a_lesser_rank() => any.Sample(it =>
    {
        (double[] granted, double[] fit, _) = Divided(it);
        double[] inputs = Inputs(it, fit);
        for (int i = 0; i < fit.Length; i++)
        {
            if (fit[i] >= Floor(it, i) - 1e-6) continue;
            int full = it.Leaves[i].Node;
            while (full >= 0 && inputs[full] < it.CeilingWatts[full] - 1e-6) full = it.Nodes[full].Parent;
            Assert.True(full >= 0, $"floor {i} is cut and nothing stands in its way");
            for (int j = 0; j < fit.Length; j++)
            {
                if (!it.IsUnder(j, full)) continue;
                Assert.True(fit[j] < 1e-6 || it.Leaves[j].Rank <= it.Leaves[i].Rank, $"floor {j} of rank {it.Leaves[j].Rank} stands before {i} of rank {it.Leaves[i].Rank}");
                Assert.True(granted[j] < 1e-6, $"leaf {j} is given more than its floor where a floor is cut");
            }
        }
    }, iter: Trees, threads: 1);
}
