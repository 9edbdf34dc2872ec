namespace Headroom.Scenarios.SiteFiles;

/// <summary>What heat takes from a combustion engine.</summary>
internal static class HeatDerating
{
    private const double IsoCelsius = 15;

    /// <summary>Share of the ISO rating that is there in each hour.</summary>
    /// <remarks>
    ///   capacity(T) = ISO · [1 − d · (T − 15 °C)], no more than ISO and no less than zero
    ///   d        derating per kelvin: aeroderivative .010, F class .008, H class .007
    ///   Valid    −20 … 45 °C. In cold air turbines give more than ISO; generator and contract seldom take it, so it is not counted.
    ///   Source   equation (7) of reference/planning.md; acnewkirk/AI-Datacenter-Microgrid-Analysis (MIT).
    /// </remarks>
    public static double[] Fractions(double[] dryBulbCelsius, double perKelvin) =>
        [.. dryBulbCelsius.Select(celsius => Math.Clamp(1 - perKelvin * (celsius - IsoCelsius), 0, 1))];
}
