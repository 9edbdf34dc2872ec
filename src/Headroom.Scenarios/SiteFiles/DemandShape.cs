using Headroom.Sites;

namespace Headroom.Scenarios.SiteFiles;

/// <summary>Built-in courses of demand over day and week, in the region's standard time. Only their ratios count.</summary>
/// <remarks>
///   business   office hours of one time zone: a plateau from 9 to 17, a third of it at night, weekends at 35 %
///   consumer   awake hours of one time zone: a rise through the day to a peak at 20, weekends at 95 %
///   Both are estimates (E), shaped after public traces of conversation and coding services (Azure 2023, ServeGen); replace them by the
///   service's own hours with <c>shape: file.csv</c>.
/// </remarks>
internal static class DemandShape
{
    private static readonly double[] business =
    [
        0.25, 0.22, 0.20, 0.20, 0.22, 0.28, 0.40, 0.60, 0.85, 0.97, 1.00, 0.98, 0.92, 0.95, 1.00, 0.98, 0.93, 0.82, 0.65, 0.50, 0.42,
            0.36, 0.32, 0.28,
    ];

    private static readonly double[] consumer =
    [
        0.55, 0.45, 0.38, 0.34, 0.32, 0.34, 0.40, 0.50, 0.60, 0.68, 0.74, 0.78, 0.82, 0.82, 0.82, 0.84, 0.87, 0.90, 0.94, 0.98, 1.00,
            0.97, 0.86, 0.70,
    ];

    public static double[] Of(string word, PlanYear year, double utcOffsetHours)
    {
        double[] shape = new double[year.Hours];
        for (int t = 0; t < shape.Length; t++)
        {
            DateTime local = year.StartOf(t).AddHours(utcOffsetHours);
            bool isWeekend = local.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
            shape[t] = word switch
            {
                "business" => business[local.Hour] * (isWeekend ? 0.35 : 1),
                "consumer" => consumer[local.Hour] * (isWeekend ? 0.95 : 1),
                _ => 1,
            };
        }
        return shape;
    }

    /// <summary>A trace shorter than a year, averaged to hours and repeated; its length must be whole days.</summary>
    /// <returns>Null where the trace is not a whole number of days.</returns>
    public static double[]? Repeated(double[] rows, TimeSpan step, int hours)
    {
        double span = rows.Length * step.TotalHours;
        int traceHours = (int)Math.Round(span);
        if (Math.Abs(span - traceHours) > 1e-6 || traceHours % 24 != 0 || traceHours == 0) return null;
        double[] hourly = new double[traceHours], weight = new double[traceHours];
        for (int k = 0; k < rows.Length; k++)
        {
            double from = k * step.TotalHours, end = (k + 1) * step.TotalHours;
            for (int hour = (int)Math.Floor(from + 1e-9); hour < Math.Min(traceHours, Math.Ceiling(end - 1e-9)); hour++)
            {
                double overlap = Math.Min(end, hour + 1) - Math.Max(from, hour);
                hourly[hour] += rows[k] * overlap;
                weight[hour] += overlap;
            }
        }
        double[] year = new double[hours];
        for (int t = 0; t < hours; t++) year[t] = hourly[t % traceHours] / weight[t % traceHours];
        return year;
    }
}
