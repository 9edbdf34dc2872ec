using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Headroom.Protocols.Prometheus;

/// <summary>Counters of many series as one total that never falls.</summary>
/// <remarks>
///   increase = now − before, or now where the counter fell: it was reset by a restart and counts from 0.
///   A series that is new counts from what it shows first: what came before was not ours to see. A series that is gone keeps what it added, and
///   if it comes back it goes on from where it was, unless it is forgotten by then.
///   A value is a number from 0 to 10¹⁸: what is beyond counts nothing, so that totals stay numbers.
/// </remarks>
/// <param name="seriesMost">Series remembered; those not seen for longest are forgotten first.</param>
public sealed class CounterTrack(int seriesMost = 10_000)
{
    /// <summary>Nobody counts further, in no unit.</summary>
    private const double ValueMost = 1e18;
    private readonly Dictionary<UInt128, (double Value, long Seen)> before = [];
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
            if (!(sample.Value is >= 0 and <= ValueMost)) continue;
            UInt128 key = Key(sample, where);
            if (before.TryGetValue(key, out (double Value, long Seen) last))
            {
                if (sample.Value < last.Value) Resets++;
                Total += Increase(last.Value, sample.Value);
            }
            else if (isWholeLife) Total += sample.Value;
            before[key] = (sample.Value, takes);
        }
        if (before.Count <= seriesMost) return;
        foreach (UInt128 old in before.OrderBy(one => one.Value.Seen).Take(before.Count - seriesMost).Select(one => one.Key).ToArray()) before.Remove(old);
    }

    /// <summary>Of its name, labels and place a hash is remembered: labels may be 64 KiB long, and every page may bring others.</summary>
    private static UInt128 Key(MetricSample sample, string where) =>
        BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{where}\n{sample.Name}{sample.Labels}")));

    public static double Increase(double before, double now) => now >= before ? now - before : now;
}
