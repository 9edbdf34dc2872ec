using Headroom.Quantities;

namespace Headroom.Cooling;

/// <summary>From the IT boundary to the utility meter at one outdoor condition: distribution losses and cooling.</summary>
/// <param name="Kind">How heat leaves the racks.</param>
/// <param name="Supply">Of the air for <see cref="CoolingKind.Air"/>, of the facility water for all others.</param>
/// <param name="Rejection">How heat leaves the site.</param>
/// <param name="LiquidShare">λ, share of the heat that liquid carries; the rest goes through the hall's air.</param>
/// <param name="Losses">Between the meter and the rack.</param>
public sealed record SiteOverhead(
    CoolingKind Kind, Temperature Supply, Rejection Rejection, double LiquidShare, ElectricalLosses Losses)
{
    /// <summary>Air beside cold plates: the top of the recommended band, through the same rejection.</summary>
    private static readonly Temperature airBeside = 27.DegreesCelsius;

    /// <summary>η_dist, share of the metered power that reaches the racks.</summary>
    public double DistributionEfficiency => 1 / (1 + Losses.Ratio);

    /// <summary>Site power per IT power.</summary>
    /// <remarks>
    ///   (9)  P_site = P_it/η_dist + slope·P_it   →   PUE = P_site/P_it = 1 + losses + slope        heat is the IT power itself
    ///   The part of cooling that runs whatever the heat (.3–.8 % of design) is not counted, as in plans. Energies add
    ///   over hours; this ratio holds for one outdoor condition and is never to be averaged.
    /// </remarks>
    public double PowerUsageEffectiveness(Temperature dryBulb, Temperature wetBulb)
    {
        CoolingCost main = CoolingSlope.Of(Kind, Supply, Rejection, dryBulb, wetBulb);
        CoolingCost cost = Kind != CoolingKind.DirectLiquid || LiquidShare >= 1 ? main
            : CoolingCost.Blend(LiquidShare, main, CoolingSlope.Of(CoolingKind.Air, airBeside, Rejection, dryBulb, wetBulb));
        return 1 + Losses.Ratio + cost.PowerPerHeatRatio;
    }
}
