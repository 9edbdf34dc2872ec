namespace Headroom.Sites.Years;

/// <summary>Humidity and dew point.</summary>
/// <remarks>
///   Weather keeps its dew point for days while relative humidity swings with every noon. So the dew point is what
///   chance draws and relative humidity follows: hot hours become dry, and the wet bulbs of heat waves come out right.
/// </remarks>
public static class MoistAir
{
    private const double A = 17.625, B = 243.04;

    /// <summary>Dew point of air.</summary>
    /// <remarks>
    ///   γ = ln(RH/100) + A·T/(B + T),   T_dew = B·γ/(A − γ),   A = 17.625, B = 243.04 °C
    ///   Valid    −40 to 50 °C over water, 1 to 100 %; within 0.1 K. Below 1 % the air counts as 1 %.
    ///   Source   Magnus form of Alduchov and Eskridge, J. Appl. Meteorol. 35, 1996.
    /// </remarks>
    public static double DewPointCelsius(double airCelsius, double relativeHumidityPercent)
    {
        double γ = PortableMath.Log(Math.Max(relativeHumidityPercent, 1) / 100) + A * airCelsius / (B + airCelsius);
        return B * γ / (A - γ);
    }

    /// <summary>Relative humidity by the same formula; above 100 where the dew point is the higher.</summary>
    public static double RelativeHumidityPercent(double airCelsius, double dewPointCelsius) =>
        100 * PortableMath.Exp(A * dewPointCelsius / (B + dewPointCelsius) - A * airCelsius / (B + airCelsius));
}
