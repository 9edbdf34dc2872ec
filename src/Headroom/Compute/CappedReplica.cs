namespace Headroom.Compute;

/// <summary>A replica under a cap, with the largest batch that keeps its latency targets.</summary>
internal static class CappedReplica
{
    /// <summary>
    ///   The largest batch that meets the targets under a cap; null where no batch does.
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
        double batch = Largest(batch => at(batch).Meets(shape), least, most);
        return batch >= least ? at(batch) : null;
    }

    /// <summary>
    ///   The largest batch up to a limit that passes; 0 where none does. Steps down by quarters of an octave to the first
    ///   that passes, then bisects above it: waiting for a place makes latency fall before it rises.
    /// </summary>
    private static double Largest(Predicate<double> passes, double least, double most)
    {
        if (passes(most)) return most;
        double misses = most, meets = most;
        do
        {
            if (meets <= least) return 0;
            (misses, meets) = (meets, Math.Max(least, meets / StepDown));
        }
        while (!passes(meets));
        while (misses - meets > 1e-9 * misses)
        {
            double middle = (meets + misses) / 2;
            if (passes(middle)) meets = middle; else misses = middle;
        }
        return meets;
    }

    private const double StepDown = 1.189207115;
}
