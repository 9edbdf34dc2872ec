namespace Headroom.Scenarios.Tests.Regions;

/// <summary>Design conditions: exceeded in 0.4 % of the hours.</summary>
internal static class Design
{
    public static double DryBulbCelsius(IEnumerable<double> temperature) => Share(temperature, 0.996);

    /// <remarks>Sea level; R. Stull, J. Appl. Meteorol. Climatol. 50, 2011; valid 5–99 %, −20–50 °C, within 1 K.</remarks>
    public static double WetBulbCelsius(IEnumerable<double> temperature, IEnumerable<double> humidity) =>
        Share(temperature.Zip(humidity, (t, h) =>
            t * Math.Atan(0.151977 * Math.Sqrt(h + 8.313659)) + Math.Atan(t + h) - Math.Atan(h - 1.676331)
            + 0.00391838 * Math.Pow(h, 1.5) * Math.Atan(0.023101 * h) - 4.686035), 0.996);

    private static double Share(IEnumerable<double> series, double share)
    {
        double[] sorted = [.. series.Where(x => !double.IsNaN(x)).Order()];
        return sorted[(int)(share * sorted.Length)];
    }
}
