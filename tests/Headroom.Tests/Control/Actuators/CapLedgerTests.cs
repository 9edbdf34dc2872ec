using CsCheck;
using Headroom.Control;
using Headroom.Quantities;
using Headroom.Simulation;
using static Headroom.Tests.Control.Actuators.Known;

namespace Headroom.Tests.Control.Actuators;

public sealed class CapLedgerTests
{
    static readonly Actuator outOfBand = Of(ActuatorKind.OutOfBandCap);
    static CapLedger New(int devices = 1, Actuator? actuator = null) => new(actuator ?? outOfBand, LedgerRules.Usual(1400.Watts), devices);

    static CapLedger Found(double cap, Actuator? actuator = null)
    {
        CapLedger ledger = New(1, actuator);
        Read(ledger, 0, cap, 600);
        return ledger;
    }

    static bool Read(CapLedger ledger, double at, double enforced, double drawn, Limiters limiters = Limiters.None, int device = 0) =>
        ledger.ReadBack(device, new(enforced.Watts, drawn.Watts, Seconds(at), limiters));

    static void Until(CapLedger ledger, double from, double to, double enforced)
    {
        for (double at = from; at <= to; at += 2) Read(ledger, at, enforced, 100);
    }

    [Fact]
    public void An_order_is_on_the_way_and_the_larger_counts_until_it_is_seen()
    {
        CapLedger ledger = Found(1000);
        Assert.Equal((LedgerStanding.AsFound, 1000.Watts), (ledger.Standing(0, Seconds(1)), ledger.Counted(0, Seconds(1))));
        Assert.Equal(OrderAnswer.Sent, ledger.Order(0, 700.9.Watts, Seconds(1)));
        Assert.Equal((700.Watts, 1000.Watts), (ledger[0].Requested, ledger[0].Found));
        Assert.Equal((LedgerStanding.OnTheWay, 1000.Watts), (ledger.Standing(0, Seconds(1)), ledger.Counted(0, Seconds(1))));
        Until(ledger, 2, 40, 1000);
        Assert.Equal((LedgerStanding.OnTheWay, 1000.Watts), (ledger.Standing(0, Seconds(41)), ledger.Counted(0, Seconds(41))));
        Read(ledger, 42, 700, 650);
        Assert.Equal((LedgerStanding.Agreed, 700.Watts), (ledger.Standing(0, Seconds(42)), ledger.Counted(0, Seconds(42))));
        Assert.Equal(OrderAnswer.Unchanged, ledger.Order(0, 700.Watts, Seconds(43)));
        Assert.Equal(OrderAnswer.Held, ledger.Order(0, 900.Watts, Seconds(60.9999999)));
        Assert.Equal(700.Watts, ledger[0].Requested);
        Assert.Equal(OrderAnswer.Sent, ledger.Order(0, 600.Watts, Seconds(44)));
    }

    [Fact]
    public void Power_comes_back_no_sooner_than_the_hold_time()
    {
        CapLedger ledger = Found(1000);
        ledger.Order(0, 700.Watts, Seconds(1));
        Assert.Equal(OrderAnswer.Held, ledger.Order(0, 701.Watts, Seconds(61) - TimeSpan.FromTicks(1)));
        Assert.Equal(OrderAnswer.Sent, ledger.Order(0, 701.Watts, Seconds(61)));
        Assert.Equal(1000, ledger.Counted(0, Seconds(2)).Watts);
    }

