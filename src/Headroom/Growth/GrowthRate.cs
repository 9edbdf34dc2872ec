namespace Headroom.Growth;

/// <summary>A factor per year: constant, or bending from one factor to another and constant from then on.</summary>
/// <remarks>
///   ln g(t) runs in a straight line from ln g₀ at the start to ln g₁ in the settled year, so that equal times change growth by equal
///   ratios. What grows by 2 doubles in a year; what grows by 1 stands still. A default value grows by 0 and means nothing.
/// </remarks>
public readonly record struct GrowthRate
{
    GrowthRate(double factor, double laterFactor, double startYear, double settledYear) =>
        (Factor, LaterFactor, StartYear, SettledYear) = (factor, laterFactor, startYear, settledYear);

    /// <summary>Per year, at the start.</summary>
    public double Factor { get; }

    /// <summary>Per year, from the settled year on.</summary>
    public double LaterFactor { get; }
    public double StartYear { get; }
    public double SettledYear { get; }
    public bool IsConstant => Factor == LaterFactor;

    /// <summary>The same factor in every year.</summary>
    public static GrowthRate Constant(double factor) => new(Checked(factor), factor, 0, 0);

    /// <summary>From one factor at the start to another in the settled year; the later one at once where that year is not after the start.</summary>
    public static GrowthRate Bending(double factor, double laterFactor, double startYear, double settledYear) =>
        settledYear > startYear ? new(Checked(factor), Checked(laterFactor), startYear, settledYear) : Constant(laterFactor);

    /// <summary>The factor per year at a moment.</summary>
    public double FactorAt(double year) => IsConstant ? Factor
        : Math.Exp(Math.Log(Factor) + Math.Log(LaterFactor / Factor) * Math.Clamp((year - StartYear) / (SettledYear - StartYear), 0, 1));

    /// <summary>How many times as much there is at one moment as at another.</summary>
    /// <remarks>
    ///   m(a, b) = exp ∫ₐᵇ ln g(t) dt = g^(b−a) where g is constant;  m(a, b)·m(b, c) = m(a, c)
    ///   a, b    moments in years, 2027.0 for the start of 2027; b before a gives the inverse
    ///   Valid   g > 0
    ///   Source  the definition of growth; the line in logarithms is our choice, for references give both ends only.
    /// </remarks>
    public double Multiple(double fromYear, double toYear) => IsConstant ? Math.Pow(Factor, toYear - fromYear)
        : Math.Exp(LogUpTo(toYear) - LogUpTo(fromYear));

    /// <summary>∫ ln g dt from the start to a moment, before which the first factor holds.</summary>
    double LogUpTo(double year)
    {
        (double first, double later) = (Math.Log(Factor), Math.Log(LaterFactor));
        double past = year - StartYear, bend = SettledYear - StartYear;
        if (past <= 0) return past * first;
        if (past >= bend) return (first + later) / 2 * bend + later * (past - bend);
        return past * first + (later - first) * past * past / (2 * bend);
    }

    static double Checked(double factor) => factor > 0 && double.IsFinite(factor) ? factor
        : throw new ArgumentOutOfRangeException(nameof(factor), factor, "a factor per year is above zero");
}
