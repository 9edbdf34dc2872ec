namespace Headroom.Cooling;

/// <summary>
///   Published PUE model of a hall cooled by outside air, with adiabatic humidifiers and stand-by chillers.
/// </summary>
/// <remarks>
///   (29)  PUE = 1 + losses + [hall fans + humidifier pump + chiller + chilled pump + tower]/IT
///   Supply air follows the outside between two bounds: T_sa = clamp(T, T_lo, T_hi). Outside air is used whenever its
///   enthalpy is below that of 27 °C at a dew point of 15 °C, or below that of supply air at 80 % humidity; otherwise
///   the chiller carries everything. The humidity set points of the source fix an enthalpy that cancels, so they are
///   not parameters here.
///   Source   Lei and Masanet, Energy 201 (2020) 117556 and their published tool; their own constants are kept
///            (.622 for outside air, T/234.5 dropped in the dew-point bound) because the exact test needs them.
/// </remarks>
public sealed record AirSideModel(
    ElectricalLosses Losses, double SupplyLeastCelsius, double SupplyMostCelsius, double AirRiseKelvin,
    Fan HallFan, Pump Humidifier, ChillerLoop Chillers, TowerLoop Tower)
{
    private const double AdiabaticHumidityFraction = 0.80;
    private const double LeastHumidityFraction = 0.20;

    /// <summary>Site power per IT power in this weather.</summary>
    public double PowerUsageEffectiveness(OutsideAir outside)
    {
        double heat = 1 + Losses.Ratio;
        double supply = Math.Clamp(outside.DryBulbCelsius, SupplyLeastCelsius, SupplyMostCelsius);
        double air = MassFlowFor.AirKilogramsPerSecond(heat, AirRiseKelvin);
        double supplyDensity = Psychrometrics.AirDensityKilogramsPerCubicMetre(supply, outside.PressurePascals);
        double fans = HallFan.Kilowatts(air, supplyDensity);

        (bool free, double addedHumidityRatio) = OutsideAirUse(outside, supply);
        double water = free ? air - air / (1 + addedHumidityRatio) : 0;
        double mechanical = free ? 0 : heat;
        double compressor = Chillers.CompressorKilowatts(mechanical, outside.WetBulbCelsius + Tower.ApproachKelvin);
        double tower = Tower.Kilowatts(mechanical + compressor, outside.KilogramsPerCubicMetre);
        return heat + fans + Humidifier.Kilowatts(water) + compressor + Chillers.PumpKilowatts(mechanical) + tower;
    }

    /// <summary>May outside air be used, and how much water is sprayed into it, kg per kg of dry air.</summary>
    private static (bool Free, double AddedHumidityRatio) OutsideAirUse(OutsideAir outside, double supplyCelsius)
    {
        double pressure = outside.PressurePascals;
        double w = Psychrometrics.HumidityRatio(outside.VapourPascals, pressure, molarRatio: 0.622);
        double h = Psychrometrics.EnthalpyKilojoulesPerKilogram(outside.DryBulbCelsius, w);
        if (h < DrynessLimitKilojoulesPerKilogram(pressure))
        {
            return outside.DryBulbCelsius <= supplyCelsius
                ? (true, Math.Max(HumidityAt(supplyCelsius, LeastHumidityFraction, pressure) - w, 0))
                : (true, Math.Max(HumidityOf(h, supplyCelsius) - w, 0));
        }
        double adiabatic = Psychrometrics.EnthalpyKilojoulesPerKilogram(
            supplyCelsius, HumidityAt(supplyCelsius, AdiabaticHumidityFraction, pressure));
        return h <= adiabatic ? (true, Math.Max(HumidityOf(h, supplyCelsius) - w, 0)) : (false, 0);
    }

    /// <summary>Enthalpy of 27 °C at a dew point of 15 °C, as the source computes it.</summary>
    private static double DrynessLimitKilojoulesPerKilogram(double pressurePascals)
    {
        double vapour = 611.21 * Math.Exp(15 * 18.678 / (257.14 + 15));
        return Psychrometrics.EnthalpyKilojoulesPerKilogram(27, Psychrometrics.HumidityRatio(vapour, pressurePascals));
    }

    /// <summary>Humidity ratio of air at a temperature and relative humidity.</summary>
    private static double HumidityAt(double celsius, double humidityFraction, double pressurePascals) =>
        Psychrometrics.HumidityRatio(
            humidityFraction * Psychrometrics.SaturationPressurePascals(celsius), pressurePascals);

    /// <summary>Humidity of air with this enthalpy at this temperature: (25) solved for w.</summary>
    private static double HumidityOf(double kilojoulesPerKilogram, double celsius) =>
        (kilojoulesPerKilogram - 1.01 * celsius) / (2500 + 1.84 * celsius);
}
