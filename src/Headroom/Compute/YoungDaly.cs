namespace Headroom.Compute;

/// <summary>
///   How often a training run saves its state, and what failures cost it: equation (14) of
///   <c>reference/compute.md</c>.
/// </summary>
/// <remarks>
///   Source   Young (1974), Daly (2006). Valid δ ≪ t ≪ MTBF. δ is the stall, not the write: asynchronous checkpoints
///            write on.
/// </remarks>
public static class YoungDaly
{
    /// <summary>Unexpected interruptions per accelerator-hour: 419 in 54 days on 16,384 H100 (Llama 3).</summary>
    public const double FailuresPerAcceleratorHour = 1.97e-5;

    /// <summary>Mean time between failures of a job.</summary>
    /// <remarks>MTBF_job = 1/(n·λ)        n   accelerators        λ   failures per accelerator-hour</remarks>
    public static TimeSpan MeanTimeBetweenFailures(
        int accelerators, double failuresPerAcceleratorHour = FailuresPerAcceleratorHour) =>
        TimeSpan.FromHours(1 / (accelerators * failuresPerAcceleratorHour));

    /// <summary>The interval between checkpoints that loses least.</summary>
    /// <remarks>t* = √(2·δ·MTBF)        δ   stall per checkpoint</remarks>
    public static TimeSpan Interval(TimeSpan stall, TimeSpan meanTimeBetweenFailures) =>
        TimeSpan.FromSeconds(Math.Sqrt(2 * stall.TotalSeconds * meanTimeBetweenFailures.TotalSeconds));

    /// <summary>Share of the time that becomes progress; 0 where failures come faster than work is saved.</summary>
    /// <remarks>goodput = 1 − δ/t − (t/2 + R)/MTBF        R   time to restart</remarks>
    public static double Goodput(
        TimeSpan stall, TimeSpan interval, TimeSpan restart, TimeSpan meanTimeBetweenFailures) =>
        Math.Max(0, 1 - stall / interval - (interval / 2 + restart) / meanTimeBetweenFailures);
}
