namespace Headroom.Cooling;

/// <summary>What a cooling kind needs inside the hall: fans or pumps, and the water it asks of the plant.</summary>
/// <param name="MoversRatio">Electric power of fans and pumps in the hall and on the facility loop, kW per kW of
///   heat.</param>
/// <param name="WaterCelsius">Water the plant must supply.</param>
/// <param name="WaterRiseKelvin">How much warmer it comes back.</param>
/// <remarks>
///   Constants of (30), <c>reference/planning.md</c> §5.3: .005 kW/kW per pumped loop at ΔT 10 K (144 kPa, η .7;
///   derived), CDU .010. Air: equations (27) and (28) at the middle of the hyperscale ranges. Door fans and oil
///   pumps are estimates.
/// </remarks>
internal readonly record struct HallSide(double MoversRatio, double WaterCelsius, double WaterRiseKelvin)
{
    /// <summary>
    ///   Share of the movers' power that runs whatever the heat (<see cref="HallFixed"/>): fans and pumps held at
    ///   about half speed for minimum flow; cube law .5³ = .125, and motor losses. Estimate.
    /// </summary>
    public const double StandbyShare = 0.15;

    /// <summary>
    ///   The part of <see cref="MoversRatio"/> that grows with heat; with the fixed part it adds up at full load.
    /// </summary>
    public double MoversPerHeatRatio => (1 - StandbyShare) * MoversRatio;

    /// <summary>Water that comes back to the plant.</summary>
    public double ReturnCelsius => WaterCelsius + WaterRiseKelvin;

    private const double LoopPumpRatio = 0.005;
    private const double DistributionUnitRatio = 0.010;
    private const double DoorFanRatio = 0.012;
    private const double OilPumpRatio = 0.015;
    private const double LoopRiseKelvin = 10;

    public const double AirRiseKelvin = 15;
    public const double CoilEffectiveness = 0.80;
    private const double ChilledRiseKelvin = 7.5;
    private static readonly Fan handlerFan = new(PressurePascals: 500, Efficiency: 0.75);

    /// <summary>
    ///   For a supply temperature: of the air for <see cref="CoolingKind.Air"/>, of the water for all others.
    /// </summary>
    public static HallSide Of(CoolingKind kind, double supplyCelsius) => kind switch
    {
        CoolingKind.Air => new(
            HandlerFanRatio(supplyCelsius) + LoopPumpRatio * LoopRiseKelvin / ChilledRiseKelvin,
            Economiser.WaterSupplyCelsius(supplyCelsius, AirRiseKelvin, CoilEffectiveness), ChilledRiseKelvin),
        CoolingKind.RearDoor => new(DoorFanRatio + LoopPumpRatio, supplyCelsius, LoopRiseKelvin),
        CoolingKind.DirectLiquid => new(DistributionUnitRatio + LoopPumpRatio, supplyCelsius, LoopRiseKelvin),
        CoolingKind.Immersion => new(OilPumpRatio + LoopPumpRatio, supplyCelsius, LoopRiseKelvin),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "unknown cooling kind"),
    };

    private static double HandlerFanRatio(double supplyCelsius) => handlerFan.Kilowatts(
        MassFlowFor.AirKilogramsPerSecond(1, AirRiseKelvin),
        Psychrometrics.AirDensityKilogramsPerCubicMetre(supplyCelsius));
}
