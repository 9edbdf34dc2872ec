using Headroom.Quantities;

namespace Headroom.Compute.Waveforms;

/// <summary>What a synchronous training job draws over time: equation (13) of <c>reference/compute.md</c> §1.6.</summary>
/// <param name="Name">The run it was calibrated on, or the job.</param>
/// <param name="Nodes">n, servers in the job; synchronous work moves them together.</param>
/// <param name="NodePower">P_hi, one server at the wall while it computes, the mean over nodes.</param>
/// <param name="Step">s over one iteration, of P_hi; <see cref="StepShape"/> draws one from two facts.</param>
/// <param name="StepsPerEvaluation">N, iterations between evaluations; 0 where none interrupts.</param>
/// <param name="Evaluation">s over one evaluation.</param>
/// <param name="StartUp">s before the first step, and before the first step after a restart.</param>
/// <param name="CheckpointFraction">s while a checkpoint stalls the job, .4–.6 (an estimate).</param>
/// <param name="FailedFraction">s from a failure to the start-up: servers on without work. 8×H100: 8·300 W of 7.1 kW.</param>
/// <remarks>
///   (13)  P(t) = n·P_hi·s(t)        s = StartUp(t) for t &lt; S, then the wave of progress u = t − S:
///         s = Step(u′ mod T_it)         u′ = u mod C &lt; N·T_it        C = N·T_it + E
///         s = Evaluation(u′ − N·T_it)   else
///         mean over a cycle = (N·T_it·mean Step + E·mean Evaluation)/C
///   Valid    averages of about a second and longer; the swings inside are larger and no public log shows them.
///            Jitter of the steps, slow drift and the spread between nodes are left out.
///   Source   shape from MLCommons training v4.0, Sustainable Metal Cloud, 512 H100.
/// </remarks>
public sealed record TrainingWaveform(
    string Name, int Nodes, Power NodePower, Course Step, int StepsPerEvaluation, Course Evaluation, Course StartUp,
    double CheckpointFraction = 0.5, double FailedFraction = 0.35)
{
    /// <summary>s over one iteration.</summary>
    public Course Step { get; init; } = Step is { Duration.Ticks: > 0 }
        ? Step : throw new ArgumentException("A step takes time.", nameof(Step));

    /// <summary>P_hi of the whole job.</summary>
    public Power ComputePower => Nodes * NodePower;

    /// <summary>N·T_it, from an evaluation to the next; one step where there are none.</summary>
    public TimeSpan Stretch => Math.Max(1, StepsPerEvaluation) * Step.Duration;

    /// <summary>C, after which the wave repeats.</summary>
    public TimeSpan Cycle => Stretch + (StepsPerEvaluation > 0 ? Evaluation.Duration : TimeSpan.Zero);

    /// <summary>Mean of s over a cycle, in closed form.</summary>
    public double MeanFraction => ProgressIntegralSeconds(Cycle) / Cycle.TotalSeconds;

    /// <summary>Mean draw of the job while nothing interrupts it.</summary>
    public Power MeanPower => MeanFraction * ComputePower;

    /// <summary>The same shape for servers of another mean: the first guess where only a job's mean power is known.</summary>
    public TrainingWaveform WithMeanPerNode(Power mean) => this with { NodePower = mean / MeanFraction };

    /// <summary>How much less an evaluation draws than training, of training.</summary>
    public double EvaluationDipFraction => StepsPerEvaluation > 0 ? 1 - Evaluation.MeanFraction / Step.MeanFraction : 0;

    /// <summary>Lowest and highest level of the wave without interruptions and start-up.</summary>
    public (double LeastFraction, double MostFraction) Band => StepsPerEvaluation > 0
        ? (Math.Min(Step.LeastFraction, Evaluation.LeastFraction), Math.Max(Step.MostFraction, Evaluation.MostFraction))
        : (Step.LeastFraction, Step.MostFraction);

    /// <summary>Draw of an uninterrupted job at a moment after its start.</summary>
    public Power At(TimeSpan sinceStart) =>
        (sinceStart < StartUp.Duration ? StartUp.LevelFractionAt(sinceStart) : FractionAtProgress(sinceStart - StartUp.Duration)) * ComputePower;

    /// <summary>Exact mean draw of an uninterrupted job over [from, to].</summary>
    public Power Over(TimeSpan from, TimeSpan to)
    {
        if (to <= from) return At(from);
        double start = StartUp.IntegralSeconds(to) - StartUp.IntegralSeconds(from);
        double wave = IntegralSeconds(Later(from - StartUp.Duration), Later(to - StartUp.Duration));
        return (start + wave) / (to - from).TotalSeconds * ComputePower;
    }

    /// <summary>Whether an uninterrupted job evaluates at a moment after its start.</summary>
    public bool EvaluatesAt(TimeSpan sinceStart) =>
        sinceStart >= StartUp.Duration && EvaluatesAtProgress(sinceStart - StartUp.Duration);

    /// <summary>Whether progress stands in an evaluation.</summary>
    public bool EvaluatesAtProgress(TimeSpan progress) => StepsPerEvaluation > 0 && Within(progress) >= Stretch;

    /// <summary>s at a progress: time spent computing and evaluating, lost work not counted.</summary>
    public double FractionAtProgress(TimeSpan progress)
    {
        TimeSpan within = Within(progress);
        return StepsPerEvaluation > 0 && within >= Stretch
            ? Evaluation.LevelFractionAt(within - Stretch)
            : Step.LevelFractionAt(TimeSpan.FromTicks(within.Ticks % Step.Duration.Ticks));
    }

    /// <summary>∫ s du over a stretch of progress, in seconds; whole cycles are counted, not summed.</summary>
    public double IntegralSeconds(TimeSpan fromProgress, TimeSpan toProgress)
    {
        long cycles = toProgress.Ticks / Cycle.Ticks - fromProgress.Ticks / Cycle.Ticks;
        return cycles * ProgressIntegralSeconds(Cycle) + ProgressIntegralSeconds(Within(toProgress)) - ProgressIntegralSeconds(Within(fromProgress));
    }

    /// <summary>∫ s du from the start of a cycle.</summary>
    private double ProgressIntegralSeconds(TimeSpan within)
    {
        TimeSpan training = within < Stretch ? within : Stretch;
        long steps = training.Ticks / Step.Duration.Ticks;
        double wave = steps * Step.IntegralSeconds(Step.Duration)
            + Step.IntegralSeconds(TimeSpan.FromTicks(training.Ticks % Step.Duration.Ticks));
        return within > Stretch ? wave + Evaluation.IntegralSeconds(within - Stretch) : wave;
    }

    private TimeSpan Within(TimeSpan progress) => TimeSpan.FromTicks(progress.Ticks % Cycle.Ticks);
    private static TimeSpan Later(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.Zero;
}
