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
        return most < 1 ? null : Of(batch => ReplicaPoint.At(replica, capWatts, batch), shape, 1, most);
    }

    /// <summary>The same between two batches, wherever the points come from.</summary>
    public static ReplicaPoint? Of(Func<double, ReplicaPoint> at, ServingShape shape, double least, double most)
    {
        double byStep = Largest(at, least, most, point => point.TokenSeconds <= shape.TimePerTokenMost.TotalSeconds);
        double batch = byStep >= least ? Largest(at, least, byStep, point => point.Meets(shape)) : 0;
        return batch >= least ? at(batch) : null;
    }

    /// <summary>Bisection for the largest batch up to a limit that passes; 0 where the least does not.</summary>
    private static double Largest(Func<double, ReplicaPoint> at, double least, double most, Predicate<ReplicaPoint> passes)
    {
        if (passes(at(most))) return most;
        if (!passes(at(least))) return 0;
        (double meets, double misses) = (least, most);
        while (misses - meets > 1e-9 * misses)
        {
            double middle = (meets + misses) / 2;
            if (passes(at(middle))) meets = middle; else misses = middle;
        }
        return meets;
    }
}
