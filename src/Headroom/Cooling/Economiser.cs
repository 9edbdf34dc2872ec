namespace Headroom.Cooling;

/// <summary>Free cooling by water: which share of the heat needs no compressor.</summary>
/// <remarks>Equation (28) of <c>reference/planning.md</c>; source Lei and Masanet, Energy 201 (2020) 117556.</remarks>
internal static class Economiser
{
    /// <summary>Temperature of the water that a cooling coil needs to supply air at a set point.</summary>
    /// <remarks>
    ///   T_s = T_ra − (T_ra − T_sa)/ε     ra, sa   return and supply air        ε   coil effectiveness, .65–.90
    /// </remarks>
    public static double WaterSupplyCelsius(double supplyAirCelsius, double airRiseKelvin, double coilEffectiveness)
    {
        double returnAirCelsius = supplyAirCelsius + airRiseKelvin;
        return returnAirCelsius - (returnAirCelsius - supplyAirCelsius) / coilEffectiveness;
    }

    /// <summary>Share of the heat carried without compression.</summary>
    /// <remarks>
    ///   φ = 1                       T* ≤ T_s
    ///   φ = (T_r − T*)/(T_r − T_s)  between
    ///   φ = 0                       T* ≥ T_r
    ///   T*   water the outside can make: wet bulb + approaches, dry bulb + approach, or sea + approach
    ///   T_s, T_r   supply and return water
    /// </remarks>
    public static double FreeShare(double outsideWaterCelsius, double supplyCelsius, double returnCelsius) =>
        Math.Clamp((returnCelsius - outsideWaterCelsius) / (returnCelsius - supplyCelsius), 0, 1);
}
