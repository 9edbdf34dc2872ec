using Headroom.Control;
using Headroom.Quantities;
using static Headroom.Tests.Control.Limits.Books;

namespace Headroom.Tests.Control.Limits;

/// <summary>What is refused says why, and changes nothing; what lies on the edge is taken.</summary>
public sealed class LimitChecksTests
{
    static readonly TimeSpan moment = 4_000_000.Days, duration = 1_000_000.Days, tick = TimeSpan.FromTicks(1);
    static readonly LimitSilence safe = new(1.Minutes, OnSilence.FailSafe) { FailSafe = 40.Megawatts };

    static LimitMessage Of(LimitEvent limit, LimitSilence? silence = null) => Says(limit, 0, silence: silence);

    public static TheoryData<LimitRefusal, LimitMessage> Wrong() => new()
    {
        { LimitRefusal.NoSource, Of(Cut) with { Source = new(LimitAuthority.Utility, "") } },
        { LimitRefusal.NoSource, Of(Cut) with { Source = new((LimitAuthority)9, "x") } },
        { LimitRefusal.NoSource, Beat(0, new(LimitAuthority.Utility, "")) },
        { LimitRefusal.AbsurdTime, Of(Cut) with { Stamp = new(-moment - tick) } },
        { LimitRefusal.IssuedAhead, Of(Cut) with { Stamp = new(1.Days + tick) } },
        { LimitRefusal.IssuedAhead, Beat(1441) },
        { LimitRefusal.NoName, Of(Cut with { Name = "" }) },
        { LimitRefusal.NoName, Ends(0, "") },
        { LimitRefusal.NoLimit, Of(Cut) with { Limit = null } },
        { LimitRefusal.NoLimit, Of(Cut) with { Name = "other" } },
        { LimitRefusal.NoLimit, Of(Cut) with { Kind = (LimitMessageKind)9 } },
        { LimitRefusal.AuthorityDiffers, Of(Cut) with { Source = Market } },
        { LimitRefusal.UnknownFeed, Of(Cut with { Feed = "C" }) },
        { LimitRefusal.NoLevel, Of(Cut with { Level = null }) },
        { LimitRefusal.NotFinite, Of(Cut with { Level = Power.FromSi(double.NaN) }) },
        { LimitRefusal.NotFinite, Of(Cut with { Level = Power.FromSi(double.PositiveInfinity) }) },
        { LimitRefusal.NotFinite, Of(Cut with { Baseline = Power.FromSi(double.NaN) }) },
        { LimitRefusal.NotFinite, Of(Cut with { BaselineShare = double.NegativeInfinity }) },
        { LimitRefusal.NegativePower, Of(Cut with { Level = -1.Watts }) },
        { LimitRefusal.NegativePower, Of(Cut with { Baseline = -1.Watts }) },
        { LimitRefusal.NegativePower, Of(Cut with { Level = null, BaselineShare = -0.1 }) },
        { LimitRefusal.EndBeforeStart, Of(Cut with { To = Cut.From - tick }) },
        { LimitRefusal.AbsurdTime, Of(Cut with { From = moment + tick, To = null }) },
        { LimitRefusal.AbsurdTime, Of(Cut with { From = -moment - tick }) },
        { LimitRefusal.AbsurdTime, Of(Cut with { To = moment + tick }) },
        { LimitRefusal.NegativeTime, Of(Cut with { To = null, Hold = -tick }) },
        { LimitRefusal.NegativeTime, Of(Cut with { Notice = -tick }) },
        { LimitRefusal.NegativeTime, Of(Cut with { Recovery = -tick }) },
        { LimitRefusal.NegativeTime, Of(Cut with { Ramp = Cut.Ramp with { Down = -tick } }) },
        { LimitRefusal.NegativeTime, Of(Cut with { Ramp = Cut.Ramp with { Up = -tick } }) },
        { LimitRefusal.AbsurdTime, Of(Cut with { Recovery = duration + tick }) },
        { LimitRefusal.NotFinite, Of(Cut with { Ramp = Cut.Ramp with { RateMost = 0.MegawattsPerMinute } }) },
        { LimitRefusal.NotFinite, Of(Cut with { Ramp = Cut.Ramp with { RateMost = Ramp.FromSi(double.NaN) } }) },
        { LimitRefusal.AbsurdTime, Of(Cut with { Ramp = Cut.Ramp with { RateMost = Ramp.FromSi(4e-4) } }) },
        { LimitRefusal.AbsurdTime, Of(Cut with { Level = 100.Megawatts, Ramp = Cut.Ramp with { RateMost = Ramp.FromSi(6e-4) } }, safe) },
        { LimitRefusal.IncompleteSilence, Of(Cut, safe with { Interval = TimeSpan.Zero }) },
        { LimitRefusal.IncompleteSilence, Of(Cut, safe with { Misses = 0 }) },
        { LimitRefusal.IncompleteSilence, Of(Cut, safe with { Then = (OnSilence)9 }) },
        { LimitRefusal.IncompleteSilence, Of(Cut, safe with { FailSafe = null }) },
        { LimitRefusal.AbsurdTime, Of(Cut, safe with { Interval = duration, Misses = 2 }) },
        { LimitRefusal.NegativeTime, Of(Cut, safe with { Then = OnSilence.Revert, RevertAfter = -tick }) },
        { LimitRefusal.NotFinite, Of(Cut, safe with { FailSafe = Power.FromSi(double.NaN) }) },
        { LimitRefusal.NegativePower, Of(Cut, safe with { FailSafe = -1.Watts }) },
    };

