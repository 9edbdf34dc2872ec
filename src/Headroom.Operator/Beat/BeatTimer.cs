namespace Headroom.Operator;

/// <summary>Calls for a beat on every whole step of the clock of life.</summary>
/// <remarks>How late a beat is goes by the machine's monotonic clock; setting the clock makes none late. Faster or slower than life, <see cref="BeatPace"/> calls.</remarks>
internal sealed class BeatTimer : IAsyncDisposable
{
    private readonly SiteClock clock;
    private readonly TimeSpan beat;
    private readonly Action<long, long> tick;
    private readonly ITimer timer;
    private long due;

    /// <summary>The first call comes at once.</summary>
    /// <param name="tick">When the beat was due, a timestamp of the machine's clock; and how many steps of the clock went by without one since then.</param>
    public BeatTimer(SiteClock clock, TimeSpan beat, Action<long, long> tick)
    {
        (this.clock, this.beat, this.tick, due) = (clock, beat, tick, clock.Time.GetTimestamp());
        timer = clock.Time.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The step of the clock that is nearest.</summary>
    public static TimeSpan Whole(TimeSpan now, TimeSpan beat) => Floor(now + beat / 2, beat);

    /// <summary>The last step of the clock.</summary>
    public static TimeSpan Floor(TimeSpan now, TimeSpan beat) => TimeSpan.FromTicks(now.Ticks / beat.Ticks * beat.Ticks);

    private void Fire()
    {
        tick(due, (long)Math.Round(clock.Time.GetElapsedTime(due) / beat));
        TimeSpan now = clock.Now, wait = Whole(now, beat) + beat - now;
        due = clock.Time.GetTimestamp() + (long)(wait.TotalSeconds * clock.Time.TimestampFrequency);
        try { timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), Timeout.InfiniteTimeSpan); }
        catch (ObjectDisposedException) { /* the service stops */ }
    }

    public ValueTask DisposeAsync() => timer.DisposeAsync();
}
