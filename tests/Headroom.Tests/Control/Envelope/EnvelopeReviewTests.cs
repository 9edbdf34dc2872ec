using Headroom.Control;
using Headroom.Quantities;
using Headroom.Tests.Control.Limits;
using static Headroom.Tests.Control.Envelopes.Beats;

namespace Headroom.Tests.Control.Envelopes;

/// <summary>Ramps of runs, export, pauses, batteries that run empty, and what racks hold while nobody orders.</summary>
public sealed class EnvelopeReviewTests
{
    /// <summary>70 MW may be imported by the ramp, 50 + 6 MW are drawn: 14 MW more.</summary>
    [Theory]
    [InlineData(70, 40, false, 20)]         // 6 + 14
    [InlineData(100, 40, false, 40)]
    [InlineData(50, 40, false, 6)]
    [InlineData(70, 40, true, 40)]          // its racks smooth it themselves
    [InlineData(70, 4, false, 4)]           // down it goes at once
    public void A_policy_lets_runs_rise_no_faster_than_the_grids_ramp(double byGrid, double asked, bool smooths, double given)
    {
        Observation seen = Sees([Service(0, 50)], [Run(40, 6, 0) with { KeepsRamp = smooths }]);
        seen.ImportMostByGrid = byGrid.Megawatts;
        Envelope envelope = Of();
        Orders orders = Free(seen);
        orders.RunMost[0] = asked.Megawatts;
        envelope.Hold(seen, orders);
        Assert.Equal(given, orders.RunMost[0].Megawatts, 1e-9);
        Assert.Equal(given < asked, envelope.Held.Changes.ToArray().Any(one => one is { Kind: OrderKind.RunMost, Reason: HoldReason.Ramp }));
    }

    [Fact]
    public void An_order_that_stands_is_no_rise_whatever_the_wave_of_a_run_draws()
    {
        Observation seen = Sees([Service(0, 50)], [Run(40, 40, 40)]);
        Envelope envelope = Of();
        envelope.Beat(seen);
        (seen.Runs[0], seen.ImportMostByGrid) = (Run(40, 10, 40), 61.Megawatts);
        Assert.Equal(40, envelope.Beat(seen).RunMost[0].Megawatts);
    }

