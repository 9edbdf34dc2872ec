namespace Headroom.Simulation;

/// <summary>Coolant flow in the field's unit.</summary>
/// <remarks>
///   (11)  Q = 60·P/(3.9·ΔT)   L/min, P in kW, ΔT in K; with G = P/ΔT this is Q = 60·G/3900
///   3.9   kJ/(L·K) of water with 25 % glycol at 30–50 °C
///   Source <c>reference/compute.md</c> (11); 1.54 L/min per kW at 10 K.
/// </remarks>
public static class CoolantFlow
{
    private const double JoulesPerLitreKelvin = 3900;

    public static double LitresPerMinute(double wattsPerKelvin) => 60 * wattsPerKelvin / JoulesPerLitreKelvin;
}
