namespace Headroom.Sites.Years;

/// <summary>Output over rating of an onshore wind farm from the wind at 10 m.</summary>
public static class WindAvailability
{
    private static readonly double HubRatio = PortableMath.Pow(100.0 / 10, 1.0 / 7);
    private const double CutIn = 3, Rated = 12, StormFrom = 22, StormTo = 28;
    private const double Farm = 0.92;       // wakes, availability and electrical losses of a farm (E, 8 %)

    /// <summary>From hourly wind at 10 m; the site factor is the farm's wind over the station's.</summary>
    public static double[] FromWindSpeed(double[] windMetresPerSecond, double siteFactor = 1)
    {
        ArgumentNullException.ThrowIfNull(windMetresPerSecond);
        var output = new double[windMetresPerSecond.Length];
        for (int t = 0; t < output.Length; t++)
            output[t] = Output(HubMetresPerSecond(siteFactor * windMetresPerSecond[t]));
        return output;
    }

    /// <summary>Wind at hub height.</summary>
    /// <remarks>
    ///   v_hub = v_10 · (100 m / 10 m)^(1/7)
    ///   Valid    open, flat land and neutral air; cities and forests have more shear.
    ///   Source   the one-seventh power law; Manwell, McGowan, Rogers, Wind Energy Explained, ch. 2.
    /// </remarks>
    public static double HubMetresPerSecond(double windMetresPerSecond) =>
        windMetresPerSecond * HubRatio;

    /// <summary>Power curve of a farm at its hub wind.</summary>
    /// <remarks>
    ///   0 below 3 m/s;  0.92·(v³ − 3³)/(12³ − 3³) to 12 m/s;  0.92 to 22;
    ///   then a line to 0 at 28, as turbines stop one by one
    ///   Valid    farms of modern pitch-controlled turbines, hourly means.
    ///   Source   cubic curve of Manwell et al., ch. 7; storm ramp and 8 % losses E.
    /// </remarks>
    public static double Output(double hubMetresPerSecond)
    {
        double v = hubMetresPerSecond;
        if (v <= CutIn || v >= StormTo) return 0;
        if (v >= StormFrom) return Farm * (StormTo - v) / (StormTo - StormFrom);
        if (v >= Rated) return Farm;
        const double least = CutIn * CutIn * CutIn;
        return Farm * (v * v * v - least) / (Rated * Rated * Rated - least);
    }

    /// <summary>Output with the wind scaled by one site factor so that its mean is the published one.</summary>
    /// <remarks>Farms stand where it blows, weather stations where people live; the factor is mostly 1 to 2.</remarks>
    public static double[] Calibrated(double[] windMetresPerSecond, double capacityFactor) => FromWindSpeed(
        windMetresPerSecond, Calibration.Solve("wind capacity factor", capacityFactor, least: 0.2, most: 3, factor =>
        {
            double sum = 0;
            foreach (double v in windMetresPerSecond) sum += Output(HubMetresPerSecond(factor * v));
            return sum / windMetresPerSecond.Length;
        }));
}