    [Fact]
    public void A_raised_cap_counts_from_its_order_on()
    {
        CapLedger ledger = Found(500);
        ledger.Order(0, 900.Watts, Seconds(1));
        Assert.Equal(900, ledger.Counted(0, Seconds(1)).Watts);
        // it may land and be lowered again unseen: the first counts until its latency is over and a reading shows what became of it
        ledger.Order(0, 400.Watts, Seconds(2));
        Until(ledger, 2, 40, 500);
        Assert.Equal(900, ledger.Counted(0, Seconds(41)).Watts);
        Read(ledger, 41, 500, 100);
        Assert.Equal(900, ledger.Counted(0, Seconds(41)).Watts);
        Read(ledger, 41.1, 900, 100);
        Assert.Equal(900, ledger.Counted(0, Seconds(42)).Watts);
        Until(ledger, 43, 81, 900);
        Read(ledger, 82, 400, 100);
        Assert.Equal((LedgerStanding.OnTheWay, 400.Watts), (ledger.Standing(0, Seconds(82)), ledger.Counted(0, Seconds(82))));
        Read(ledger, 84, 400, 100);
        Assert.Equal(LedgerStanding.OnTheWay, ledger.Standing(0, Seconds(84)));
        Read(ledger, 84.1, 400, 100);
        Assert.Equal(LedgerStanding.Agreed, ledger.Standing(0, Seconds(84.1)));
    }

    /// <summary>AT-12: 500 W are enforced while 700 were requested.</summary>
    [Fact]
    public void A_refusal_is_an_alarm_with_the_first_reading_after_the_latency_and_the_enforced_cap_counts()
    {
        CapLedger ledger = Found(1000, Of(ActuatorKind.InBandCap));
        ledger.Order(0, 700.Watts, Seconds(0.5));
        Read(ledger, 1.5, 500, 450);
        Span<CapAlarm> alarms = new CapAlarm[2];
        Assert.Equal(0, ledger.Alarms(Seconds(1.5), alarms));
        Read(ledger, 1.6, 500, 450);
        Assert.Equal(1, ledger.Alarms(Seconds(1.6), alarms));
        Assert.Equal(new CapAlarm(0, LedgerStanding.Disputed, Seconds(1.6), 700.Watts, 500.Watts, 450.Watts), alarms[0]);
        Assert.Equal(500, ledger.Counted(0, Seconds(1.6)).Watts);
        Read(ledger, 3.6, 500, 450);
        ledger.Alarms(Seconds(3.6), alarms);
        Assert.Equal(Seconds(1.6), alarms[0].Since);
        Assert.Equal(OrderAnswer.Sent, ledger.Order(0, 700.Watts, Seconds(4)));
        Assert.Equal(700, ledger.Counted(0, Seconds(4)).Watts);
        Assert.Equal(1, ledger.Alarms(Seconds(100), []));
    }

    [Fact]
    public void A_foreign_writer_is_told_from_a_refusal()
    {
        CapLedger ledger = Found(1000);
        ledger.Order(0, 700.Watts, Seconds(0));
        Until(ledger, 2, 40, 1000);
        Read(ledger, 41, 700, 650);
        Read(ledger, 43, 1200, 650);
        Assert.Equal((LedgerStanding.ForeignWriter, 1200.Watts), (ledger.Standing(0, Seconds(43)), ledger.Counted(0, Seconds(43))));
        Read(ledger, 45, 1100, 650);
        Assert.Equal(LedgerStanding.ForeignWriter, ledger.Standing(0, Seconds(45)));
        Read(ledger, 47, 700, 650);
        Assert.Equal(LedgerStanding.Agreed, ledger.Standing(0, Seconds(47)));
    }

    [Fact]
    public void A_draw_above_its_cap_counts_and_an_unnamed_limiter_is_said()
    {
        CapLedger ledger = Found(1000);
        ledger.Order(0, 700.Watts, Seconds(0));
        Until(ledger, 2, 40, 1000);
        Read(ledger, 41, 700, 735);
        Assert.Equal((LedgerStanding.Agreed, 735.Watts), (ledger.Standing(0, Seconds(41)), ledger.Counted(0, Seconds(41))));
        Read(ledger, 43, 700, 736);
        Assert.Equal((LedgerStanding.Ineffective, 736.Watts), (ledger.Standing(0, Seconds(43)), ledger.Counted(0, Seconds(43))));
        Read(ledger, 45, 700, 300, Limiters.Unknown);
        Assert.Equal(LedgerStanding.UnknownLimiter, ledger.Standing(0, Seconds(45)));
        Read(ledger, 47, 700, 300, Limiters.Brake);
        Assert.Equal(LedgerStanding.Agreed, ledger.Standing(0, Seconds(47)));
    }

