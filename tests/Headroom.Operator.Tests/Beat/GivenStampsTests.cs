using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Operator.Tests.Beat;

/// <summary>Who has no clock of his own is heard whatever the machine's did.</summary>
public sealed class GivenStampsTests
{
    private static readonly LimitSource person = new(LimitAuthority.Operator, "otto"), other = new(LimitAuthority.Operator, "eve");
    private readonly LimitBook book = new(new() { Site = new(100.Megawatts, 100.Megawatts), IssuedAheadMost = TimeSpan.FromDays(1000) });

    private LimitOutcome Receive(GivenStamps stamps, LimitSource source, TimeSpan now, double? megawatts)
    {
        LimitStamp stamp = stamps.Next(source, now, book);
        LimitMessage message = megawatts is { } level
            ? LimitMessage.Demand(source, stamp, new() { Name = "cut", From = now, Level = level.Megawatts, Authority = source.Authority })
            : LimitMessage.Cancel(source, stamp, "cut");
        return book.Receive(message, now).Outcome;
    }

    [Fact]
    public void A_limit_of_a_clock_that_was_ahead_is_replaced_and_cancelled_after_it_was_set_right()
    {
        TimeSpan ahead = TimeSpan.FromDays(400), now = TimeSpan.FromDays(35);
        Assert.Equal(LimitOutcome.Accepted, Receive(new(), person, ahead, 50));
        GivenStamps restarted = new();
        Assert.Equal(LimitOutcome.Accepted, Receive(restarted, person, now, 40));
        Assert.Equal(LimitOutcome.Accepted, Receive(restarted, person, now + TimeSpan.FromSeconds(1), null));
        Assert.DoesNotContain(book.Limits, one => one.Message.Source == person);
    }

    [Fact]
    public void Each_source_has_stamps_of_its_own_by_the_clock()
    {
        GivenStamps stamps = new();
        TimeSpan now = TimeSpan.FromDays(35);
        stamps.Next(person, TimeSpan.FromDays(400), book);
        Assert.Equal(new(now), stamps.Next(other, now, book));
        Assert.Equal(new(now, 1), stamps.Next(other, now, book));
        Assert.Equal(new(now + TimeSpan.FromSeconds(1)), stamps.Next(other, now + TimeSpan.FromSeconds(1), book));
    }
}
