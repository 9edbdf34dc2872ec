namespace Headroom.Operator.Field;

/// <summary>Until when this process may write to devices: another may hold the site after that. Any thread may ask and set it.</summary>
/// <remarks>Whoever is never told a moment may write for ever: a site without a lease has nobody to yield to.</remarks>
public sealed class WritePermit(TimeProvider time)
{
    /// <summary>Why nothing was written, in words.</summary>
    public const string Over = "nothing was written: the time for which this process holds the site is over";

    private long until = long.MaxValue;

    /// <summary>A write that begins now is permitted.</summary>
    public bool Holds => time.GetTimestamp() < Interlocked.Read(ref until);

    /// <param name="timestamp">Of the same clock's <see cref="TimeProvider.GetTimestamp"/>; writes end with it.</param>
    public void Until(long timestamp) => Interlocked.Exchange(ref until, timestamp);

    /// <summary>Nothing is written any more before the next permit.</summary>
    public void End() => Until(long.MinValue);
}
