namespace Headroom.Operator.Field.Redfish;

/// <summary>How long nobody knocks any more at a service that does not let him in: controllers lock an account after a few wrong passwords,
/// for everybody. Any thread may ask and set it.</summary>
/// <remarks>30 s after the first refusal, twice as long after each further one, 5 min at most (our choice).</remarks>
internal sealed class EntryPause(TimeProvider time)
{
    private static readonly TimeSpan least = TimeSpan.FromSeconds(30), most = TimeSpan.FromMinutes(5);
    private readonly Lock gate = new();
    private TimeSpan length;
    private long began;

    public bool Holds
    {
        get
        {
            lock (gate) return length > TimeSpan.Zero && time.GetElapsedTime(began) < length;
        }
    }

    /// <summary>Refused. Requests that were on their way together count once.</summary>
    public void Refused()
    {
        lock (gate)
        {
            if (length > TimeSpan.Zero && time.GetElapsedTime(began) < length) return;
            length = length == TimeSpan.Zero ? least : TimeSpan.FromTicks(Math.Min(most.Ticks, 2 * length.Ticks));
            began = time.GetTimestamp();
        }
    }

    public void LetIn()
    {
        lock (gate) length = TimeSpan.Zero;
    }
}
