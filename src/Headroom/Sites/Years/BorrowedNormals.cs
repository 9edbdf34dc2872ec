namespace Headroom.Sites.Years;

/// <summary>Normals of a place that publishes means only: a like region's shape, moved to those means.</summary>
/// <remarks>
///   Day shape, persistence and the form of the distribution come from a region with hourly data in the same half of
///   the earth; the level comes from the place itself. That is an estimate (E), and reports call it one.
/// </remarks>
public static class BorrowedNormals
{
    /// <summary>For temperature: the like region's distribution, moved and stretched month by month.</summary>
    /// <remarks>
    ///   x' = mean' + (x − mean) · √((σ² − range²/8 + range'²/8) / σ²)
    ///   range   mean daily maximum less mean daily minimum; a sine of that range has the variance range²/8
    ///   σ²      the like region's variance within the month: its day plus its weather; only the day is exchanged
    ///   A like region whose day alone exceeds σ² lends at least a tenth of it as weather.
    /// </remarks>
    public static SeriesNormals Moved(SeriesNormals like, double[] likeRange, double[] monthlyMean, double[] range) =>
        Mapped(like, month =>
        {
            (double mean, double square) = Moments(like.MonthlyQuantiles[month]);
            double variance = square - mean * mean;
            double weather = Math.Max(variance - likeRange[month] * likeRange[month] / 8, variance / 10);
            double stretch = Math.Sqrt((weather + range[month] * range[month] / 8) / variance);
            return x => monthlyMean[month] + (x - mean) * stretch;
        });

    /// <summary>For wind: x' = x · mean'/mean, which keeps calm hours calm.</summary>
    public static SeriesNormals Scaled(SeriesNormals like, double[] monthlyMean) => Mapped(like, month =>
    {
        double factor = monthlyMean[month] / like.MonthlyMean(month);
        return x => x * factor;
    });

    /// <summary>For the dew point: the like region's, moved by what its mean gains.</summary>
    public static SeriesNormals Shifted(SeriesNormals like, double[] gain) =>
        Mapped(like, month => x => x + gain[month]);

    /// <summary>For the quantiles of humidity, which lives between 0 and 100 %.</summary>
    /// <remarks>
    ///   x' = 100·(x/100)^γ, γ found so that the month's mean is the published one; order and bounds are kept.
    ///   100 % counts as 99 %, or a saturated hour could never dry.
    /// </remarks>
    public static double[][] Bent(double[][] likeQuantiles, double[] monthlyMeanPercent) =>
    [
        .. likeQuantiles.Select((row, month) =>
        {
            double[] Row(double γ) => [.. row.Select(x => 100 * PortableMath.Pow(Math.Clamp(x / 100, 0.02, 0.99), γ))];
            // the mean falls as γ rises, and the solver wants a rising function: hence the sign
            return Row(-Calibration.Solve("monthly mean in percent", monthlyMeanPercent[month], least: -40, most: -0.02,
                negative => SeriesNormals.Mean(Row(-negative))));
        }),
    ];

    /// <summary>For cloud cover, mostly either 0 or 100 %: more or fewer hours are clear, none is half clear.</summary>
    /// <remarks>Q'(share) = Q(share^γ), γ found so that the month's mean is the published one.</remarks>
    public static SeriesNormals Reweighted(SeriesNormals like, double[] monthlyMeanPercent)
    {
        double[] Row(int month, double γ) =>
            [.. SeriesNormals.Levels.Select(share =>
                SeriesNormals.Value(like.MonthlyQuantiles[month], PortableMath.Pow(share, γ)))];
        var rows = new double[12][];
        for (int month = 0; month < 12; month++)
        {
            int m = month;
            double minusγ = Calibration.Solve("monthly mean in percent", monthlyMeanPercent[m], least: -60, most: -0.01,
                negative => SeriesNormals.Mean(Row(m, -negative)));
            rows[m] = Row(m, -minusγ);
        }
        return like with { MonthlyQuantiles = rows };
    }

    /// <summary>For price and carbon: the whole year moved and stretched to a published mean and deviation.</summary>
    public static SeriesNormals Stretched(SeriesNormals like, double mean, double standardDeviation)
    {
        (double likeMean, double likeDeviation) = Moments(like);
        double stretch = standardDeviation / likeDeviation;
        return Mapped(like, _ => x => mean + (x - likeMean) * stretch);
    }

    /// <summary>Mean and standard deviation of a year of equal months.</summary>
    public static (double Mean, double StandardDeviation) Moments(SeriesNormals normals)
    {
        (double Mean, double Square)[] months = [.. normals.MonthlyQuantiles.Select(Moments)];
        double mean = months.Average(month => month.Mean), square = months.Average(month => month.Square);
        return (mean, Math.Sqrt(square - mean * mean));
    }

    /// <summary>Mean and mean square of a month; on a line from a to b the latter is (a² + a·b + b²)/3.</summary>
    private static (double Mean, double Square) Moments(double[] row)
    {
        double square = 0;
        for (int k = 1; k < row.Length; k++)
            square += (SeriesNormals.Levels[k] - SeriesNormals.Levels[k - 1])
                * (row[k - 1] * row[k - 1] + row[k - 1] * row[k] + row[k] * row[k]) / 3;
        return (SeriesNormals.Mean(row), square);
    }

    private static SeriesNormals Mapped(SeriesNormals like, Func<int, Func<double, double>> mapOf) => like with
    {
        MonthlyQuantiles = [.. like.MonthlyQuantiles.Select((row, month) =>
        {
            Func<double, double> map = mapOf(month);
            return (double[])[.. row.Select(map)];
        })],
    };
}
