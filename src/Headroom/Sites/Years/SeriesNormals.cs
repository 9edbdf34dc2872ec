namespace Headroom.Sites.Years;

/// <summary>What is typical of one hourly series: how its values spread in each month, and when high ones come.</summary>
/// <remarks>
///   A value is drawn in two steps. A *score* says how high an hour stands within its month, in standard deviations:
///     score = trend + dayScore[season, hour] + weekendScore·weekend + daySpread[season, hour] · noise
///   and the ranking of the scores within the month then takes its values from the month's quantiles. So the monthly
///   distribution, with its tails, negative hours and spikes, is kept whatever the seed, and only their order is chance.
///   Seasons are December–February, March–May, June–August, September–November; hours are local standard time.
///   Units of the quantiles are those of the series they belong to.
/// </remarks>
/// <param name="MonthlyQuantiles">[12][levels] values at <see cref="Levels"/>, not falling</param>
/// <param name="DayScore">[4][24] mean score by season and local hour</param>
/// <param name="DaySpread">[4][24] standard deviation of the score by season and local hour</param>
/// <param name="WeekendScore">mean score of Saturdays and Sundays less that of other days</param>
/// <param name="HourPersistenceRatio">autocorrelation of the noise after one hour</param>
/// <param name="DayPersistenceRatio">autocorrelation of the noise after one day</param>
public sealed record SeriesNormals(
    double[][] MonthlyQuantiles,
    double[][] DayScore,
    double[][] DaySpread,
    double WeekendScore,
    double HourPersistenceRatio,
    double DayPersistenceRatio)
{
    /// <summary>The shares at which quantiles are kept: dense in the tails, where prices and heat waves live.</summary>
    public static IReadOnlyList<double> Levels => Shares;

    private static readonly double[] Shares =
        [0, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 0.75, 0.85, 0.9, 0.95, 0.98, 0.99, 0.995, 1];

    internal const int Tenth = 4, Median = 6, NineTenths = 9;     // places in Levels

    /// <summary>The value below which a share of the hours lies, linear between the quantiles of a month.</summary>
    public static double Value(double[] row, double share)
    {
        int k = 1;
        while (k < Shares.Length - 1 && Shares[k] < share) k++;
        double part = (share - Shares[k - 1]) / (Shares[k] - Shares[k - 1]);
        return row[k - 1] + part * (row[k] - row[k - 1]);
    }

    /// <summary>Mean of a month, exact for the piecewise linear distribution.</summary>
    public double MonthlyMean(int month) => Mean(MonthlyQuantiles[month]);

    /// <summary>Mean of a distribution given by its quantiles at <see cref="Levels"/>.</summary>
    public static double Mean(double[] row)
    {
        double sum = 0;
        for (int k = 1; k < Shares.Length; k++) sum += (Shares[k] - Shares[k - 1]) * (row[k] + row[k - 1]) / 2;
        return sum;
    }

    /// <summary>Drift of the score across a month, so that October runs into November without a step.</summary>
    /// <remarks>(median of next month − median of the month before) / 2 over the month's standard deviation, the latter
    /// from its 10–90 % span, which spikes do not disturb.</remarks>
    public double Trend(int month)
    {
        double span = (MonthlyQuantiles[month][NineTenths] - MonthlyQuantiles[month][Tenth]) / 2.563;
        double rise = MonthlyQuantiles[(month + 1) % 12][Median] - MonthlyQuantiles[(month + 11) % 12][Median];
        return span > 0 ? rise / 2 / span : 0;
    }
}
