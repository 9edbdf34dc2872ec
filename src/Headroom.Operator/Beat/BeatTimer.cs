namespace Headroom.Operator;

/// <summary>Calls for a beat on every whole step of the site's clock.</summary>
/// <remarks>
///   Each call is set anew from the clock: a timer that repeats counts whole milliseconds, and 16 in the place of 16.67 would be two beats too many in every
///   second of a site that runs sixty times as fast as life. How late a beat is goes by the machine's monotonic clock; setting the clock makes none late.
/// </remarks>
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
    public static TimeSpan Whole(TimeSpan now, TimeSpan beat) => TimeSpan.FromTicks((now.Ticks + beat.Ticks / 2) / beat.Ticks * beat.Ticks);

    private void Fire()
    {
        tick(due, (long)Math.Round(clock.Time.GetElapsedTime(due) / clock.Wait(beat)));
        TimeSpan now = clock.Now, wait = clock.Wait(Whole(now, beat) + beat - now);
        due = clock.Time.GetTimestamp() + (long)(wait.TotalSeconds * clock.Time.TimestampFrequency);
        try { timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), Timeout.InfiniteTimeSpan); }
        catch (ObjectDisposedException) { /* the service stops */ }
    }

    public ValueTask DisposeAsync() => timer.DisposeAsync();
}
