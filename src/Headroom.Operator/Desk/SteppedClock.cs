namespace Headroom.Operator;

/// <summary>The time of a simulated site that runs faster or slower than life: it goes by beats, one step for each, and never leaps.</summary>
/// <remarks>
///   between two beats   now = last + beat · w / (1 + w)      w = speed · (elapsed since the last beat) / beat
///   So it goes on, and messages of one beat stand in their order; but however late the next beat is, that beat is not passed.
///   Where beats come later than was asked, the site's time is slower than was asked. While no process beats it stands.
/// </remarks>
public sealed class SteppedClock : SiteClock
{
    private readonly TimeSpan beat;
    private volatile Stand stand;

    /// <param name="started">The first beat is on the next whole step.</param>
    /// <param name="speedFactor">How much faster than life it is to go; above 0.</param>
    /// <param name="beat">A step.</param>
    public SteppedClock(TimeProvider time, DateTimeOffset started, double speedFactor, TimeSpan beat) : base(time)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(speedFactor);
        (this.beat, SpeedFactor) = (beat, speedFactor);
        TimeSpan whole = BeatTimer.Floor(At(started), beat);
        stand = new(whole < At(started) ? whole + beat : whole, null);
    }

    public override double SpeedFactor { get; }

    public override DateTimeOffset UtcNow
    {
        get
        {
            Stand last = stand;
            if (last.Since is not { } since) return At(last.At);
            double waited = Time.GetElapsedTime(since) / Wait(beat);
            return At(last.At + beat * (waited / (1 + waited)));
        }
    }

    public override TimeSpan Age(DateTimeOffset moment)
    {
        Stand last = stand;
        return Wait(last.At - At(moment)) + (last.Since is { } since ? Time.GetElapsedTime(since) : TimeSpan.Zero);
    }

    /// <summary>A beat begins.</summary>
    /// <returns>Its moment: one step after the beat before.</returns>
    public TimeSpan Step()
    {
        Stand last = stand;
        stand = new(last.Since is null ? last.At : last.At + beat, Time.GetTimestamp());
        return stand.At;
    }

    /// <summary>Stands until the first beat of a process that begins, or begins anew: on a step after all that anybody was shown, and after all that was journaled.</summary>
    /// <param name="journaled">The last moment that the journal's controller knows; null for a journal without one.</param>
    public void GoOnAfter(TimeSpan? journaled)
    {
        Stand last = stand;
        TimeSpan at = last.Since is null ? last.At : last.At + beat;
        // between two beats others write notes: they are of moments before the next step
        if (journaled is { } latest && BeatTimer.Floor(latest, beat) + beat is var after && after > at) at = after;
        stand = new(at, null);
    }

    /// <param name="At">Of the last beat, or of the first to come.</param>
    /// <param name="Since">When the last beat began, by the machine's clock; null before the first.</param>
    private sealed record Stand(TimeSpan At, long? Since);
}
