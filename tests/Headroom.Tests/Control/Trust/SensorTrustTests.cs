using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Tests.Control.Trust;

public sealed class SensorTrustTests
{
    /// <summary>0 to 100 MW, at most 1 MW/s, 0.5 MW of noise, stale after 5 s, frozen after 30 s.</summary>
    static readonly SensorFacts<Power> meter = new(0.Megawatts, 100.Megawatts, SafeSide.Larger, Seconds(5), 1.Megawatts, 0.5.Megawatts, Seconds(30));

    static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
    static SensorTrust<Power> New(SensorFacts<Power>? facts = null) => new([facts ?? meter]);

    static TrustedReading<Power> Give(SensorTrust<Power> trust, double at, double megawatts, double? now = null, ReadingQuality quality = ReadingQuality.Good) =>
        trust.Judge(0, new(megawatts.Megawatts, Seconds(at), quality), Seconds(now ?? at));

    static TrustedReading<Power> Wait(SensorTrust<Power> trust, double now) => trust.Judge(0, null, Seconds(now));

    static void Bounded(TrustedReading<Power> reading, TrustFault why, double least, double most)
    {
        Assert.Equal((TrustStanding.Bounded, why), (reading.Standing, reading.Why));
        Assert.Equal((least, most), (Math.Round(reading.Least.Megawatts, 9), Math.Round(reading.Most.Megawatts, 9)));
    }

    [Fact]
    public void A_good_reading_is_its_own_word()
    {
        SensorTrust<Power> trust = New();
        Assert.Equal(new(50.Megawatts, TrustStanding.Trusted, TrustFault.None, 50.Megawatts, 50.Megawatts), Give(trust, 0, 50));
        Assert.Equal(51.5.Megawatts, Give(trust, 1, 51.5).Value);
        Assert.Equal(TrustStanding.Trusted, Wait(trust, 6).Standing);
    }

    [Fact]
    public void Never_read_the_bound_of_its_facts_counts()
    {
        TrustedReading<Power> never = Wait(New(), 0);
        Bounded(never, TrustFault.NeverRead, 0, 100);
        Assert.Equal(100.Megawatts, never.Value);
        Assert.Equal(0.Megawatts, Wait(New(meter with { Side = SafeSide.Smaller }), 0).Value);
    }

    [Fact]
    public void A_stale_reading_drifts_to_the_safe_side_as_fast_as_physics_and_to_the_bound()
    {
        SensorTrust<Power> trust = New();
        Give(trust, 0, 50);
        Assert.Equal(TrustFault.None, Wait(trust, 5).Why);
        TrustedReading<Power> stale = Wait(trust, 6);
        Bounded(stale, TrustFault.Stale, 43.5, 56.5);
        Assert.Equal(56.5, stale.Value.Megawatts, 1e-9);
        Bounded(Wait(trust, 1000), TrustFault.Stale, 0, 100);
        Assert.Equal(TrustStanding.Trusted, Give(trust, 1001, 90).Standing);

        SensorTrust<Power> supply = New(meter with { Side = SafeSide.Smaller });
        Give(supply, 0, 50);
        Assert.Equal(43.5, Wait(supply, 6).Value.Megawatts, 1e-9);
    }

    [Fact]
    public void Out_of_bounds_bad_and_future_readings_are_not_believed()
    {
        foreach ((double value, ReadingQuality quality, TrustFault why) in new[] { (100.1, ReadingQuality.Good, TrustFault.OutOfBounds),
            (-0.1, ReadingQuality.Good, TrustFault.OutOfBounds), (double.NaN, ReadingQuality.Good, TrustFault.OutOfBounds), (50, ReadingQuality.Bad, TrustFault.BadQuality) })
        {
            SensorTrust<Power> trust = New();
            Give(trust, 0, 50);
            Bounded(Give(trust, 1, value, quality: quality), why, 48.5, 51.5);
            Assert.Equal(TrustStanding.Trusted, Give(trust, 2, 52).Standing);
        }
        SensorTrust<Power> ahead = New();
        Give(ahead, 0, 50);
        Bounded(Give(ahead, 9, 50, now: 1), TrustFault.FromTheFuture, 48.5, 51.5);
        Assert.Equal(TrustStanding.Trusted, Give(ahead, 2, 50).Standing);
        Assert.Equal(TrustStanding.Trusted, Give(New(), 0, 100).Standing);
        Assert.Equal(TrustStanding.Trusted, Give(New(), 0, 0, quality: ReadingQuality.Doubtful).Standing);
    }

