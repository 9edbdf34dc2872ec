using Headroom.Control;
using Headroom.Quantities;
using static Headroom.Tests.Control.Envelopes.Beats;

namespace Headroom.Tests.Control.Envelopes;

/// <summary>Numbers, reach and the band of storage, worked by hand.</summary>
public sealed class EnvelopeTests
{
    private const double No = double.NaN, Ever = double.PositiveInfinity;
    private static readonly BatteryReach battery = new(default, (-80).Megawatts, 90.Megawatts, Energy.FromSi(1e6), Energy.FromSi(0.25e6));

    [Theory]
    [InlineData(7, 7, null)]
    [InlineData(2, 2, null)]
    [InlineData(10, 10, null)]
    [InlineData(12, 10, HoldReason.Reach)]
    [InlineData(1, 2, HoldReason.Reach)]
    [InlineData(No, 5, HoldReason.NoNumber)]
    [InlineData(Ever, 10, HoldReason.NoNumber)]
    [InlineData(-Ever, 2, HoldReason.NoNumber)]
    public void A_plant_gives_what_it_can(double asked, double given, HoldReason? why)
    {
        PlantReach reach = new(5.Megawatts, 2.Megawatts, 10.Megawatts, true);
        Observation seen = Sees(plants: [reach, reach]);
        Orders orders = Free(seen);
        (orders.Plants[0], orders.Plants[1]) = (6.Megawatts, asked.Megawatts);
        Envelope envelope = Of();
        envelope.Hold(seen, orders);
        Assert.Equal([6.Megawatts, given.Megawatts], orders.Plants);
        Assert.Equal(why is { } reason ? [new Change(OrderKind.Plant, 1, asked.Megawatts.Watts, 1e6 * given, reason)] : [], envelope.Held.Changes.ToArray());
    }

    [Theory]
    [InlineData(50, 50, null)]
    [InlineData(95, 90, HoldReason.Reach)]
    [InlineData(-95, -80, HoldReason.Reach)]
    [InlineData(No, 0, HoldReason.NoNumber)]
    [InlineData(-Ever, -80, HoldReason.NoNumber)]
    public void A_battery_gives_and_takes_what_it_can(double asked, double given, HoldReason? why)
    {
        Observation seen = Sees(batteries: [battery, battery]);
        Orders orders = Free(seen);
        orders.Batteries[1] = asked.Megawatts;
        Envelope envelope = Of();
        envelope.Hold(seen, orders);
        Assert.Equal([default, given.Megawatts], orders.Batteries);
        Assert.Equal(why is { } reason ? [new Change(OrderKind.Battery, 1, asked.Megawatts.Watts, 1e6 * given, reason)] : [], envelope.Held.Changes.ToArray());
    }

    /// <summary>2 · 0.8 · 1 kW/s · 1 MJ = (40 kW)², and (20 kW)² for the quarter of it that can be taken.</summary>
    [Theory]
    [InlineData(30, 30, -1000, 1000, null)]
    [InlineData(100, 40, -1000, 1000, HoldReason.Ramp)]
    [InlineData(-100, -20, -1000, 1000, HoldReason.Ramp)]
    [InlineData(-15, -15, -1000, 1000, null)]
    [InlineData(100, 50, 50, 1000, HoldReason.Ramp)]
    [InlineData(-100, -30, -1000, -30, HoldReason.Ramp)]
    [InlineData(No, 0, -1000, 1000, HoldReason.NoNumber)]
    public void A_battery_that_runs_out_stops_no_faster_than_import_may_change(double askedKilowatts, double given, double least, double most, HoldReason? why)
    {
        Observation seen = Sees(batteries: [battery with { Least = (least / 1000).Megawatts, Most = (most / 1000).Megawatts }]);
        seen.RampAhead = Ramp.FromSi(1000);
        Orders orders = Free(seen);
        orders.Batteries[0] = (askedKilowatts / 1000).Megawatts;
        Envelope envelope = Of();
        envelope.Hold(seen, orders);
        Assert.Equal(given * 1000, orders.Batteries[0].Watts, 1e-6);
        Assert.Equal(why, envelope.Held.Count == 0 ? null : Assert.Single(envelope.Held.Changes.ToArray()).Reason);
    }

