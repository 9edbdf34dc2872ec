using CsCheck;
using Headroom.Control;
using static Headroom.Tests.Control.AllocatorTests;

namespace Headroom.Tests.Control;

/// <summary>Steal and give back.</summary>
public sealed class TransitionTests
{
    private static readonly TokenCurve same = Curve((100, 2));

    private static (double[] Ordered, int[] Steps, TransitionSteps Count) Order(AllocationTree tree, double[] ceilings, double[] inForce, double[] target)
    {
        double[] ordered = new double[inForce.Length];
        int[] steps = new int[inForce.Length];
        TransitionSteps count = new Transition(tree).Order(ceilings, tree.FloorWatts, inForce, target, ordered, steps);
        return (ordered, steps[..(count.Takings + count.Givings)], count);
    }

    [Fact]
    public void What_is_taken_is_given_only_when_it_has_landed()
    {
        AllocationTree tree = new([new("site", -1)], [Leaf(0, 0, same), Leaf(0, 3, same), Leaf(0, 4, same), Leaf(0, 1, same)]);
        (double[] ordered, int[] steps, TransitionSteps count) = Order(tree, [200], [50, 80, 60, 0], [90, 60, 20, 30]);
        Assert.Equal([60, 60, 20, 0], ordered.Select(watts => Math.Round(watts, 9)));
        Assert.Equal([2, 1, 0], steps);
        Assert.Equal(new(Takings: 2, Givings: 1, Waiting: 2), count);
        (ordered, steps, count) = Order(tree, [200], [60, 60, 20, 0], [90, 60, 20, 30]);
        Assert.Equal([90, 60, 20, 30], ordered);
        Assert.Equal([0, 3], steps);
        Assert.Equal(new(Takings: 0, Givings: 2, Waiting: 0), count);
    }

    [Fact]
    public void Over_its_ceiling_a_node_is_given_nothing()
    {
        AllocationTree tree = new([new("site", -1), new("a", 0), new("b", 0)], [Leaf(1, 0, same), Leaf(1, 2, same), Leaf(2, 3, same, 10)]);
        (double[] ordered, int[] steps, TransitionSteps count) = Order(tree, [double.PositiveInfinity, 100, 50], [50, 60, 10], [80, 20, 40]);
        Assert.Equal([50, 20, 40], ordered);
        Assert.Equal([1, 2], steps);
        Assert.Equal(new(Takings: 1, Givings: 1, Waiting: 1), count);
    }

    [Fact]
    public void Alike_ranks_share_what_is_free_in_proportion()
    {
        AllocationTree tree = new([new("site", -1, 0.5)], [Leaf(0, 1, same), Leaf(0, 1, same)]);
        double[] ordered = Order(tree, [100], [10, 10], [40, 70]).Ordered;
        Assert.Equal([20, 30], ordered.Select(watts => Math.Round(watts, 9)));
    }

    [Fact]
    public void Wrong_numbers_are_refused()
    {
        AllocationTree tree = new([new("site", -1)], [Leaf(0, 1, same)]);
        var transition = new Transition(tree);
        double[] one = [1], two = [1, 1], ordered = [0];
        int[] steps = [0];
        foreach (double bad in (double[])[-1, double.NaN, double.PositiveInfinity])
        {
            Assert.Throws<ArgumentException>(() => transition.Order(one, [bad], one, one, ordered, steps));
            Assert.Throws<ArgumentException>(() => transition.Order(one, one, [bad], one, ordered, steps));
            Assert.Throws<ArgumentException>(() => transition.Order(one, one, one, [bad], ordered, steps));
        }
        Assert.Throws<ArgumentException>(() => transition.Order(one, two, one, one, ordered, steps));
        Assert.Throws<ArgumentException>(() => transition.Order(one, one, two, one, ordered, steps));
        Assert.Throws<ArgumentException>(() => transition.Order(one, one, one, two, ordered, steps));
        Assert.Throws<ArgumentException>(() => transition.Order(one, one, one, one, two, steps));
        Assert.Throws<ArgumentException>(() => transition.Order(one, one, one, one, ordered, []));
    }

    /// <summary>Whatever has landed, no node passes its ceiling; and when takings land in any order the target is reached.</summary>
    [Fact]
    public void No_order_of_landing_passes_a_ceiling_and_the_target_is_reached() => Gen.Select(Gen.Int[0, 1_000_000_000], Gen.Double[0, 1]).Sample((seed, share) =>
    {
        AnyTree it = AnyTree.Of(seed);
        var random = new Random(seed);
        double[] target = it.Divided(), wants = [.. it.WantedWatts.Select(watts => random.NextDouble() * Math.Min(watts, 500))], inForce = new double[wants.Length];
        new Allocator(it.Tree).Divide(it.CeilingWatts, wants, inForce);
        for (int beat = 0; ; beat++)
        {
            (double[] ordered, _, TransitionSteps count) = Order(it.Tree, it.CeilingWatts, inForce, target);
            double[] worst = [.. inForce.Zip(ordered, Math.Max)], inputs = it.Inputs(worst);
            for (int v = 0; v < inputs.Length; v++) Assert.True(inputs[v] <= it.CeilingWatts[v] * (1 + 3e-12), $"{inputs[v]:R} W of {it.CeilingWatts[v]:R}");
            if (count.Takings == 0)
            {
                Assert.Equal(0, count.Waiting);
                Assert.Equal(target, ordered);
                return;
            }
            Assert.True(beat < 40, "never reached");
            // some takings land, and all once half the beats are gone; the others stay at the worse of both
            inForce = [.. worst.Zip(ordered, (most, now) => beat > 20 || random.NextDouble() < share ? now : most)];
        }
    }, iter: 2000, threads: 1);

    [Fact]
    public void A_transition_allocates_nothing()
    {
        AnyTree it = AnyTree.Of(5);
        var transition = new Transition(it.Tree);
        double[] target = it.Divided(), inForce = new double[target.Length], ordered = new double[target.Length];
        int[] steps = new int[target.Length];
        transition.Order(it.CeilingWatts, it.Tree.FloorWatts, inForce, target, ordered, steps);
        long before = GC.GetAllocatedBytesForCurrentThread();
        transition.Order(it.CeilingWatts, it.Tree.FloorWatts, inForce, target, ordered, steps);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
