namespace Headroom.Cooling;

/// <summary>A fan: the pressure it raises and how well.</summary>
/// <param name="PressurePascals">Total pressure rise, Pa; halls 300–1,000, cooling towers 100–400.</param>
/// <param name="Efficiency">Air power per electric power, .6–.9.</param>
public readonly record struct Fan(double PressurePascals, double Efficiency)
{
    /// <summary>Electric power per mass flow of air.</summary>
    /// <remarks>(27)  P = ṁ/ρ·Δp/η/1000   kW, ṁ in kg/s, ρ in kg/m³</remarks>
    internal double Kilowatts(double kilogramsPerSecond, double kilogramsPerCubicMetre) =>
        kilogramsPerSecond / kilogramsPerCubicMetre * PressurePascals / Efficiency / 1000;
}

/// <summary>A pump for water: the pressure it raises and how well.</summary>
/// <param name="PressurePascals">Pressure rise, Pa; chilled water 144 kPa, tower water 209 kPa, both ± 20 %.</param>
/// <param name="Efficiency">Hydraulic power per electric power, .6–.8.</param>
public readonly record struct Pump(double PressurePascals, double Efficiency)
{
    /// <summary>Electric power per mass flow of water.</summary>
    /// <remarks>(27)  P = Δp·ṁ/(10⁶·η)   kW, ṁ in kg/s, ρ = 1000 kg/m³</remarks>
    internal double Kilowatts(double kilogramsPerSecond) =>
        PressurePascals * kilogramsPerSecond / (1000 * Efficiency * 1000);
}

/// <summary>Mass flows that carry heat.</summary>
/// <remarks>(27)  ṁ_water = q/(4.2·ΔT),  ṁ_air = q/(1.01·ΔT)   kg/s, q in kW, ΔT in K</remarks>
internal static class MassFlowFor
{
    public static double WaterKilogramsPerSecond(double heatKilowatts, double riseKelvin) =>
        heatKilowatts / (4.2 * riseKelvin);

    public static double AirKilogramsPerSecond(double heatKilowatts, double riseKelvin) =>
        heatKilowatts / (1.01 * riseKelvin);
}
