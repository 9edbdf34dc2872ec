namespace Headroom.TestKit;

/// <summary>A clock that a test sets: timers fire when it is moved past them, on the thread that moves it.</summary>
public sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<ManualTimer> timers = [];
    private DateTimeOffset now = start;

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate) return now;
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;
    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves on, and fires every timer that is due on the way, in order.</summary>
    public void Advance(TimeSpan by)
    {
        DateTimeOffset end = GetUtcNow() + by;
        while (true)
        {
            ManualTimer? next;
            lock (gate)
            {
                next = timers.Where(one => one.Due <= end).MinBy(one => one.Due);
                if (next is null)
                {
                    now = end;
                    return;
                }
                if (next.Due > now) now = next.Due;
                next.Rearm();
            }
            next.Fire();
        }
    }

    private sealed class ManualTimer(ManualTime time, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan period;

        public DateTimeOffset Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            bool fires;
            lock (time.gate)
            {
                this.period = period;
                time.timers.Remove(this);
                fires = dueTime == TimeSpan.Zero;
                if (dueTime == Timeout.InfiniteTimeSpan) return true;
                Due = time.now + dueTime;
                time.timers.Add(this);
                if (fires) Rearm();
            }
            if (fires) Fire();
            return true;
        }

        public void Rearm()
        {
            if (period <= TimeSpan.Zero) time.timers.Remove(this);
            else Due += period;
        }

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (time.gate) time.timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}
