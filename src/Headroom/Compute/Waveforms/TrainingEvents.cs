namespace Headroom.Compute.Waveforms;

/// <summary>Draws the phases of a job: checkpoints at their interval, failures by chance from a seed.</summary>
/// <remarks>
///   gaps between failures = −M·ln u_k,   u_k = SplitMix(seed, k)        M = 1/(n·λ)
///   A failure: Failed for the detection time, Restart, StartUp, together R; then work from the last checkpoint on. Failures
///   strike in every phase.   The same seed gives the same timeline, bit for bit, on every machine.
/// </remarks>
public static class TrainingEvents
{
    /// <summary>A job without failures and checkpoints.</summary>
    public static TrainingTimeline Undisturbed(TrainingWaveform wave, TimeSpan horizon)
    {
        ArgumentNullException.ThrowIfNull(wave);
        Job job = new(wave, horizon, failure: TimeSpan.MaxValue);
        if (job.Pass(TrainingPhaseKind.StartUp, wave.StartUp.Duration)) job.Work(TimeSpan.MaxValue);
        return job.Timeline();
    }

    public static TrainingTimeline Draw(TrainingWaveform wave, Interruptions costs, TimeSpan horizon, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(wave);
        ArgumentNullException.ThrowIfNull(costs);
        TimeSpan reload = costs.Restart - costs.Detection - wave.StartUp.Duration;
        if (reload < TimeSpan.Zero)
            throw new ArgumentException(
                $"A restart of {costs.Restart} is shorter than detection {costs.Detection} and start-up {wave.StartUp.Duration} together.");
        if (costs.CheckpointInterval <= TimeSpan.Zero) throw new ArgumentException("The interval between checkpoints must be positive.");
        SplitMix chance = new(seed);
        ulong drawn = 0;
        TimeSpan Gap()
        {
            double gap = chance.ExponentialFactor(drawn++) * costs.MeanTimeBetweenFailures.TotalSeconds;
            return gap < horizon.TotalSeconds ? TimeSpan.FromSeconds(gap) : horizon;
        }

        Job job = new(wave, horizon, Gap());
        bool running = job.Pass(TrainingPhaseKind.StartUp, wave.StartUp.Duration);
        while (job.Now < horizon)
        {
            if (running) running = job.Work(costs.CheckpointInterval) && job.Save(costs.Stall);
            else
            {
                job.Fail(Gap());
                running = job.Pass(TrainingPhaseKind.Failed, costs.Detection) && job.Pass(TrainingPhaseKind.Restart, reload)
                    && job.Pass(TrainingPhaseKind.StartUp, wave.StartUp.Duration);
            }
        }
        return job.Timeline();
    }

    /// <summary>A job while it is drawn; each move ends early, and says so, at a failure or at the horizon.</summary>
    private sealed class Job(TrainingWaveform wave, TimeSpan horizon, TimeSpan failure)
    {
        private readonly List<TrainingPhase> phases = [];
        private readonly List<TrainingFailure> failures = [];
        private TimeSpan progress, saved;

        public TimeSpan Now { get; private set; }

        public TrainingTimeline Timeline() => new(wave, phases, failures, progress);

        public bool Pass(TrainingPhaseKind kind, TimeSpan duration)
        {
            TimeSpan limit = failure < horizon ? failure : horizon;
            TimeSpan end = duration < limit - Now ? Now + duration : limit;
            bool whole = duration <= limit - Now;
            if (end > Now) phases.Add(new(kind, Now, end, progress));
            Now = end;
            return whole;
        }

        /// <summary>Works since the last checkpoint up to an interval; phases split where evaluations start and end.</summary>
        public bool Work(TimeSpan interval)
        {
            while (progress - saved < interval)
            {
                bool evaluates = wave.EvaluatesAtProgress(progress);
                TimeSpan left = interval - (progress - saved), change = UntilChange(evaluates);
                TimeSpan before = Now;
                bool whole = Pass(evaluates ? TrainingPhaseKind.Evaluation : TrainingPhaseKind.Compute, change < left ? change : left);
                progress += Now - before;
                if (!whole) return false;
            }
            return true;
        }

        public bool Save(TimeSpan stall)
        {
            if (!Pass(TrainingPhaseKind.Checkpoint, stall)) return false;
            saved = progress;
            return true;
        }

        public void Fail(TimeSpan gap)
        {
            failures.Add(new(Now, progress - saved));
            progress = saved;
            failure = gap < TimeSpan.MaxValue - Now ? Now + gap : TimeSpan.MaxValue;
        }

        private TimeSpan UntilChange(bool evaluates)
        {
            if (wave.StepsPerEvaluation == 0) return TimeSpan.MaxValue;
            TimeSpan within = TimeSpan.FromTicks(progress.Ticks % wave.Cycle.Ticks);
            return (evaluates ? wave.Cycle : wave.Stretch) - within;
        }
    }
}
