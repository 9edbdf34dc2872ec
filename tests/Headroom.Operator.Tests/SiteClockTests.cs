namespace Headroom.Operator.Tests;

public class SiteClockTests
{
    [Fact]
    public void Spans_and_moments_are_the_same_thing()
    {
        DateTimeOffset noon = new(2026, 11, 28, 12, 0, 0, TimeSpan.Zero);
        Assert.Equal(noon, SiteClock.At(SiteClock.At(noon)));
        Assert.Equal(TimeSpan.FromSeconds(1), new SiteClock(TimeProvider.System, noon, 60).Wait(TimeSpan.FromMinutes(1)));
    }
}
