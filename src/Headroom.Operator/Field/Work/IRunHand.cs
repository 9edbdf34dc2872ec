using Headroom.Quantities;

namespace Headroom.Operator.Field.Work;

/// <summary>The hand on one training run in a scheduler: pauses it, resumes it, and says how it stands. Inference has none: it is never suspended.</summary>
public interface IRunHand
{
    /// <summary>As it is called in the site file.</summary>
    string Name { get; }

    /// <summary>Lets it save first where it can, then stops it drawing power. Pausing what is paused changes nothing.</summary>
    ValueTask<RunAnswer> PauseAsync(CancellationToken stop);
    ValueTask<RunAnswer> ResumeAsync(CancellationToken stop);
    ValueTask<RunStanding> StateAsync(CancellationToken stop);
}

/// <summary>How a run stands with its scheduler.</summary>
public enum RunPhase
{
    /// <summary>Waits to start; holding it costs nothing.</summary>
    Pending,

    /// <summary>Waits and may not start.</summary>
    Held,
    Running,

    /// <summary>Stopped by us or others; it draws idle power where its processes stay, none where they are gone.</summary>
    Paused,
    Done,
    Failed,
}

/// <summary>What asking after a run gave: a closed family.</summary>
public abstract record RunStanding
{
    private RunStanding() { }

    /// <param name="Since">When it began to run, as its scheduler counts; null where it does not.</param>
    public sealed record Known(RunPhase Phase, DateTimeOffset? Since) : RunStanding;

    /// <summary>The scheduler answers, and has no such run or does not let us.</summary>
    public sealed record Refused(string Why) : RunStanding;
    public sealed record Silent(string Why) : RunStanding;
}

/// <summary>What became of an order to a run: a closed family.</summary>
public abstract record RunAnswer
{
    private RunAnswer() { }

    /// <param name="Lost">What the run will have to do again; none for one that had nothing to do.</param>
    public sealed record Taken(RunPhase Phase, RunLoss Lost) : RunAnswer;
    public sealed record Refused(string Why) : RunAnswer;
    public sealed record Silent(string Why) : RunAnswer;

    /// <summary>The answer where the run could not even be read.</summary>
    internal static RunAnswer Of(RunStanding failed) => failed switch
    {
        RunStanding.Silent silent => new Silent(silent.Why),
        RunStanding.Refused refused => new Refused(refused.Why),
        _ => throw new ArgumentException("a run that was read", nameof(failed)),
    };
}

/// <summary>Work that a pause throws away: what was computed since the last checkpoint.</summary>
/// <param name="Computed">Time since the checkpoint, or since the start where there was none.</param>
/// <param name="HasSaved">Whether it said that it saved before it was stopped.</param>
public sealed record RunLoss(TimeSpan Computed, bool HasSaved)
{
    public static RunLoss None { get; } = new(TimeSpan.Zero, true);

    /// <summary>In operations, at the rate the run computes.</summary>
    public Quantities.Compute Operations(ComputeRate rate) => rate * Computed;

    /// <summary>In training tokens, at the rate the run takes them in.</summary>
    public TokenCount Tokens(TokenRate rate) => rate * Computed;
}
