using Headroom.Control;
using Headroom.Quantities;
using static Headroom.Tests.Control.AllocatorTests;

namespace Headroom.Tests.Control;

/// <summary>Which nodes are told as full, and what one more watt into them would yield.</summary>
public sealed class FullNodeTests
{
    private const double None = double.PositiveInfinity;
    private static readonly TokenCurve same = Curve((100, 2));

    private static (double[] Granted, Division Found) Divide(AllocationNode[] nodes, AllocationLeaf[] leaves, params double[] ceilings)
    {
        double[] granted = new double[leaves.Length], wanted = [.. leaves.Select(_ => None)];
        Division found = new Allocator(new(nodes, leaves)).Divide(ceilings, wanted, granted);
        return ([.. granted.Select(watts => Math.Round(watts, 9))], found);
    }

    [Fact]
    public void A_rack_that_takes_all_its_site_has_is_full_itself_and_the_site_for_the_next_in_line()
    {
        (double[] granted, Division found) = Divide([new("site", -1), new("rack", 0)], [Leaf(1, 0, Curve((100, 5))), Leaf(0, 0, Curve((100, 3)))], 40, 40);
        Assert.Equal([40, 0], granted);
        Assert.Equal([new FullNode(0, 0, TokenEfficiency.FromSi(3), -1), new FullNode(1, 0, TokenEfficiency.FromSi(5), 0)], found.Full.ToArray());
    }

    [Fact]
    public void Many_that_bound_before_and_bind_no_more_have_no_marginals()
    {
        var allocator = new Allocator(new([new("a", -1), new("b", -1), new("c", -1)], [Leaf(0, 0, same), Leaf(1, 0, same), Leaf(2, 0, same)]));
        double[] granted = new double[3];
        Division found = allocator.Divide([10, 10, 10], [None, None, None], granted);
        Assert.Equal([2, 2, 2], Enumerable.Range(0, 3).Select(node => found.Marginal(node).TokensPerJoule));
        found = allocator.Divide([None, None, None], [None, None, None], granted);
        Assert.Equal([0, 0, 0], Enumerable.Range(0, 3).Select(node => found.Marginal(node).TokensPerJoule));
    }

    [Fact]
    public void Who_is_full_from_an_earlier_rank_stays_full_for_that_one()
    {
        // equals of rank 0 fill the rack; ranks 1 and 2 ask in vain
        (double[] granted, Division found) = Divide([new("site", -1), new("rack", 0)],
            [Leaf(1, 0, same), Leaf(1, 0, same), Leaf(1, 1, same), Leaf(1, 1, same), Leaf(1, 2, Curve((100, 9)))], None, 60);
        Assert.Equal([30, 30, 0, 0, 0], granted);
        Assert.Equal([new FullNode(1, 0, TokenEfficiency.FromSi(2), -1)], found.Full.ToArray());
    }

    /// <summary>Floors of 25 and 25 are all a site of 50 W has; the rack could carry 10 W more.</summary>
    [Fact]
    public void A_rack_with_room_under_a_site_that_is_short_of_floors_is_not_told_as_full()
    {
        (double[] granted, Division found) = Divide([new("site", -1), new("rack", 0)], [Leaf(1, 0, Curve((100, 5)), 40), Leaf(0, 0, same, 40)], 50, 35);
        Assert.Equal([0, 0], granted);
        Assert.Equal([new FloorShortage(0, 25.Watts), new FloorShortage(1, 5.Watts)], found.FloorShortages.ToArray());
        Assert.Equal([0], found.Full.ToArray().Select(full => full.Node));
    }

    /// <summary>Where a row is full already, another of its racks asks together with a neighbour of the row, which wants half a watt too much.</summary>
    [Fact]
    public void A_full_row_frees_nothing_for_its_neighbours()
    {
        AllocationNode[] nodes = [new("site", -1), new("row", 0), new("rack 1", 1), new("rack 2", 1)];
        AllocationLeaf[] leaves = [Leaf(2, 0, Curve((100, 5))), Leaf(3, 0, same), Leaf(0, 0, Curve((50.5, 2)))];
        (double[] granted, Division found) = Divide(nodes, leaves, 90, 40, 60, 60);
        Assert.Equal([40, 0, 50], granted);
        Assert.Equal([0, 1], found.Full.ToArray().Select(full => full.Node));
    }

    /// <summary>Row: racks of 70 and 10, and one without end, stop at 110 W; the site of 100 W stops all before, at 30 each but for the rack of 10.</summary>
    [Fact]
    public void A_row_that_would_fill_forgets_only_the_racks_that_would_have_filled_later()
    {
        AllocationNode[] nodes = [new("site", -1), new("row", 0), new("a", 1), new("b", 1), new("c", 1), new("d", 0)];
        AllocationLeaf[] leaves = [Leaf(2, 0, same), Leaf(3, 0, same), Leaf(4, 0, same), Leaf(5, 0, same)];
        Assert.Equal([30, 10, 30, 30], Divide(nodes, leaves, 100, 110, 70, 10, None, None).Granted);
        AllocationNode[] turned = [new("site", -1), new("row", 0), new("b", 1), new("a", 1), new("c", 1), new("d", 0)];
        Assert.Equal([10, 30, 30, 30], Divide(turned, leaves, 100, 110, 10, 70, None, None).Granted);
    }

    [Fact]
    public void A_want_that_ends_just_before_its_curve_bends_frees_nothing_for_others()
    {
        double[] granted = new double[2];
        new Allocator(new([new("site", -1)], [Leaf(0, 0, Curve((100, 3), (100, 1))), Leaf(0, 0, Curve((100, 0.5)))])).Divide([150], [99.5, None], granted);
        Assert.Equal([99.5, 50.5], granted);
    }
}
