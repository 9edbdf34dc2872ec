using Headroom.Control;
using Headroom.Quantities;
using static Headroom.Tests.Control.Limits.Books;

namespace Headroom.Tests.Control.Limits;

/// <summary>Who gives way in a full book, and what is left of what was forgotten.</summary>
public sealed class LimitPlacesTests
{
    private static LimitEvent Until(double minute, string name) => new() { Name = name, Level = 80.Megawatts, From = TimeSpan.Zero, To = minute.Minutes };

    private static string[] NamesAfter(LimitBook book, LimitMessage message, int minute)
    {
        Assert.Equal(LimitOutcome.Accepted, book.Receive(message, minute.Minutes).Outcome);
        return [.. book.Snapshot().Names.Select(one => one.Name)];
    }

    private static LimitBook Book(int names) => new(Setting with { NamesMost = names });

    [Fact]
    public void A_name_that_demands_nothing_gives_way_before_one_that_is_over_for_longer()
    {
        LimitBook book = Book(2);
        book.Receive(Says(Until(5, "over"), 0), TimeSpan.Zero);
        book.Receive(Ends(10, "cancelled"), 10.Minutes);
        Assert.Equal(["new", "over"], NamesAfter(book, Says(Open(60, "new"), 20), 20));
        Assert.Equal(["new", "newer"], NamesAfter(book, Says(Open(60, "newer"), 21), 21));
        Assert.Equal(LimitRefusal.TooMany, book.Receive(Says(Open(60, "one more"), 22), 22.Minutes).Refusal);
    }

    /// <summary>Two demands of one stamp contradict each other: still a name that demands something.</summary>
    [Fact]
    public void A_name_under_which_two_contradict_each_other_demands_something()
    {
        LimitBook book = Book(2);
        book.Receive(Says(Until(5, "two"), 0), TimeSpan.Zero);
        book.Receive(Says(Until(6, "two"), 0), TimeSpan.Zero);
        book.Receive(Says(Until(7, "one"), 1), 1.Minutes);
        Assert.Equal(["new", "one"], NamesAfter(book, Says(Open(60, "new"), 20), 20));
    }

    [Fact]
    public void What_ends_in_this_moment_gives_way_in_it()
    {
        LimitBook book = Book(1);
        book.Receive(Says(Until(5, "a"), 0), TimeSpan.Zero);
        Assert.Equal(LimitRefusal.TooMany, book.Receive(Says(Open(60, "b"), 4), 5.Minutes - TimeSpan.FromTicks(1)).Refusal);
        Assert.Equal(["b"], NamesAfter(book, Says(Open(60, "b"), 5), 5));
    }

    [Fact]
    public void Of_those_over_since_one_moment_the_first_by_name_gives_way()
    {
        foreach (string[] order in (string[][])[["a", "b"], ["b", "a"]])
        {
            LimitBook book = Book(2);
            foreach (string name in order) book.Receive(Ends(1, name), 1.Minutes);
            Assert.Equal(["b", "new"], NamesAfter(book, Says(Open(60, "new"), 2), 2));
        }
    }

    [Fact]
    public void Of_sources_that_demand_nothing_the_one_silent_for_longest_gives_way()
    {
        LimitSource Voice(LimitAuthority authority, string id) => new(authority, id);
        LimitSource[] Left(params (LimitSource Source, int Minute)[] heard)
        {
            LimitBook book = new(Setting with { SourcesMost = heard.Length });
            foreach ((LimitSource source, int minute) in heard) book.Receive(Beat(minute, source), minute.Minutes);
            Assert.Equal(LimitOutcome.Heard, book.Receive(Beat(9, Voice(LimitAuthority.Operator, "new")), 9.Minutes).Outcome);
            return [.. book.Snapshot().Voices.Select(one => one.Source).Where(source => source.Id != "new")];
        }
        LimitSource early = Voice(LimitAuthority.Operator, "z"), late = Voice(LimitAuthority.Utility, "a");
        Assert.Equal([late], Left((early, 1), (late, 2)));
        // heard in one moment: by authority, then by name, whoever spoke first
        LimitSource first = Voice(LimitAuthority.Utility, "b"), second = Voice(LimitAuthority.Market, "a"), third = Voice(LimitAuthority.Market, "c");
        Assert.Equal([second], Left((first, 1), (second, 1)));
        Assert.Equal([second], Left((second, 1), (first, 1)));
        Assert.Equal([third], Left((second, 1), (third, 1)));
        Assert.Equal([third], Left((third, 1), (second, 1)));
    }

    /// <summary>What is forgotten is told no more, whichever moment is asked for.</summary>
    [Fact]
    public void A_book_that_forgot_something_is_like_one_that_was_saved_and_restored()
    {
        LimitBook book = Of(Says(Cut, 0), Says(Cut with { Name = "a", Feed = "A", Level = 30.Megawatts }, 0), Says(Open(90, "b"), 0));
        book.Advance(250.Minutes + 7.Days);
        LimitBook restored = new(Setting, book.Snapshot());
        Assert.Equal("b", Assert.Single(book.Limits).Message.Name);
        foreach (double minute in (double[])[-1, 65, 120, 200, 20_000])
            Assert.Equal((restored.Firm(minute), restored.Firm(minute, "A")), (book.Firm(minute), book.Firm(minute, "A")));
        Assert.Equal((90, 60), (book.Firm(120), book.Firm(120, "A")));
    }
}
