namespace Headroom.Sites.Years;

/// <summary>The six correlated noises of a year: weather systems of days with gusts of hours on top.</summary>
/// <remarks>
///   noise = √w · slow + √(1 − w) · fast,   each an AR(1):  x_t = ρ·x_{t−1} + √(1 − ρ²)·ε_t,   ε correlated across series
///   slow   ρ = e^(−1/60 h), the life of a weather system;   w = r24 / ρ_slow²⁴ so that the day persistence r24 is met
///   fast   ρ = (r1 − w·ρ_slow) / (1 − w) so that the hour persistence r1 is met
///   Valid  0 ≤ w ≤ 0.95 and 0 ≤ ρ_fast ≤ 0.97; persistence outside is met as nearly as that allows.
///   Correlations between series of unequal ρ come out a few hundredths smaller than asked.
///   Source two-scale AR as in weather generators (Richardson, Water Resour. Res. 17, 1981); 60 h is ours.
/// </remarks>
public static class WeatherNoise
{
    private const double SlowHours = 60;

    /// <summary>[series][hour], each with mean near 0 and variance 1.</summary>
    public static double[][] Generate(RegionNormals normals, YearCalendar calendar, ulong seed)
    {
        IReadOnlyList<SeriesNormals> series = normals.Series;
        double[][][] factors =
            [.. normals.Correlation.Select(below => CorrelationTriangle.Factor(below, series.Count))];
        double[][] slow = Correlated(factors, calendar, seed, firstStream: 0);
        double[][] fast = Correlated(factors, calendar, seed, firstStream: (uint)series.Count);
        for (int k = 0; k < series.Count; k++)
            Blend(slow[k], fast[k], series[k].HourPersistenceRatio, series[k].DayPersistenceRatio);
        return slow;
    }

    private static double[][] Correlated(double[][][] factors, YearCalendar calendar, ulong seed, uint firstStream)
    {
        int count = factors[0].Length;
        var noise = new double[count][];
        for (int k = 0; k < count; k++) noise[k] = new double[calendar.Length];
        var ε = new double[count];
        for (int t = 0; t < calendar.Length; t++)
        {
            double[][] factor = factors[calendar[t].Season];
            for (int k = 0; k < count; k++) ε[k] = Chance.Normal(seed, firstStream + (uint)k, (uint)t);
            for (int k = 0; k < count; k++)
                for (int j = 0; j <= k; j++)
                    noise[k][t] += factor[k][j] * ε[j];
        }
        return noise;
    }

    private static void Blend(double[] slow, double[] fast, double hourPersistence, double dayPersistence)
    {
        double ρSlow = PortableMath.Exp(-1 / SlowHours);
        double w = Math.Clamp(dayPersistence / PortableMath.Exp(-24 / SlowHours), 0, 0.95);
        double ρFast = Math.Clamp((hourPersistence - w * ρSlow) / (1 - w), 0, 0.97);
        double slowGain = Math.Sqrt(1 - ρSlow * ρSlow), fastGain = Math.Sqrt(1 - ρFast * ρFast);
        double slowShare = Math.Sqrt(w), fastShare = Math.Sqrt(1 - w);
        double a = slow[0], b = fast[0];
        slow[0] = slowShare * a + fastShare * b;
        for (int t = 1; t < slow.Length; t++)
        {
            a = ρSlow * a + slowGain * slow[t];
            b = ρFast * b + fastGain * fast[t];
            slow[t] = slowShare * a + fastShare * b;
        }
    }
}
