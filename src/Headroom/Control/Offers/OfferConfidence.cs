using Headroom.Sites.Years;

namespace Headroom.Control;

/// <summary>The chance that an offer is delivered, and the margin that it takes.</summary>
/// <remarks>
///   p = Φ(z) · a_battery · a_plant         margin = z · σ(lead) · draw
///   z       standard normal; the error of the load forecast is taken as normal, one error for a whole window
///   σ(lead) = 1 % + 2 % · min(1, lead/24 h)   of what the racks draw at the bus, one standard deviation
///   a       availability of what the offer leans on: batteries 99.5 %, plants 98 % (running and starting when called)
///   Batteries or plants count only if a alone leaves room for p. A training run that has failed draws less than expected, so a level is
///   not in danger from it; failures enter no term.
///   Source   our choice, grade C: no published error of a site of this kind was found, and none of the three is measured; a site that
///            runs should put its own in their place.
///   Valid    0.5 ≤ p &lt; 0.999
/// </remarks>
public static class OfferConfidence
{
    public const double Usual = 0.95, Least = 0.5, Most = 0.999;
    public const double BatteryAvailabilityFraction = 0.995, PlantAvailabilityFraction = 0.98;
    private const double SpreadNow = 0.01, SpreadGrowth = 0.02;

    /// <summary>σ(lead), as a share of the draw.</summary>
    public static double SpreadFraction(TimeSpan lead) => SpreadNow + SpreadGrowth * Math.Clamp(lead / TimeSpan.FromHours(24), 0, 1);

    /// <summary>z for a chance; null where availability alone falls short of it.</summary>
    public static double? Deviations(double confidence, double availability)
    {
        double left = confidence / availability;
        return left >= 1 ? null : Math.Max(0, Quantile(left));
    }

    /// <summary>Φ⁻¹(p) by bisection on <see cref="Chance"/>, to 1e-9.</summary>
    public static double Quantile(double p)
    {
        double low = -8, high = 8;
        while (high - low > 1e-9)
        {
            double middle = (low + high) / 2;
            if (Chance(middle) < p) low = middle;
            else high = middle;
        }
        return high;
    }

    /// <summary>Φ(z); the series Φ(z) = ½ + φ(z)·(z + z³/3 + z⁵/15 + …), for |z| ≤ 8 to 1e-14 (Marsaglia 2004, J. Stat. Software 11(4)).</summary>
    public static double Chance(double z)
    {
        double sum = z, term = z;
        for (int i = 3; Math.Abs(term) > 1e-17 && i < 400; i += 2) sum += term = term * z * z / i;
        return Math.Clamp(0.5 + sum * PortableMath.Exp(-0.5 * z * z) * 0.3989422804014327, 0, 1);
    }
}
