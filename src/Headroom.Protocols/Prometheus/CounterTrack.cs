namespace Headroom.Protocols.Prometheus;

/// <summary>Counters of many series as one total that never falls.</summary>
/// <remarks>
///   increase = now − before, or now where the counter fell: it was reset by a restart and counts from 0.
///   A series that is new counts from what it shows first: what came before was not ours to see. A series that is gone keeps what it added, and
///   if it comes back it goes on from where it was, unless it is forgotten by then.
/// </remarks>
/// <param name="seriesMost">Series remembered; those not seen for longest are forgotten first.</param>
public sealed class CounterTrack(int seriesMost = 10_000)
{
    private readonly Dictionary<(string Name, MetricLabels Labels, string Where), (double Value, long Seen)> before = [];
    private long takes;

    /// <summary>In the counter's unit, since the first reading.</summary>
    public double Total { get; private set; }

    public int Resets { get; private set; }

    /// <summary>Takes the readings of one moment from one place.</summary>
    /// <param name="where">The target, so that equal series of two targets stay apart.</param>
    /// <param name="isWholeLife">Count a new series from 0, for a target that is known to have started since.</param>
    public void Take(IEnumerable<MetricSample> samples, string where, bool isWholeLife = false)
    {
        ArgumentNullException.ThrowIfNull(samples);
        takes++;
        foreach (MetricSample sample in samples)
        {
            if (!double.IsFinite(sample.Value) || sample.Value < 0) continue;
            (string, MetricLabels, string) key = (sample.Name, sample.Labels, where);
            if (before.TryGetValue(key, out (double Value, long Seen) last))
            {
                if (sample.Value < last.Value) Resets++;
                Total += Increase(last.Value, sample.Value);
            }
            else if (isWholeLife) Total += sample.Value;
            before[key] = (sample.Value, takes);
        }
        if (before.Count <= seriesMost) return;
        foreach ((string, MetricLabels, string) old in before.OrderBy(one => one.Value.Seen).Take(before.Count - seriesMost).Select(one => one.Key).ToArray()) before.Remove(old);
    }

    public static double Increase(double before, double now) => now >= before ? now - before : now;
}
