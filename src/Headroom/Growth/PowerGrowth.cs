using Headroom.Quantities;

namespace Headroom.Growth;

/// <summary>From growth of demand and of efficiency to growth of power: one equation each.</summary>
public static class PowerGrowth
{
    /// <summary>How many times the power training takes at one moment as at another.</summary>
    /// <remarks>
    ///   m = C / (H · N · L)
    ///   C  arithmetic asked for    H  arithmetic per joule of the hardware    N  the same from narrower formats    L  time a run takes
    ///   Each is a multiple between the two moments. Power is arithmetic over its time and over arithmetic per joule.
    ///   Valid   while runs can be stretched and formats narrowed; let both bend to 1 where they cannot.
    ///   Source  Epoch AI, "power usage trend": over ten years efficiency 12×, lower precision 8×, longer runs 4×.
    /// </remarks>
    public static double Training(GrowthOutlook outlook, GrowthPick pick, double fromYear, double toYear) =>
        Multiple(outlook, pick, GrowthLever.TrainingCompute, fromYear, toYear)
        / (Multiple(outlook, pick, GrowthLever.Hardware, fromYear, toYear)
            * Multiple(outlook, pick, GrowthLever.Precision, fromYear, toYear)
            * Multiple(outlook, pick, GrowthLever.RunLength, fromYear, toYear));

    /// <summary>How many times the power inference takes at one moment as at another.</summary>
    /// <remarks>
    ///   m = D / (H · S)
    ///   D  tokens asked for    H  tokens per joule of the hardware    S  the same from software
    ///   Valid   where shape of day and mix of models stay; a narrower format counts as software here, for it is served, not bought.
    ///   Source  definition of tokens per joule; growth as in the catalog.
    /// </remarks>
    public static double Inference(GrowthOutlook outlook, GrowthPick pick, double fromYear, double toYear) =>
        Multiple(outlook, pick, GrowthLever.InferenceTokens, fromYear, toYear)
        / (Multiple(outlook, pick, GrowthLever.Hardware, fromYear, toYear) * Multiple(outlook, pick, GrowthLever.Software, fromYear, toYear));

    /// <summary>The year in which a power that grows by one factor reaches a ceiling.</summary>
    /// <remarks>
    ///   y = y₀ + ln(C / P₀) / ln g
    ///   P₀  power in year y₀    C  ceiling    g  factor per year
    ///   Valid   P₀, C > 0 and g > 1; before y₀ where the ceiling was passed already; never (∞) where g ≤ 1 and C > P₀.
    ///   Source  definition of growth.
    /// </remarks>
    public static double YearOfCeiling(Power need, Power ceiling, double factorPerYear, double fromYear)
    {
        double ratio = Math.Log(ceiling / need);
        return factorPerYear > 1 ? fromYear + ratio / Math.Log(factorPerYear) : ratio > 0 ? double.PositiveInfinity : fromYear;
    }

    /// <summary>Years that a ceiling times a ratio buys, and so does the same ratio of work per joule.</summary>
    /// <remarks>
    ///   Δy = ln(ratio) / ln g
    ///   At g = 2 a doubling buys one year: C·2 and P₀/2 enter <see cref="YearOfCeiling"/> as the same quotient.
    ///   Valid   g > 1.
    ///   Source  the equation above, differences taken.
    /// </remarks>
    public static double YearsBought(double ratio, double factorPerYear) => Math.Log(ratio) / Math.Log(factorPerYear);

    static double Multiple(GrowthOutlook outlook, GrowthPick pick, GrowthLever lever, double fromYear, double toYear) =>
        outlook.Rate(lever, pick).Multiple(fromYear, toYear);
}
