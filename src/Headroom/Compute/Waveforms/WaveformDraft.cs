using Headroom.Quantities;

namespace Headroom.Compute.Waveforms;

/// <summary>A waveform in the making: levels in watts, moved until a replay shows the log's quantiles.</summary>
internal sealed class WaveformDraft
{
    private const int KnotsMost = 32, KnotsLeast = 16, BinsLeast = 4;
    private const double RankLeast = 0.01, Damping = 0.5;
    private readonly double startSeconds, stepSeconds, evaluationSeconds;
    private readonly double[] startWatts, stepWatts, evaluationWatts;
    private readonly double[] trainingSorted, evaluationSorted;
    private readonly int steps;

    /// <summary>Folds the rows at cycle and step; a log that starts inside a cycle loses its phase, not its shape.</summary>
    public WaveformDraft(double[] seconds, double[] watts, int start, EvaluationSchedule? schedule, double period, double gap)
    {
        steps = schedule is null ? 0 : Math.Max(1, (int)Math.Round((schedule.Every - schedule.Duration) / period));
        evaluationSeconds = schedule is null ? 0 : Math.Max(gap, schedule.Every - steps * period);
        stepSeconds = schedule is null ? period : (schedule.Every - evaluationSeconds) / steps;
        Fold evaluation = new(Math.Max(2, (int)Math.Round(evaluationSeconds / gap)), evaluationSeconds);
        List<(double Since, double Watts)> training = [];
        List<double> evaluating = [];
        for (int i = start; i < watts.Length; i++)
        {
            double at = seconds[i] + gap / 2, since = schedule?.SinceEnd(at) ?? at - seconds[start];
            if (schedule is null || since < steps * stepSeconds) training.Add((since % stepSeconds, watts[i]));
            else
            {
                evaluation.Add(since - steps * stepSeconds, watts[i]);
                evaluating.Add(watts[i]);
            }
        }
        Fold step = Fold.Full(training, Math.Clamp((int)Math.Round(4 * stepSeconds / gap), KnotsLeast, KnotsMost), stepSeconds);
        double mean = watts.AsSpan(start).ToArray().Average();
        (startSeconds, startWatts) = (start * gap, watts[..start]);
        (stepWatts, evaluationWatts) = (step.Means(mean), evaluation.Means(mean));
        (trainingSorted, evaluationSorted) = ([.. training.Select(row => row.Watts).Order()], [.. evaluating.Order()]);
    }

    /// <summary>Levels in order, up and down: a shape without a rhythm to time it.</summary>
    public void Rank()
    {
        double mean = stepWatts.Average();
        for (int k = 0; k < stepWatts.Length; k++) stepWatts[k] = mean * (1 + 1e-3 * (0.5 - Math.Abs(2.0 * k / stepWatts.Length - 1)));
    }

    /// <summary>Moves each level by what the log's quantile at its rank exceeds the replay's, evaluation and training apart.</summary>
    /// <remarks>The lowest level answers for the 1st percentile, the highest for the 99th; single rows beyond move nothing.</remarks>
    public void MatchQuantiles(PowerLog replay)
    {
        Move(stepWatts, trainingSorted, Sorted(replay, evaluates: false));
        if (steps > 0) Move(evaluationWatts, evaluationSorted, Sorted(replay, evaluates: true));

        static void Move(double[] levels, double[] measured, double[] modelled)
        {
            if (measured.Length == 0 || modelled.Length == 0) return;
            int[] order = [.. Enumerable.Range(0, levels.Length).OrderBy(k => levels[k])];
            for (int j = 0; j < order.Length; j++)
            {
                double share = RankLeast + (1 - 2 * RankLeast) * j / Math.Max(1, order.Length - 1);
                double excess = LogFigures.Quantile(measured, share) - LogFigures.Quantile(modelled, share);
                levels[order[j]] = Math.Max(0, levels[order[j]] + Damping * excess);
            }
        }
    }

    /// <summary>Shifts all levels alike, so that the means agree.</summary>
    public void MatchMeans(PowerLog replay)
    {
        Shift(stepWatts, trainingSorted, Sorted(replay, evaluates: false));
        if (steps > 0) Shift(evaluationWatts, evaluationSorted, Sorted(replay, evaluates: true));

        static void Shift(double[] levels, double[] measured, double[] modelled)
        {
            if (measured.Length == 0 || modelled.Length == 0) return;
            double shift = measured.Average() - modelled.Average();
            for (int k = 0; k < levels.Length; k++) levels[k] = Math.Max(0, levels[k] + shift);
        }
    }

    public TrainingWaveform Waveform(string name, int nodes)
    {
        double most = stepWatts.Max();
        return new(
            name, nodes, (most / nodes).Watts, Through(stepWatts, stepSeconds, most, closed: true), steps,
            steps > 0 ? Through(evaluationWatts, evaluationSeconds, most, closed: false) : Course.None,
            startWatts.Length > 0 ? Through(startWatts, startSeconds, most, closed: false) : Course.None);
    }

    private double[] Sorted(PowerLog replay, bool evaluates) =>
        [.. replay.Watts.Where((_, row) => row >= startWatts.Length && replay.Evaluates(row) == evaluates).Order()];

    /// <summary>Levels in the middle of their bins; a closed course ends where it began.</summary>
    private static Course Through(double[] watts, double duration, double most, bool closed)
    {
        double seam = (watts[0] + watts[^1]) / 2, width = duration / watts.Length;
        return Course.Through(
        [
            (TimeSpan.Zero, (closed ? seam : watts[0]) / most),
            .. watts.Select((level, k) => (TimeSpan.FromSeconds((k + 0.5) * width), level / most)),
            (TimeSpan.FromSeconds(duration), (closed ? seam : watts[^1]) / most),
        ]);
    }

    /// <summary>Means by phase; an empty bin takes its neighbour's.</summary>
    private sealed class Fold(int bins, double duration)
    {
        private readonly double[] sums = new double[bins];
        private readonly int[] counts = new int[bins];

        /// <summary>As many bins as rows fill: a step of whole rows shows few of its phases, and a level nobody saw cannot be fitted.</summary>
        public static Fold Full(IReadOnlyList<(double Since, double Watts)> rows, int binsMost, double duration)
        {
            for (int bins = binsMost; ; bins--)
            {
                Fold fold = new(bins, duration);
                foreach ((double since, double watts) in rows) fold.Add(since, watts);
                if (bins <= BinsLeast || fold.counts.All(count => count > 0)) return fold;
            }
        }

        public void Add(double since, double watts)
        {
            int bin = Math.Min(bins - 1, (int)(since / duration * bins));
            sums[bin] += watts;
            counts[bin]++;
        }

        public double[] Means(double otherwise)
        {
            double[] means = new double[bins];
            double last = otherwise;
            for (int pass = 0; pass < 2; pass++)
                for (int bin = 0; bin < bins; bin++) means[bin] = last = counts[bin] > 0 ? sums[bin] / counts[bin] : last;
            return means;
        }
    }
}
