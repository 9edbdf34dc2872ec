using Headroom.Quantities;

namespace Headroom.Growth;

/// <summary>When a need meets a ceiling.</summary>
/// <param name="Year">A moment in years, 2029.5 for the middle of 2029; the first year where it is met already, ∞ where it never is.</param>
/// <param name="IsAlready">The need is at or above the ceiling in the first year.</param>
public readonly record struct CeilingYear(double Year, bool IsAlready = false)
{
    public bool IsNever => double.IsPositiveInfinity(Year);
    public static CeilingYear Never { get; } = new(double.PositiveInfinity);

    /// <summary>Not later than another.</summary>
    public bool IsBy(double year) => Year <= year;
}

/// <summary>Finds the first moment in which a need is above a ceiling.</summary>
public static class Crossing
{
    /// <summary>Beyond the years that are told, so that the years a doubling buys can be: growth of decades is arithmetic, not a forecast.</summary>
    internal const double SearchYears = 150;
    const int StepsPerYear = 12;

    /// <summary>By the closed form where one growth and one ceiling hold, else by bisection.</summary>
    public static CeilingYear Of(PowerNeed need, GrowthCeiling ceiling)
    {
        ArgumentNullException.ThrowIfNull(need);
        ArgumentNullException.ThrowIfNull(ceiling);
        double from = need.Outlook.FromYear;
        Power now = need.At(ceiling.Boundary, from).Total;
        if (now >= ceiling.At(from)) return new(from, IsAlready: true);
        if (need.ConstantFactor is { } factor && ceiling.IsConstant)
            return now == Power.Zero ? CeilingYear.Never : new(PowerGrowth.YearOfCeiling(now, ceiling.Standing, factor, from));
        return Numeric(need, ceiling);
    }

    /// <summary>The first moment in which P(t) ≥ C(t), by bisection within the month in which it lies.</summary>
    /// <remarks>
    ///   P is a smooth function of time and needs no interpolation; C rises in steps, so a month is searched with the steps
    ///   that had come at its start. Exact to a second. A need that rises above and falls below within one month is not seen.
    /// </remarks>
    public static CeilingYear Numeric(PowerNeed need, GrowthCeiling ceiling)
    {
        ArgumentNullException.ThrowIfNull(need);
        ArgumentNullException.ThrowIfNull(ceiling);
        double from = need.Outlook.FromYear;
        bool IsMet(double year, double steps) => need.At(ceiling.Boundary, year).Total >= ceiling.At(steps);
        if (IsMet(from, from)) return new(from, IsAlready: true);
        double[] edges = [.. Enumerable.Range(0, (int)(SearchYears * StepsPerYear) + 1).Select(k => from + (double)k / StepsPerYear),
            .. ceiling.Steps.Select(step => step.Year).Where(year => year > from && year < from + SearchYears)];
        Array.Sort(edges);
        for (int k = 1; k < edges.Length; k++)
        {
            if (!IsMet(edges[k], edges[k - 1])) continue;
            (double below, double above, double steps) = (edges[k - 1], edges[k], edges[k - 1]);
            for (int halving = 0; halving < 50 && above - below > 1e-9; halving++)
            {
                double middle = (below + above) / 2;
                if (IsMet(middle, steps)) above = middle;
                else below = middle;
            }
            return new(above);
        }
        return CeilingYear.Never;
    }
}
