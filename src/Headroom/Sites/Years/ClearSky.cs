namespace Headroom.Sites.Years;

/// <summary>Radiation under clear and cloudy skies from the sun's height and the cloud cover alone.</summary>
public static class ClearSky
{
    /// <summary>Global horizontal irradiance of a cloudless sky, W/m².</summary>
    /// <remarks>
    ///   G = 1098 · c · e^(−0.057/c)      c = cosine of the zenith angle
    ///   Valid    0 &lt; c ≤ 1; zero at night. Haze and height above the sea are not in it: ± 7 % against radiometers.
    ///   Source   Haurwitz, J. Meteorology 2, 1945; Reno, Hansen, Stein, SAND2012-2389.
    /// </remarks>
    public static double GlobalWattsPerSquareMetre(double cosineZenith) =>
        cosineZenith <= 0 ? 0 : 1098 * cosineZenith * PortableMath.Exp(-0.057 / cosineZenith);

    /// <summary>The share of clear-sky radiation that a cloud cover lets through.</summary>
    /// <remarks>
    ///   1 − 0.75 · (cover/100)^3.4
    ///   Valid    0 ≤ cover ≤ 100 %, hourly means; one hour may be off by half, a month by a few per cent.
    ///   Source   Kasten and Czeplak, Solar Energy 24, 1980.
    /// </remarks>
    public static double CloudTransmissionFraction(double cloudCoverPercent) =>
        1 - 0.75 * PortableMath.Pow(Math.Clamp(cloudCoverPercent / 100, 0, 1), 3.4);

    /// <summary>The diffuse share of global horizontal irradiance.</summary>
    /// <remarks>
    ///   k = G / (1361 W/m² · c);   1 − 0.09 k below 0.22;
    ///   0.9511 − 0.1604 k + 4.388 k² − 16.638 k³ + 12.336 k⁴ to 0.80;   0.165 above. The 3 % swing of the sun's distance over the year is left out.
    ///   Source   Erbs, Klein, Duffie, Solar Energy 28, 1982.
    /// </remarks>
    public static double DiffuseFraction(double globalWattsPerSquareMetre, double cosineZenith)
    {
        if (cosineZenith <= 0) return 1;
        double k = globalWattsPerSquareMetre / (1361 * cosineZenith);
        if (k <= 0.22) return 1 - 0.09 * k;
        return k > 0.80 ? 0.165 : 0.9511 + k * (-0.1604 + k * (4.388 + k * (-16.638 + k * 12.336)));
    }
}