    [Theory]
    [InlineData(OrderKind.ServiceSlow, 0.5, 0.5, null)]
    [InlineData(OrderKind.ServiceSlow, 0.2, 0.2, null)]
    [InlineData(OrderKind.ServiceSlow, 0.1, 0.2, HoldReason.Reach)]
    [InlineData(OrderKind.ServiceSlow, 1.1, 1, HoldReason.Reach)]
    [InlineData(OrderKind.ServiceSlow, No, 1, HoldReason.NoNumber)]
    [InlineData(OrderKind.ServiceMost, 0, 0, null)]
    [InlineData(OrderKind.ServiceMost, 7, 7, null)]
    [InlineData(OrderKind.ServiceMost, -1, 0, HoldReason.NoNumber)]
    [InlineData(OrderKind.ServiceMost, No, 0, HoldReason.NoNumber)]
    [InlineData(OrderKind.ServiceAllowed, 0, 0, null)]
    [InlineData(OrderKind.ServiceAllowed, 7, 7, null)]
    [InlineData(OrderKind.ServiceAllowed, -1, 0, HoldReason.NoNumber)]
    [InlineData(OrderKind.ServiceAllowed, No, 0, HoldReason.NoNumber)]
    [InlineData(OrderKind.RunMost, 30, 30, null)]
    [InlineData(OrderKind.RunMost, 41, 40, HoldReason.Reach)]
    [InlineData(OrderKind.RunMost, -1, 0, HoldReason.Reach)]
    [InlineData(OrderKind.RunMost, No, 0, HoldReason.NoNumber)]
    [InlineData(OrderKind.RunMost, Ever, 40, HoldReason.Reach)]
    [InlineData(OrderKind.Drop, 3, 3, null)]
    [InlineData(OrderKind.Drop, 0, 0, null)]
    [InlineData(OrderKind.Drop, -1, 0, HoldReason.NoNumber)]
    [InlineData(OrderKind.Drop, No, 0, HoldReason.NoNumber)]
    [InlineData(OrderKind.Drop, Ever, 0, HoldReason.NoNumber)]
    public void What_is_no_order_is_made_one_and_told(OrderKind kind, double asked, double given, HoldReason? why)
    {
        Observation seen = Sees([Service(0, 10), Service(1, 10)], [Run(40, 0, 0), Run(40, 0, 0)]);
        Orders orders = Free(seen);
        switch (kind)
        {
            case OrderKind.ServiceSlow: orders.SlowFraction[1] = asked; break;
            case OrderKind.ServiceMost: orders.ServiceMost[1] = asked.Megawatts; break;
            case OrderKind.ServiceAllowed: orders.Allowed[1] = TokenRate.FromSi(asked); break;
            case OrderKind.RunMost: orders.RunMost[1] = asked.Megawatts; break;
            default: orders.Drop = asked.Megawatts; break;
        }
        Envelope envelope = Of();
        envelope.Hold(seen, orders);
        double left = kind switch
        {
            OrderKind.ServiceSlow => orders.SlowFraction[1],
            OrderKind.ServiceMost => orders.ServiceMost[1].Megawatts,
            OrderKind.ServiceAllowed => orders.Allowed[1]!.Value.TokensPerSecond,
            OrderKind.RunMost => orders.RunMost[1].Megawatts,
            _ => orders.Drop.Megawatts,
        };
        Assert.Equal(given, left);
        double scale = kind is OrderKind.ServiceSlow or OrderKind.ServiceAllowed ? 1 : 1e6;
        Assert.Equal(why is { } reason ? [new Change(kind, kind == OrderKind.Drop ? 0 : 1, scale * asked, scale * given, reason)] : [], envelope.Held.Changes.ToArray());
        Assert.Equal((1, Endless, null, 40.Megawatts), (orders.SlowFraction[0], orders.ServiceMost[0], orders.Allowed[0], orders.RunMost[0]));
    }

