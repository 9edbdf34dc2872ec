namespace Headroom.Operator;

/// <summary>Calls for the beats of a site that runs faster or slower than life: the next when the one before is done, and no sooner than the speed asks.</summary>
/// <remarks>
///   next call = max(call before + beat / speed, now)      by the machine's monotonic clock
///   Timers count whole milliseconds: what a call was late by is taken off the wait for the next. Whoever is behind by more than a beat does not run after it:
///   the site's time goes slower then, and that is measured.
/// </remarks>
internal sealed class BeatPace : IAsyncDisposable
{
    /// <summary>In life: over so long the speed is measured.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    /// <summary>Below this share of what was asked it runs behind, until it is back above the other: the border is not told again and again.</summary>
    private const double BehindShare = 0.9, BackShare = 0.97;
    private readonly SiteClock clock;
    private readonly TimeSpan beat;
    private readonly Action<long> tick;
    private readonly ITimer timer;
    private long due, since, beats;

    /// <summary>The first call comes at once; each further one is asked for by <see cref="Next"/>.</summary>
    /// <param name="tick">When the beat was due, a timestamp of the machine's clock.</param>
    public BeatPace(SiteClock clock, TimeSpan beat, Action<long> tick)
    {
        (this.clock, this.beat, this.tick, due) = (clock, beat, tick, clock.Time.GetTimestamp());
        since = due;
        Speed = new(clock.SpeedFactor, null, false);
        timer = clock.Time.CreateTimer(_ => this.tick(due), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    public SiteSpeed Speed { get; private set; }

    /// <summary>A beat is done.</summary>
    /// <returns>The speed, where the site fell behind what was asked, or came back to it, since the last time.</returns>
    public SiteSpeed? Next()
    {
        long now = clock.Time.GetTimestamp(), frequency = clock.Time.TimestampFrequency;
        due = Math.Max(due + (long)(clock.Wait(beat).TotalSeconds * frequency), now);
        bool wasBehind = Speed.IsBehind;
        Measure();
        timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(1000.0 * (due - now) / frequency)), Timeout.InfiniteTimeSpan);
        return Speed.IsBehind == wasBehind ? null : Speed;
    }

    private void Measure()
    {
        beats++;
        TimeSpan length = clock.Time.GetElapsedTime(since, due);
        if (length < Window) return;
        double running = beats * beat / length;
        Speed = new(clock.SpeedFactor, running, running < (Speed.IsBehind ? BackShare : BehindShare) * clock.SpeedFactor);
        (since, beats) = (due, 0);
    }

    public ValueTask DisposeAsync() => timer.DisposeAsync();
}
