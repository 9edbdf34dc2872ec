namespace Headroom.Compute.Waveforms;

/// <summary>A wave found in a log.</summary>
/// <param name="Period">Of the strongest sine.</param>
/// <param name="VarianceShare">How much of the log's variance that sine explains.</param>
/// <remarks>
///   A(f) = 2/n·|Σ (P_k − P̄)·e^{−2πi·f·t_k}|,  variance share = A²/2/σ²;  the highest on a grid four times finer than 1/duration,
///   then refined between its neighbours by golden section.
///   Found    if the share passes 6·ln n/n: noise alone reaches that once in 2n² logs (Scargle 1982).
///   Valid    three periods in the log, and more than two rows per period; steps shorter than that fold back as an alias.
///            Rows are first limited to their 1st and 99th percentile, so that single faults do not drown the wave.
/// </remarks>
public sealed record Rhythm(TimeSpan Period, double VarianceShare)
{
    private const int LongestSegment = 2048;

    public double FrequencyHertz => 1 / Period.TotalSeconds;

    /// <summary>The strongest wave of a log, or null.</summary>
    internal static Rhythm? Strongest(ReadOnlySpan<double> seconds, ReadOnlySpan<double> watts)
    {
        List<(double[] Seconds, double[] Watts)> segments = [];
        int parts = (watts.Length + LongestSegment - 1) / LongestSegment, rows = watts.Length / parts;
        for (int part = 0; part < parts; part++)
            segments.Add((seconds.Slice(part * rows, rows).ToArray(), watts.Slice(part * rows, rows).ToArray()));
        return Strongest(segments, rows);
    }

    /// <summary>The strongest wave of several stretches, each with a phase of its own.</summary>
    internal static Rhythm? Strongest(IReadOnlyList<(double[] Seconds, double[] Watts)> stretches, int rowsLeast = 8)
    {
        (double[] Seconds, double[] Watts)[] kept = [.. stretches.Where(s => s.Watts.Length >= rowsLeast).Select(Centred)];
        if (kept.Length == 0) return null;
        int rows = kept.Sum(s => s.Watts.Length);
        double variance = kept.Sum(s => s.Watts.Sum(w => w * w)) / rows;
        if (!(variance > 0)) return null;
        double longest = kept.Max(s => s.Seconds[^1] - s.Seconds[0]);
        double[] gaps = [.. kept.SelectMany(s => s.Seconds.Skip(1).Zip(s.Seconds, (after, before) => after - before)).Order()];
        double gap = gaps[gaps.Length / 2], finest = 1 / (4 * longest), most = 1 / (2 * gap) - 1 / longest;
        (double best, double at) = (0, 0);
        for (double f = 3 / longest; f < most; f += finest)
        {
            double share = Share(kept, f, rows, variance);
            if (share > best) (best, at) = (share, f);
        }
        if (best <= 6 * Math.Log(rows) / rows) return null;
        at = Refined(f => Share(kept, f, rows, variance), at - finest, Math.Min(at + finest, most));
        return new(TimeSpan.FromSeconds(1 / at), Share(kept, at, rows, variance));
    }

    private static (double[], double[]) Centred((double[] Seconds, double[] Watts) stretch)
    {
        double[] sorted = [.. stretch.Watts.Order()];
        (double low, double high) = (LogFigures.Quantile(sorted, 0.01), LogFigures.Quantile(sorted, 0.99));
        double[] limited = [.. stretch.Watts.Select(w => Math.Clamp(w, low, high))];
        double mean = limited.Average();
        return (stretch.Seconds, [.. limited.Select(w => w - mean)]);
    }

    private static double Share((double[] Seconds, double[] Watts)[] stretches, double frequency, int rows, double variance)
    {
        double explained = 0;
        foreach ((double[] seconds, double[] watts) in stretches)
        {
            (double cosine, double sine) = (0, 0);
            for (int i = 0; i < watts.Length; i++)
            {
                (double s, double c) = Math.SinCos(2 * Math.PI * frequency * (seconds[i] - seconds[0]));
                cosine += watts[i] * c;
                sine += watts[i] * s;
            }
            explained += 2 * (cosine * cosine + sine * sine) / watts.Length;
        }
        return explained / rows / variance;
    }

    private static double Refined(Func<double, double> height, double low, double high)
    {
        const double golden = 0.6180339887498949;
        for (int i = 0; i < 30; i++)
        {
            double left = high - golden * (high - low), right = low + golden * (high - low);
            if (height(left) > height(right)) high = right; else low = left;
        }
        return (low + high) / 2;
    }
}
