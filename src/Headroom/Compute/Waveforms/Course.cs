namespace Headroom.Compute.Waveforms;

/// <summary>A level over a time: straight lines between knots, so that every mean over a window is exact.</summary>
/// <remarks>
///   s(τ) = s_i + (s_{i+1} − s_i)·(τ − τ_i)/(τ_{i+1} − τ_i),   ∫₀^τ s = I_i + (s_i + s(τ))/2·(τ − τ_i)
///   Two knots at one time are a jump. Only + − · / touch the levels: the same bits on every machine.
/// </remarks>
public sealed class Course
{
    private readonly double[] seconds, levels, integrals;

    private Course(double[] seconds, double[] levels)
    {
        (this.seconds, this.levels) = (seconds, levels);
        integrals = new double[seconds.Length];
        for (int i = 1; i < seconds.Length; i++)
            integrals[i] = integrals[i - 1] + (levels[i - 1] + levels[i]) / 2 * (seconds[i] - seconds[i - 1]);
        Duration = TimeSpan.FromTicks((long)Math.Round(seconds[^1] * TimeSpan.TicksPerSecond));
        MeanFraction = seconds[^1] > 0 ? integrals[^1] / seconds[^1] : levels[^1];
    }

    /// <summary>No time at all: a start without a ramp.</summary>
    public static Course None { get; } = new([0], [1]);

    /// <summary>One level for a time.</summary>
    public static Course Flat(TimeSpan duration, double levelFraction) => Through((TimeSpan.Zero, levelFraction), (duration, levelFraction));

    /// <summary>Through these knots; the first at zero, the last ends it.</summary>
    public static Course Through(params ReadOnlySpan<(TimeSpan At, double LevelFraction)> knots)
    {
        if (knots.IsEmpty || knots[0].At != TimeSpan.Zero) throw new ArgumentException("A course starts with a knot at 0 s.", nameof(knots));
        for (int i = 0; i < knots.Length; i++)
        {
            if (i > 0 && knots[i].At < knots[i - 1].At)
                throw new ArgumentException($"Knot {i} at {knots[i].At} lies before its predecessor at {knots[i - 1].At}.", nameof(knots));
            if (!(knots[i].LevelFraction >= 0 && double.IsFinite(knots[i].LevelFraction)))
                throw new ArgumentException($"Knot {i} has level {knots[i].LevelFraction}; a draw is never negative.", nameof(knots));
        }
        double[] seconds = new double[knots.Length], levels = new double[knots.Length];
        for (int i = 0; i < knots.Length; i++) (seconds[i], levels[i]) = (knots[i].At.TotalSeconds, knots[i].LevelFraction);
        return new(seconds, levels);
    }

    public TimeSpan Duration { get; }

    /// <summary>Mean over the whole of it.</summary>
    public double MeanFraction { get; }

    public double LeastFraction => levels.Min();
    public double MostFraction => levels.Max();

    /// <summary>The knots, to print or to change.</summary>
    public IReadOnlyList<(TimeSpan At, double LevelFraction)> Knots => [.. seconds.Zip(levels, (s, l) => (TimeSpan.FromSeconds(s), l))];

    /// <summary>The level at a moment; at a jump the later one, outside the nearer end.</summary>
    public double LevelFractionAt(TimeSpan since)
    {
        double at = Math.Clamp(since.TotalSeconds, 0, seconds[^1]);
        int i = Segment(at);
        return i == seconds.Length - 1 ? levels[i] : Between(i, at);
    }

    /// <summary>∫ level dt from the start, in seconds.</summary>
    public double IntegralSeconds(TimeSpan until)
    {
        double at = Math.Clamp(until.TotalSeconds, 0, seconds[^1]);
        int i = Segment(at);
        return i == seconds.Length - 1 ? integrals[i] : integrals[i] + (levels[i] + Between(i, at)) / 2 * (at - seconds[i]);
    }

    private double Between(int i, double at)
    {
        double width = seconds[i + 1] - seconds[i];
        return width > 0 ? levels[i] + (levels[i + 1] - levels[i]) * ((at - seconds[i]) / width) : levels[i + 1];
    }

    /// <summary>The last knot that is not later.</summary>
    private int Segment(double at)
    {
        (int low, int high) = (0, seconds.Length - 1);
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (seconds[middle] <= at) low = middle; else high = middle - 1;
        }
        return low;
    }
}
