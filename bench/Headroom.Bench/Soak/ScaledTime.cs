namespace Headroom.Bench;

/// <summary>A clock that runs so many times as fast as life, from a moment that may be set.</summary>
internal sealed class ScaledTime(double speed) : TimeProvider
{
    private readonly Lock door = new();
    private DateTimeOffset from = DateTimeOffset.UtcNow;
    private long since = System.GetTimestamp();

    public void Set(DateTimeOffset now)
    {
        lock (door) (from, since) = (now, System.GetTimestamp());
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (door) return from + speed * System.GetElapsedTime(since);
    }
}
