namespace Headroom.Compute;

/// <summary>A replica under a cap, with the largest batch that keeps its latency targets.</summary>
internal static class CappedReplica
{
    /// <summary>
    ///   The largest batch that meets the targets under a cap; null where even one sequence misses them.
    /// </summary>
    /// <remarks>
    ///   b  = max { b ≤ limit, b ≤ u·(3) :  T(b)·stretch(b)/a ≤ TPOT,  (4) ≤ TTFT }
    ///   A cap stretches every step, so the scheduler must admit fewer sequences; b is a mean, hence not a whole
    ///   number. u is 1 where all places are always taken.
    /// </remarks>
    public static ReplicaPoint? Of(Replica replica, double capWatts, double batchMost)
    {
        ServingShape shape = replica.Shape;
        double most = Math.Min(batchMost, (shape.UtilisationFraction ?? 1) * Roofline.BatchInMemory(replica));
        if (most < 1) return null;
        double byStep = Largest(replica, capWatts, most, static (point, s) => point.TokenSeconds <= s.TimePerTokenMost.TotalSeconds);
        double batch = byStep >= 1 ? Largest(replica, capWatts, byStep, static (point, s) => point.Meets(s)) : 0;
        return batch >= 1 ? ReplicaPoint.At(replica, capWatts, batch) : null;
    }

    /// <summary>Bisection for the largest batch up to a limit that passes; 0 where one sequence does not.</summary>
    private static double Largest(Replica replica, double capWatts, double most, Func<ReplicaPoint, ServingShape, bool> passes)
    {
        if (passes(ReplicaPoint.At(replica, capWatts, most), replica.Shape)) return most;
        if (!passes(ReplicaPoint.At(replica, capWatts, 1), replica.Shape)) return 0;
        (double meets, double misses) = (1, most);
        while (misses - meets > 1e-9 * misses)
        {
            double middle = (meets + misses) / 2;
            if (passes(ReplicaPoint.At(replica, capWatts, middle), replica.Shape)) meets = middle; else misses = middle;
        }
        return meets;
    }
}
