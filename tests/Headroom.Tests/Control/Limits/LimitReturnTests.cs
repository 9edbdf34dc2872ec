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
    public void Two_that_become_one_are_nowhere_exceeded_by_it()
    {
        LimitReturn[] all = [back, Back(12, 30, 100, 14, 60), Back(5, 40, 90, 25, 30), Back(10, 110, 100, 10, 40), Back(30, 20, 20, 30, 31), Back(11, 60, 70, 45, 46)];
        foreach (LimitReturn one in all)
            foreach (LimitReturn other in all)
            {
                LimitReturn joined = one.Joined(other);
                Assert.Same(other.Limit, joined.Limit);
                for (int tenths = 0; tenths <= 700; tenths++)
                {
                    TimeSpan at = (tenths / 10.0).Minutes;
                    Assert.True(joined.At(at) <= Math.Min(one.At(at), other.At(at)) + 1, $"{one} and {other} at {at}");
                    Assert.True(joined.Before(at) <= Math.Min(one.Before(at), other.Before(at)) + 1, $"{one} and {other} before {at}");
                }
            }
        Assert.Equal(Back(12, 30, 100, 20, 60, all[1].Limit), all[0].Joined(all[1]));
        // as early as the second lets it: at 12 min it may be at 45 MW, on a line from 40 to 100 MW at 25 min
        Assert.Equal(12 - 5 * 13 / 55.0, back.Joined(Back(12, 45, 100, 25, 60)).Since.TotalMinutes, 1e-6);
        Assert.Equal(Back(10, 40, 90, 20, 50, all[1].Limit), back.Joined(Back(12, 95, 90, 14, 30, all[1].Limit)));
        Assert.Equal(Back(12, 20, 20, 14, 50, all[1].Limit), Back(10, 20, 20, 10, 50).Joined(Back(12, 20, 30, 14, 20, all[1].Limit)));
    }

    [Fact]
    public void Of_many_ways_back_the_nearest_become_one_and_no_moment_is_freed()
    {
        // every minute a little more, each slower than all before it: none covers another
        LimitReturn[] all = [.. Enumerable.Range(0, 300).Select(k => Back(k, 40 + k * 0.1, 100, k + 200 - k * 0.3, 900 - k)),
            .. Enumerable.Range(0, 3).Select(k => Back(90 * k, 40 + k, 100, 90 * k + 200 - k * 0.3, 900 - k, Limit(Cut with { Feed = "A" })))];
        Assert.Equal(LimitReturn.Most, LimitReturn.Pruned(all[..LimitReturn.Most]).Count);
        Assert.Equal(all[..LimitReturn.Most], LimitReturn.Pruned(all[..LimitReturn.Most]));
        List<LimitReturn> kept = LimitReturn.Pruned(all);
        Assert.Equal(LimitReturn.Most, kept.Count);
        Assert.Equal(3, kept.Count(one => one.Limit.Feed == "A"));
        LimitReturn[] whole = [.. kept.Where(one => one.Limit.Feed is null)];
        for (int minute = 0; minute <= 901; minute++)
            Assert.True(whole.Min(one => one.At(minute.Minutes)) <= all[..300].Min(one => one.At(minute.Minutes)) + 1, $"at minute {minute}");
        // little is lost: at no moment more than two of what all of them leave
        for (int minute = 0; minute < 400; minute++)
            Assert.True(whole.Min(one => one.At(minute.Minutes)) >= all[..300].Min(one => one.At(minute.Minutes)) - 2e6, $"at minute {minute}");
        // of other feeds alone nothing can become one
        LimitBookSetting many = Setting with { Feeds = Enumerable.Range(0, 70).ToDictionary(k => $"F{k}", _ => Setting.Site) };
        LimitReturn[] apart = [.. Enumerable.Range(0, 70).Select(k =>
            Back(k, 40, 100, k + 10, 900 - k, new BookedLimit(LimitMessage.Demand(Utility, new(default, 0), Cut with { Feed = $"F{k}" }), TimeSpan.Zero, many)))];
        Assert.Equal(70, LimitReturn.Pruned(apart).Count);
    }

    [Theory]
    [InlineData(0, 0, 1)]       // of equals the oldest
    [InlineData(1, 0, 1)]
    [InlineData(2, 1, 2)]
    [InlineData(64, 63, 64)]
    public void One_too_many_joins_the_two_whose_starts_are_nearest(int near, int first, int second)
    {
        LimitReturn[] all = [.. Enumerable.Range(0, LimitReturn.Most + 1).Select(k => Back(2 * k - (k == near && k > 0 ? 1 : 0), 40 + k * 0.1, 100, 2 * k + 200 - k * 0.3, 900 - k))];
        List<LimitReturn> kept = LimitReturn.Pruned(all);
        Assert.Equal([all[first], all[second]], all.Except(kept));
        Assert.Contains(all[first].Joined(all[second]), kept);
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
