namespace Headroom.TestKit;

/// <summary>A clock that stands still until it is moved, for emulators and whoever judges them.</summary>
public sealed class HandClock(DateTimeOffset start) : TimeProvider
{
    private readonly Lock door = new();
    private TimeSpan elapsed;

    public HandClock() : this(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)) { }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;
    public override DateTimeOffset GetUtcNow() => start + Elapsed;
    public override long GetTimestamp() => Elapsed.Ticks;

    private TimeSpan Elapsed { get { lock (door) return elapsed; } }

    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        lock (door) elapsed += by;
    }
}
