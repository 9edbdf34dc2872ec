using Headroom.Quantities;

namespace Headroom.Compute;

/// <summary>A replica under a cap, with the largest batch that keeps its latency targets.</summary>
/// <param name="Draw">Of one board.</param>
/// <param name="Tokens">Output tokens of the replica.</param>
internal readonly record struct CappedReplica(Power Draw, TokenRate Tokens, Latency Latency)
{
    /// <summary>
    ///   The largest batch that meets the targets under a cap; null where even one sequence misses them.
    /// </summary>
    /// <remarks>
    ///   b  = max { b ≤ limit, b ≤ (3) :  T(b)/s(b) ≤ TPOT }         s   speed left by (7a) at the draw P₀(b) of (6)
    ///   A cap stretches every step, so the scheduler must admit fewer sequences; b is a mean, hence not a whole
    ///   number. TTFT is (4) with zero queue, stretched by (7a) from the draw of prefill, 0.97 TDP.
    /// </remarks>
    public static CappedReplica? Of(Replica replica, Power cap, double batchMost)
    {
        Accelerator part = replica.Accelerator;
        Power prefill = AcceleratorPower.BusyShareOfTdp * part.Tdp;
        double prefillSpeed = CapLaw.MixedSpeedFraction(cap, prefill, part.CapExponent);
        double firstSeconds = Roofline.FirstTokenSeconds(replica) / prefillSpeed;
        if (firstSeconds > replica.Shape.TimeToFirstTokenMost.TotalSeconds) return null;

        double most = Math.Min(batchMost, Roofline.BatchInMemory(replica));
        double target = replica.Shape.TimePerTokenMost.TotalSeconds;
        if (most < 1 || StepSeconds(replica, cap, 1) > target) return null;

        double batch = LargestBatch(replica, cap, most, target);
        double step = StepSeconds(replica, cap, batch);
        Power draw = CapLaw.Draw(cap, AcceleratorPower.Uncapped(replica, batch));
        return new(draw, (batch / step).TokensPerSecond,
            new(TimeSpan.FromSeconds(step), TimeSpan.FromSeconds(firstSeconds), batch));
    }

    /// <summary>T(b)/s(b): the step of (1), stretched by the cap.</summary>
    private static double StepSeconds(Replica replica, Power cap, double batch)
    {
        double free = Roofline.StepSeconds(replica, batch);
        Power uncapped = AcceleratorPower.Uncapped(replica, batch, free);
        return free / CapLaw.MixedSpeedFraction(cap, uncapped, replica.Accelerator.CapExponent);
    }

    /// <summary>Bisection: T(b)/s(b) grows with b; 1 meets the target, and so does the result.</summary>
    private static double LargestBatch(Replica replica, Power cap, double most, double targetSeconds)
    {
        if (StepSeconds(replica, cap, most) <= targetSeconds) return most;
        (double meets, double misses) = (1, most);
        while (misses - meets > 1e-9 * misses)
        {
            double middle = (meets + misses) / 2;
            if (StepSeconds(replica, cap, middle) <= targetSeconds) meets = middle; else misses = middle;
        }
        return meets;
    }
}
