using Headroom.Compute;
using Headroom.Compute.Waveforms;
using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>A training job that runs step by step, under caps that change, with pauses, checkpoints and failures.</summary>
/// <remarks>
///   Without cap and pause it is <see cref="TrainingEvents.Draw"/> with the same seed, phase for phase; a law compares them.
///   Under a cap progress runs at v = speed, so the wave stretches: u advances by v·Δt, and its level bends towards idle:
///     s′ = s_idle + (s − s_idle)·(κ − s_idle)/(1 − s_idle)        s_idle   level after a failure        κ   power fraction of the cap
///   Checkpoints, restarts and start-up keep their length. Failures strike by the clock while the job is on, at any speed; none in a pause.
///   A pause first saves (δ), and coming back costs loading and start-up; nothing is lost but that time.
///   Useful arithmetic = F_job·(time of progress spent computing, lost work taken off), evaluations not counted;   tokens = FLOP/6A
///   Time is in whole ticks of 100 ns; under a cap progress is rounded down to them.
/// </remarks>
public sealed class TrainingJob
{
    private readonly TrainingWaveform wave;
    private readonly Interruptions costs;
    private readonly SplitMix chance;
    private readonly long interval, stall, reload;
    private long now, phaseLeft, progress, saved, failureAt;
    private ulong drawn;
    private bool pauseWanted;
    private TrainingSpeed speed = TrainingSpeed.Full;

    /// <param name="operations">Useful arithmetic of the whole job while it computes without a cap, (12) without goodput.</param>
    public TrainingJob(string name, TrainingWaveform wave, Interruptions costs, ComputeRate operations, Count activeParameters, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(wave);
        ArgumentNullException.ThrowIfNull(costs);
        (Name, this.wave, this.costs, Operations, ActiveParameters, chance) = (name, wave, costs, operations, activeParameters, new(seed));
        (interval, stall) = (costs.CheckpointInterval.Ticks, costs.Stall.Ticks);
        reload = (costs.Restart - costs.Detection - wave.StartUp.Duration).Ticks;
        if (reload < 0)
            throw new ArgumentException(
                $"A restart of {costs.Restart} is shorter than detection {costs.Detection} and start-up {wave.StartUp.Duration} together.");
        if (interval <= 0) throw new ArgumentException("The interval between checkpoints must be positive.");
        failureAt = Gap();
        (Activity, phaseLeft) = (TrainingActivity.StartUp, wave.StartUp.Duration.Ticks);
    }

    public string Name { get; }
    public ComputeRate Operations { get; }
    public Count ActiveParameters { get; }
    public int Nodes => wave.Nodes;
    public TrainingActivity Activity { get; private set; }
    public int Failures { get; private set; }
    public int Checkpoints { get; private set; }

    /// <summary>Work undone by failures, in time at full speed.</summary>
    public TimeSpan Lost { get; private set; }

    /// <summary>Time of useful work at full speed: computing and evaluating, lost work taken off.</summary>
    public TimeSpan Progress => TimeSpan.FromTicks(progress);

    /// <summary>Useful arithmetic done and not lost; evaluations not counted.</summary>
    public Headroom.Quantities.Compute Done => Operations * Computed;

    /// <summary>Tokens trained and not lost.</summary>
    public TokenCount Tokens => Training.TokenRate(Operations, ActiveParameters) * Computed;

