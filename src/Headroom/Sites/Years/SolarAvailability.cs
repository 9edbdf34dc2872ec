namespace Headroom.Sites.Years;

/// <summary>AC output over AC rating of a photovoltaic plant by the hour, from clouds or measured radiation.</summary>
/// <remarks>
///   All hours are UTC from 1 January; the sun of an hour is that of its middle.
///   A missing cloud cover (NaN) gives NaN, so that gaps stay visible.
/// </remarks>
public static class SolarAvailability
{
    /// <summary>From hourly cloud cover; air temperature adds the loss in hot cells (25 °C if absent).</summary>
    public static double[] FromCloudCover(SolarPlant plant, double latitudeDegrees, double longitudeDegrees, int year,
        double[] cloudCoverPercent, double[]? temperatureCelsius = null) =>
        Outputs(plant, PlaneWattsPerSquareMetre(plant, latitudeDegrees, longitudeDegrees, year, cloudCoverPercent),
            temperatureCelsius, irradianceFactor: 1);

    /// <summary>From hourly radiation such as an EPW or TMY file holds, W/m².</summary>
    public static double[] FromIrradiance(SolarPlant plant, double latitudeDegrees, double longitudeDegrees, int year,
        double[] globalHorizontalWattsPerSquareMetre, double[] directNormalWattsPerSquareMetre,
        double[] diffuseHorizontalWattsPerSquareMetre, double[]? temperatureCelsius = null)
    {
        ArgumentNullException.ThrowIfNull(plant);
        Require(year, globalHorizontalWattsPerSquareMetre);
        Require(year, directNormalWattsPerSquareMetre);
        Require(year, diffuseHorizontalWattsPerSquareMetre);
        var plane = new double[globalHorizontalWattsPerSquareMetre.Length];
        for (int t = 0; t < plane.Length; t++)
            plane[t] = plant.PlaneWattsPerSquareMetre(
                SolarPosition.At(latitudeDegrees, longitudeDegrees, t + 0.5), latitudeDegrees,
                globalHorizontalWattsPerSquareMetre[t], directNormalWattsPerSquareMetre[t],
                diffuseHorizontalWattsPerSquareMetre[t]);
        return Outputs(plant, plane, temperatureCelsius, irradianceFactor: 1);
    }

    /// <summary>In-plane irradiance from cloud cover: clear sky × clouds, split into beam and diffuse.</summary>
    public static double[] PlaneWattsPerSquareMetre(SolarPlant plant, double latitudeDegrees, double longitudeDegrees,
        int year, double[] cloudCoverPercent)
    {
        ArgumentNullException.ThrowIfNull(plant);
        Require(year, cloudCoverPercent);
        var plane = new double[cloudCoverPercent.Length];
        for (int t = 0; t < plane.Length; t++)
        {
            SolarPosition sun = SolarPosition.At(latitudeDegrees, longitudeDegrees, t + 0.5);
            if (sun.Up <= 0) continue;
            double global = ClearSky.GlobalWattsPerSquareMetre(sun.Up)
                * ClearSky.CloudTransmissionFraction(cloudCoverPercent[t]);
            double diffuse = global * ClearSky.DiffuseFraction(global, sun.Up);
            plane[t] = plant.PlaneWattsPerSquareMetre(sun, latitudeDegrees,
                global, directNormal: (global - diffuse) / sun.Up, diffuse);
        }
        return plane;
    }

    /// <summary>Output with the irradiance scaled by one factor so that its mean is the published one.</summary>
    /// <remarks>The factor stands for what clouds do not say: haze, snow, height, spacing, the fleet's real losses.</remarks>
    public static double[] Calibrated(SolarPlant plant, double[] planeWattsPerSquareMetre, double[] temperatureCelsius,
        double capacityFactor)
    {
        double irradianceFactor = Calibration.Solve("solar capacity factor", capacityFactor, least: 0.4, most: 2.5,
            factor =>
            {
                double sum = 0;
                for (int t = 0; t < temperatureCelsius.Length; t++)
                    sum += plant.Output(factor * planeWattsPerSquareMetre[t], temperatureCelsius[t]);
                return sum / temperatureCelsius.Length;
            });
        return Outputs(plant, planeWattsPerSquareMetre, temperatureCelsius, irradianceFactor);
    }

    private static double[] Outputs(
        SolarPlant plant, double[] plane, double[]? temperatureCelsius, double irradianceFactor)
    {
        var output = new double[plane.Length];
        for (int t = 0; t < plane.Length; t++)
            output[t] = plant.Output(irradianceFactor * plane[t], temperatureCelsius?[t] ?? 25);
        return output;
    }

    private static void Require(int year, double[] series)
    {
        ArgumentNullException.ThrowIfNull(series);
        int hours = DateTime.IsLeapYear(year) ? 8784 : 8760;
        if (series.Length != hours)
            throw new ArgumentException(
                $"The year {year} has {hours} hours, the series {series.Length}.", nameof(series));
    }
}
