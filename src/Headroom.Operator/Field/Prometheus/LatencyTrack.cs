using Headroom.Protocols.Prometheus;

namespace Headroom.Operator.Field.Prometheus;

/// <summary>A histogram of many series as one, over a window.</summary>
internal sealed class LatencyTrack
{
    private readonly SortedDictionary<double, CounterTrack> buckets = [];
    private readonly CounterTrack sum = new(), count = new();

    /// <summary>What it counted up to a moment.</summary>
    public sealed record Counts(IReadOnlyList<(double Bound, double Total)> Buckets, double SumSeconds, double Requests);

    public void Take(string where, IReadOnlyList<MetricSample> samples, string name)
    {
        foreach (IGrouping<string, MetricSample> bound in samples.Where(one => one.Name == $"{name}_bucket" && one.Labels["le"] is not null).GroupBy(one => one.Labels["le"]!))
        {
            if (!ExpositionReader.TryNumber(bound.Key, out double most) || double.IsNaN(most)) continue;
            if (!buckets.TryGetValue(most, out CounterTrack? track)) buckets[most] = track = new();
            track.Take(bound, where);
        }
        sum.Take(samples.Where(one => one.Name == $"{name}_sum"), where);
        count.Take(samples.Where(one => one.Name == $"{name}_count"), where);
    }

    public Counts Now => new([.. buckets.Select(one => (one.Key, one.Value.Total))], sum.Total, count.Total);

    public static LatencyFigures? Between(Counts from, Counts to)
    {
        double requests = to.Requests - from.Requests;
        if (requests <= 0) return null;
        return new(requests, TimeSpan.FromSeconds((to.SumSeconds - from.SumSeconds) / requests), Quantile(from, to, 0.99));
    }

    private static TimeSpan? Quantile(Counts from, Counts to, double share)
    {
        var before = from.Buckets.ToDictionary(one => one.Bound, one => one.Total);
        (double Bound, double Within)[] within = [.. to.Buckets.Select(one => (one.Bound, one.Total - before.GetValueOrDefault(one.Bound)))];
        if (within.Length == 0 || within[^1].Within <= 0) return null;
        double rank = share * within[^1].Within, lower = 0, below = 0;
        foreach ((double bound, double upTo) in within)
        {
            if (upTo >= rank) return double.IsInfinity(bound) ? null : TimeSpan.FromSeconds(upTo > below ? lower + (bound - lower) * (rank - below) / (upTo - below) : bound);
            (lower, below) = (bound, upTo);
        }
        return null;
    }
}
