using Headroom.Quantities;

namespace Headroom.Compute.Waveforms;

/// <summary>A waveform read from a log, with how well it does.</summary>
/// <param name="StepRhythm">The iteration, inside the stretches between evaluations; null where none stands out, and then the order
///   of the levels in the step is arbitrary while their distribution is the log's.</param>
/// <param name="Measured">Figures of the log.</param>
/// <param name="Modelled">Figures of the waveform, as averages on the log's own grid.</param>
public sealed record FittedWaveform(TrainingWaveform Waveform, Rhythm? StepRhythm, LogFigures Measured, LogFigures Modelled);

/// <summary>Parameters of (13) from a log of power.</summary>
/// <remarks>
///   1  start-up   rows until the log first reaches its lower quartile, at most a quarter of it, taken as they are
///   2  schedule   C and E from the phase column by regression; without one from levels, if the quantiles agree
///   3  step       T_it from the strongest wave inside the stretches; N = (C − E)/T_it, rounded
///   4  timing     rows folded at C and T_it; means of bins are the knots
///   5  levels     each knot moves by what the log's quantile at its rank exceeds the model's, since averages flatten a wave and
///                 jitter flattens the fold; means after each; the best of twelve turns
///   P_hi is the highest knot of the step.  Checkpoint and failure levels are not in such logs and keep their defaults.
///   Valid    logs of steady training; a step of whole rows shows few of its phases (percentiles within 6 % instead of 3);
///            what happens once (a stall, a failure) becomes part of the distribution of levels.
/// </remarks>
public static class WaveformFit
{
    private static readonly double[] judged = [0.01, 0.05, 0.5, 0.95, 0.99];
    private const int Turns = 12, RowsWithoutRhythm = 16;

    /// <summary>A schedule told by levels alone is kept only if the quantiles then come this near.</summary>
    private const double ErrorMost = 0.04;

    /// <summary>Fits a log of <paramref name="nodes"/> servers together.</summary>
    public static FittedWaveform Of(PowerLog log, string name = "fitted", int nodes = 1)
    {
        ArgumentNullException.ThrowIfNull(log);
        double gap = log.Gap.TotalSeconds;
        double[] seconds = [.. log.Seconds.Select(s => s - log.Seconds[0])];
        if (log.HasPhases) return With(EvaluationSchedule.Of(seconds, log.EvaluatesRows, gap)).Fit;
        EvaluationSchedule? told = Rhythm.Strongest(log.Seconds, log.Watts) is { } rough
            ? EvaluationSchedule.Told(seconds, log.Watts, gap, rough.Period.TotalSeconds) : null;
        if (told is not null && With(told) is { Error: <= ErrorMost } scheduled) return scheduled.Fit;
        return With(null).Fit;

        (FittedWaveform Fit, double Error) With(EvaluationSchedule? schedule) => Scheduled(log, seconds, schedule, name, nodes);
    }

    private static (FittedWaveform Fit, double Error) Scheduled(
        PowerLog log, double[] seconds, EvaluationSchedule? schedule, string name, int nodes)
    {
        double gap = log.Gap.TotalSeconds;
        int start = StartUpRows(log.Watts);
        Rhythm? step = Rhythm.Strongest(Stretches(seconds, log.Watts, start, schedule, gap));
        WaveformDraft draft = new(seconds, log.Watts, start, schedule, step?.Period.TotalSeconds ?? RowsWithoutRhythm * gap, gap);
        if (step is null) draft.Rank();
        (TrainingWaveform wave, double error) = (draft.Waveform(name, nodes), double.PositiveInfinity);
        for (int turn = 0; turn <= Turns; turn++)
        {
            draft.MatchMeans(log.Of(draft.Waveform(name, nodes)));
            TrainingWaveform tried = draft.Waveform(name, nodes);
            PowerLog replay = log.Of(tried);
            double farthest = FarthestQuantile(log.Watts, replay.Watts);
            if (farthest < error) (wave, error) = (tried, farthest);
            draft.MatchQuantiles(replay);
        }
        return (new(wave, step, LogFigures.Of(log), LogFigures.Of(log.Of(wave))), error);
    }

    /// <summary>Largest relative distance of the quantiles by which <see cref="LogFigures"/> judges.</summary>
    private static double FarthestQuantile(double[] measured, double[] modelled)
    {
        double[] log = [.. measured.Order()], wave = [.. modelled.Order()];
        return judged.Max(share => Math.Abs(LogFigures.Quantile(wave, share) / Math.Max(1, LogFigures.Quantile(log, share)) - 1));
    }

    private static int StartUpRows(double[] watts)
    {
        double quartile = LogFigures.Quantile([.. watts.Order()], 0.25);
        int rows = 0;
        while (rows < watts.Length / 4 && watts[rows] < quartile) rows++;
        return rows;
    }

    /// <summary>Rows between evaluations, edges left out, which mix both.</summary>
    private static List<(double[] Seconds, double[] Watts)> Stretches(
        double[] seconds, double[] watts, int start, EvaluationSchedule? schedule, double gap)
    {
        if (schedule is null) return [(seconds[start..], watts[start..])];
        List<(double[], double[])> stretches = [];
        for (int from = start; from < watts.Length;)
        {
            int to = from;
            while (to < watts.Length && Inside(seconds[to])) to++;
            if (to - from >= PowerLog.Fewest) stretches.Add((seconds[from..to], watts[from..to]));
            from = Math.Max(to, from + 1);
        }
        return stretches;

        bool Inside(double at) => schedule.SinceEnd(at) >= gap && schedule.SinceEnd(at) + 2 * gap <= schedule.Every - schedule.Duration;
    }
}