    /// <summary>10 MW are imported while the battery gives 20: 30 MW of it are drawn.</summary>
    [Theory]
    [InlineData(25, 0, 25)]
    [InlineData(30, 0, 30)]
    [InlineData(50, 0, 30)]
    [InlineData(50, 8, 38)]         // so much was agreed
    [InlineData(-15, 0, -15)]
    public void A_battery_gives_no_more_than_is_drawn_and_the_grid_takes_back(double asked, double agreed, double given)
    {
        Observation seen = Sees(batteries: [new(default, (-60).Megawatts, 60.Megawatts, Energy.FromSi(1e12), Energy.FromSi(1e12)) { Injected = 20.Megawatts }]);
        seen.Import = 10.Megawatts;
        Envelope envelope = Of(facts: new() { ExportMost = agreed.Megawatts });
        Orders orders = Free(seen);
        orders.Batteries[0] = asked.Megawatts;
        envelope.Hold(seen, orders);
        Assert.Equal(given, orders.Batteries[0].Megawatts, 1e-9);
        Assert.Equal(given < asked, envelope.Held.Changes.ToArray().Any(one => one is { Kind: OrderKind.Battery, Reason: HoldReason.Reach }));
        seen.GridLives = false;
        orders.Batteries[0] = asked.Megawatts;
        envelope.Hold(seen, orders);
        Assert.Equal(asked, orders.Batteries[0].Megawatts);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Only_a_run_that_may_pause_pauses(bool mayPause)
    {
        Observation seen = Sees([], [Run(40, 40, 40) with { MayPause = mayPause }]);
        Envelope envelope = Of();
        Orders orders = Free(seen);
        orders.Pause[0] = true;
        envelope.Hold(seen, orders);
        Assert.Equal(mayPause, orders.Pause[0]);
        Assert.Equal(mayPause ? [] : [new Change(OrderKind.Pause, 0, 1, 0, HoldReason.Reach)], envelope.Held.Changes.ToArray());
    }

    /// <summary>A battery of 50 MW could give 40, and 30 a second later: by the time caps land, 2 s and two steps, it gives nothing.</summary>
    [Theory]
    [InlineData(40, 100 + 40)]
    [InlineData(38, 100 + 38 - 4 * 2)]
    [InlineData(30, 100)]
    public void A_battery_whose_most_falls_counts_with_what_is_left_when_caps_have_landed(double most, double gate)
    {
        Observation seen = Sees([Service(0, 0)], batteries: [new(default, default, 40.Megawatts, Energy.FromSi(1e12))]);
        seen.CeilingAhead = 100.Megawatts;
        Envelope envelope = Of();
        Close([140], envelope.Beat(seen).Gates());
        seen.Batteries[0] = seen.Batteries[0] with { Most = most.Megawatts };
        Close([gate], envelope.Beat(seen).Gates());
    }

    /// <summary>A is announced to carry 20 MW; it carries 40 with 10 MW of idle racks, while all work draws half of its power.</summary>
    [Theory]
    [InlineData(20, 40, 10, true, (0.99 * 20 - 10) / (40 - 10) * 0.5)]
    [InlineData(5, 40, 10, true, 0)]          // its idle racks alone pass it
    [InlineData(5, 10, 10, true, 0)]
    [InlineData(200, 40, 10, true, 1)]
    [InlineData(200, 40, 10, false, 0)]       // without the grid racks live on what plants cannot help giving
    public void What_racks_hold_alone_fits_feeds_and_a_dead_grid_too(double level, double flow, double idle, bool lives, double share)
    {
        LimitBook book = new(Books.Setting);
        book.Receive(Books.Says(Books.Open(level) with { Feed = "A", From = 2.Hours, To = 5.Hours }, 0), TimeSpan.Zero);
        ControlFacts facts = new() { Banks = 1, Feeds = [new("A", 500.Megawatts, [true])], TimeToLive = TimeSpan.FromSeconds(10) };
        Observation seen = Sees([Service(0, 50, full: 100)], feeds: [new(flow.Megawatts, idle.Megawatts)]);
        (seen.ConnectionMost, seen.GridLives) = (300.Megawatts, lives);
        Assert.Equal(share, Of(facts: facts, book: book).Beat(seen, banks: 1).FailSafeFraction, 1e-9);
    }

    /// <summary>Of one that asked for less than is left nothing is told; of one that asked for more it is, whatever the racks could take.</summary>
    [Theory]
    [InlineData(150, 0)]
    [InlineData(300, 1)]
    public void A_gate_that_was_asked_for_and_lowered_is_told(double asked, int told)
    {
        Observation seen = Sees([Service(0, 0, full: 100)]);
        seen.CeilingAhead = 200.Megawatts;
        Envelope envelope = Of();
        Orders orders = Free(seen);
        orders.ServiceMost[0] = asked.Megawatts;
        envelope.Hold(seen, orders);
        Assert.Equal(told, envelope.Held.Changes.ToArray().Count(one => one.Kind == OrderKind.ServiceMost));
    }

    [Fact]
    public void Racks_that_may_come_back_by_a_policy_and_may_not_by_a_feed_are_told()
    {
        ControlFacts facts = new() { Banks = 1, Feeds = [new("A", 50.Megawatts, [true])] };
        Observation seen = Sees(feeds: [new(30.Megawatts, default)]);
        Envelope envelope = Of(facts: facts);
        Orders orders = Free(seen, banks: 1);
        orders.BankBack[0] = 40.Megawatts;
        envelope.Hold(seen, orders);
        Assert.Equal([new Change(OrderKind.BankBack, 0, 40e6, 20e6, HoldReason.Feed)], envelope.Held.Changes.ToArray());
        orders.BankBack[0] = double.NaN.Megawatts;
        envelope.Hold(seen, orders);
        Assert.Contains(new Change(OrderKind.BankBack, 0, double.NaN, 0, HoldReason.NoNumber), envelope.Held.Changes.ToArray());
    }
}
