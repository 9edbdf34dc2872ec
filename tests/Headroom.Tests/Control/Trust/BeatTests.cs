using CsCheck;
using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Tests.Control.Trust;

public sealed class BeatTests
{
    static readonly BeatRules rules = BeatRules.EverySecond;
    static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
    static BeatState Start => BeatState.First(10, Seconds(1000));

    static (BeatStanding, double, double, double) Of(BeatState beat) => (beat.Standing, beat.Aged.TotalSeconds, beat.Earliest.TotalSeconds, beat.Latest.TotalSeconds);

    [Theory]
    [InlineData(1001.0, BeatStanding.Steady, 1001, 1001, 1001)]
    [InlineData(1001.5, BeatStanding.Steady, 1001.5, 1001.5, 1001.5)]
    [InlineData(1000.5, BeatStanding.Steady, 1001, 1000.5, 1000.5)]
    [InlineData(1001.6, BeatStanding.JumpedAhead, 1001.6, 1001, 1001.6)]
    [InlineData(1000.4, BeatStanding.JumpedBack, 1001, 1000.4, 1001)]
    [InlineData(4600.0, BeatStanding.JumpedAhead, 4600, 1001, 4600)]
    [InlineData(100.0, BeatStanding.JumpedBack, 1001, 100, 1001)]
    public void A_clock_is_held_against_the_beats(double clock, BeatStanding standing, double aged, double earliest, double latest) =>
        Assert.Equal((standing, aged, earliest, latest), Of(Start.Next(11, Seconds(clock), rules)));

    [Fact]
    public void Beats_that_were_missed_explain_their_time_and_a_repeat_changes_nothing()
    {
        Assert.Equal(BeatStanding.Steady, Start.Next(40, Seconds(1030), rules).Standing);
        Assert.Equal(Start with { Standing = BeatStanding.Repeated }, Start.Next(10, Seconds(5000), rules));
        Assert.Equal((BeatStanding.JumpedAhead, 1300, 1000, 1300), Of(Start.Next(0, Seconds(1300), rules)));
        Assert.Equal((BeatStanding.JumpedBack, 1000, 900, 1000), Of(Start.Next(0, Seconds(900), rules)));
    }

    [Fact]
    public void After_a_jump_a_limit_of_either_time_holds_until_the_clock_is_steady()
    {
        BeatState ahead = Start.Next(11, Seconds(4600), rules);
        Assert.False(ahead.IsSure);
        Assert.True(ahead.MayHold(Seconds(900), Seconds(1500)));        // would have ended in between
        Assert.True(ahead.MayHold(Seconds(4600), Seconds(5000)));       // has just begun
        Assert.False(ahead.MayHold(Seconds(4600.1), Seconds(5000)));
        Assert.False(ahead.MayHold(Seconds(900), Seconds(1001)));
        for (int k = 1; k < 60; k++) ahead = ahead.Next(11 + k, Seconds(4600 + k), rules);
        Assert.Equal((BeatStanding.Steady, 59, false), (ahead.Standing, ahead.SteadyBeats, ahead.IsSure));
        Assert.Equal((1060, 4659), (ahead.Earliest.TotalSeconds, ahead.Latest.TotalSeconds));
        ahead = ahead.Next(71, Seconds(4660), rules);
        Assert.Equal((true, Seconds(4660)), (ahead.IsSure, ahead.Earliest));
        Assert.False(ahead.MayHold(Seconds(900), Seconds(1500)));
    }

    [Fact]
    public void A_jump_back_extends_no_order_and_readings_after_it_are_as_old_as_they_are()
    {
        TimeSpan expires = Start.Aged + Seconds(2);
        BeatState back = Start.Next(11, Seconds(100), rules);
        Assert.False(back.HasEnded(expires));
        back = back.Next(12, Seconds(101), rules);
        Assert.True(back.HasEnded(expires));
        Assert.Equal(Seconds(1001), back.OnAged(Seconds(100)));
        Assert.True(back.Next(13, Seconds(0), rules).HasEnded(expires));
    }

    [Fact]
    public void Whatever_the_clock_does_age_never_goes_back_nor_slower_than_the_beats_and_the_clock_is_within_its_range() =>
        Gen.Select(Gen.Int[1, 3], Gen.OneOf(Gen.Double[0.6, 1.4], Gen.Double[-5000, 5000])).Array[1, 80].Sample(beats =>
        {
            BeatState beat = Start;
            double clock = 1000;
            foreach ((int more, double elapsed) in beats)
            {
                clock += elapsed;
                BeatState next = beat.Next(beat.Count + more, Seconds(clock), rules);
                if (next.Aged - beat.Aged < more * rules.Period || next.Earliest > next.Latest || next.Clock < next.Earliest - Seconds(45)
                    || next.Standing != BeatStanding.Steady && (next.Clock < next.Earliest || next.Clock > next.Latest)) return false;
                beat = next;
            }
            return true;
        });

    [Fact]
    public void Every_fault_has_one_safe_order_in_words()
    {
        Assert.Equal(Enum.GetValues<ControlFault>(), SafeOrders.All.Select(order => order.Fault));
        foreach (SafeOrder order in SafeOrders.All)
        {
            Assert.Same(order, SafeOrders.Of(order.Fault));
            Assert.All(new[] { order.SeenBy, order.Order, order.Lasts, order.EndsWith }, words => Assert.True(words.Length > 8 && !words.Contains('|'), $"{order.Fault}: {words}"));
        }
        string[] lines = SafeOrders.Markdown().TrimEnd('\n').Split('\n');
        Assert.Equal(2 + SafeOrders.All.Count, lines.Length);
        Assert.StartsWith("| stale telemetry | a reading older", lines[2], StringComparison.Ordinal);
    }
}
