using Headroom.Compute;
using Headroom.Control;
using Headroom.Quantities;
using static Headroom.Tests.Control.AllocatorTests;

namespace Headroom.Tests.Control;

/// <summary>Curves and trees: what is accepted, and what is read from them.</summary>
public sealed class AllocationTreeTests
{
    private static TokenKnot Knot(double watts, double tokens) => new(watts.Watts, tokens.TokensPerSecond);

    [Fact]
    public void A_curve_is_read_along_its_pieces()
    {
        TokenCurve curve = new(Knot(0, 5), Knot(10, 25), Knot(30, 45));
        Assert.Equal(30.Watts, curve.Most);
        foreach ((double watts, double tokens) in (ReadOnlySpan<(double, double)>)[(0, 5), (5, 15), (10, 25), (20, 35), (30, 45), (99, 45)])
            Assert.Equal(tokens, curve.At(watts.Watts).TokensPerSecond);
    }

    [Fact]
    public void Knots_on_a_straight_line_are_gone() =>
        Assert.Equal([Knot(0, 0), Knot(20, 40), Knot(30, 50)], new TokenCurve(Knot(0, 0), Knot(10, 20), Knot(20, 40), Knot(30, 50)).Knots);

    [Fact]
    public void Curves_that_cannot_be_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new TokenCurve(Knot(0, 0)));
        Assert.Throws<ArgumentException>(() => new TokenCurve(Knot(1, 0), Knot(2, 1)));
        Assert.Throws<ArgumentException>(() => new TokenCurve(Knot(0, -1), Knot(2, 1)));
        Assert.Throws<ArgumentException>(() => new TokenCurve(Knot(0, 0), Knot(0, 1)));
        Assert.Throws<ArgumentException>(() => new TokenCurve(Knot(0, 1), Knot(1, 1)));
        Assert.Throws<ArgumentException>(() => new TokenCurve(Knot(0, 0), Knot(double.PositiveInfinity, 1)));
        Assert.Throws<ArgumentException>(() => new TokenCurve(Knot(0, 0), Knot(1, double.PositiveInfinity)));
        Assert.Throws<ArgumentException>(() => new TokenCurve(Knot(0, 0), Knot(10, 10), Knot(20, 20.001)));
    }

    [Fact]
    public void A_frontier_becomes_a_curve_above_idle()
    {
        OperatingPoint Point(double watts, double tokens) => new(1, watts.Watts, watts.Watts, watts.Watts, tokens.TokensPerSecond, default);
        Frontier frontier = new([Point(150, 10), Point(200, 60), Point(300, 80)], 100.Watts, 0, 1, false, "by hand");
        Assert.Equal([Knot(0, 0), Knot(100, 120), Knot(200, 160)], TokenCurve.Of(frontier, 2).Knots);
        Assert.Equal([Knot(0, 0), Knot(100, 30), Knot(200, 40)], TokenCurve.Of(frontier, 0.5).Knots);
        Assert.Throws<ArgumentOutOfRangeException>(() => TokenCurve.Of(frontier, 0));
    }

    [Fact]
    public void A_rack_at_rest_yields_nothing_whatever_its_frontier_says_of_that_power()
    {
        OperatingPoint Point(double watts, double tokens) => new(1, watts.Watts, watts.Watts, watts.Watts, tokens.TokensPerSecond, default);
        Frontier frontier = new([Point(100, 10), Point(200, 60)], 100.Watts, 0, 1, false, "by hand");
        Assert.Equal([Knot(0, 0), Knot(100, 60)], TokenCurve.Of(frontier, 1).Knots);
    }

    [Fact]
    public void Trees_that_cannot_be_are_refused()
    {
        AllocationLeaf leaf = Leaf(0, 0, Curve((1, 1)));
        AllocationNode top = new("top", -1);
        foreach (AllocationNode bad in (AllocationNode[])[new("a", 1), new("a", -2), new("a", 0, 0), new("a", 0, 1.01), new("a", 0, 1, (-1).Watts), new("a", 0, 1, double.PositiveInfinity.Watts)])
            Assert.Throws<ArgumentException>(() => new AllocationTree([top, bad], [leaf]));
        Assert.Throws<ArgumentException>(() => new AllocationTree([top with { EfficiencyFraction = 0 }], [leaf]));
        foreach (AllocationLeaf bad in (AllocationLeaf[])[leaf with { Node = -1 }, leaf with { Node = 1 }, leaf with { Rank = -1 }, leaf with { Rank = AllocationTree.Ranks }, leaf with { Floor = (-1).Watts }, leaf with { Floor = double.PositiveInfinity.Watts }, leaf with { Alike = 0 }])
            Assert.Throws<ArgumentException>(() => new AllocationTree([top], [bad]));
        Assert.Single(new AllocationTree([top], [leaf with { Rank = AllocationTree.Ranks - 1 }]).Leaves);
    }

    [Fact]
    public void Floors_and_tokens_are_of_all_alike_ones_together()
    {
        AllocationTree tree = new([new("top", -1)], [Leaf(0, 1, Curve((10, 3), (10, 1)), 7, alike: 3), Leaf(0, 2, Curve((10, 9)))]);
        Assert.Equal([21, 0], tree.FloorWatts.ToArray());
        Assert.Equal(105, tree.Tokens([45, 10], 1).TokensPerSecond, 9);
        Assert.Equal(90, tree.Tokens([45, 10], 2).TokensPerSecond, 9);
    }
}
