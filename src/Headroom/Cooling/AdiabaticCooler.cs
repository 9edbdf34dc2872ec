namespace Headroom.Cooling;

/// <summary>A dry cooler that breathes through wet pads when the air alone is too warm.</summary>
internal static class AdiabaticCooler
{
    private const double PadEffectiveness = 0.80;
    private const double AirRiseKelvin = 12;

    /// <summary>Air behind the pads: wetted just enough to avoid compression, if the pads can.</summary>
    /// <remarks>
    ///   T_in = max(T_class − 10, T_db − ε·(T_db − T_wb))  where T_db + 10 > T_class, else T_db
    ///   ε = .80, estimate (direct evaporative pads reach .7–.9)
    /// </remarks>
    public static double InletCelsius(double dryBulbCelsius, double wetBulbCelsius, in HallSide hall)
    {
        double enough = hall.WaterCelsius - DryCooler.ApproachKelvin;
        if (dryBulbCelsius <= enough) return dryBulbCelsius;
        return Math.Max(enough, dryBulbCelsius - PadEffectiveness * (dryBulbCelsius - wetBulbCelsius));
    }

    /// <summary>Water the pads evaporate per heat rejected.</summary>
    /// <remarks>
    ///   w = 1.48·(T_db − T_in)/ΔT_air   L/kWh     the air that carries one kWh at a rise of 12 K (estimate) is first
    ///   cooled by T_db − T_in; 1.48 L per kWh of latent heat = 3600/2430. In the hottest hours this exceeds the
    ///   .1–.5 L/kWh that reference/planning.md (31) estimates; over a year it does not.
    /// </remarks>
    public static double LitresPerKilowattHour(double dryBulbCelsius, double inletCelsius) =>
        Water.EvaporationLitresPerKilowattHour * (dryBulbCelsius - inletCelsius) / AirRiseKelvin;
}
