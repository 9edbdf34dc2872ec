namespace Headroom.Control;

/// <summary>A whole controller between two beats but for its policy, which starts anew.</summary>
/// <remarks>With a policy that remembers nothing, a restored controller gives the same orders bit for bit.</remarks>
/// <param name="Book">Everything that was demanded.</param>
/// <param name="Beat">What the clock said last, and whether it is believed; null before the first beat. With the book it is enough to be safe.</param>
/// <param name="Memory">Null where nothing else was saved: caps are read back, and timers have run out.</param>
public sealed record ControllerSnapshot(LimitBookSnapshot Book, BeatState? Beat, ControllerMemory? Memory);

/// <summary>What a controller remembers beside its book.</summary>
/// <param name="Minute">Import of the last minute.</param>
public sealed record ControllerMemory(RollingMinute? Minute, EnvelopeMemory? Envelope, TrustMemory? Trust)
{
    /// <summary>What counts for readings that are no numbers; null before the first beat.</summary>
    public Observation? Readings { get; init; }

    /// <summary>The look ahead that is followed; null without one.</summary>
    public AheadGuideMemory? Guide { get; init; }

    /// <summary>How much of the last minute of import was metered.</summary>
    public TimeSpan MinuteHas { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How far apart beats are.</summary>
    public TimeSpan Apart { get; init; } = BeatRules.EverySecond.Period;
}
