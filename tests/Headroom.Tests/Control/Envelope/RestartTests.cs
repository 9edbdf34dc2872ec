using Headroom.Control;
using Headroom.Quantities;
using Headroom.Tests.Control.Limits;
using static Headroom.Tests.Control.Envelopes.Beats;

namespace Headroom.Tests.Control.Envelopes;

/// <summary>What an envelope remembers, what it goes on from without memory, and what holds at the racks while nobody orders anything; worked by hand.</summary>
public sealed class RestartTests
{
    private static readonly ControlFacts feeds = new() { Banks = 3, Feeds = [new("A", 50.Megawatts, [true, false, true]), new("B", Endless, [false, true, false])] };

    private static Observation Soon(double ceilingSoon, ServiceNeed service, double flow = 0, double[]? shares = null)
    {
        Observation seen = Sees([service], feeds: [new(flow.Megawatts, 10.Megawatts), default]);
        (seen.CeilingSoon, seen.BankShares) = (ceilingSoon.Megawatts, shares);
        return seen;
    }

    private static Envelope Slowed()
    {
        Envelope envelope = Of(facts: feeds);
        Assert.Null(envelope.Memory);
        envelope.Beat(Soon(80, Service(0, 100), flow: 60), banks: 3);
        return envelope;
    }

    private static ServiceNeed Holds(double drawn, double enforced, double full = 200) => Service(0, drawn, full) with { Enforced = enforced.Megawatts };

    [Fact]
    public void Shares_and_what_is_on_its_way_are_remembered()
    {
        EnvelopeMemory memory = Slowed().Memory!;
        Close([0.8], memory.Slow);
        Close([0.8], memory.Ordered);
        Close([0.8, 1, 0.8], memory.BankShare);
        Close([1, 1, 1, 1, 1, 1, 0.8, 1, 0.8], memory.SharesOnTheWay);
    }

    [Theory]
    [InlineData(160, 0.82)]         // as remembered, and a fiftieth
    [InlineData(180, 0.82)]
    [InlineData(100, 0.52)]         // racks have lowered their caps by themselves meanwhile
    public void With_memory_it_goes_on_from_the_lower_of_what_was_and_what_racks_hold(double enforced, double share)
    {
        Envelope other = Of(facts: feeds);
        other.TakeOver(Slowed().Memory!);
        Orders orders = other.Beat(Soon(1000, Holds(80, enforced), flow: 60), banks: 3);
        Close([share], orders.SlowFraction);
        Close([0.8 * enforced / 200, 1, 0.8 * enforced / 200], orders.BankShare);         // of what is in force
    }

    [Theory]
    [InlineData(160, 200, 0.796)]       // a little less than it reads, and a fiftieth
    [InlineData(400, 200, 1)]
    [InlineData(0, 200, 0.22)]
    [InlineData(0, 0, 0.2)]         // nobody knows its racks: what comes back finds the lowest cap
    public void Without_memory_it_goes_on_from_what_racks_hold(double enforced, double full, double share)
    {
        Envelope other = Of(facts: feeds);
        other.TakeOver();
        Orders orders = other.Beat(Soon(1000, Holds(0.1, enforced, full), shares: [0.5, 0.01, 2]), banks: 3);
        Close([share], orders.SlowFraction);
        Close([0.505, 0.03, 1], orders.BankShare);
        Envelope foreign = Of(facts: feeds);
        foreign.TakeOver(new EnvelopeMemory([1, 1], [1, 1], default, [1, 1, 1], []));         // of another site
        Close([share], foreign.Beat(Soon(1000, Holds(0.1, enforced, full)), banks: 3).SlowFraction);
    }

    /// <summary>Racks that may draw 200 MW above idle, and a ceiling: who reads full caps where they do not all fit under it may read what is on its way up.</summary>
    [Theory]
    [InlineData(199, 0.99)]         // 0.97, and a fiftieth of what comes back in a second
    [InlineData(201, 1)]
    public void Without_memory_full_caps_come_down_a_little_where_they_do_not_fit_under_the_ceiling(double ceiling, double share)
    {
        Envelope other = Of();
        other.TakeOver();
        Observation seen = Sees([Service(0, 20) with { Enforced = 200.Megawatts }]);
        seen.CeilingSoon = ceiling.Megawatts;
        Close([share], other.Beat(seen).SlowFraction);
    }

