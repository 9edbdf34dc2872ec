using CsCheck;
using Headroom.Control;
using Headroom.Quantities;
using static Headroom.Tests.Control.AllocatorTests;

namespace Headroom.Tests.Control;

/// <summary>Yields that are told anew, on a tree that is made once.</summary>
public sealed class ReweighTests
{
    private static readonly Gen<(AnyTree, double)> any = Gen.Select(Gen.Int[0, 1_000_000_000].Select(AnyTree.Of), Gen.Double[0.1, 9.9]);

    /// <summary>The tree with one straight piece for each leaf, of the same length, that yields so much.</summary>
    private static AnyTree Straight(AnyTree it, Func<int, double> yields) => it with
    {
        Leaves = [.. it.Leaves.Select((leaf, i) => leaf with { Curve = Curve((leaf.Curve.Most.Watts, yields(i))) })],
    };

    private static AnyTree Remade(AnyTree it) => new(it.Nodes, it.Leaves, it.CeilingWatts, it.WantedWatts);

    [Fact]
    public void Who_is_told_new_yields_divides_like_one_made_with_them() => any.Sample((it, seed) =>
    {
        double[] First(int count) => [.. Enumerable.Range(1, count).Select(i => 1 + seed * i % 7)];
        double[] yields = First(it.Leaves.Count), others = [.. yields.Reverse()];
        AnyTree old = Remade(Straight(it, i => others[i])), made = Remade(Straight(it, i => yields[i]));
        Allocator told = new(old.Tree), fresh = new(made.Tree);
        double[] expected = new double[yields.Length], granted = new double[yields.Length];
        Division right = fresh.Divide(it.CeilingWatts, it.WantedWatts, expected);
        told.Divide(it.CeilingWatts, it.WantedWatts, granted);
        told.Reweigh(others);
        told.Reweigh(yields);
        Division found = told.Divide(it.CeilingWatts, it.WantedWatts, granted);
        for (int i = 0; i < granted.Length; i++) Assert.Equal(expected[i], granted[i], 1e-9);
        for (int v = 0; v < it.Nodes.Count; v++) Assert.Equal(right.Marginal(v).TokensPerJoule, found.Marginal(v).TokensPerJoule, 1e-9);
    }, iter: 1000, threads: 1);

    [Fact]
    public void New_yields_move_power_at_once_and_cost_no_memory()
    {
        var allocator = new Allocator(new([new("site", -1), new("far", 0, 0.5)], [Leaf(0, 0, Curve((100, 3))), Leaf(1, 0, Curve((100, 2)))]));
        double[] granted = new double[2], even = [3, 3], turned = [1, 4], wanted = [100, 100];
        double[] ceilings = [100, double.PositiveInfinity];
        allocator.Reweigh(even);
        allocator.Divide(ceilings, wanted, granted);
        // what goes far is halved on the way
        Assert.Equal([100, 0], granted);
        long before = GC.GetAllocatedBytesForCurrentThread();
        allocator.Reweigh(turned);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        allocator.Divide(ceilings, wanted, granted);
        Assert.Equal([0, 50], granted);
    }

    [Fact]
    public void Yields_that_cannot_be_are_refused_and_change_nothing()
    {
        var allocator = new Allocator(new([new("site", -1)], [Leaf(0, 0, Curve((100, 3))), Leaf(0, 0, Curve((100, 2)))]));
        foreach (double[] bad in (double[][])[[1], [1, 4, 1], [1, 0], [0, 4], [1, -1], [1, double.NaN], [1, double.PositiveInfinity]])
            Assert.Throws<ArgumentException>(() => allocator.Reweigh(bad));
        double[] granted = new double[2];
        allocator.Divide([100], [100, 100], granted);
        Assert.Equal([100, 0], granted);
        allocator.Reweigh([1e-9, 0.5]);
        allocator.Divide([100], [100, 100], granted);
        Assert.Equal([0, 100], granted);
        var bent = new Allocator(new([new("site", -1)], [Leaf(0, 0, Curve((100, 3))), Leaf(0, 0, Curve((50, 3), (50, 1)))]));
        Assert.Throws<InvalidOperationException>(() => bent.Reweigh([1, 4]));
    }
}
