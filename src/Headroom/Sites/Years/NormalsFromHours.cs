namespace Headroom.Sites.Years;

/// <summary>Learns normals from one measured year: the inverse of <see cref="TypicalYear.Generate"/>.</summary>
/// <remarks>Gaps (NaN) are skipped. The catalog's measured regions were made by it; a user's own year can be.</remarks>
public static class NormalsFromHours
{
    private const int Tail = SeriesNormals.NineTenths;

    public static SeriesNormals Learn(double[] series, int year, double utcOffsetHours)
    {
        var calendar = new YearCalendar(year, utcOffsetHours);
        double[] ranks = Scores(series, calendar, out double[][] quantiles);
        var bare = new SeriesNormals(quantiles, [], [], 0, 0, 0);
        double[] scores = [.. ranks.Select((score, t) =>
            score - bare.Trend(calendar[t].Month) * calendar[t].MonthPositionFraction)];
        double weekend = Mean(scores, t => calendar[t].IsWeekend) - Mean(scores, t => !calendar[t].IsWeekend);
        for (int t = 0; t < scores.Length; t++) scores[t] -= calendar[t].IsWeekend ? weekend : 0;
        double[][] mean = Table((s, h) => Mean(scores, t => calendar[t].Season == s && calendar[t].Hour == h));
        double[][] spread = Table((s, h) => Math.Sqrt(Mean([.. scores.Select(x => (x - mean[s][h]) * (x - mean[s][h]))],
            t => calendar[t].Season == s && calendar[t].Hour == h)));
        double[] noise = Noise(scores, mean, spread, calendar);
        return new(quantiles, mean, spread, weekend, Persistence(noise, 1), Persistence(noise, 24));
    }

    /// <summary>Quantiles of each local month.</summary>
    public static double[][] MonthlyQuantiles(double[] series, int year, double utcOffsetHours)
    {
        ArgumentNullException.ThrowIfNull(series);
        Scores(series, new YearCalendar(year, utcOffsetHours), out double[][] quantiles);
        return quantiles;
    }

    /// <summary>Correlations of the noises of several series, by season; see <see cref="CorrelationTriangle"/>.</summary>
    public static double[][] Correlations(IReadOnlyList<double[]> series, int year, double utcOffsetHours)
    {
        ArgumentNullException.ThrowIfNull(series);
        var calendar = new YearCalendar(year, utcOffsetHours);
        double[][] noises = [.. series.Select(one => NoiseOf(one, year, utcOffsetHours))];
        var result = new double[4][];
        for (int season = 0; season < 4; season++)
        {
            int[] hours = [.. Enumerable.Range(0, calendar.Length).Where(t => calendar[t].Season == season)];
            result[season] = new double[series.Count * (series.Count - 1) / 2];
            for (int i = 1; i < series.Count; i++)
                for (int j = 0; j < i; j++)
                    result[season][CorrelationTriangle.Index(i, j)] = YearStatistics.Correlation(
                        [.. hours.Select(t => noises[i][t])], [.. hours.Select(t => noises[j][t])]);
        }
        return result;
    }

    private static double[] NoiseOf(double[] series, int year, double utcOffsetHours)
    {
        var calendar = new YearCalendar(year, utcOffsetHours);
        SeriesNormals normals = Learn(series, year, utcOffsetHours);
        double[] scores = Scores(series, calendar, out _);
        for (int t = 0; t < scores.Length; t++)
            scores[t] -= normals.Trend(calendar[t].Month) * calendar[t].MonthPositionFraction
                + (calendar[t].IsWeekend ? normals.WeekendScore : 0);
        return Noise(scores, normals.DayScore, normals.DaySpread, calendar);
    }

    /// <summary>Normal scores of the ranks within each local month, and the month's quantiles.</summary>
    private static double[] Scores(double[] series, YearCalendar calendar, out double[][] quantiles)
    {
        var scores = new double[calendar.Length];
        Array.Fill(scores, double.NaN);
        quantiles = new double[12][];
        for (int month = 0; month < 12; month++)
        {
            int[] hours = [.. calendar.HoursOf(month).ToArray().Where(t => !double.IsNaN(series[t]))];
            double[] sorted = [.. hours.Select(t => series[t])];
            Array.Sort(sorted, hours);
            quantiles[month] = Quantiles(sorted);
            for (int first = 0, last; first < sorted.Length; first = last)
            {
                // equal values (100 % cloud, a capped price) share their middle rank
                for (last = first + 1; last < sorted.Length && sorted[last] == sorted[first];) last++;
                double score = NormalDistribution.Quantile((first + last) / 2.0 / sorted.Length);
                for (int k = first; k < last; k++) scores[hours[k]] = score;
            }
        }
        return scores;
    }

    private static double[] Quantiles(double[] sorted)
    {
        double[] row = [.. SeriesNormals.Levels.Select(level => At(sorted, level))];
        // Lines between the quantiles of a steep tail lie above it: ERCOT's year would cost 6 % too much. So the part
        // above the 90 % level is drawn in until its own mean is right; never out, which could pass 100 %.
        int first = (int)Math.Ceiling(SeriesNormals.Levels[Tail] * sorted.Length - 0.5);
        double real = sorted[first..].Sum(x => x - row[Tail]) / sorted.Length;
        double lines = SeriesNormals.Mean([.. row.Select((x, k) => k > Tail ? x - row[Tail] : 0)]);
        double factor = lines > real && real > 0 ? real / lines : 1;
        return [.. row.Select((x, k) => k > Tail ? row[Tail] + factor * (x - row[Tail]) : x)];
    }

    private static double At(double[] sorted, double level)
    {
        double place = Math.Clamp(level * sorted.Length - 0.5, 0, sorted.Length - 1);
        int below = (int)place;
        double part = place - below;
        return part == 0 ? sorted[below] : sorted[below] + part * (sorted[below + 1] - sorted[below]);
    }

    private static double[] Noise(double[] scores, double[][] mean, double[][] spread, YearCalendar calendar) =>
        [.. scores.Select((score, t) => spread[calendar[t].Season][calendar[t].Hour] is > 0 and var σ
            ? (score - mean[calendar[t].Season][calendar[t].Hour]) / σ : 0)];

    private static double Persistence(double[] noise, int lag) =>
        YearStatistics.Correlation(noise[..^lag], noise[lag..]);

    private static double Mean(double[] values, Func<int, bool> counts)
    {
        double sum = 0;
        int count = 0;
        for (int t = 0; t < values.Length; t++)
        {
            if (!counts(t) || double.IsNaN(values[t])) continue;
            sum += values[t];
            count++;
        }
        return sum / count;
    }

    private static double[][] Table(Func<int, int, double> cell) =>
        [.. Enumerable.Range(0, 4).Select(s => (double[])[.. Enumerable.Range(0, 24).Select(h => cell(s, h))])];
}