    /// <summary>Sets what the cap leaves, from now on.</summary>
    public void Throttle(TrainingSpeed speed)
    {
        if (!(speed.SpeedFraction is >= 0 and <= 1 && speed.PowerFraction is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(speed), speed, "Speed and power are shares.");
        this.speed = speed;
    }

    /// <summary>Saves and stops; a job that is down finishes coming up first.</summary>
    public void Pause() => pauseWanted = true;

    /// <summary>Comes back: loads, starts up, works on.</summary>
    public void Resume()
    {
        pauseWanted = false;
        if (Activity == TrainingActivity.Paused) Begin(TrainingActivity.Restart, reload);
    }

    /// <summary>Runs to a moment; the exact mean power of one node on the way.</summary>
    public Power Advance(TimeSpan to)
    {
        long end = to.Ticks, start = now;
        if (end < now) throw new ArgumentOutOfRangeException(nameof(to), to, $"The job stands at {TimeSpan.FromTicks(now)} already.");
        if (end == start) return LevelFraction * wave.NodePower;
        double levelSeconds = 0;
        while (now < end)
        {
            if (now >= failureAt && Activity != TrainingActivity.Paused) Fail();
            levelSeconds += Segment(Activity == TrainingActivity.Paused ? end : Math.Min(end, failureAt));
        }
        return levelSeconds / TimeSpan.FromTicks(end - start).TotalSeconds * wave.NodePower;
    }

    /// <summary>Level at this moment, of a node at full compute.</summary>
    public double LevelFraction => Activity switch
    {
        TrainingActivity.StartUp => Bent(wave.StartUp.LevelFractionAt(wave.StartUp.Duration - TimeSpan.FromTicks(phaseLeft))),
        TrainingActivity.Working => Bent(wave.FractionAtProgress(TimeSpan.FromTicks(progress))),
        TrainingActivity.Checkpoint => Bent(wave.CheckpointFraction),
        _ => wave.FailedFraction,
    };

    /// <summary>One stretch of one activity, up to a moment at most; ∫ level dt in seconds.</summary>
    private double Segment(long until)
    {
        if (Activity == TrainingActivity.Working) return Work(until);
        long length = Activity == TrainingActivity.Paused ? until - now : Math.Min(phaseLeft, until - now);
        double seconds = TimeSpan.FromTicks(length).TotalSeconds, sum = Activity switch
        {
            TrainingActivity.StartUp => Bent(StartUpSeconds(length), seconds),
            TrainingActivity.Checkpoint => Bent(wave.CheckpointFraction * seconds, seconds),
            _ => wave.FailedFraction * seconds,
        };
        if (Activity == TrainingActivity.Paused) failureAt = failureAt > long.MaxValue - length ? failureAt : failureAt + length;
        now += length;
        phaseLeft -= length;
        if (Activity != TrainingActivity.Paused && phaseLeft <= 0) Next();
        return sum;
    }

    private double StartUpSeconds(long length)
    {
        TimeSpan from = wave.StartUp.Duration - TimeSpan.FromTicks(phaseLeft);
        return wave.StartUp.IntegralSeconds(from + TimeSpan.FromTicks(length)) - wave.StartUp.IntegralSeconds(from);
    }

    private double Work(long until)
    {
        if (pauseWanted || progress - saved >= interval)
        {
            Begin(TrainingActivity.Checkpoint, stall);
            return 0;
        }
        long left = interval - (progress - saved), length = until - now, gain = left;
        if (speed.SpeedFraction == 1) length = gain = Math.Min(length, left);
        else if (speed.SpeedFraction * length < left) gain = (long)(speed.SpeedFraction * length);
        else length = Math.Min(length, (long)Math.Ceiling(left / speed.SpeedFraction));
        double seconds = TimeSpan.FromTicks(length).TotalSeconds, passed = TimeSpan.FromTicks(gain).TotalSeconds;
        double wavy = wave.IntegralSeconds(TimeSpan.FromTicks(progress), TimeSpan.FromTicks(progress + gain));
        double mean = passed > 0 ? wavy / passed : wave.FractionAtProgress(TimeSpan.FromTicks(progress));
        now += length;
        progress += gain;
        return Bent(mean * seconds, seconds);
    }

    private void Next()
    {
        switch (Activity)
        {
            case TrainingActivity.Failed: Begin(TrainingActivity.Restart, reload); break;
            case TrainingActivity.Restart: Begin(TrainingActivity.StartUp, wave.StartUp.Duration.Ticks); break;
            case TrainingActivity.Checkpoint:
                (saved, Checkpoints) = (progress, Checkpoints + 1);
                Activity = pauseWanted ? TrainingActivity.Paused : TrainingActivity.Working;
                break;
            default: Activity = TrainingActivity.Working; break;
        }
    }

    private void Begin(TrainingActivity activity, long ticks)
    {
        (Activity, phaseLeft) = (activity, ticks);
        if (ticks == 0) Next();
    }

    private void Fail()
    {
        Failures++;
        Lost += TimeSpan.FromTicks(progress - saved);
        progress = saved;
        long gap = Gap();
        failureAt = gap < long.MaxValue - now ? now + gap : long.MaxValue;
        Begin(TrainingActivity.Failed, costs.Detection.Ticks);
    }

    private long Gap()
    {
        double seconds = chance.ExponentialFactor(drawn++) * costs.MeanTimeBetweenFailures.TotalSeconds;
        return seconds < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(seconds).Ticks : long.MaxValue;
    }

    private double Bent(double levelSeconds, double seconds = 1)
    {
        if (speed.PowerFraction == 1) return levelSeconds;
        double idle = wave.FailedFraction;
        return idle * seconds + (levelSeconds - idle * seconds) * Math.Max(0, (speed.PowerFraction - idle) / (1 - idle));
    }

    /// <summary>Progress without the evaluations in it.</summary>
    private TimeSpan Computed
    {
        get
        {
            if (wave.StepsPerEvaluation == 0) return Progress;
            long cycles = progress / wave.Cycle.Ticks, within = progress % wave.Cycle.Ticks;
            return TimeSpan.FromTicks(cycles * wave.Stretch.Ticks + Math.Min(within, wave.Stretch.Ticks));
        }
    }
}

/// <summary>What a job is doing in the simulator.</summary>
public enum TrainingActivity
{
    StartUp,

    /// <summary>Iterations and evaluations.</summary>
    Working,
    Checkpoint,

    /// <summary>Failed, and nobody has noticed.</summary>
    Failed,

    /// <summary>Nodes replaced or free again, state loaded.</summary>
    Restart,

    /// <summary>Saved and stopped, servers on.</summary>
    Paused,
}
