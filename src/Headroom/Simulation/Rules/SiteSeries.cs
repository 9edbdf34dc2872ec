namespace Headroom.Simulation.Rules;

/// <summary>What a site did at an event of the grid.</summary>
public enum SiteResponse { NotRecorded, Stayed, Tripped }

/// <summary>A dip or a frequency excursion that the site saw.</summary>
/// <param name="RetainedFraction">Positive-sequence voltage, per unit; null where it is a frequency event.</param>
/// <param name="WorstPhaseFraction">Voltage of the lowest phase, per unit.</param>
/// <param name="TrippedAfterSeconds">After the event's start, where it tripped.</param>
public sealed record GridEvent(
    double StartSeconds, double EndSeconds, double? RetainedFraction, double? WorstPhaseFraction, double? Hertz,
    SiteResponse Response, double TrippedAfterSeconds = 0)
{
    public double? Voltage(VoltageDefinition definition) =>
        definition == VoltageDefinition.WorstPhase ? WorstPhaseFraction ?? RetainedFraction : RetainedFraction;
}

/// <summary>Draw of a site at moments, straight lines in between.</summary>
/// <param name="Seconds">Rising.</param>
public sealed record SiteSeries(double[] Seconds, double[] Megawatts)
{
    public IReadOnlyList<GridEvent> Events { get; init; } = [];

    /// <summary>Whether it was measured at the site's meter, as rules and contracts ask.</summary>
    public bool IsSiteMeter { get; init; }
    public double First => Seconds[0];
    public double Last => Seconds[^1];
    public bool Covers(double from, double to) => Seconds.Length > 0 && First <= from && Last >= to;

    public double At(double second)
    {
        int k = Array.BinarySearch(Seconds, second);
        if (k >= 0) return Megawatts[k];
        k = ~k;
        if (k == 0) return Megawatts[0];
        if (k == Seconds.Length) return Megawatts[^1];
        double share = (second - Seconds[k - 1]) / (Seconds[k] - Seconds[k - 1]);
        return Megawatts[k - 1] + share * (Megawatts[k] - Megawatts[k - 1]);
    }

    /// <summary>The widest gap between samples in a window.</summary>
    public double WidestGap(double from, double to)
    {
        double widest = 0;
        for (int k = Math.Max(1, FirstAfter(from)); k < Seconds.Length && Seconds[k - 1] < to; k++)
            widest = Math.Max(widest, Seconds[k] - Seconds[k - 1]);
        return widest;
    }

    /// <summary>Exact mean of the straight lines over a window within the series.</summary>
    public double Mean(double from, double to)
    {
        double sum = 0, now = from, power = At(from);
        for (int k = FirstAfter(from); k < Seconds.Length && Seconds[k] < to; k++)
        {
            sum += 0.5 * (power + Megawatts[k]) * (Seconds[k] - now);
            (now, power) = (Seconds[k], Megawatts[k]);
        }
        sum += 0.5 * (power + At(to)) * (to - now);
        return sum / (to - from);
    }

    /// <summary>The same draw as means over whole windows, each standing at its middle; itself where a window is no longer than its steps.</summary>
    public SiteSeries Averaged(double window)
    {
        if (window * (Seconds.Length - 1) <= Last - First) return this;
        int count = (int)Math.Floor((Last - First) / window + 1e-9);
        double[] seconds = new double[count], means = new double[count];
        for (int k = 0; k < count; k++)
        {
            double from = First + k * window;
            (seconds[k], means[k]) = (from + window / 2, Mean(from, Math.Min(from + window, Last)));
        }
        return this with { Seconds = seconds, Megawatts = means };
    }

    /// <summary>Index of the first sample after a moment.</summary>
    internal int FirstAfter(double second)
    {
        int k = Array.BinarySearch(Seconds, second);
        return k >= 0 ? k + 1 : ~k;
    }
}
