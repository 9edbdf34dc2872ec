namespace Headroom.Cooling;

/// <summary>Coefficients of performance of compression chillers: heat moved per electric work, kW per kW.</summary>
public static class Chiller
{
    /// <summary>Water-cooled chiller, a regression over condenser water temperature and load.</summary>
    /// <remarks>
    ///   (26)  COP = 16.798751 + .008840·t² − 8.528931·L² + 9.885294·L − .760621·t + .084615·L·t,   × (1 + δ)
    ///   t     condenser water °C: wet bulb + tower approach, or sea temperature       L   part load 0 … 1
    ///   δ     deviation of this plant from the regression
    ///   Valid L .1 … .8, t 5 … 41 °C. The quadratic turns up beyond its vertex near 41 °C; there it is held.
    ///   Source Lei and Masanet, Energy 201 (2020) 117556.
    /// </remarks>
    internal static double WaterCooledPerformance(
        double condenserCelsius, double loadFraction, double deviationFraction = 0)
    {
        double L = loadFraction;
        double vertexCelsius = (0.760621 - 0.084615 * L) / (2 * 0.008840);
        double t = Math.Min(condenserCelsius, vertexCelsius);
        double regression =
            16.798751 + 0.008840 * t * t - 8.528931 * L * L + 9.885294 * L - 0.760621 * t + 0.084615 * L * t;
        return regression * (1 + deviationFraction);
    }

    /// <summary>Trim chiller that lowers water the last few kelvin: a share of Carnot, limited.</summary>
    /// <remarks>
    ///   (30)  COP = min(12, .45·(T_class + 273.15)/(T_sink + 15 − T_class))
    ///   T_sink dry bulb for an air-cooled condenser, wet bulb for a tower          T_class   water to be supplied, °C
    ///   Without lift the limit of 12 holds. Source: <c>reference/planning.md</c> (30), our estimate.
    /// </remarks>
    internal static double TrimPerformance(double supplyCelsius, double sinkCelsius, double leastLiftKelvin = 0)
    {
        double lift = Math.Max(sinkCelsius + 15 - supplyCelsius, leastLiftKelvin);
        double mostCarnot = 0.45 * (supplyCelsius + 273.15);
        return lift * 12 <= mostCarnot ? 12 : mostCarnot / lift;
    }

    /// <summary>
    ///   What a chiller can still do when the air is hotter than at its design: falls 1.2 % per kelvin.
    /// </summary>
    /// <remarks>
    ///   Estimate: catalogue ratings of air-cooled chillers lose 1.0–1.5 % of capacity per kelvin above 35 °C ambient.
    ///   Valid     up to 25 K above design; a chiller is never credited with more than its rating.
    /// </remarks>
    internal static double CapacityFraction(double sinkCelsius, double designSinkCelsius) =>
        Math.Clamp(1 - 0.012 * (sinkCelsius - designSinkCelsius), 0, 1);
}
