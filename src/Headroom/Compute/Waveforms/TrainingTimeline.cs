using Headroom.Quantities;

namespace Headroom.Compute.Waveforms;

/// <summary>What a training job is doing.</summary>
public enum TrainingPhaseKind
{
    /// <summary>From servers on to the first step.</summary>
    StartUp,

    /// <summary>Iterations.</summary>
    Compute,

    /// <summary>Evaluation of the model; progress of the job, not of the training.</summary>
    Evaluation,

    /// <summary>Stalled while the state is saved.</summary>
    Checkpoint,

    /// <summary>Failed, and nobody has noticed.</summary>
    Failed,

    /// <summary>Nodes replaced, state loaded.</summary>
    Restart,
}

/// <summary>One stretch of a job's time.</summary>
/// <param name="Progress">Time of useful work at its start; a failure sets it back to the last checkpoint.</param>
public readonly record struct TrainingPhase(TrainingPhaseKind Kind, TimeSpan Start, TimeSpan End, TimeSpan Progress)
{
    public TimeSpan Duration => End - Start;
}

/// <summary>A failure and the work it undoes.</summary>
public readonly record struct TrainingFailure(TimeSpan At, TimeSpan Lost);

/// <summary>A job from its start to a horizon: phases without gaps, and what they draw.</summary>
/// <param name="Phases">In order; each ends where the next starts.</param>
/// <param name="Progress">Time of useful work at the horizon: computing and evaluating, lost work taken off.</param>
public sealed record TrainingTimeline(
    TrainingWaveform Waveform, IReadOnlyList<TrainingPhase> Phases, IReadOnlyList<TrainingFailure> Failures, TimeSpan Progress)
{
    public TimeSpan Horizon => Phases.Count == 0 ? TimeSpan.Zero : Phases[^1].End;

    /// <summary>Share of the time that became progress.</summary>
    public double GoodputFraction => Progress / Horizon;

    public TimeSpan Spent(TrainingPhaseKind kind) =>
        TimeSpan.FromTicks(Phases.Where(phase => phase.Kind == kind).Sum(phase => phase.Duration.Ticks));

    /// <summary>What the job is doing at a moment before its horizon.</summary>
    public TrainingPhase PhaseAt(TimeSpan moment) => Phases[IndexAt(moment)];

    /// <summary>Draw at a moment.</summary>
    public Power At(TimeSpan moment)
    {
        TrainingPhase phase = PhaseAt(moment);
        TimeSpan since = moment - phase.Start;
        return Waveform.ComputePower * phase.Kind switch
        {
            TrainingPhaseKind.StartUp => Waveform.StartUp.LevelFractionAt(since),
            TrainingPhaseKind.Checkpoint => Waveform.CheckpointFraction,
            TrainingPhaseKind.Failed or TrainingPhaseKind.Restart => Waveform.FailedFraction,
            _ => Waveform.FractionAtProgress(phase.Progress + since),
        };
    }

    /// <summary>Exact mean draw over [from, to], what a step of the simulator or a meter's average sees.</summary>
    public Power Over(TimeSpan from, TimeSpan to)
    {
        if (from < TimeSpan.Zero || to > Horizon || to < from)
            throw new ArgumentException($"[{from}, {to}] is no stretch of [0, {Horizon}].", nameof(to));
        if (to == from) return At(from);
        double levelSeconds = 0;
        for (int i = IndexAt(from); i < Phases.Count && Phases[i].Start < to; i++)
        {
            TrainingPhase phase = Phases[i];
            levelSeconds += IntegralSeconds(
                phase, (from > phase.Start ? from : phase.Start) - phase.Start, (to < phase.End ? to : phase.End) - phase.Start);
        }
        return levelSeconds / (to - from).TotalSeconds * Waveform.ComputePower;
    }

    /// <summary>Mean draw of the whole timeline.</summary>
    public Power MeanPower => Over(TimeSpan.Zero, Horizon);

    private double IntegralSeconds(TrainingPhase phase, TimeSpan from, TimeSpan to) => phase.Kind switch
    {
        TrainingPhaseKind.StartUp => Waveform.StartUp.IntegralSeconds(to) - Waveform.StartUp.IntegralSeconds(from),
        TrainingPhaseKind.Checkpoint => Waveform.CheckpointFraction * (to - from).TotalSeconds,
        TrainingPhaseKind.Failed or TrainingPhaseKind.Restart => Waveform.FailedFraction * (to - from).TotalSeconds,
        _ => Waveform.IntegralSeconds(phase.Progress + from, phase.Progress + to),
    };

    /// <summary>The last phase that has begun.</summary>
    private int IndexAt(TimeSpan moment)
    {
        if (moment < TimeSpan.Zero || moment > Horizon)
            throw new ArgumentOutOfRangeException(nameof(moment), moment, $"The timeline covers [0, {Horizon}].");
        (int low, int high) = (0, Phases.Count - 1);
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (Phases[middle].Start <= moment) low = middle; else high = middle - 1;
        }
        return low;
    }
}
