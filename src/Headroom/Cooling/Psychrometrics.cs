namespace Headroom.Cooling;

/// <summary>
///   Moist air: saturation pressure, humidity, enthalpy, wet bulb. Equation (25) of <c>reference/planning.md</c>
///   §5.2.
/// </summary>
/// <remarks>
///   Source   Lei and Masanet, Energy 201 (2020) 117556; saturation pressure after Buck (1981).
///   Valid    −40 … 55 °C, 60 … 105 kPa. Over ice (below 0 °C) the water curve is kept, as the source does.
/// </remarks>
public static class Psychrometrics
{
    /// <summary>Standard atmosphere at sea level, Pa.</summary>
    public const double StandardPressurePascals = 101_325;

    internal const double RatioOfMolarMasses = 0.62198;

    /// <summary>Pressure of saturated water vapour.</summary>
    /// <remarks>P_sat(T) = 611.21·exp[(18.678 − T/234.5)·T/(T + 257.14)]   Pa, T in °C</remarks>
    internal static double SaturationPressurePascals(double celsius) =>
        611.21 * Math.Exp((18.678 - celsius / 234.5) * celsius / (celsius + 257.14));

    /// <summary>Mass of water vapour per mass of dry air.</summary>
    /// <remarks>w = 0.62198·p_v/(P − p_v)   kg/kg</remarks>
    internal static double HumidityRatio(
        double vapourPascals, double pressurePascals, double molarRatio = RatioOfMolarMasses) =>
        molarRatio * vapourPascals / (pressurePascals - vapourPascals);

    /// <summary>Enthalpy of moist air per kilogram of dry air, zero at 0 °C dry.</summary>
    /// <remarks>h = 1.01·T + (2500 + 1.84·T)·w   kJ/kg</remarks>
    internal static double EnthalpyKilojoulesPerKilogram(double celsius, double humidityRatio) =>
        1.01 * celsius + (2500 + 1.84 * celsius) * humidityRatio;

    /// <summary>Density of air.</summary>
    /// <remarks>ρ = 1.293·(P/101325)·273.15/(273.15 + T)   kg/m³</remarks>
    internal static double AirDensityKilogramsPerCubicMetre(
        double celsius, double pressurePascals = StandardPressurePascals) =>
        1.293 * (pressurePascals / StandardPressurePascals) * (273.15 / (273.15 + celsius));

    /// <summary>Heat that evaporates water.</summary>
    /// <remarks>r = 2500.5 − 2.3097·T − 0.0013·T²   kJ/kg</remarks>
    internal static double LatentHeatKilojoulesPerKilogram(double celsius) =>
        2500.5 - 2.3097 * celsius - 0.0013 * celsius * celsius;

    /// <summary>Wet-bulb temperature: where saturated air has the enthalpy of this air.</summary>
    /// <remarks>
    ///   h_sat(T_wb) = h(T, φ)            φ   relative humidity, 0 … 1
    ///   h_sat rises and is convex, so Newton's method started at the dry bulb falls onto the root without
    ///   overshooting: five or six steps. The source writes 611.2 Pa here and 611.21 elsewhere; one constant keeps
    ///   T_wb ≤ T exactly.
    /// </remarks>
    internal static double WetBulbCelsius(
        double dryBulbCelsius, double relativeHumidityFraction, double pressurePascals = StandardPressurePascals)
    {
        double vapour = relativeHumidityFraction * SaturationPressurePascals(dryBulbCelsius);
        double h = EnthalpyKilojoulesPerKilogram(dryBulbCelsius, HumidityRatio(vapour, pressurePascals));
        double celsius = dryBulbCelsius;
        for (int step = 0; step < 40; step++)
        {
            double pSat = SaturationPressurePascals(celsius);
            double w = HumidityRatio(pSat, pressurePascals);
            double excess = EnthalpyKilojoulesPerKilogram(celsius, w) - h;
            if (excess <= 1e-9) break;
            double dry = celsius + 257.14;
            double logSlope = ((18.678 - celsius / 117.25) * dry - (18.678 - celsius / 234.5) * celsius) / (dry * dry);
            double wSlope = w * logSlope * pressurePascals / (pressurePascals - pSat);
            celsius -= excess / (1.01 + 1.84 * w + (2500 + 1.84 * celsius) * wSlope);
        }
        return celsius;
    }
}
