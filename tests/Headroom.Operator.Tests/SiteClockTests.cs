using Headroom.TestKit;

namespace Headroom.Operator.Tests;

public class SiteClockTests
{
    private static readonly DateTimeOffset noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan beat = TimeSpan.FromSeconds(1);

    [Fact]
    public void Spans_and_moments_are_the_same_thing()
    {
        Assert.Equal(noon, SiteClock.At(SiteClock.At(noon)));
        Assert.Equal(TimeSpan.FromSeconds(1), new SteppedClock(TimeProvider.System, noon, 60, beat).Wait(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void A_clock_that_goes_by_beats_stands_before_the_first_and_never_passes_the_next()
    {
        var time = new ManualTime(noon);
        var clock = new SteppedClock(time, noon.AddMilliseconds(300), 60, beat);
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(noon.AddSeconds(1), clock.UtcNow);
        Assert.Equal(SiteClock.At(noon.AddSeconds(1)), clock.Step());
        DateTimeOffset before = clock.UtcNow;
        for (int k = 0; k < 10_000; k++)
        {
            time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.True(clock.UtcNow > before && clock.UtcNow < noon.AddSeconds(2), $"{clock.UtcNow:O} after {k} ms");
            before = clock.UtcNow;
        }
        Assert.Equal(SiteClock.At(noon.AddSeconds(2)), clock.Step());
    }

    [Fact]
    public void How_old_a_moment_is_goes_by_life()
    {
        var time = new ManualTime(noon);
        var clock = new SteppedClock(time, noon, 60, beat);
        for (int k = 0; k < 61; k++) clock.Step();
        time.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(TimeSpan.FromSeconds(8), clock.Age(noon));
        Assert.Equal(TimeSpan.FromSeconds(7), clock.Age(noon.AddSeconds(60)));
        Assert.Equal(TimeSpan.FromSeconds(7), SiteClock.Real(time).Age(noon));
    }

    [Fact]
    public void Who_begins_anew_goes_on_after_all_that_was_shown_and_all_that_was_journaled()
    {
        var time = new ManualTime(noon);
        var clock = new SteppedClock(time, noon, 60, beat);
        clock.GoOnAfter(null);
        Assert.Equal(noon, clock.UtcNow);
        clock.GoOnAfter(SiteClock.At(noon.AddHours(-1)));
        Assert.Equal(noon, clock.UtcNow);
        clock.Step();
        clock.GoOnAfter(SiteClock.At(noon));
        Assert.Equal(noon.AddSeconds(1), clock.UtcNow);
        clock.GoOnAfter(SiteClock.At(noon.AddHours(3).AddMilliseconds(400)));
        Assert.Equal(SiteClock.At(noon.AddHours(3).AddSeconds(1)), clock.Step());
    }
}
