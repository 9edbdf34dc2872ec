using Headroom.Quantities;

namespace Headroom.Cooling;

// The facts shared by the three published PUE models; see AirSideModel, WaterSideModel, SeawaterModel.

/// <summary>Losses between the meter and the rack, as the PUE models state them.</summary>
/// <param name="UpsEfficiency">Power out per power in; .90–.99 at hyperscale.</param>
/// <param name="DistributionLossFraction">Share lost between UPS and rack, 0–.02.</param>
/// <param name="LightsFraction">Lighting per IT power, 0–.002.</param>
public readonly record struct ElectricalLosses(
    double UpsEfficiency, double DistributionLossFraction, double LightsFraction)
{
    /// <summary>All that is not IT and not cooling, per IT power; it ends as heat in the hall.</summary>
    /// <remarks>(29)  (1/η_UPS − 1) + (1/(1 − λ_PD) − 1) + lights</remarks>
    public double Ratio => (1 / UpsEfficiency - 1) + (1 / (1 - DistributionLossFraction) - 1) + LightsFraction;
}

/// <summary>A cooling tower with its water loop.</summary>
/// <param name="ApproachKelvin">Water leaving the tower above wet bulb, 2.8–6.7 K.</param>
/// <param name="WaterRiseKelvin">Temperature rise of the tower water, 4–6 K.</param>
/// <param name="LiquidToGasRatio">Mass of water per mass of air, 1–3.</param>
public readonly record struct TowerLoop(
    double ApproachKelvin, double WaterRiseKelvin, double LiquidToGasRatio, Fan Fan, Pump Pump)
{
    /// <summary>Electric power of fan and pump that reject heat.</summary>
    internal double Kilowatts(double heatKilowatts, double outsideAirKilogramsPerCubicMetre)
    {
        double water = MassFlowFor.WaterKilogramsPerSecond(heatKilowatts, WaterRiseKelvin);
        return Pump.Kilowatts(water) + Fan.Kilowatts(water / LiquidToGasRatio, outsideAirKilogramsPerCubicMetre);
    }
}

/// <summary>Chillers with their chilled-water loop.</summary>
/// <param name="LoadFraction">Part load at which they run.</param>
/// <param name="DeviationFraction">Deviation of their COP from the regression (26).</param>
/// <param name="WaterRiseKelvin">Temperature rise of the chilled water.</param>
public readonly record struct ChillerLoop(
    double LoadFraction, double DeviationFraction, double WaterRiseKelvin, Pump Pump)
{
    /// <summary>Electric power of the compressors, q/COP with COP of (26).</summary>
    internal double CompressorKilowatts(double heatKilowatts, double condenserCelsius) =>
        heatKilowatts / Chiller.WaterCooledPerformance(condenserCelsius, LoadFraction, DeviationFraction);

    /// <summary>Electric power of the chilled-water pumps, (27).</summary>
    internal double PumpKilowatts(double heatKilowatts) =>
        Pump.Kilowatts(MassFlowFor.WaterKilogramsPerSecond(heatKilowatts, WaterRiseKelvin));
}

/// <summary>The air side of a hall that is cooled by water coils.</summary>
/// <param name="SupplyCelsius">Set point of the supply air.</param>
/// <param name="RiseKelvin">Temperature rise of the air through the racks.</param>
/// <param name="CoilEffectiveness">ε of (28).</param>
/// <param name="SensibleHeatRatio">Sensible per total heat at the coil; the rest condenses and is humidified
///   back.</param>
public readonly record struct HallAir(
    double SupplyCelsius, double RiseKelvin, double CoilEffectiveness, double SensibleHeatRatio,
    Fan Fan, Pump Humidifier);

/// <summary>Outside air.</summary>
/// <param name="RelativeHumidityFraction">0 … 1.</param>
public readonly record struct OutsideAir(
    Temperature DryBulb, double RelativeHumidityFraction,
    double PressurePascals = Psychrometrics.StandardPressurePascals)
{
    /// <summary>Where saturated air has the enthalpy of this air, (25).</summary>
    public Temperature WetBulb => WetBulbCelsius.DegreesCelsius;

    internal double DryBulbCelsius => DryBulb.Celsius;
    internal double VapourPascals =>
        RelativeHumidityFraction * Psychrometrics.SaturationPressurePascals(DryBulbCelsius);
    internal double WetBulbCelsius =>
        Psychrometrics.WetBulbCelsius(DryBulbCelsius, RelativeHumidityFraction, PressurePascals);
    internal double KilogramsPerCubicMetre =>
        Psychrometrics.AirDensityKilogramsPerCubicMetre(DryBulbCelsius, PressurePascals);
}
