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

    /// <summary>The schedule told by levels where the log has no phases; null where there is none.</summary>
    /// <remarks>
    ///   Means over exactly one step take the wave of the iterations out; what then lies below the middle between median and
    ///   least, and at least 3 % below the median, evaluates. Blind to evaluations shorter than a step, as high as training, or
    ///   less than three steps apart.
    /// </remarks>
    public static EvaluationSchedule? Told(double[] seconds, double[] watts, double gap, double stepPeriod)
    {
        double half = Math.Max(1, stepPeriod / gap) / 2;
        int reach = (int)Math.Ceiling(half);
        if (watts.Length < 4 * reach) return null;
        double[] smooth = new double[watts.Length];
        for (int i = 0; i < watts.Length; i++)
        {
            int middle = Math.Clamp(i, reach, watts.Length - reach - 1);      // at the ends no row tells the start-up from an evaluation
            double sum = 0;
            for (int k = -reach; k <= reach; k++) sum += Math.Clamp(half + 0.5 - Math.Abs(k), 0, 1) * watts[middle + k];
            smooth[i] = sum / (2 * half);
        }
        double[] sorted = [.. smooth.Order()];
        double median = LogFigures.Quantile(sorted, 0.5), least = LogFigures.Quantile(sorted, 0.005);
        if (least >= 0.97 * median) return null;
        return Of(seconds, [.. smooth.Select(w => w < (median + least) / 2)], gap) is { } found && found.Every > 3 * stepPeriod ? found : null;
    }
}
