namespace Headroom.Sites.Years;

/// <summary>Figures that describe an hourly series; NaN marks a gap in the data and is skipped.</summary>
/// <param name="MeanDay">mean by UTC hour, 24</param>
/// <param name="MeanMonth">mean by UTC month, 12</param>
public sealed record YearStatistics(
    double Mean, double StandardDeviation, double P5, double P50, double P95, double P99,
    int HoursBelowZero, double[] MeanDay, double[] MeanMonth)
{
    public static YearStatistics Of(double[] series, int year)
    {
        ArgumentNullException.ThrowIfNull(series);
        double[] sorted = [.. series.Where(x => !double.IsNaN(x)).Order()];
        if (sorted.Length == 0) throw new ArgumentException("The series holds gaps only.", nameof(series));
        double mean = sorted.Average();
        double variance = sorted.Sum(x => (x - mean) * (x - mean)) / sorted.Length;
        var calendar = new YearCalendar(year, utcOffsetHours: 0);
        return new(mean, Math.Sqrt(variance),
            Share(sorted, 0.05), Share(sorted, 0.50), Share(sorted, 0.95), Share(sorted, 0.99),
            sorted.Count(x => x < 0),
            MeansBy(24, series, t => calendar[t].Hour), MeansBy(12, series, t => calendar[t].Month));
    }

    /// <summary>Pearson's correlation of two rows of equal length; 1 where both do not vary at all.</summary>
    public static double Correlation(IReadOnlyList<double> a, IReadOnlyList<double> b)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        double meanA = 0, meanB = 0, ab = 0, aa = 0, bb = 0;
        int count = 0;
        for (int i = 0; i < a.Count; i++)
        {
            if (double.IsNaN(a[i]) || double.IsNaN(b[i])) continue;
            count++;
            meanA += a[i];
            meanB += b[i];
        }
        meanA /= count;
        meanB /= count;
        for (int i = 0; i < a.Count; i++)
        {
            if (double.IsNaN(a[i]) || double.IsNaN(b[i])) continue;
            ab += (a[i] - meanA) * (b[i] - meanB);
            aa += (a[i] - meanA) * (a[i] - meanA);
            bb += (b[i] - meanB) * (b[i] - meanB);
        }
        return aa > 0 && bb > 0 ? ab / Math.Sqrt(aa * bb) : aa == bb ? 1 : 0;
    }

    /// <summary>The value below which a share of the sorted hours lies.</summary>
    private static double Share(double[] sorted, double share) =>
        sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];

    private static double[] MeansBy(int groups, double[] series, Func<int, int> group)
    {
        var sum = new double[groups];
        var count = new int[groups];
        for (int t = 0; t < series.Length; t++)
        {
            if (double.IsNaN(series[t])) continue;
            sum[group(t)] += series[t];
            count[group(t)]++;
        }
        for (int g = 0; g < groups; g++) sum[g] /= count[g];
        return sum;
    }
}
