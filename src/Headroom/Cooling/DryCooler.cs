namespace Headroom.Cooling;

/// <summary>Heat rejected to dry air, with a trim chiller for the hours in which air is too warm.</summary>
internal static class DryCooler
{
    /// <summary>Water leaves the coil this much warmer than the air at design flow.</summary>
    public const double ApproachKelvin = 10;

    private const double FanRatioAtFullSpeed = 0.020;

    /// <summary>Share of the heat that needs compression.</summary>
    /// <remarks>
    ///   (30)  β = clamp((T_dry − T_class)/ΔT_loop, 0, 1),   T_dry = T_air + 10 K
    ///   T_class   water to be supplied          ΔT_loop   rise of that water
    /// </remarks>
    public static double TrimShare(double airCelsius, in HallSide hall) =>
        1 - Economiser.FreeShare(airCelsius + ApproachKelvin, hall.WaterCelsius, hall.ReturnCelsius);

    /// <summary>Fan power per heat; in cold air the fans turn slower, and power falls with the cube of speed.</summary>
    /// <remarks>
    ///   (30)  fan = .020·min(1, 10/(T_class − T_air))³   kW/kW;  1 when air is less than 10 K below the class
    /// </remarks>
    public static double FanRatio(double airCelsius, double classCelsius)
    {
        double room = classCelsius - airCelsius;
        double speed = room <= ApproachKelvin ? 1 : ApproachKelvin / room;
        return FanRatioAtFullSpeed * speed * speed * speed;
    }

    /// <summary>Electric power per heat of coil, fans and trim chiller.</summary>
    /// <remarks>fan + β/COP(T_air), COP of (30). Valid −30 … 50 °C.</remarks>
    public static double PowerRatio(double airCelsius, in HallSide hall) =>
        FanRatio(airCelsius, hall.WaterCelsius)
        + TrimShare(airCelsius, hall) / Chiller.TrimPerformance(hall.WaterCelsius, airCelsius);

    /// <summary>Share of the design heat that coil and trim chiller can still reject.</summary>
    /// <remarks>
    ///   The approach shrinks with the heat x: T_dry = T_air + 10·x. The trim chiller can take c of the design heat, so
    ///   x·(10·x − m) = c·ΔT,  m = T_class − T_air   →   x = [m + √(m² + 40·c·ΔT)]/20,  never below c, never above 1
    ///   c   trim share at design, derated by the present air. Derived from (30) with constant conductance of the coil.
    /// </remarks>
    public static double CapacityFraction(
        double airCelsius, in HallSide hall, double trimShareAtDesign, double trimDerate,
        double approachKelvin = ApproachKelvin)
    {
        double c = trimShareAtDesign * trimDerate;
        double m = hall.WaterCelsius - airCelsius;
        double x = (m + Math.Sqrt(m * m + 4 * approachKelvin * c * hall.WaterRiseKelvin)) / (2 * approachKelvin);
        return Math.Clamp(x, c, 1);
    }
}