    public static TheoryData<LimitMessage> OnTheEdge() =>
    [
        Of(Cut) with { Stamp = new(-moment) },
        Of(Cut) with { Stamp = new(1.Days) },
        Of(Cut with { Level = default(Power) }),
        Of(Cut with { Level = null, BaselineShare = 0 }),
        Of(Cut with { Baseline = default(Power), Level = default(Power) }),
        Of(Cut with { To = Cut.From }),
        Of(Cut with { From = -moment }),
        Of(Cut with { From = moment, To = moment, Recovery = duration, Ramp = new(duration, duration, RampAnchor.Starts, null), Notice = duration }),
        Of(Cut with { From = moment, To = null, Hold = duration, Recovery = duration, Ramp = new(duration, duration, RampAnchor.Starts, null) }, safe with { Interval = duration }),
        Of(Cut with { From = moment, To = null, Recovery = duration, Ramp = new(duration, duration, RampAnchor.Starts, null) },
            safe with { Then = OnSilence.Revert, Interval = duration, RevertAfter = duration }),
        Of(Cut with { Ramp = Cut.Ramp with { RateMost = Ramp.FromSi(5e-4) } }),
        Of(Cut, safe with { FailSafe = default(Power) }),
        Of(Cut, new(1.Minutes, OnSilence.Revert)),
    ];

    [Theory(DisableDiscoveryEnumeration = true), MemberData(nameof(Wrong))]
    public void What_is_wrong_is_refused_and_changes_nothing(LimitRefusal reason, LimitMessage message)
    {
        LimitBook book = Books.Of(Says(Cut, 0, Market, safe));
        LimitBookSnapshot before = book.Snapshot();
        LimitReceipt receipt = book.Receive(message, TimeSpan.Zero);
        Assert.Equal((LimitOutcome.Refused, reason, TimeSpan.Zero, message), (receipt.Outcome, receipt.Refusal, receipt.Received, receipt.Message));
        Assert.EndsWith(".", receipt.Why, StringComparison.Ordinal);
        Assert.Equal(before, book.Snapshot());
    }

    [Theory(DisableDiscoveryEnumeration = true), MemberData(nameof(OnTheEdge))]
    public void What_lies_on_the_edge_is_taken_and_answers(LimitMessage message)
    {
        LimitBook book = new(Setting);
        Assert.Equal(LimitOutcome.Accepted, book.Receive(message, TimeSpan.Zero).Outcome);
        book.Receive(Ends(1441), 1.Days + 1.Minutes);
        Assert.InRange(book.Firm(1441), 0, 200);
        Assert.InRange(book.Firm(1e9), 0, 200);
    }

    [Fact]
    public void A_ramp_limit_of_the_site_that_is_none_refuses_and_feeds_have_their_own_baseline()
    {
        Assert.Equal(LimitRefusal.NotFinite, new LimitBook(Setting with { RampLimit = default(Ramp) }).Receive(Of(Cut), TimeSpan.Zero).Refusal);
        LimitBook slow = new(Setting with { RampLimit = Ramp.FromSi(4e-4) });     // 34.6 MW in a million days
        Assert.Equal(LimitRefusal.AbsurdTime, slow.Receive(Of(Cut), TimeSpan.Zero).Refusal);
        Assert.Null(slow.Receive(Of(Cut with { Feed = "A", Level = 20.Megawatts }), TimeSpan.Zero).Refusal);
        Assert.Equal(LimitRefusal.AbsurdTime, slow.Receive(Of(Cut with { Name = "share", Level = null, BaselineShare = 0.5 }), TimeSpan.Zero).Refusal);
    }

    /// <summary>A site of which nobody states what it draws, as the simulator's own book is.</summary>
    [Fact]
    public void A_share_or_a_ramp_of_a_baseline_that_nobody_knows_is_refused_and_a_plain_level_is_not()
    {
        LimitBookSetting endless = Setting with { Site = new(Power.FromSi(double.PositiveInfinity), Power.FromSi(double.PositiveInfinity)) };
        LimitEvent plain = new() { Name = "plain", From = 1.Hours, To = 3.Hours, Level = 60.Megawatts };
        LimitEvent[] wrong =
        [
            plain with { Ramp = new(15.Minutes, TimeSpan.Zero, RampAnchor.Ends, null) },
            plain with { Ramp = new(TimeSpan.Zero, 15.Minutes, RampAnchor.Ends, null) },
            plain with { Ramp = LimitRamp.None with { RateMost = 20.MegawattsPerMinute } },
            plain with { Level = null, BaselineShare = 0.75 },
        ];
        foreach (LimitEvent one in wrong)
        {
            LimitBook book = new(endless);
            LimitReceipt receipt = book.Receive(Of(one), TimeSpan.Zero);
            Assert.Equal((LimitOutcome.Refused, LimitRefusal.NoBaseline), (receipt.Outcome, receipt.Refusal));
            Assert.Empty(book.Limits);
            Assert.Null(book.Receive(Of(one with { Baseline = 100.Megawatts }), TimeSpan.Zero).Refusal);
            Assert.Equal(one.Level is null ? 75 : 60, book.Firm(120), 1e-9);
        }
        Assert.Equal(LimitRefusal.NoBaseline, new LimitBook(endless with { RampLimit = 20.MegawattsPerMinute }).Receive(Of(plain), TimeSpan.Zero).Refusal);
        LimitBook taken = new(endless);
        Assert.Equal(LimitOutcome.Accepted, taken.Receive(Of(plain with { Recovery = 1.Hours }), TimeSpan.Zero).Outcome);
        Assert.Equal((60, double.PositiveInfinity), (taken.Firm(120), taken.Firm(200)));
        taken.Receive(Ends(90, "plain"), 90.Minutes);
        Assert.Equal(double.PositiveInfinity, taken.Firm(91));
    }
}
