using Headroom.Quantities;

namespace Headroom.Compute.Waveforms;

/// <summary>The figures by which a waveform is judged against a log, computed alike on both.</summary>
/// <param name="Rhythm">The strongest wave; null where nothing stands out from chance.</param>
/// <param name="EvaluationDipFraction">1 − mean evaluation/mean training; null without phases or without evaluations.</param>
/// <param name="RampMost">Largest change from row to row over their distance.</param>
public sealed record LogFigures(
    Power Mean, Power Percentile1, Power Percentile5, Power Median, Power Percentile95, Power Percentile99,
    Rhythm? Rhythm, double? EvaluationDipFraction, Ramp RampMost)
{
    public static LogFigures Of(PowerLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        double[] sorted = [.. log.Watts.Order()];
        return new(
            log.Watts.Average().Watts, At(sorted, 0.01), At(sorted, 0.05), At(sorted, 0.5), At(sorted, 0.95), At(sorted, 0.99),
            Rhythm.Strongest(log.Seconds, log.Watts), Dip(log), LargestRamp(log));
    }

    /// <summary>Quantile of a sorted span, straight between ranks.</summary>
    internal static double Quantile(ReadOnlySpan<double> sorted, double rankShare)
    {
        double rank = Math.Clamp(rankShare, 0, 1) * (sorted.Length - 1);
        int below = Math.Min((int)rank, sorted.Length - 1), above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }

    private static Power At(double[] sorted, double rankShare) => Quantile(sorted, rankShare).Watts;

    private static double? Dip(PowerLog log)
    {
        double[] evaluation = [.. log.Watts.Where((_, row) => log.Evaluates(row))];
        return evaluation.Length == 0 || evaluation.Length == log.Rows
            ? null : 1 - evaluation.Average() / log.Watts.Where((_, row) => !log.Evaluates(row)).Average();
    }

    private static Ramp LargestRamp(PowerLog log)
    {
        double most = 0;
        for (int i = 1; i < log.Rows; i++)
            most = Math.Max(most, Math.Abs(log.Watts[i] - log.Watts[i - 1]) / (log.Seconds[i] - log.Seconds[i - 1]));
        return Ramp.FromSi(most);
    }
}