    [Theory]
    [InlineData(100, 80, 60, -Ever, Ever, 60, 80)]
    [InlineData(50, 80, 60, -Ever, Ever, 50, 50)]
    [InlineData(100, 55, 60, -Ever, Ever, 60, 60)]
    [InlineData(58, 55, 60, -Ever, Ever, 58, 58)]
    [InlineData(100, 80, 60, 65, 70, 65, 70)]
    [InlineData(100, 80, 60, 0, 1000, 60, 80)]
    [InlineData(100, 80, 60, -Ever, 40, 60, 60)]            // no policy brings the import down faster than the ramp
    [InlineData(100, 80, -Ever, -Ever, 40, -Ever, 40)]
    [InlineData(100, 80, -Ever, -Ever, -500, -Ever, -20)]   // nor exports more than the grid takes back
    [InlineData(100, 80, 60, 90, Ever, 80, 80)]
    [InlineData(100, 80, 60, No, No, 60, 80)]
    [InlineData(100, Ever, -Ever, -Ever, Ever, -Ever, 100)]
    public void The_band_lies_within_ceiling_and_ramp_and_a_ceiling_outranks_a_ramp(double ceiling, double mostByRamp, double leastByRamp, double askedLeast, double askedMost, double least, double most)
    {
        Observation seen = Sees();
        (seen.CeilingNow, seen.ImportMostByRamp, seen.ImportLeastByRamp) = (ceiling.Megawatts, mostByRamp.Megawatts, leastByRamp.Megawatts);
        Orders orders = Free(seen);
        (orders.ImportLeast, orders.ImportMost) = (askedLeast.Megawatts, askedMost.Megawatts);
        Of(facts: new() { ExportMost = 20.Megawatts }).Hold(seen, orders);
        Assert.Equal((least.Megawatts, most.Megawatts), (orders.ImportLeast, orders.ImportMost));
    }

    [Fact]
    public void What_is_told_is_of_this_beat_alone()
    {
        Observation seen = Sees(plants: [new(default, default, 10.Megawatts, true)]);
        Orders orders = Free(seen);
        orders.Plants[0] = 11.Megawatts;
        Envelope envelope = Of();
        envelope.Hold(seen, orders);
        Assert.Equal(1, envelope.Held.Count);
        envelope.Hold(seen, orders);
        Assert.Equal((0, 0), (envelope.Held.Count, envelope.Held.Changes.Length));
    }

    [Fact]
    public void Everything_at_once_finds_room_to_be_told()
    {
        ControlFacts facts = new() { Banks = 3, Feeds = [new("A", 1.Megawatts, [true, true, true])] };
        Observation seen = Sees([Service(0, 50, least: 0.9), Service(1, 50, least: 0.9)], [Run(40, 40, 40)], [new(default, default, default, true)], [new(default, default, default, default)],
            [new(100.Megawatts, default)]);
        (seen.CeilingAhead, seen.CeilingSoon, seen.CeilingNow) = (1.Megawatts, 1.Megawatts, 1.Megawatts);
        Envelope envelope = Of(facts: facts);
        for (int beat = 0; beat < 10; beat++)
        {
            Orders orders = Free(seen, 3);
            for (int i = 0; i < 2; i++) (orders.SlowFraction[i], orders.ServiceMost[i], orders.Allowed[i]) = (No, No.Megawatts, TokenRate.FromSi(No));
            (orders.RunMost[0], orders.Plants[0], orders.Batteries[0], orders.Drop) = (No.Megawatts, No.Megawatts, No.Megawatts, No.Megawatts);
            orders.BankShare.AsSpan().Fill(No);
            envelope.Hold(seen, orders);
        }
        Assert.Equal([OrderKind.Drop, OrderKind.Drop], envelope.Held.Changes.ToArray().Where(one => one.Kind == OrderKind.Drop).Select(one => one.Kind));
        Assert.Equal(3, envelope.Held.Changes.ToArray().Count(one => one.Kind == OrderKind.BankShare && one.Reason == HoldReason.NoNumber));
    }

    [Theory]
    [InlineData(90, -Ever, 80, OrderKind.ImportMost, HoldReason.Ceiling)]
    [InlineData(No, -Ever, 80, OrderKind.ImportMost, HoldReason.NoNumber)]
    [InlineData(Ever, 95, 80, OrderKind.ImportLeast, HoldReason.Ceiling)]
    [InlineData(Ever, No, 60, OrderKind.ImportLeast, HoldReason.NoNumber)]
    public void A_band_that_was_asked_for_and_changed_is_told(double askedMost, double askedLeast, double given, OrderKind kind, HoldReason reason)
    {
        Observation seen = Sees();
        (seen.CeilingNow, seen.ImportLeastByRamp) = (80.Megawatts, 60.Megawatts);
        Orders orders = Free(seen);
        (orders.ImportMost, orders.ImportLeast) = (askedMost.Megawatts, askedLeast.Megawatts);
        Envelope envelope = Of();
        envelope.Hold(seen, orders);
        Assert.Equal([new Change(kind, 0, 1e6 * (kind == OrderKind.ImportMost ? askedMost : askedLeast), 1e6 * given, reason)], envelope.Held.Changes.ToArray());
        envelope.Beat(seen);
        Assert.Equal(0, envelope.Held.Count);           // filled in where it was left free
    }

