using Headroom.Control;
using Headroom.Quantities;
using static Headroom.Tests.Control.Limits.Books;

namespace Headroom.Tests.Control.Limits;

/// <summary>What a book makes of time in which nobody listened, and by which number one sees that it changed.</summary>
public sealed class LimitListeningTests
{
    private static readonly TimeSpan tick = TimeSpan.FromTicks(1), apart = 2.Minutes;
    private static readonly LimitSilence fall = new(1.Minutes, OnSilence.FailSafe) { Misses = 2, FailSafe = 40.Megawatts };
    private static readonly LimitSilence revert = new(1.Minutes, OnSilence.Revert) { Misses = 2, RevertAfter = 8.Minutes };

    /// <summary>Given up at 20 min, 10 min after the last word; nobody listens from 13 to 43 min.</summary>
    [Fact]
    public void Nobodys_limit_is_given_up_for_a_time_in_which_nobody_listened()
    {
        LimitBook book = Of(Says(Open(60), 0, silence: revert), Says(Open(30, "a") with { Feed = "A" }, 0, Market, revert), Beat(10), Beat(10, Market));
        book.Advance(13.Minutes);
        book.Missed(43.Minutes, apart);
        Assert.Equal((60, 200), (book.At(null, 50.Minutes - tick).Firm.Megawatts, book.Firm(50)));
        Assert.Equal((30, 60), (book.At("A", 50.Minutes - tick).Firm.Megawatts, book.Firm(50, "A")));
        Assert.Equal(50.Minutes, book.KnownUntil(null, 43.Minutes));
        book.Receive(Beat(44), 44.Minutes);
        Assert.Equal(2, book.Limits.Count());
        Assert.Equal(60, book.Firm(53));
    }

    [Fact]
    public void Beats_that_are_late_by_no_more_than_they_may_be_are_no_time_missed()
    {
        LimitBook book = Of(Says(Open(60), 0, silence: revert));
        book.Advance(4.Minutes);
        book.Missed(6.Minutes, apart);
        Assert.Equal((60, 200), (book.Firm(9.9), book.Firm(10)));
        book.Missed(6.Minutes + tick, apart);
        Assert.Equal((60, 200), (book.Firm(12), (book.At(null, 12.Minutes + tick).Firm.Megawatts)));
    }

    [Fact]
    public void A_book_that_never_saw_a_clock_has_missed_nothing()
    {
        LimitBook book = new(Setting);
        book.Missed(50.Minutes, apart);
        Assert.Equal(new LimitBook(Setting).Snapshot(), book.Snapshot());
    }

    [Fact]
    public void A_fail_safe_holds_however_little_was_heard_of_its_source()
    {
        LimitBook book = Of(Says(Open(60), 0, silence: fall));
        book.Advance(1.Minutes);
        book.Missed(31.Minutes, apart);
        Assert.Equal(40, book.Firm(31));
    }

    [Fact]
    public void A_clock_that_swings_from_one_end_of_time_to_the_other_ends_in_the_fail_safe_and_breaks_nothing()
    {
        LimitBook book = Of(Says(Open(60) with { From = -600.Minutes }, 0, silence: fall));
        for (int swing = 0; swing < 5; swing++)
        {
            book.Advance(4_000_000.Days);
            book.Advance(-4_000_000.Days);
        }
        book.Advance(TimeSpan.Zero);
        Assert.Equal(40, book.Firm(0));
        book.Receive(Beat(1), 1.Minutes);
        Assert.Equal(60, book.Firm(1));
    }

    [Fact]
    public void The_number_of_a_book_moves_with_what_is_demanded_by_whom_since_when()
    {
        (LimitMessage Message, int Minute)[][] all =
        [
            [],
            [(Says(Open(60), 0), 0)],
            [(Says(Open(60), 0), 1)],                                                                                       // known later
            [(Says(Open(60), 1), 1)],                                                                                       // issued later
            [(LimitMessage.Demand(Utility, new(0.Minutes, 1), Open(60)), 0)],                                               // a newer one of that moment
            [(Says(Open(60), 0), 0), (Says(Open(60, "b"), 0), 0)],
            [(Says(Open(60), 0), 0), (Says(Open(60, "b"), 0), 0), (Says(Open(60, "c"), 0), 0)],
        ];
        Assert.Equal(all.Length, all.Select(messages => After(messages).Fingerprint).Distinct().Count());
        Assert.Equal(After(all[0]).Fingerprint, After([(Says(Open(60), 0), 0), (Ends(1), 1)]).Fingerprint);

        static LimitBook After((LimitMessage Message, int Minute)[] messages)
        {
            LimitBook book = new(Setting);
            foreach ((LimitMessage message, int minute) in messages) book.Receive(message, minute.Minutes);
            return book;
        }
    }

    [Fact]
    public void The_number_of_a_book_stands_while_copies_and_heartbeats_come_in_any_order()
    {
        LimitMessage one = Says(Open(60), 0, silence: fall), other = Says(Open(70, "b"), 0, Market);
        LimitBook book = new(Setting), turned = new(Setting);
        foreach (LimitMessage message in (LimitMessage[])[one, other, one]) book.Receive(message, TimeSpan.Zero);
        foreach (LimitMessage message in (LimitMessage[])[other, one]) turned.Receive(message, TimeSpan.Zero);
        long before = book.Fingerprint;
        Assert.Equal(before, turned.Fingerprint);
        book.Receive(Beat(1), 1.Minutes);
        Assert.Equal(before, book.Fingerprint);
        Assert.Equal(before, new LimitBook(Setting, book.Snapshot()).Fingerprint);
    }
}
