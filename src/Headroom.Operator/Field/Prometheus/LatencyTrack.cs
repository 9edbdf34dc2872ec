using Headroom.Protocols.Prometheus;

namespace Headroom.Operator.Field.Prometheus;

/// <summary>A histogram of many series as one, over a window.</summary>
/// <remarks>
///   Bounds are those of the last page of each target: what no page has any more is forgotten, and what comes back counts from then.
///   Marks copy all of them at every page, so there are no more than <see cref="BoundsMost"/>; the lowest of a page are taken, as waits are short.
/// </remarks>
internal sealed class LatencyTrack
{
    /// <summary>Engines have 10 to 60.</summary>
    internal const int BoundsMost = 200;

    /// <summary>Of one bound; their product with the bounds is what a target can make us remember.</summary>
    private const int seriesMost = 500;

    /// <summary>32 years: nobody waits longer for a token, and a <see cref="TimeSpan"/> ends at 29,000.</summary>
    private const double secondsMost = 1e9;
    private readonly SortedDictionary<double, CounterTrack> buckets = [];
    private readonly Dictionary<string, HashSet<double>> pages = new(StringComparer.Ordinal);
    private readonly CounterTrack sum = new(), count = new();

    /// <summary>What it counted up to a moment.</summary>
    public sealed record Counts(IReadOnlyList<(double Bound, double Total)> Buckets, double SumSeconds, double Requests);

    /// <summary>Bounds of the last pages that are not looked at; 0 where all are.</summary>
    public int Skipped { get; private set; }

    public void Take(string where, IReadOnlyList<MetricSample> samples, string name)
    {
        var page = new SortedDictionary<double, List<MetricSample>>();
        string bucketName = $"{name}_bucket", sumName = $"{name}_sum", countName = $"{name}_count";
        foreach (MetricSample one in samples)
        {
            if (one.Name != bucketName || one.Labels["le"] is not { } le || !ExpositionReader.TryNumber(le, out double bound) || double.IsNaN(bound)) continue;
            if (page.TryGetValue(bound, out List<MetricSample>? others)) others.Add(one);
            else page[bound] = [one];
        }
        pages[where] = [.. page.Keys];
        foreach (double gone in buckets.Keys.Where(bound => !pages.Values.Any(have => have.Contains(bound))).ToArray()) buckets.Remove(gone);
        Skipped = 0;
        foreach ((double bound, List<MetricSample> series) in page)
        {
            if (!buckets.TryGetValue(bound, out CounterTrack? track))
            {
                // the one without end is the number of all requests: there is no quantile without it, so its place is kept
                bool hasAll = double.IsPositiveInfinity(bound) || buckets.ContainsKey(double.PositiveInfinity);
                if (buckets.Count >= (hasAll ? BoundsMost : BoundsMost - 1))
                {
                    Skipped++;
                    continue;
                }
                buckets[bound] = track = new(seriesMost);
            }
            track.Take(series, where);
        }
        pages[where].IntersectWith(buckets.Keys);
        sum.Take(samples.Where(one => one.Name == sumName), where);
        count.Take(samples.Where(one => one.Name == countName), where);
    }

    public Counts Now => new([.. buckets.Select(one => (one.Key, one.Value.Total))], sum.Total, count.Total);

    /// <summary>Null where there were no requests, or their mean is no time that anybody waits.</summary>
    public static LatencyFigures? Between(Counts from, Counts to)
    {
        double requests = to.Requests - from.Requests;
        if (!(requests > 0)) return null;
        return Waited((to.SumSeconds - from.SumSeconds) / requests) is { } mean ? new(requests, mean, Quantile(from, to, 0.99)) : null;
    }

    // a comparison that is negated: NaN is no time either
    private static TimeSpan? Waited(double seconds) => !(seconds is >= 0 and <= secondsMost) ? null : TimeSpan.FromSeconds(seconds);

    private static TimeSpan? Quantile(Counts from, Counts to, double share)
    {
        var before = from.Buckets.ToDictionary(one => one.Bound, one => one.Total);
        // a bound that was forgotten in between and is back began anew: of it nobody knows what the window had
        (double Bound, double Within)[] within = [.. to.Buckets.Select(one => (one.Bound, one.Total - before.GetValueOrDefault(one.Bound))).Where(one => one.Item2 >= 0)];
        if (within.Length == 0 || within[^1].Within <= 0) return null;
        double rank = share * within[^1].Within, lower = 0, below = 0;
        foreach ((double bound, double upTo) in within)
        {
            if (upTo >= rank) return Waited(upTo > below ? lower + (bound - lower) * (rank - below) / (upTo - below) : bound);
            (lower, below) = (bound, upTo);
        }
        return null;
    }
}
