namespace Headroom.Simulation.Rules;

/// <summary>The greatest change between any two moments at most a window apart.</summary>
/// <remarks>
///   max |P(t) − P(s)|,  s &lt; t ≤ s + w.   On straight lines one of the two is a sample and the other a sample or exactly w away,
///   so the answer is exact. Sliding extremes by monotone queues: linear in the samples.
/// </remarks>
public static class RollingChange
{
    /// <param name="fallsOnly">Only losses of load count.</param>
    public static (double Megawatts, double FromSeconds, double ToSeconds) Greatest(SiteSeries series, double window, bool fallsOnly = false)
    {
        ArgumentNullException.ThrowIfNull(series);
        double[] s = series.Seconds, p = series.Megawatts;
        (double Change, double From, double To) worst = (0, series.First, series.First);
        var high = new LinkedList<int>();
        var low = new LinkedList<int>();
        for (int k = 0; k < s.Length; k++)
        {
            double oldest = s[k] - window;
            while (high.First is { } h && s[h.Value] < oldest) high.RemoveFirst();
            while (low.First is { } l && s[l.Value] < oldest) low.RemoveFirst();
            if (high.First is { } top) Offer(s[top.Value], p[top.Value], s[k], p[k]);
            if (low.First is { } bottom) Offer(s[bottom.Value], p[bottom.Value], s[k], p[k]);
            if (oldest >= series.First) Offer(oldest, series.At(oldest), s[k], p[k]);
            if (s[k] + window <= series.Last) Offer(s[k], p[k], s[k] + window, series.At(s[k] + window));
            while (high.Last is { } h && p[h.Value] <= p[k]) high.RemoveLast();
            while (low.Last is { } l && p[l.Value] >= p[k]) low.RemoveLast();
            high.AddLast(k);
            low.AddLast(k);
        }
        return worst;

        void Offer(double from, double before, double to, double after)
        {
            double change = fallsOnly ? before - after : Math.Abs(after - before);
            if (change > worst.Change) worst = (change, from, to);
        }
    }
}
