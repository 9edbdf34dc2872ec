using Headroom.TestKit;

namespace Headroom.Operator.Tests.Beat;

public sealed class BeatTimerTests
{
    private static readonly TimeSpan beat = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 700)]
    [InlineData(60, 0)]
    [InlineData(60, 700)]
    [InlineData(7, 300)]
    public async Task Every_step_of_the_clock_has_one_beat_at_any_speed(double speed, int startsAtMilliseconds)
    {
        var time = new ManualTime(RunningSite.Noon);
        SiteClock clock = new(time, RunningSite.Noon.AddMilliseconds(startsAtMilliseconds), speed);
        // a clock at the speed of life is the machine's
        if (speed == 1) time.Advance(TimeSpan.FromMilliseconds(startsAtMilliseconds));
        List<TimeSpan> steps = [];
        await using (new BeatTimer(clock, beat, (_, missed) =>
        {
            Assert.Equal(0, missed);
            steps.Add(BeatTimer.Whole(clock.Now, beat));
        }))
            for (int k = 0; k < 10_000; k++) time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(Enumerable.Range(0, steps.Count).Select(k => steps[0] + k * beat), steps);
        Assert.InRange(steps.Count, 10 * speed, 10 * speed + 1);
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
