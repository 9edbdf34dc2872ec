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

    /// <summary>Share of the time that becomes progress, without the first order's limits; never negative.</summary>
    /// <remarks>
    ///   goodput = (t/M)·e^{−R/M}/(e^{(t+δ)/M} − 1)        t   work between checkpoints        M   MTBF
    ///   Failures at random strike at any time, also in a checkpoint and in a restart; each costs the work since the last
    ///   checkpoint and a whole restart. For δ ≪ t ≪ M it is the first order above.
    ///   Source   Daly, "A higher order estimate of the optimum checkpoint interval", FGCS 22 (2006).
    /// </remarks>
    public static double ExactGoodput(
        TimeSpan stall, TimeSpan interval, TimeSpan restart, TimeSpan meanTimeBetweenFailures)
    {
        if (interval <= TimeSpan.Zero) return 0;
        double m = meanTimeBetweenFailures.TotalSeconds;
        return interval.TotalSeconds / m * Math.Exp(-restart.TotalSeconds / m) / (Math.Exp((interval + stall).TotalSeconds / m) - 1);
    }

    /// <summary>The interval of most <see cref="ExactGoodput"/>; the restart costs the same at any interval and drops out.</summary>
    /// <remarks>
    ///   (1 − t/M)·e^{(t+δ)/M} = 1        falls in t from e^{δ/M} &gt; 1 to 0 at t = M; bisected, so it holds for every δ and M
    ///   A stall of zero has no best interval but zero.
    /// </remarks>
    public static TimeSpan ExactInterval(TimeSpan stall, TimeSpan meanTimeBetweenFailures)
    {
        double m = meanTimeBetweenFailures.TotalSeconds, δ = stall.TotalSeconds / m;
        (double low, double high) = (0, 1);
        for (int halving = 0; halving < 60; halving++)
        {
            double middle = (low + high) / 2;
            if ((1 - middle) * Math.Exp(middle + δ) > 1) low = middle; else high = middle;
        }
        return TimeSpan.FromSeconds((low + high) / 2 * m);
    }

    /// <summary>Daly's estimate of the best interval by formula.</summary>
    /// <remarks>
    ///   t = √(2δM)·[1 + ⅓·√(δ/2M) + δ/18M] − δ   for δ &lt; 2M,   M else
    ///   Source   Daly (2006), equation (37).
    /// </remarks>
    public static TimeSpan HigherOrderInterval(TimeSpan stall, TimeSpan meanTimeBetweenFailures)
    {
        double m = meanTimeBetweenFailures.TotalSeconds, δ = stall.TotalSeconds;
        return δ >= 2 * m
            ? meanTimeBetweenFailures
            : TimeSpan.FromSeconds(Math.Sqrt(2 * δ * m) * (1 + Math.Sqrt(δ / (2 * m)) / 3 + δ / (18 * m)) - δ);
    }

    /// <summary>Whether δ ≪ t ≪ MTBF, so that <see cref="Interval"/> and <see cref="Goodput"/> may be trusted.</summary>
    /// <param name="muchLessFactor">What ≪ means; at 5 the first order's goodput at its own interval is at most 3 points below
    /// the exact one, for restarts up to two stalls.</param>
    public static bool IsFirstOrderValid(
        TimeSpan stall, TimeSpan interval, TimeSpan meanTimeBetweenFailures, double muchLessFactor = 5) =>
        muchLessFactor * stall <= interval && muchLessFactor * interval <= meanTimeBetweenFailures;
}
