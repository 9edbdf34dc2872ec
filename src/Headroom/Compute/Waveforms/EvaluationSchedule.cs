namespace Headroom.Compute.Waveforms;

/// <summary>When a log evaluates: every so often, for so long.</summary>
/// <param name="FirstEnd">End of the first evaluation, on the log's clock, by regression over all of them.</param>
/// <param name="Every">C, from one to the next.</param>
/// <param name="Duration">E, mean.</param>
internal sealed record EvaluationSchedule(double FirstEnd, double Every, double Duration)
{
    /// <summary>Gaps between evaluations may scatter by this share of their mean; more is no schedule.</summary>
    private const double RegularShare = 0.1;

    /// <summary>Seconds since the last evaluation ended.</summary>
    public double SinceEnd(double at)
    {
        double turns = (at - FirstEnd) / Every;
        return (turns - Math.Floor(turns)) * Every;
    }

    /// <summary>The schedule behind marked rows; null where fewer than three evaluations or no regular ones.</summary>
    public static EvaluationSchedule? Of(double[] seconds, bool[] evaluates, double gap)
    {
        List<double> ends = [];
        int marked = 0, runs = 0;
        for (int i = 0; i < evaluates.Length; i++)
        {
            if (!evaluates[i]) continue;
            marked++;
            if (i == 0 || !evaluates[i - 1]) runs++;
            if (i + 1 < evaluates.Length && !evaluates[i + 1]) ends.Add(seconds[i + 1] - seconds[0]);
        }
        if (ends.Count < 3) return null;
        double middle = (ends.Count - 1) / 2.0, mean = ends.Average(), cross = 0, square = 0;
        for (int k = 0; k < ends.Count; k++)
        {
            cross += (k - middle) * (ends[k] - mean);
            square += (k - middle) * (k - middle);
        }
        double every = cross / square, first = mean - middle * every;
        double scatter = Math.Sqrt(ends.Select((end, k) => end - first - k * every).Average(e => e * e));
        return scatter <= RegularShare * every ? new(first, every, marked * gap / runs) : null;
    }

    /// <summary>Rows of an evaluation, told by their level where the log has no phases; empty where there are none.</summary>
    /// <remarks>
    ///   Means over one step take the wave of the iterations out; what then lies below the middle between median and least, and
    ///   at least 3 % below the median, evaluates. Blind to evaluations shorter than a step or as high as training.
    /// </remarks>
    public static bool[] Told(double[] watts, double gap, double stepPeriod)
    {
        int half = Math.Max(1, (int)Math.Round(stepPeriod / gap / 2));
        double[] smooth = new double[watts.Length];
        for (int i = 0; i < watts.Length; i++)
        {
            (int from, int to) = (Math.Max(0, i - half), Math.Min(watts.Length, i + half + 1));
            smooth[i] = watts.AsSpan(from, to - from).ToArray().Average();
        }
        double[] sorted = [.. smooth.Order()];
        double median = LogFigures.Quantile(sorted, 0.5), least = LogFigures.Quantile(sorted, 0.005);
        return least < 0.97 * median ? [.. smooth.Select(w => w < (median + least) / 2)] : [];
    }
}
