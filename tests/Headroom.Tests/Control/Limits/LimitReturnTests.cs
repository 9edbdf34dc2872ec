using Headroom.Control;
using Headroom.Quantities;
using static Headroom.Tests.Control.Limits.Books;

namespace Headroom.Tests.Control.Limits;

/// <summary>Ways back, one by one and those that cover others.</summary>
public sealed class LimitReturnTests
{
    private static BookedLimit Limit(LimitEvent? limit = null, double issued = 0, long sequence = 0) =>
        new(LimitMessage.Demand(Utility, new(issued.Minutes, sequence), limit ?? Cut), TimeSpan.Zero, Setting);

    /// <summary>Up from 40 MW at 10 min to 100 MW at 20 min, level to 50 min.</summary>
    private static readonly LimitReturn back = Back(10, 40, 100, 20, 50);

    private static LimitReturn Back(double since, double from, double to, double reached, double end, BookedLimit? limit = null) =>
        new(limit ?? Limit(), since.Minutes, from.Megawatts, to.Megawatts, reached.Minutes, end.Minutes);

    [Theory]
    [InlineData(0, 40, 40)]
    [InlineData(10, 40, 40)]
    [InlineData(15, 70, 70)]
    [InlineData(20, 100, 100)]
    [InlineData(49, 100, 100)]
    [InlineData(50, double.PositiveInfinity, 100)]
    [InlineData(51, double.PositiveInfinity, double.PositiveInfinity)]
    public void It_holds_before_it_starts_rises_and_ends(double minute, double from, double upTo) =>
        Assert.Equal((from * 1e6, upTo * 1e6), (Math.Round(back.At(minute.Minutes)), Math.Round(back.Before(minute.Minutes))));

    [Fact]
    public void Of_several_lines_at_a_moment_the_least_counts()
    {
        Line[] lines = [new(0, 10, 3, 3), new(0, 10, 2, 2), new(10, 20, 1, 1)];
        Assert.Equal((2, 2, 1), (lines.LeastFrom(5), lines.LeastUpTo(10), lines.LeastFrom(10)));
        Assert.Equal((2, double.PositiveInfinity), (lines.LeastFrom(0), lines.LeastUpTo(0)));
        Assert.Equal((double.PositiveInfinity, 1), (lines.LeastFrom(20), lines.LeastUpTo(20)));
    }

    [Fact]
    public void One_covers_another_that_asks_for_nothing_more()
    {
        Assert.True(back.Covers(back));
        Assert.True(back.Covers(Back(10, 41, 100, 20, 50)));
        Assert.True(back.Covers(Back(5, 40, 100, 15, 50)));
        Assert.True(back.Covers(Back(10, 40, 100, 20, 40)));
        Assert.False(Back(10, 41, 100, 20, 50).Covers(back));
        Assert.False(Back(5, 40, 100, 15, 50).Covers(back));
        Assert.False(Back(10, 40, 100, 20, 40).Covers(back));
        Assert.False(Back(10, 40, 100, 15, 50).Covers(back));
        Assert.False(Back(10, 40, 110, 20, 50).Covers(back));
        Assert.False(back.Covers(Back(15, 40, 100, 20, 50)));
        Assert.True(Back(10, 30, 30, 10, 50).Covers(Back(10, 40, 40, 10, 50)));
        // short of a step: equal up to a moment, less from it on
        Assert.False(Back(10, 40, 100, 10, 50).Covers(Back(10, 40, 60, 10, 50)));
        Assert.False(back.Covers(Back(10, 40, 100, 20, 50, Limit(Cut with { Feed = "A" }))));
        Assert.False(back.Covers(Back(10, 40, 100, 20, 50, Limit(Cut with { Firmness = Firmness.BestEffort }))));
        Assert.False(back.BindsLike(Limit(Cut with { Feed = "A", Firmness = Firmness.BestEffort })));
        Assert.True(Back(10, 30, 100, 10, 10).Covers(Back(5, 30, 100, 5, 5)));
        Assert.False(Back(5, 30, 100, 5, 5).Covers(Back(10, 30, 100, 10, 10)));
        // on the way to more when the other ends; up at once where the other takes its time
        Assert.False(Back(10, 40, 100, 40, 50).Covers(Back(10, 40, 60, 20, 30)));
        Assert.False(Back(10, 40, 100, 10, 50).Covers(back));
    }

    public static TheoryData<int> Pairs() => [.. Enumerable.Range(0, pairs.Length)];

    /// <summary>In the order in which they are kept; none covers the other.</summary>
    private static readonly LimitReturn[][] pairs =
    [
        [Back(10, 30, 100, 20, 50), Back(12, 30, 100, 14, 60)],
        [Back(10, 30, 100, 20, 40), Back(10, 40, 100, 20, 50)],
        [Back(10, 30, 90, 20, 40), Back(10, 30, 100, 20, 50)],
        [Back(10, 30, 100, 15, 50), Back(10, 30, 100, 20, 40)],
        [Back(10, 30, 100, 20, 40, Limit(Cut with { Feed = "A", Level = 30.Megawatts })), Back(10, 30, 100, 20, 50)],
    ];

    [Theory, MemberData(nameof(Pairs))]
    public void Those_that_ask_for_something_stand_in_one_order(int pair)
    {
        Assert.Equal(pairs[pair], LimitReturn.Pruned(pairs[pair]));
        Assert.Equal(pairs[pair], LimitReturn.Pruned(pairs[pair].Reverse()));
    }

    [Fact]
    public void Of_equal_ones_the_one_of_the_older_message_is_kept()
    {
        LimitReturn first = Back(10, 40, 100, 20, 50, Limit(issued: 1)), second = Back(10, 40, 100, 20, 50, Limit(issued: 2)), third = Back(10, 40, 100, 20, 50, Limit(issued: 2, sequence: 1));
        Assert.Same(first, Assert.Single(LimitReturn.Pruned([third, second, first])));
        Assert.Same(first, Assert.Single(LimitReturn.Pruned([first, second])));
        foreach (LimitReturn[] order in (LimitReturn[][])[[third, second], [second, third]]) Assert.Same(second, Assert.Single(LimitReturn.Pruned(order)));
        Assert.Same(back, Assert.Single(LimitReturn.Pruned([Back(10, 41, 100, 20, 50), back, Back(10, 40, 100, 20, 40)])));
    }

    [Fact]
    public void A_way_back_takes_the_part_of_its_ramp_that_is_left_and_ends_with_its_limit()
    {
        BookedLimit limit = Limit();
        // 10 min from 60 MW: 5 min from 80 MW, and the baseline for an hour
        Assert.Equal(Back(100, 80, 100, 105, 165, limit), LimitReturn.Of(limit, 100.Minutes, 80e6, 60.Megawatts, TimeSpan.MaxValue));
        Assert.Equal(Back(100, 80, 100, 105, 120, limit), LimitReturn.Of(limit, 100.Minutes, 80e6, 60.Megawatts, 120.Minutes));
        Assert.Equal(Back(100, 80, 100, 105, 105, limit), LimitReturn.Of(limit, 100.Minutes, 80e6, 60.Megawatts, 103.Minutes));
        Assert.Equal([new Line(long.MinValue, 100.Minutes.Ticks, 80e6, 80e6)], Back(100, 80, 100, 100, 100).Lines());
    }
}
