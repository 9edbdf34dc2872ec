namespace Headroom.Operator.Tests.Grid.OpenAdr;

/// <summary>A clock that stands until it is moved.</summary>
internal sealed class SetClock(DateTimeOffset start) : TimeProvider
{
    private long ticks = start.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref ticks), TimeSpan.Zero);
    public override long GetTimestamp() => Interlocked.Read(ref ticks);
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;
    public void Move(TimeSpan span) => Interlocked.Add(ref ticks, span.Ticks);
}
