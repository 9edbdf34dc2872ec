using Headroom.Quantities;

namespace Headroom.Compute.Waveforms;

/// <summary>What takes time from a training job beside the training.</summary>
/// <param name="CheckpointInterval">t, work between two checkpoints.</param>
/// <param name="Stall">δ, standstill per checkpoint; with asynchronous checkpoints far less than the write.</param>
/// <param name="Restart">R, from a failure to the first step: detection, replacement, loading, start-up.</param>
/// <param name="Detection">Part of R until the failure is noticed.</param>
/// <param name="MeanTimeBetweenFailures">M, of the job.</param>
public sealed record Interruptions(
    TimeSpan CheckpointInterval, TimeSpan Stall, TimeSpan Restart, TimeSpan Detection, TimeSpan MeanTimeBetweenFailures)
{
    /// <summary>Checkpoints at the interval of Young and Daly for this many accelerators.</summary>
    public static Interruptions For(
        int accelerators, TimeSpan stall, TimeSpan restart, TimeSpan detection = default,
        double failuresPerAcceleratorHour = YoungDaly.FailuresPerAcceleratorHour)
    {
        TimeSpan mtbf = YoungDaly.MeanTimeBetweenFailures(accelerators, failuresPerAcceleratorHour);
        return new(YoungDaly.Interval(stall, mtbf), stall, restart, detection, mtbf);
    }

    /// <summary>Share of the time that becomes progress in the long run, in closed form.</summary>
    public double GoodputFraction => YoungDaly.ExactGoodput(Stall, CheckpointInterval, Restart, MeanTimeBetweenFailures);

    /// <summary>Shares of the long run: work (lost or not), standing in checkpoints, down.</summary>
    /// <remarks>
    ///   down = 1 − e^{−R/M};   checkpoint = M·(e^{δ/M} − 1)/T,  T = M·e^{R/M}·(e^{(t+δ)/M} − 1) per interval;   work = rest
    ///   From the renewals of Daly's model: failures may strike at any time, also in a checkpoint and in a restart.
    /// </remarks>
    public (double WorkShare, double CheckpointShare, double DownShare) Shares
    {
        get
        {
            double m = MeanTimeBetweenFailures.TotalSeconds;
            double down = 1 - Math.Exp(-Restart.TotalSeconds / m);
            double interval = m * Math.Exp(Restart.TotalSeconds / m) * (Math.Exp((CheckpointInterval + Stall).TotalSeconds / m) - 1);
            double checkpoint = m * (Math.Exp(Stall.TotalSeconds / m) - 1) / interval;
            return (1 - down - checkpoint, checkpoint, down);
        }
    }

    /// <summary>Mean draw of a job in the long run, in closed form.</summary>
    /// <remarks>
    ///   P = n·P_hi·(work·mean s + checkpoint·s_ckpt + down·[(R − S)·s_failed + ∫ StartUp]/R)
    ///   Valid    C ≪ t, else lost work favours the start of a cycle; R ≪ M, else start-ups are cut short more often.
    /// </remarks>
    public Power MeanPower(TrainingWaveform wave)
    {
        ArgumentNullException.ThrowIfNull(wave);
        (double work, double checkpoint, double down) = Shares;
        double start = wave.StartUp.Duration.TotalSeconds, restart = Restart.TotalSeconds;
        double downFraction = restart > 0
            ? ((restart - start) * wave.FailedFraction + start * wave.StartUp.MeanFraction) / restart
            : wave.FailedFraction;
        return (work * wave.MeanFraction + checkpoint * wave.CheckpointFraction + down * downFraction) * wave.ComputePower;
    }
}
