using Headroom.TestKit;

namespace Headroom.Operator.Tests.Beat;

public sealed class BeatPaceTests
{
    private static readonly TimeSpan beat = TimeSpan.FromSeconds(1);

    /// <summary>Beats for so long, each of which takes so much of the machine's time.</summary>
    private static async Task<(List<TimeSpan> Steps, List<SiteSpeed> News, SiteSpeed Speed)> RunAsync(double speed, TimeSpan length, Func<int, TimeSpan> takes)
    {
        var time = new ManualTime(RunningSite.Noon);
        var clock = new SteppedClock(time, RunningSite.Noon, speed, beat);
        List<TimeSpan> steps = [];
        List<SiteSpeed> news = [];
        bool called = false;
        await using BeatPace pace = new(clock, beat, _ => called = true);
        for (DateTimeOffset end = time.GetUtcNow() + length; time.GetUtcNow() < end;)
            if (called)
            {
                called = false;
                steps.Add(clock.Step());
                time.Advance(takes(steps.Count));
                if (pace.Next() is { } one) news.Add(one);
            }
            else time.Advance(TimeSpan.FromMilliseconds(1));
        return (steps, news, pace.Speed);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(7)]
    [InlineData(100)]
    [InlineData(0.5)]
    public async Task A_machine_that_keeps_up_goes_as_fast_as_asked(double speed)
    {
        (List<TimeSpan> steps, List<SiteSpeed> news, SiteSpeed run) = await RunAsync(speed, TimeSpan.FromSeconds(60), _ => TimeSpan.FromMilliseconds(2));
        Assert.Equal(Enumerable.Range(0, steps.Count).Select(k => SiteClock.At(RunningSite.Noon) + k * beat), steps);
        Assert.InRange(steps.Count, 60 * speed - 1, 60 * speed + 1);
        Assert.Empty(news);
        Assert.False(run.IsBehind);
        Assert.Equal(speed, run.RunningFactor!.Value, 0.01 * speed);
    }

    [Fact]
    public async Task A_machine_that_does_not_keep_up_leaves_out_no_beat_and_says_so_once()
    {
        (List<TimeSpan> steps, List<SiteSpeed> news, SiteSpeed run) = await RunAsync(60, TimeSpan.FromSeconds(120), _ => TimeSpan.FromMilliseconds(25));
        Assert.Equal(Enumerable.Range(0, steps.Count).Select(k => steps[0] + k * beat), steps);
        Assert.InRange(steps.Count, 120 * 40 - 2, 120 * 40 + 2);
        SiteSpeed told = Assert.Single(news);
        Assert.True(told.IsBehind);
        Assert.Equal("40 times as fast as life, asked 60 times", run.ToString());
    }

    [Fact]
    public async Task One_long_beat_is_not_run_after_and_is_no_news()
    {
        (List<TimeSpan> steps, List<SiteSpeed> news, _) = await RunAsync(60, TimeSpan.FromSeconds(10), k => TimeSpan.FromMilliseconds(k == 100 ? 500 : 2));
        Assert.Equal(Enumerable.Range(0, steps.Count).Select(k => steps[0] + k * beat), steps);
        Assert.InRange(steps.Count, 60 * 9.5 - 2, 60 * 9.5 + 2);
        Assert.Empty(news);
    }

    [Fact]
    public async Task Whoever_keeps_up_again_says_so_once()
    {
        (_, List<SiteSpeed> news, SiteSpeed run) = await RunAsync(60, TimeSpan.FromSeconds(100), k => TimeSpan.FromMilliseconds(k < 1000 ? 30 : 2));
        Assert.Equal([true, false], news.Select(one => one.IsBehind));
        Assert.Equal("60 times as fast as life", run.ToString());
    }
}