    [Fact]
    public void Racks_that_go_off_behind_a_feed_are_told()
    {
        ControlFacts facts = new() { Banks = 2, Feeds = [new("A", 50.Megawatts, [true, true])] };
        Envelope envelope = Of(facts: facts);
        for (int beat = 0; beat < 8; beat++) envelope.Beat(Sees(feeds: [new(60.Megawatts, 10.Megawatts)]), banks: 2);
        Assert.Equal([new(OrderKind.BankOff, 0, 0, 5e6, HoldReason.Feed), new(OrderKind.BankOff, 1, 0, 5e6, HoldReason.Feed)],
            envelope.Held.Changes.ToArray().Where(one => one.Kind == OrderKind.BankOff));
    }

    [Fact]
    public void A_gate_that_goes_down_for_caps_that_are_to_come_is_told()
    {
        ServiceNeed slowed = Service(0, 10) with { Enforced = 100.Megawatts };              // half of its full power
        Observation seen = Sees([slowed]);
        seen.CeilingSoon = seen.CeilingAhead = 1000.Megawatts;
        Orders orders = Free(seen);
        orders.ServiceMost[0] = 60.Megawatts;
        Envelope envelope = Of();
        envelope.Hold(seen, orders);
        Assert.True(orders.ServiceMost[0] < 60.Megawatts, $"{orders.ServiceMost[0]}");
        Assert.Equal([new Change(OrderKind.ServiceMost, 0, 6e7, orders.ServiceMost[0].Watts, HoldReason.Ceiling)],
            envelope.Held.Changes.ToArray().Where(one => one.Kind == OrderKind.ServiceMost));
    }

    [Theory]
    [InlineData(No)]
    [InlineData(-1)]
    [InlineData(Ever)]
    public void Racks_that_a_policy_switches_off_rests_or_lays_by_no_number_stay_as_the_plan_has_them(double said)
    {
        Observation seen = Sees([Service(0, 10)]);
        Orders orders = Free(seen, banks: 1);
        (orders.BankOff[0], orders.Rest, orders.Lanes[0]) = (said.Megawatts, [0, said], [new(said, 0.5, TokenRate.Zero)]);
        Envelope envelope = Of(facts: new() { Banks = 1 });
        envelope.Hold(seen, orders);
        Assert.Equal((default, null, null), (orders.BankOff[0], orders.Rest, orders.Lanes[0]));
        Assert.Equal([OrderKind.BankOff, OrderKind.Rest, OrderKind.Lanes], envelope.Held.Changes.ToArray().Select(one => one.Kind));
        (orders.BankOff[0], orders.Rest, orders.Lanes[0]) = (1.Megawatts, [0, 3], [new(2, 0.5, TokenRate.Zero)]);
        envelope.Hold(seen, orders);
        Assert.Equal((1.Megawatts, 2, 1), (orders.BankOff[0], orders.Rest!.Length, orders.Lanes[0]!.Length));
    }

    [Theory]
    [InlineData(-0.001)]
    [InlineData(1)]
    [InlineData(No)]
    public void A_margin_that_gives_the_ceiling_away_is_none_and_only_means_of_hours_go_unheld(double margin)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Of(margin));
        Observation seen = Sees([Service(0, 50)]);
        seen.CeilingAhead = seen.CeilingSoon = 10.Megawatts;
        if (margin < 0) Assert.Equal([double.PositiveInfinity], Of(margin, new() { IsSteady = true }).Beat(seen).Gates());
        Assert.Equal([10.0], Of().Beat(seen).Gates().Select(one => Math.Round(one, 9)));
    }

    [Fact]
    public void Facts_that_nobody_states_are_the_careful_ones()
    {
        ControlFacts facts = new();
        Assert.True(facts.ChecksReadings && !facts.IsSteady && facts.TimeToLive > TimeSpan.Zero);
    }
}
