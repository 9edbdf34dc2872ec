namespace Headroom.Compute;

/// <summary>The least concave, rising curve over a set of points, and its reduction to a few of them.</summary>
/// <remarks>
///   Two racks at two points draw and serve a point on the chord between them, so whatever lies on the hull can be
///   done and whatever lies below is never wanted. A linear program over hull points therefore needs no integers.
/// </remarks>
internal static class ConcaveHull
{
    /// <summary>
    ///   Indices of the hull of points sorted by x, from the lowest to the one with greatest y; rising part only.
    /// </summary>
    public static List<int> Over(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        List<int> hull = [];
        for (int i = 0; i < x.Length; i++)
        {
            if (hull.Count > 0 && y[i] <= y[hull[^1]]) continue;
            while (hull.Count > 0 && (x[hull[^1]] >= x[i] || (hull.Count > 1 && !Bends(x, y, hull[^2], hull[^1], i))))
                hull.RemoveAt(hull.Count - 1);
            hull.Add(i);
        }
        return hull;
    }

    /// <summary>Does the curve turn down at the middle point, so that it stands above the chord?</summary>
    private static bool Bends(ReadOnlySpan<double> x, ReadOnlySpan<double> y, int from, int middle, int to) =>
        (y[middle] - y[from]) * (x[to] - x[from]) > (y[to] - y[from]) * (x[middle] - x[from]);

    /// <summary>
    ///   At most <paramref name="most"/> of the points of a concave curve, ends kept, with least worst relative
    ///   error.
    /// </summary>
    /// <remarks>
    ///   error = max over dropped points of (y − chord)/y. Chords of a concave curve lie below it, so the reduced curve
    ///   never promises more than the full one. Exact, by dynamic programming over the last point kept.
    /// </remarks>
    public static (List<int> Kept, double ErrorFraction) Reduce(
        IReadOnlyList<double> x, IReadOnlyList<double> y, int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 2);
        int n = x.Count;
        if (n <= most) return ([.. Enumerable.Range(0, n)], 0);

        double[,] error = new double[most, n];          // error[k, i]: least worst error with point i kept as the k-th
        int[,] before = new int[most, n];
        for (int i = 1; i < n; i++) error[0, i] = double.PositiveInfinity;
        for (int k = 1; k < most; k++)
            for (int i = 0; i < n; i++)
                (error[k, i], before[k, i]) = BestBefore(x, y, error, k, i);

        List<int> kept = [];
        for (int k = most - 1, i = n - 1; k >= 0; i = before[k, i], k--) kept.Add(i);
        kept.Reverse();
        return (kept, error[most - 1, n - 1]);
    }

    private static (double Error, int Before) BestBefore(
        IReadOnlyList<double> x, IReadOnlyList<double> y, double[,] error, int k, int i)
    {
        (double least, int at) = (double.PositiveInfinity, 0);
        for (int j = k - 1; j < i; j++)
        {
            double worst = Math.Max(error[k - 1, j], ChordError(x, y, j, i));
            if (worst < least) (least, at) = (worst, j);
        }
        return (least, at);
    }

    private static double ChordError(IReadOnlyList<double> x, IReadOnlyList<double> y, int from, int to)
    {
        double slope = (y[to] - y[from]) / (x[to] - x[from]);
        double worst = 0;
        for (int m = from + 1; m < to; m++)
            worst = Math.Max(worst, (y[m] - (y[from] + slope * (x[m] - x[from]))) / y[m]);
        return worst;
    }
}
