namespace Headroom.Sites.Years;

/// <summary>Turns scores into values by their rank within the month.</summary>
public static class MonthlyRanking
{
    /// <summary>One year of a series: its typical values in the order that chance and the clock give them.</summary>
    public static double[] Generate(SeriesNormals normals, YearCalendar calendar, double[] noise) =>
        Ranked(normals.MonthlyQuantiles, calendar, Scores(normals, calendar, noise));

    /// <summary>The values of each month's quantiles, given to the hours in the order of their scores.</summary>
    public static double[] Ranked(double[][] monthlyQuantiles, YearCalendar calendar, double[] scores)
    {
        var values = new double[calendar.Length];
        for (int month = 0; month < 12; month++)
        {
            int[] hours = [.. calendar.HoursOf(month)];
            var keys = new double[hours.Length];
            for (int k = 0; k < hours.Length; k++) keys[k] = scores[hours[k]];
            Array.Sort(keys, hours);
            for (int rank = 0; rank < hours.Length; rank++)
                values[hours[rank]] = SeriesNormals.Value(monthlyQuantiles[month], (rank + 0.5) / hours.Length);
        }
        return values;
    }

    /// <summary>How high each hour stands within its month; see <see cref="SeriesNormals"/> for the formula.</summary>
    private static double[] Scores(SeriesNormals normals, YearCalendar calendar, double[] noise)
    {
        double[] trends = [.. Enumerable.Range(0, 12).Select(normals.Trend)];
        var scores = new double[calendar.Length];
        for (int t = 0; t < scores.Length; t++)
        {
            LocalHour at = calendar[t];
            scores[t] = trends[at.Month] * at.MonthPositionFraction
                + normals.DayScore[at.Season][at.Hour]
                + (at.IsWeekend ? normals.WeekendScore : 0)
                + normals.DaySpread[at.Season][at.Hour] * noise[t];
        }
        return scores;
    }
}
