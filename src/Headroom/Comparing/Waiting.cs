using Headroom.Quantities;

namespace Headroom.Comparing;

/// <summary>What waiting for power costs: accelerators that stand idle until the site is energised.</summary>
/// <remarks>
///   Time runs from the decision; the horizon is a number of years from then, so that a year of waiting is a year of energy lost as well.
///   Racks are bought at the decision. With racks bought just in time the sales are lost, not the racks' cost: told apart.
/// </remarks>
public static class Waiting
{
    const double HoursPerYear = 8760;

    /// <summary>Present worth of one dollar a year over some years.</summary>
    /// <remarks>
    ///   A(T) = (1 − (1 + r)^−T) / r;   T at r = 0
    ///   T        years, whole or broken
    ///   Valid    r ≥ 0, T ≥ 0
    ///   Source   annuity formula.
    /// </remarks>
    public static double PresentWorthYears(double discountFraction, double years) =>
        discountFraction == 0 ? years : (1 - Math.Pow(1 + discountFraction, -years)) / discountFraction;

    /// <summary>Present worth of accelerators that stand idle until there is power.</summary>
    /// <remarks>
    ///   idle = N · v · 8760 h · A(T)
    ///   N        accelerators        v   worth of an hour of one        T   years to power
    ///   Source   equation (15) of the planning reference; Newkirk et al. 2025, doi 10.21203/rs.3.rs-8272920.
    /// </remarks>
    public static Money Idle(Count accelerators, Money perHour, double yearsToPower, double discountFraction) =>
        accelerators.Items * HoursPerYear * PresentWorthYears(discountFraction, yearsToPower) * perHour;

    /// <summary>What waiting adds to each unit of energy within the horizon.</summary>
    /// <remarks>
    ///   added = idle / (E · (A(H) − A(T)))
    ///   E        energy of a year once there is power        H   horizon, years from the decision
    ///   Valid    T &lt; H; infinite at H, since then no energy pays for it
    ///   Source   (15): cost with waiting = (PV of cost + idle) / PV of energy; the cost of supply runs while energy does.
    /// </remarks>
    public static EnergyPrice Added(Money idle, Energy perYear, double yearsToPower, double horizonYears, double discountFraction)
    {
        double years = PresentWorthYears(discountFraction, horizonYears) - PresentWorthYears(discountFraction, yearsToPower);
        return years > 0 ? idle / (years * perYear) : EnergyPrice.FromSi(double.PositiveInfinity);
    }
}
