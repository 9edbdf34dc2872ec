using CsCheck;
using Headroom.Control;
using Headroom.Quantities;
using static Headroom.Tests.Control.Limits.Books;

namespace Headroom.Tests.Control.Limits;

/// <summary>Laws of the book under lost, late, duplicated, reordered and contradictory messages.</summary>
public sealed class LimitBookLaws
{
    const double mostPerMinute = 8;         // MW/min, the ramp limit of this site

    static readonly LimitBookSetting setting = Setting with { RampLimit = mostPerMinute.MegawattsPerMinute };

    static Gen<T> Any<T>(params T[] all) => Gen.Int[0, all.Length - 1].Select(k => all[k]);

    static readonly Gen<LimitSource> anySource = Any(Utility, Market, new LimitSource(LimitAuthority.Operator, "desk"));

    static readonly Gen<LimitEvent> anyLimit =
        from name in Any("a", "b")
        from feed in Any<string?>(null, null, "A")
        from level in Gen.Int[0, 12]
        from start in Gen.Int[-20, 100]
        from length in Gen.OneOf(Gen.Int[0, 90].Select(minutes => (int?)minutes), Gen.Const((int?)null))
        from down in Gen.Int[0, 10]
        from up in Gen.Int[0, 10]
        from recovery in Any(0, 15)
        from anchor in Any(RampAnchor.Starts, RampAnchor.Ends)
        from firm in Any(Firmness.Firm, Firmness.Firm, Firmness.BestEffort)
        select new LimitEvent
        {
            Name = name,
            Feed = feed,
            Level = (feed is null ? 10 : 5) * level.Megawatts,
            From = start.Minutes,
            To = length is { } minutes ? (start + minutes).Minutes : null,
            Ramp = new(down.Minutes, up.Minutes, anchor, null),
            Recovery = recovery.Minutes,
            Firmness = firm,
        };

    static readonly Gen<LimitSilence?> anySilence =
        from then in Any<OnSilence?>(null, OnSilence.KeepLast, OnSilence.FailSafe, OnSilence.Revert)
        from interval in Gen.Int[1, 8]
        from misses in Gen.Int[1, 3]
        from power in Gen.Int[0, 6]
        select then is { } does ? new LimitSilence(interval.Minutes, does) { Misses = misses, FailSafe = (10 * power).Megawatts, RevertAfter = interval.Minutes } : null;

    static readonly Gen<LimitMessage> anyMessage =
        from source in anySource
        from minute in Gen.Int[0, 60]
        from sequence in Gen.Int[0, 1]
        from kind in Gen.Int[0, 9]
        from limit in anyLimit
        from silence in anySilence
        let stamp = new LimitStamp(minute.Minutes, sequence)
        select kind switch
        {
            0 or 1 => LimitMessage.Cancel(source, stamp, limit.Name),
            2 or 3 or 4 => LimitMessage.Heartbeat(source, stamp),
            _ => LimitMessage.Demand(source, stamp, limit with { Authority = source.Authority }, silence),
        };

    /// <summary>Messages with the minute at which they come: late, twice, out of order.</summary>
    static readonly Gen<(LimitMessage Message, int Minute)[]> anyDeliveries =
        Gen.Select(anyMessage, Gen.Int[0, 20], Gen.Int[0, 3], (message, late, again) => (Message: message, Minute: (int)message.Stamp.Issued.TotalMinutes + late, Again: again == 0))
            .Array[1, 14].Select(all => all.SelectMany(one => one.Again ? [(one.Message, one.Minute), (one.Message, one.Minute + 5)] : new[] { (one.Message, one.Minute) })
                .OrderBy(one => one.Item2).ToArray());

    static readonly string?[] scopes = [null, "A", "B"];

    static void AssertSame(LimitBook a, LimitBook b)
    {
        Assert.Equal(a.Snapshot(), b.Snapshot());
        foreach (string? feed in scopes)
            for (int step = 0; step < 500; step++)
            {
                TimeSpan t = (step * 0.53 - 20).Minutes;
                BookedCeiling one = a.At(feed, t), other = b.At(feed, t);
                Assert.Equal((one.Firm, one.Asked, one.FirmBinding?.Message, one.AskedBinding?.Message), (other.Firm, other.Asked, other.FirmBinding?.Message, other.AskedBinding?.Message));
                Assert.Equal(a.KnownUntil(feed, t), b.KnownUntil(feed, t));
            }
    }