    [Fact]
    public void A_jump_is_what_physics_does_not_allow()
    {
        Assert.Equal(TrustStanding.Trusted, Jumped(51.5).Standing);
        TrustedReading<Power> up = Jumped(51.6), down = Jumped(20);
        Bounded(up, TrustFault.Jumped, 48.5, 51.6);
        Assert.Equal(51.6, up.Value.Megawatts, 1e-9);
        Bounded(down, TrustFault.Jumped, 20, 51.5);
        Assert.Equal(51.5, down.Value.Megawatts, 1e-9);

        static TrustedReading<Power> Jumped(double to)
        {
            SensorTrust<Power> trust = New();
            Give(trust, 0, 50);
            return Give(trust, 1, to);
        }
    }

    [Fact]
    public void A_level_that_stays_is_believed_with_the_third_reading()
    {
        SensorTrust<Power> trust = New();
        Give(trust, 0, 50);
        Assert.Equal([TrustFault.Jumped, TrustFault.Jumped, TrustFault.None], Enumerable.Range(1, 3).Select(at => Give(trust, at, 20).Why));
        Assert.Equal(20.Megawatts, trust[0].Good);
        SensorTrust<Power> wild = New();
        Give(wild, 0, 50);
        Assert.All(Enumerable.Range(1, 6), at => Assert.Equal(TrustFault.Jumped, Give(wild, at, at % 2 == 0 ? 10 : 90).Why));
        SensorTrust<Power> back = New();
        Give(back, 0, 50);
        Give(back, 1, 20);
        Give(back, 2, 20);
        Give(back, 3, 50);
        Assert.Equal(TrustFault.Jumped, Give(back, 4, 20).Why);
    }

    [Fact]
    public void A_value_that_stands_still_is_frozen_since_it_last_moved()
    {
        SensorTrust<Power> trust = New();
        Give(trust, 0, 49);
        for (int at = 1; at < 31; at++) Assert.Equal(TrustFault.None, Give(trust, at, 50).Why);
        Bounded(Give(trust, 31, 50), TrustFault.Frozen, 19.5, 80.5);
        Assert.Equal(TrustFault.None, Give(trust, 32, 50.1).Why);
        SensorTrust<Power> still = New(meter with { FrozenAfter = null });
        for (int at = 0; at < 100; at++) Assert.Equal(TrustFault.None, Give(still, at, 50).Why);
        SensorTrust<Power> coarse = New(meter with { Still = 0.2.Megawatts });
        for (int at = 0; at < 30; at++) Give(coarse, at, 50 + 0.2 * (at % 2));
        Assert.Equal(TrustFault.Frozen, Give(coarse, 30, 50).Why);
    }

    [Fact]
    public void Old_readings_change_nothing_and_a_restart_remembers()
    {
        SensorTrust<Power> trust = New();
        Give(trust, 10, 50);
        Assert.Equal(50.Megawatts, Give(trust, 9, 52, now: 11).Value);
        Assert.Equal(50.Megawatts, Give(trust, 10, 52, now: 11).Value);
        Give(trust, 11, 20);
        var again = SensorTrust<Power>.From([meter], trust.Snapshot());
        Assert.Equal(trust[0], again[0]);
        Assert.Equal(Give(trust, 12, 20), Give(again, 12, 20));
        Assert.Equal(Give(trust, 13, 20), Give(again, 13, 20));
        Assert.Throws<ArgumentException>(() => SensorTrust<Power>.From([meter, meter], trust.Snapshot()));
    }

    [Fact]
    public void Facts_that_make_no_sense_throw()
    {
        foreach (SensorFacts<Power> bad in (SensorFacts<Power>[])[meter with { Least = 101.Megawatts }, meter with { AgeMost = default },
            meter with { ChangePerSecond = -1.Watts }, meter with { Noise = -1.Watts }, meter with { FrozenAfter = default(TimeSpan) }, meter with { ConfirmedAfter = 0 }])
            Assert.Throws<ArgumentException>(() => New(bad));
    }

    [Fact]
    public void A_beat_allocates_nothing()
    {
        var trust = new SensorTrust<Power>([.. Enumerable.Repeat(meter, 1000)]);
        double sum = 0;
        void Beat(int at)
        {
            for (int k = 0; k < 1000; k++) sum += trust.Judge(k, new(50.Megawatts, Seconds(at)), Seconds(at)).Value.Watts;
            sum += Wait(trust, at).Value.Watts;
        }
        for (int at = 0; at < 50; at++) Beat(at);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int at = 50; at < 60; at++) Beat(at);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(sum > 0);
    }
}
