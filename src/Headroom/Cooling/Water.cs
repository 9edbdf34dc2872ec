namespace Headroom.Cooling;

/// <summary>Water a site gives to the sky and the drain. Equation (31) of <c>reference/planning.md</c> §5.3.</summary>
internal static class Water
{
    /// <summary>3600 kJ/kWh ÷ 2430 kJ/kg, one kilogram being one litre.</summary>
    public const double EvaporationLitresPerKilowattHour = 3600.0 / 2430;

    private const double TowerFlowLitresPerKilowattHour = 3600 / (4.2 * 5);

    /// <summary>Water use of a cooling tower per heat that passes through it.</summary>
    /// <remarks>
    ///   (31)  E = 1.48·ℓ;  blow-down E/(CoC − 1);  windage ω of the tower flow (171 L/kWh at ΔT 5 K)
    ///   ℓ     latent share, .8–.95 (estimate): .80 at 0 °C wet bulb rising to .95 at 25 °C
    ///   CoC   cycles of concentration, 3–15                      ω   .00005–.005
    /// </remarks>
    public static double TowerLitresPerKilowattHour(
        double wetBulbCelsius, double cyclesOfConcentrationRatio = 5, double windageFraction = 0.0002)
    {
        double latentShare = Math.Clamp(0.80 + 0.006 * wetBulbCelsius, 0.80, 0.95);
        double evaporation = EvaporationLitresPerKilowattHour * latentShare;
        double blowDown = evaporation / (cyclesOfConcentrationRatio - 1);
        return evaporation + blowDown + windageFraction * TowerFlowLitresPerKilowattHour;
    }
}
