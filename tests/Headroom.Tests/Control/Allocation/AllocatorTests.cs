using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Tests.Control;

/// <summary>Divisions worked by hand.</summary>
public sealed class AllocatorTests
{
    private const double None = double.PositiveInfinity;

    internal static TokenCurve Curve(params (double Watts, double Slope)[] pieces)
    {
        List<TokenKnot> knots = [default];
        foreach ((double watts, double slope) in pieces) knots.Add(new(knots[^1].AboveFloor + watts.Watts, knots[^1].Weighted + (slope * watts).TokensPerSecond));
        return new(knots);
    }

    internal static AllocationLeaf Leaf(int node, int rank, TokenCurve curve, double floor = 0, int alike = 1) => new(node, rank, curve, floor.Watts, alike);

    private static (double[] Granted, Division Found) Divide(AllocationNode[] nodes, AllocationLeaf[] leaves, double[] ceilings, double[]? wanted = null)
    {
        double[] granted = new double[leaves.Length];
        Division found = new Allocator(new(nodes, leaves)).Divide(ceilings, wanted ?? [.. leaves.Select(_ => None)], granted);
        return (granted, found);
    }

    private static void Close(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-9);
    }

    [Fact]
    public void Power_goes_where_a_watt_buys_most()
    {
        (double[] granted, Division found) = Divide([new("site", -1)], [Leaf(0, 0, Curve((100, 3), (100, 1))), Leaf(0, 0, Curve((100, 2)))], [250]);
        Close([150, 100], granted);
        FullNode full = Assert.Single(found.Full.ToArray());
        Assert.Equal(new FullNode(0, 0, TokenEfficiency.FromSi(1), -1), full);
        Assert.Equal(1, found.Marginal(0).TokensPerJoule);
        Assert.True(found.FloorsFit);
    }

    [Fact]
    public void What_fits_is_granted_to_the_last_bit_and_nothing_binds()
    {
        (double[] granted, Division found) = Divide([new("site", -1, 0.93), new("rack", 0, 0.97)], [Leaf(1, 0, Curve((100, 3))), Leaf(1, 4, Curve((70, 2)))], [None, 200], [33.3, None]);
        Assert.Equal([33.3, 70], granted);
        Assert.Equal(0, found.Full.Length);
        Assert.Equal(default, found.Marginal(1));
    }

    [Fact]
    public void A_want_that_meets_its_ceiling_exactly_binds_nothing()
    {
        (double[] granted, Division found) = Divide([new("site", -1)], [Leaf(0, 0, Curve((100, 3))), Leaf(0, 0, Curve((50, 2)))], [150]);
        Assert.Equal([100, 50], granted);
        Assert.Equal(0, found.Full.Length);
    }

    [Fact]
    public void An_important_rank_comes_first_however_little_it_yields()
    {
        (double[] granted, Division found) = Divide([new("site", -1)], [Leaf(0, 1, Curve((100, 9))), Leaf(0, 0, Curve((100, 1))), Leaf(0, 4, Curve((100, 99)))], [130]);
        Close([30, 100, 0], granted);
        Assert.Equal(new FullNode(0, 1, TokenEfficiency.FromSi(9), -1), found.Full[0]);
    }

    [Fact]
    public void Losses_on_the_way_count()
    {
        // a watt at a costs 2 at the top, so its 3 tokens are worth 1.5 there
        (double[] granted, Division found) = Divide([new("site", -1), new("a", 0, 0.5), new("b", 0)], [Leaf(1, 0, Curve((100, 3))), Leaf(2, 0, Curve((100, 2)))], [200, None, None]);
        Close([50, 100], granted);
        Assert.Equal(1.5, found.Full[0].Marginal.TokensPerJoule);
    }

    [Fact]
    public void Marginals_are_per_watt_into_the_node_itself()
    {
        (double[] granted, Division found) = Divide([new("site", -1, 0.5), new("rack", 0, 0.8)], [Leaf(1, 2, Curve((100, 3)))], [1000, 50]);
        Close([40], granted);
        Assert.Equal(new FullNode(1, 2, TokenEfficiency.FromSi(2.4), -1), found.Full[0] with { Marginal = TokenEfficiency.FromSi(Math.Round(found.Full[0].Marginal.TokensPerJoule, 12)) });
    }

    [Fact]
    public void What_bound_in_the_last_beat_and_binds_no_more_has_no_marginal()
    {
        Allocator allocator = new(new([new("site", -1), new("a", 0), new("b", 0)], [Leaf(1, 0, Curve((100, 3))), Leaf(2, 0, Curve((100, 2)))]));
        double[] granted = new double[2];
        Division found = allocator.Divide([150, None, None], [None, None], granted);
        Assert.Equal([2, 0, 0], Enumerable.Range(0, 3).Select(node => found.Marginal(node).TokensPerJoule));
        found = allocator.Divide([None, None, 50], [None, None], granted);
        Assert.Equal([0, 0, 2], Enumerable.Range(0, 3).Select(node => found.Marginal(node).TokensPerJoule));
        found = allocator.Divide([None, None, None], [None, None], granted);
        Assert.Equal([0, 0, 0], Enumerable.Range(0, 3).Select(node => found.Marginal(node).TokensPerJoule));
    }

    [Fact]
    public void A_shortage_of_floors_is_told_at_the_input_of_the_node_that_is_short()
    {
        // the rack's floors take 40/0.8 = 50 W of its 30 W
        (_, Division found) = Divide([new("site", -1, 0.5), new("rack", 0, 0.8)], [Leaf(1, 0, Curve((10, 1)), 40)], [None, 30]);
        FloorShortage shortage = Assert.Single(found.FloorShortages.ToArray());
        Assert.Equal((1, 20), (shortage.Node, Math.Round(shortage.Short.Watts, 9)));
    }

    [Fact]
    public void Fixed_draws_and_floors_come_off_first()
    {
        // (20 + (10 + 5·2 + g)/0.8)/0.5 = 200  ->  g = 44
        (double[] granted, Division found) = Divide([new("site", -1, 0.5, 20.Watts), new("rack", 0, 0.8, 10.Watts)], [Leaf(1, 0, Curve((50, 1)), 5, alike: 2)], [200, None]);
        Close([44], granted);
        Assert.Equal(0, found.Full[0].Node);
    }

    [Fact]
    public void A_full_node_inside_a_full_node_yields_more()
    {
        (double[] granted, Division found) = Divide([new("site", -1), new("a", 0), new("b", 0)],
            [Leaf(1, 0, Curve((100, 5))), Leaf(2, 0, Curve((100, 3))), Leaf(2, 0, Curve((100, 2)))], [130, 40, None]);
        Close([40, 90, 0], granted);
        Assert.Equal([new FullNode(0, 0, TokenEfficiency.FromSi(3), -1), new FullNode(1, 0, TokenEfficiency.FromSi(5), 0)], found.Full.ToArray());
    }

    [Fact]
    public void Equals_share_in_proportion_to_what_they_want()
    {
        TokenCurve same = Curve((100, 2));
        Close([12, 24, 24], Divide([new("site", -1)], [Leaf(0, 0, same), Leaf(0, 0, same), Leaf(0, 0, same)], [60], [30, 60, 60]).Granted);
        Close([20, 40], Divide([new("site", -1)], [Leaf(0, 0, same), Leaf(0, 0, same, alike: 2)], [60]).Granted);
    }

    [Fact]
    public void Equals_rise_together_until_a_node_above_them_is_full()
    {
        TokenCurve same = Curve((100, 2));
        AllocationNode[] nodes = [new("site", -1), new("row", 0), new("a", 1), new("b", 1), new("c", 0)];
        AllocationLeaf[] leaves = [Leaf(2, 0, same), Leaf(3, 0, same), Leaf(4, 0, same), Leaf(0, 0, same)];
        // a stops at 0.1, then the row at 10 + 40, and what is left is for c and the site's own
        (double[] granted, Division found) = Divide(nodes, leaves, [200, 50, 10, None, None]);
        Close([10, 40, 75, 75], granted);
        Assert.Equal([0, 1, 2], found.Full.ToArray().Select(full => full.Node));
        Assert.Equal([-1, 0, 1], found.Full.ToArray().Select(full => full.Above));
        // the site stops first: the row never fills
        (granted, found) = Divide(nodes, leaves, [100, 50, 10, None, None]);
        Close([10, 30, 30, 30], granted);
        Assert.Equal([0, 2], found.Full.ToArray().Select(full => full.Node));
        Assert.Equal(0, found.Full[1].Above);
    }

    [Fact]
    public void Bends_of_many_nodes_are_found_in_any_order()
    {
        TokenCurve same = Curve((100, 2));
        AllocationNode[] nodes = [new("site", -1), new("a", 0), new("b", 0), new("c", 0), new("d", 0)];
        AllocationLeaf[] leaves = [Leaf(1, 0, same), Leaf(2, 0, same), Leaf(3, 0, same), Leaf(4, 0, same)];
        Close([70, 10, 95, 30], Divide(nodes, leaves, [205, 70, 10, None, 30]).Granted);
        Close([25, 10, 25, 25], Divide(nodes, leaves, [85, 70, 10, 90, 30]).Granted);
        Close([70, 10, 90, 30], Divide(nodes, leaves, [200, 70, 10, 90, 30]).Granted);
        Close([0, 10, 90, 30], Divide(nodes, leaves, [200, 0, 10, 90, 30]).Granted);
    }

    [Fact]
    public void What_a_full_node_leaves_goes_to_its_neighbours_and_later_ranks()
    {
        TokenCurve same = Curve((100, 2), (100, 1));
        (double[] granted, _) = Divide([new("site", -1), new("a", 0), new("b", 0)],
            [Leaf(1, 0, same), Leaf(1, 0, same), Leaf(2, 0, same), Leaf(2, 3, same), Leaf(1, 3, same)], [420, 150, None]);
        Close([75, 75, 200, 70, 0], granted);
    }

    [Fact]
    public void Nodes_without_a_parent_are_apart()
    {
        TokenCurve same = Curve((100, 2));
        Close([10, 70], Divide([new("feed a", -1), new("feed b", -1)], [Leaf(0, 0, same), Leaf(1, 0, same)], [10, 70]).Granted);
    }

    [Fact]
    public void A_ceiling_of_zero_grants_nothing_below()
    {
        (double[] granted, Division found) = Divide([new("site", -1), new("rack", 0)], [Leaf(1, 0, Curve((100, 2))), Leaf(0, 0, Curve((10, 2)))], [None, 0]);
        Assert.Equal([0, 10], granted);
        Assert.True(found.FloorsFit);
        Assert.Equal(2, found.Marginal(1).TokensPerJoule);
    }

    [Fact]
    public void Floors_that_do_not_fit_are_reported_and_divided_from_the_most_important_down()
    {
        TokenCurve same = Curve((100, 2));
        AllocationNode[] nodes = [new("site", -1), new("rack", 0, 0.5, 10.Watts), new("other", 0)];
        AllocationLeaf[] leaves = [Leaf(1, 3, same, 40), Leaf(1, 0, same, 30), Leaf(1, 3, same, 20), Leaf(2, 0, same, 5)];
        var allocator = new Allocator(new(nodes, leaves));
        double[] granted = new double[4], fit = new double[4];
        Division found = allocator.Divide([150, 140, None], allocator.Tree.FloorWatts, [None, None, None, None], granted, fit);
        // (10 + 30 + 40 + 20)/0.5 = 200 into the rack that may take 140: 70 behind it, 30 left for 60 of rank 3
        Close([20, 30, 10, 5], fit);
        Close([0, 0, 0, 5], granted);
        Assert.False(found.FloorsFit);
        Assert.Equal([new FloorShortage(1, 60.Watts)], found.FloorShortages.ToArray());
        allocator.Divide([400, 400, None], allocator.Tree.FloorWatts, [None, None, None, 0], granted, fit);
        Assert.Equal([40, 30, 20, 5], fit);
        Assert.True(found.FloorsFit);
        // (10 + 90 + g)/0.5 + 5 = 400, all of it for rank 0
        Close([0, 97.5, 0, 0], granted);
    }

    [Fact]
    public void Fixed_draws_alone_may_pass_a_ceiling_and_are_told()
    {
        (double[] granted, Division found) = Divide([new("site", -1, 1, 30.Watts)], [Leaf(0, 0, Curve((10, 1)))], [20]);
        Assert.Equal([0], granted);
        Assert.Equal([new FloorShortage(0, 10.Watts)], found.FloorShortages.ToArray());
    }

    [Fact]
    public void A_ceiling_made_of_its_floors_carries_them_and_no_more()
    {
        TokenCurve same = Curve((10, 1));
        (double[] granted, Division found) = Divide([new("site", -1)], [Leaf(0, 0, same, 0.1), Leaf(0, 0, same, 0.2), Leaf(0, 0, same, 0.3)], [0.6]);
        Assert.True(found.FloorsFit);
        Assert.Equal([0, 0, 0], granted);
        Assert.False(Divide([new("site", -1)], [Leaf(0, 0, same, 0.1), Leaf(0, 0, same, 0.5)], [0.6 * (1 - 1e-11)]).Found.FloorsFit);
    }

    [Fact]
    public void Wrong_numbers_are_refused()
    {
        var allocator = new Allocator(new([new("site", -1)], [Leaf(0, 0, Curve((10, 1)))]));
        double[] one = [1], two = [1, 1], granted = [0];
        foreach (double bad in (double[])[-1, double.NaN])
        {
            Assert.Throws<ArgumentException>(() => allocator.Divide([bad], one, granted));
            Assert.Throws<ArgumentException>(() => allocator.Divide(one, [bad], granted));
            Assert.Throws<ArgumentException>(() => allocator.Divide(one, [bad], one, granted, default));
        }
        Assert.Throws<ArgumentException>(() => allocator.Divide(one, [None], one, granted, default));
        Assert.Throws<ArgumentException>(() => allocator.Divide(two, one, granted));
        Assert.Throws<ArgumentException>(() => allocator.Divide(one, two, granted));
        Assert.Throws<ArgumentException>(() => allocator.Divide(one, one, two));
        Assert.Throws<ArgumentException>(() => allocator.Divide(one, two, one, granted, default));
        Assert.Throws<ArgumentException>(() => allocator.Divide(one, one, one, granted, two));
    }
}
