using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>One limit and the draw under it, step by step.</summary>
internal sealed class LimitWatch
{
    /// <summary>A meter of class 0.1 cannot tell less.</summary>
    public const double MeterFraction = 1e-3;
    private readonly CeilingCurve curve;
    private TimeSpan above;

    public LimitWatch(LimitCourse course)
    {
        Course = course;
        curve = CeilingCurve.Of(Power.FromSi(double.PositiveInfinity), [course]);
    }

    public LimitCourse Course { get; }
    public Power WorstExcess { get; private set; }
    public TimeSpan LongestAbove { get; private set; }
    public bool IsKept { get; private set; } = true;

    /// <summary>The limit touched the run.</summary>
    public bool WasInForce { get; private set; }

    /// <summary>Tokens asked for and lost by each service when the limit began, and when it was over.</summary>
    public (double Asked, double Lost)[]? Before { get; set; }
    public (double Asked, double Lost)[]? After { get; set; }

    public bool Covers(TimeSpan from, TimeSpan step) => from + step > Course.RampStart && from < Course.End;

    public void Add(TimeSpan from, TimeSpan step, Power draw)
    {
        WasInForce = true;
        Power ceiling = curve.Over(from, step).Least, excess = draw - ceiling;
        WorstExcess = Power.Max(WorstExcess, excess);
        bool isAbove = excess.Watts > MeterFraction * Math.Abs(Course.Baseline.Watts) + 1;
        above = isAbove ? above + step : TimeSpan.Zero;
        if (above > LongestAbove) LongestAbove = above;
        if (isAbove) IsKept = false;
    }
}

/// <summary>Draws above a ceiling: the worst, the longest, all of them.</summary>
internal sealed class ExcursionBook
{
    private TimeSpan above;

    public Power Peak { get; private set; } = Power.FromSi(double.NegativeInfinity);
    public Power LeastHeadroom { get; private set; } = Power.FromSi(double.PositiveInfinity);
    public TimeSpan LeastHeadroomAt { get; private set; }
    public Power Worst { get; private set; }
    public TimeSpan Longest { get; private set; }
    public TimeSpan Total { get; private set; }
    public Energy Above { get; private set; }

    /// <summary>Highest mean of an hour above the ceiling's mean of that hour; negative where there is room.</summary>
    public Power WorstHour { get; private set; } = Power.FromSi(double.NegativeInfinity);
    private Energy hourOver;
    private TimeSpan hour;

    public void Add(TimeSpan from, TimeSpan step, Power draw, Power ceiling)
    {
        Power excess = draw - ceiling;
        Peak = Power.Max(Peak, draw);
        if (-excess < LeastHeadroom) (LeastHeadroom, LeastHeadroomAt) = (-excess, from);
        bool isAbove = excess.Watts > LimitWatch.MeterFraction * Math.Abs(ceiling.Watts) + 1;
        above = isAbove ? above + step : TimeSpan.Zero;
        if (above > Longest) Longest = above;
        if (isAbove) (Total, Above, Worst) = (Total + step, Above + excess * step, Power.Max(Worst, excess));
        (hourOver, hour) = (hourOver + excess * step, hour + step);
        if (hour < TimeSpan.FromHours(1)) return;
        WorstHour = Power.Max(WorstHour, hourOver / hour);
        (hourOver, hour) = (default, default);
    }
}