    [Fact]
    public void A_device_that_is_silent_counts_with_its_most_or_its_fail_safe_value()
    {
        CapLedger ledger = Found(700);
        Assert.Equal((LedgerStanding.AsFound, 700.Watts), (ledger.Standing(0, Seconds(6)), ledger.Counted(0, Seconds(6))));
        Assert.Equal((LedgerStanding.Silent, 1400.Watts), (ledger.Standing(0, Seconds(6.001)), ledger.Counted(0, Seconds(6.001))));
        Span<CapAlarm> alarms = new CapAlarm[1];
        Assert.Equal(1, ledger.Alarms(Seconds(7), alarms));
        Assert.Equal((LedgerStanding.Silent, Seconds(6)), (alarms[0].Standing, alarms[0].Since));
        var manned = CapLedger.From(outOfBand, LedgerRules.Usual(1400.Watts) with { FailSafe = 800.Watts }, ledger.Snapshot());
        Assert.Equal(800, manned.Counted(0, Seconds(7)).Watts);
        Assert.Equal((LedgerStanding.Unread, 1400.Watts), (New().Standing(0, Seconds(99)), New().Counted(0, default)));
    }

    [Fact]
    public void What_was_not_read_lately_is_not_written()
    {
        Assert.Equal(OrderAnswer.NotRead, New().Order(0, 500.Watts, default));
        CapLedger ledger = Found(700);
        Assert.Equal(OrderAnswer.NotRead, ledger.Order(0, 500.Watts, Seconds(6.001)));
        Assert.Equal(OrderAnswer.Sent, ledger.Order(0, 500.Watts, Seconds(6)));
        Assert.Equal(OrderAnswer.Sent, ledger.Order(0, 400.Watts, Seconds(600)));
    }

    /// <summary>AT-14: caps before the event differ per device; each goes back to its own, and only a readback proves it.</summary>
    [Fact]
    public void Each_device_gets_its_own_cap_back_and_a_readback_proves_it()
    {
        double[] prior = [250, 480.5, 1200, 1400];
        CapLedger ledger = New(4);
        for (int k = 0; k < 4; k++) Read(ledger, 0, prior[k], 200, device: k);
        for (int k = 0; k < 4; k++) ledger.Order(k, 400.Watts, Seconds(1));
        for (double at = 2; at < 300; at += 2)
            for (int k = 0; k < 4; k++) Read(ledger, at, at < 41 ? prior[k] : 400, 200, device: k);
        Assert.Equal(4, ledger.Unrestored);
        Assert.Equal(OrderAnswer.Sent, ledger.Restore(1, Seconds(300)));
        for (int k = 0; k < 4; k++) ledger.Restore(k, Seconds(300));
        Assert.Equal(prior, Enumerable.Range(0, 4).Select(k => ledger[k].Requested.Watts));
        Assert.Equal(OrderAnswer.Unchanged, ledger.Restore(1, Seconds(301)));
        for (double at = 302; at <= 338; at += 2)
            for (int k = 0; k < 4; k++) Read(ledger, at, 400, 200, device: k);
        Assert.Equal(4, ledger.Unrestored);
        for (int k = 0; k < 3; k++) Read(ledger, 341, prior[k], 200, device: k);
        Read(ledger, 341, 480, 200, device: 3);
        Assert.Equal(1, ledger.Unrestored);
        Assert.Equal((LedgerStanding.AsFound, LedgerStanding.Disputed), (ledger.Standing(1, Seconds(341)), ledger.Standing(3, Seconds(341))));
        Assert.Equal(OrderAnswer.Unchanged, ledger.Restore(1, Seconds(342)));
        // what somebody sets after that is what the next event finds
        Read(ledger, 343, 900, 200, device: 1);
        ledger.Order(1, 400.Watts, Seconds(344));
        Assert.Equal(900, ledger[1].Found.Watts);
    }

