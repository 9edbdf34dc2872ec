namespace Headroom.Control;

/// <summary>What a message came to.</summary>
public enum LimitOutcome
{
    /// <summary>It counts from now on.</summary>
    Accepted,

    /// <summary>A heartbeat that shows its source alive.</summary>
    Heard,

    /// <summary>Known already: nothing changed.</summary>
    Repeated,

    /// <summary>A newer message of this name came first: nothing changed.</summary>
    Superseded,

    /// <summary>A cancellation with the stamp of the demand that it would cancel: the demand stays.</summary>
    Contradicted,

    /// <summary>It cannot be taken as it is: nothing changed.</summary>
    Refused,
}

/// <summary>Why a message is refused.</summary>
public enum LimitRefusal
{
    NoSource, NoName, NoLimit, AuthorityDiffers, UnknownFeed, NoLevel, NotFinite, NegativePower,
    EndBeforeStart, NegativeTime, AbsurdTime, IncompleteSilence, IssuedAhead, TooMany, NoBaseline,
}

/// <summary>What became of a message, for whoever answers its sender and keeps the evidence.</summary>
public sealed record LimitReceipt(LimitMessage Message, LimitOutcome Outcome, TimeSpan Received)
{
    /// <summary>Only where refused.</summary>
    public LimitRefusal? Refusal { get; init; }

    /// <summary>A sentence; empty where nothing has to be said.</summary>
    public string Why { get; init; } = "";

    /// <summary>How long after the start of its ramp a demand became known; zero where it came in time.</summary>
    public TimeSpan LateBy { get; init; }

    /// <summary>Which actuators meet it from the notice given, or why none do; null where the book alone answered, or nothing is known to judge by.</summary>
    public LimitReach? Reach { get; init; }

    /// <summary>Another demand with the same name and stamp says otherwise: both hold.</summary>
    public bool Contradicts { get; init; }
}