    /// <summary>Caps that stick follow no order: what passes has passed long enough, although the first beat still counts with what it orders.</summary>
    [Theory]
    [InlineData(true, 80, 20)]
    [InlineData(false, 80, 0)]
    [InlineData(true, 120, 0)]          // nothing passes the ceiling of the moment
    public void Without_memory_and_with_caps_that_stick_patience_is_at_its_end_in_the_second_beat_too(bool sticks, double now, double drop)
    {
        Envelope other = Of();
        other.TakeOver();
        Observation seen = Sees([Service(0, 100) with { Enforced = 200.Megawatts }]);
        (seen.CeilingNow, seen.CeilingSoon, seen.CapsStick) = (now.Megawatts, 80.Megawatts, sticks);
        Assert.Equal(default, other.Beat(seen).Drop);
        seen.Services[0] = Service(0, 100, least: 1) with { Enforced = 200.Megawatts };
        Assert.Equal(drop, other.Beat(seen).Drop.Megawatts, 1e-9);
    }

    /// <summary>Racks whose controller was gone may hold their fail-safe by now; while they tell nothing, what they showed last may be of before.</summary>
    [Theory]
    [InlineData(true, true, 0.2)]           // what is silent is not let up
    [InlineData(true, false, 0.82)]
    [InlineData(false, true, 0.8)]
    public void Who_was_gone_and_reads_nothing_goes_on_from_the_lowest_cap(bool wasGone, bool isSilent, double share)
    {
        Envelope other = Of(facts: feeds);
        other.TakeOver(Slowed().Memory!);
        other.WasGone = wasGone;
        Observation seen = Soon(1000, Holds(80, 160), flow: 0);
        seen.RacksAreSilent = isSilent;
        Close([share], other.Beat(seen, banks: 3).SlowFraction);
    }

    [Fact]
    public void Patience_goes_on_and_without_memory_it_is_at_its_end()
    {
        Observation seen = Sees([Service(0, 100, least: 1)]);
        seen.CeilingSoon = 80.Megawatts;
        Envelope first = Of(), second = Of(), third = Of();
        for (int beat = 1; beat <= 5; beat++) first.Beat(seen);
        Assert.Equal(5, first.Memory!.ExcessFor.TotalSeconds);
        second.TakeOver(first.Memory!);
        third.TakeOver();
        Assert.Equal([20.Megawatts, 20.Megawatts, default], [second.Beat(seen).Drop, third.Beat(seen).Drop, Of().Beat(seen).Drop]);
    }

    [Theory]
    [InlineData(150, null, 150, 0.4)]           // ((0.9·150 + 5 − 10)/1.25 − 4)/250
    [InlineData(150, 60.0, 60, 0.1408)]         // the least that is announced
    [InlineData(10, null, 10, 0)]
    [InlineData(1000, null, 200, 0.544)]        // the rating
    public void What_holds_while_nobody_orders_fits_under_the_least_that_is_announced(double connection, double? limit, double import, double fraction)
    {
        LimitBook book = new(Books.Setting);
        if (limit is { } level) book.Receive(Books.Says(Books.Cut with { Level = level.Megawatts }, 0), TimeSpan.Zero);
        Observation seen = Sees([Service(0, 0, full: 150)], [Run(100, 0, 0)], [new(default, 5.Megawatts, 50.Megawatts, true), new(default, 3.Megawatts, 50.Megawatts, false)]);
        (seen.ConnectionMost, seen.DrawPerItRatio, seen.Other, seen.Idle) = (connection.Megawatts, 1.25, 10.Megawatts, 4.Megawatts);
        Orders orders = Of(0.1, new() { TimeToLive = TimeSpan.FromSeconds(10) }, book).Beat(seen);
        Assert.Equal(import, orders.FailSafeImport.Megawatts, 1e-9);
        Assert.Equal(fraction, orders.FailSafeFraction, 1e-9);
        ControlFacts ageless = new() { TimeToLive = TimeSpan.Zero };
        Assert.Equal((0, default), (Of(0.1, ageless, book).Beat(seen).FailSafeFraction, Of(0.1, ageless, book).Beat(seen).FailSafeImport));
    }

    [Fact]
    public void Where_racks_could_take_less_than_fits_they_keep_all()
    {
        Observation small = Sees([Service(0, 0, full: 20)]), none = Sees();
        (small.ConnectionMost, none.ConnectionMost) = (100.Megawatts, default);
        ControlFacts facts = new() { TimeToLive = TimeSpan.FromSeconds(10) };
        Assert.Equal((1, 1), (Of(facts: facts).Beat(small).FailSafeFraction, Of(facts: facts).Beat(none).FailSafeFraction));
    }
}