    [Fact]
    public void Old_and_nonsensical_readings_change_nothing()
    {
        CapLedger ledger = Found(700);
        Assert.False(Read(ledger, 0, 900, 100));
        Assert.False(Read(ledger, -1, 900, 100));
        Assert.False(Read(ledger, 1, double.NaN, 100));
        Assert.False(Read(ledger, 1, 900, -1));
        Assert.Equal(700, ledger[0].Enforced.Watts);
        Assert.True(Read(ledger, 1, 900, 100));
    }

    [Theory]
    [InlineData(700.9, 700)]
    [InlineData(199, 200)]
    [InlineData(2000, 1400)]
    [InlineData(-5, 200)]
    public void Orders_are_whole_steps_within_the_range(double order, double resolved) => Assert.Equal(resolved, New().Resolved(order.Watts).Watts);

    [Fact]
    public void Nonsense_throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Found(700).Order(0, double.NaN.Watts, default));
        Assert.Throws<ArgumentException>(() => new CapLedger(outOfBand, LedgerRules.Usual(100.Watts), 1));
        Assert.Throws<ArgumentException>(() => new CapLedger(outOfBand, LedgerRules.Usual(1400.Watts) with { AgeMost = default }, 1));
        Assert.Throws<ArgumentException>(() => new CapLedger(outOfBand, LedgerRules.Usual(1400.Watts) with { OvershootFraction = -1 }, 1));
    }

    /// <summary>AT-13: the brake is its own bit; a software cap is no brake.</summary>
    [Theory]
    [InlineData(0x00, Limiters.None)]
    [InlineData(0x01, Limiters.Wanted)]
    [InlineData(0x04, Limiters.SoftwareCap)]
    [InlineData(0x80, Limiters.Brake)]
    [InlineData(0x84, Limiters.SoftwareCap | Limiters.Brake)]
    [InlineData(0x88, Limiters.Brake)]
    [InlineData(0x08, Limiters.Unknown)]
    [InlineData(0x48, Limiters.Heat)]
    [InlineData(0x20, Limiters.Heat)]
    [InlineData(0x200, Limiters.Unknown)]
    public void Reasons_for_a_clock_are_told_apart(int bits, Limiters limiters) => Assert.Equal(limiters, ClockEvents.Limiters((ulong)bits));

    /// <summary>The ledger against the simulator's caps, under any orders: never less than is in force, not even between two readings; a restart changes nothing.</summary>
    [Fact]
    public void Counted_is_never_below_what_a_device_may_draw() => Gen.Select(Gen.Int[0, 1].List[250, 250], Gen.Double[200, 1400].List[250, 250], Gen.Int[20, 200]).Sample((when, caps, restart) =>
    {
        var bank = new CapBank(CapActuator.OutOfBand(200.Watts, 1400.Watts), 1);
        CapLedger ledger = New();
        bool holds = true;
        for (int k = 0; k < 250; k++)
        {
            if (k % 2 == 0) Read(ledger, k, bank.EnforcedWatts[0], Math.Min(1000, bank.EnforcedWatts[0]));
            if (k == restart) ledger = CapLedger.From(outOfBand, ledger.Rules, ledger.Snapshot());
            if (when[k] == 1 && k % 3 == 0 && ledger.Order(0, caps[k].Watts, Seconds(k)) == OrderAnswer.Sent) bank.Order(0, ledger[0].Requested);
            bank.Advance(Seconds(k), Seconds(1));
            holds &= ledger.Counted(0, Seconds(k)) >= bank.Enforced(0) && ledger.Standing(0, Seconds(k)) is not (LedgerStanding.Disputed or LedgerStanding.ForeignWriter);
        }
        return holds;
    }, iter: 300);

    [Fact]
    public void A_beat_allocates_nothing()
    {
        CapLedger ledger = New(1000);
        var alarms = new CapAlarm[10];
        void Beat(int k)
        {
            for (int device = 0; device < 1000; device++)
            {
                Read(ledger, k, 900, 800, device: device);
                ledger.Order(device, (800 - k).Watts, Seconds(k));
            }
            ledger.Counted(Seconds(k));
            ledger.Alarms(Seconds(k), alarms);
        }
        for (int k = 0; k < 50; k++) Beat(k);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int k = 50; k < 60; k++) Beat(k);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
