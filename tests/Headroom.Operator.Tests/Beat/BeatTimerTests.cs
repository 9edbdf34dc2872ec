using Headroom.TestKit;

namespace Headroom.Operator.Tests.Beat;

public sealed class BeatTimerTests
{
    private static readonly TimeSpan beat = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    [InlineData(700)]
    public async Task Every_step_of_the_clock_has_one_beat(int startsAtMilliseconds)
    {
        var time = new ManualTime(RunningSite.Noon.AddMilliseconds(startsAtMilliseconds));
        SiteClock clock = SiteClock.Real(time);
        List<TimeSpan> steps = [];
        await using (new BeatTimer(clock, beat, (_, missed) =>
        {
            Assert.Equal(0, missed);
            steps.Add(BeatTimer.Whole(clock.Now, beat));
        }))
            for (int k = 0; k < 10_000; k++) time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(Enumerable.Range(0, steps.Count).Select(k => steps[0] + k * beat), steps);
        Assert.InRange(steps.Count, 10, 11);
    }

    [Fact]
    public async Task The_first_beat_comes_at_once_and_none_is_late()
    {
        var time = new ManualTime(RunningSite.Noon.AddMilliseconds(400));
        List<TimeSpan> late = [];
        await using (new BeatTimer(SiteClock.Real(time), beat, (due, _) => late.Add(time.GetElapsedTime(due))))
            time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(Enumerable.Repeat(TimeSpan.Zero, 6), late);
    }
}