    [Fact]
    public void Order_and_copies_of_what_comes_at_one_moment_change_nothing() =>
        Gen.Select(anyDeliveries, anyMessage.Array[1, 8], Gen.Int[0, 1000]).Sample((before, now, seed) =>
        {
            TimeSpan moment = 90.Minutes;
            LimitBook straight = new(setting), mixed = new(setting);
            foreach ((LimitMessage message, int minute) in before)
            {
                straight.Receive(message, minute.Minutes);
                mixed.Receive(message, minute.Minutes);
            }
            foreach (LimitMessage message in now) straight.Receive(message, moment);
            LimitMessage[] shuffled = [.. now, .. now];
            new Random(seed).Shuffle(shuffled);
            foreach (LimitMessage message in shuffled) mixed.Receive(message, moment);
            AssertSame(straight, mixed);
        }, iter: 400);

    [Fact]
    public void A_book_that_was_saved_and_restored_goes_on_to_the_bit() => Gen.Select(anyDeliveries, Gen.Int[0, 20]).Sample((all, at) =>
    {
        LimitBook straight = new(setting), restored = new(setting);
        for (int k = 0; k < all.Length; k++)
        {
            if (k == at) restored = new(setting, restored.Snapshot());
            LimitReceipt one = straight.Receive(all[k].Message, all[k].Minute.Minutes), other = restored.Receive(all[k].Message, all[k].Minute.Minutes);
            Assert.Equal(one, other);
        }
        AssertSame(straight, new(setting, restored.Snapshot()));
    }, iter: 400);

    [Fact]
    public void A_copy_at_any_later_moment_changes_nothing() => Gen.Select(anyDeliveries, Gen.Int[0, 1000]).Sample((all, pick) =>
    {
        LimitBook book = new(setting);
        foreach ((LimitMessage message, int minute) in all) book.Receive(message, minute.Minutes);
        LimitBookSnapshot before = book.Snapshot();
        LimitReceipt copy = book.Receive(all[pick % all.Length].Message, 300.Minutes);
        Assert.Contains(copy.Outcome, new[] { LimitOutcome.Repeated, LimitOutcome.Superseded, LimitOutcome.Contradicted });
        Assert.Equal(before with { Latest = 300.Minutes }, book.Snapshot());
    }, iter: 400);

    [Fact]
    public void No_ceiling_passes_a_limit_that_stands_and_a_tighter_one_never_raises() => Gen.Select(anyDeliveries, anyLimit).Sample((all, more) =>
    {
        LimitBook book = new(setting);
        foreach ((LimitMessage message, int minute) in all) book.Receive(message, minute.Minutes);
        LimitBook fuller = new(setting, book.Snapshot());
        fuller.Receive(Says(more with { Name = "more", Firmness = Firmness.Firm }, 80, new(LimitAuthority.Breaker, "q1")), 80.Minutes);
        foreach (string? feed in scopes)
            for (double minute = 81; minute < 240; minute += 0.37)
            {
                BookedCeiling now = book.At(feed, minute.Minutes), with = fuller.At(feed, minute.Minutes);
                Assert.True(with.Firm <= now.Firm + grain && with.Asked <= now.Asked + grain && now.Asked <= now.Firm);
                foreach (BookedLimit one in book.Limits)
                    if (one.Feed == feed && one.Message.Silence?.Then != OnSilence.Revert && one.Course.LevelFrom <= minute.Minutes && minute.Minutes < one.Course.LevelTo)
                        Assert.True((one.IsFirm ? now.Firm : now.Asked) <= one.Course.Level + grain);
            }
    }, iter: 200);

    /// <summary>A line that is cut at other moments is worked out anew: the same but for its last bit.</summary>
    private static readonly Power grain = Power.FromSi(1e-3);

    /// <summary>Every limit here starts from 100 MW, so that below it every rise is a ramp; steps to the rating at the end of a recovery are not.</summary>
    [Fact]
    public void Below_the_baseline_no_ceiling_rises_faster_than_the_ramp_whatever_is_said() => anyDeliveries.Sample(all =>
    {
        LimitBook book = new(setting);
        int next = 0;
        (LimitMessage Message, int Minute)[] limits = [.. all.Select(one => one.Message.Limit is { } limit
            ? (one.Message with { Limit = limit with { Recovery = 30.Minutes } }, one.Minute) : one)];
        double last = 200, step = 0.25;
        for (double minute = 0; minute < 240; minute += step)
        {
            while (next < limits.Length && limits[next].Minute <= minute) book.Receive(limits[next].Message, limits[next++].Minute.Minutes);
            double now = book.Firm(minute);
            if (now < 100) Assert.True(now - last <= mostPerMinute * step + 1e-6, $"{last} to {now} MW at {minute} min");
            last = now;
        }
    }, iter: 300);
}
