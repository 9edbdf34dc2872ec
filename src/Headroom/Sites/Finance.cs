using Headroom.Quantities;

namespace Headroom.Sites;

/// <summary>What turns prices paid once into yearly payments.</summary>
public static class Finance
{
    /// <summary>The share of a price that each year of its life repays.</summary>
    /// <remarks>
    ///   CRF = r / (1 − (1 + r)^−n);  1/n at r = 0
    ///   r       discount rate, per year, real or nominal as the prices are
    ///   n       life in years
    ///   Valid   r ≥ 0, n > 0
    ///   Source  annuity formula; REopt and PyPSA use the same.
    /// </remarks>
    public static RecoveryFraction CapitalRecovery(double discountFraction, double lifeYears) => new(
        discountFraction == 0 ? 1 / lifeYears : discountFraction / (1 - Math.Pow(1 + discountFraction, -lifeYears)));

    /// <summary>How much dearer a plant is when its first dollar has earned interest until it runs.</summary>
    /// <remarks>
    ///   IDC = Σ_k s_k · (1 + r)^(L − k + ½),  k = 1 … L, even spend s_k = 1/L
    ///   L       construction time in years; a broken last year spends its share in its own middle
    ///   Valid   r ≥ 0, L ≥ 0; 1 at L = 0
    ///   Source  NREL ATB, "Financial cases and methods", construction finance factor.
    /// </remarks>
    public static double InterestDuringConstructionFactor(double discountFraction, double constructionYears)
    {
        if (constructionYears <= 0) return 1;
        int years = (int)Math.Ceiling(constructionYears);
        double factor = 0;
        for (int k = 1; k <= years; k++)
        {
            double width = Math.Min(1, constructionYears - (k - 1));
            double middle = k - 1 + width / 2;
            factor += width / constructionYears * Math.Pow(1 + discountFraction, constructionYears - middle);
        }
        return factor;
    }
}

/// <summary>How a thing that is built is paid for.</summary>
/// <param name="DiscountFraction">Discount rate per year.</param>
/// <param name="LifeYears">Years over which the price is repaid.</param>
/// <param name="ConstructionYears">Years of even spending before it runs; 0 takes the price as the price on the day it runs.</param>
public sealed record Repayment(double DiscountFraction, double LifeYears, double ConstructionYears = 0)
{
    /// <summary>Yearly payment per dollar of price, interest during construction included.</summary>
    public RecoveryFraction PerYear => new(
        Finance.CapitalRecovery(DiscountFraction, LifeYears).PerYear
        * Finance.InterestDuringConstructionFactor(DiscountFraction, ConstructionYears));
}
