using Headroom.Quantities;

namespace Headroom.Cooling;

/// <summary>
///   Weather to the cost of cooling: the planner writes <c>cooling[t] = fixed + slope[t] · heat[t]</c>.
/// </summary>
/// <remarks>
///   Equation (32) of <c>reference/planning.md</c> §5.3, from (26)–(31). Constants are estimates where the parts say
///   so; a site meter should replace them. Valid −30 … 50 °C dry bulb, near sea level.
/// </remarks>
public static class CoolingSlope
{
    /// <summary>Least lift an air-cooled chiller without free cooling keeps for its head pressure (estimate).</summary>
    internal const double ChillerLeastLiftKelvin = 20;

    /// <summary>Cost of one kilowatt of heat in this weather.</summary>
    /// <param name="supply">Of the air for <see cref="CoolingKind.Air"/>, of the facility water for all others.</param>
    public static CoolingCost Of(
        CoolingKind kind, Temperature supply, Rejection rejection, Temperature dryBulb, Temperature wetBulb,
        DesignWeather? design = null) =>
        new Plant(HallSide.Of(kind, supply.Celsius), rejection, design ?? DesignWeather.Typical)
            .CostAt(dryBulb.Celsius, wetBulb.Celsius);

    /// <summary>The same for many hours, such as the 8,760 of a year.</summary>
    public static void Over(
        CoolingKind kind, Temperature supply, Rejection rejection, DesignWeather design,
        ReadOnlySpan<Temperature> dryBulbs, ReadOnlySpan<Temperature> wetBulbs, Span<CoolingCost> costs)
    {
        if (dryBulbs.Length != wetBulbs.Length || dryBulbs.Length != costs.Length)
            throw new ArgumentException(
                $"{dryBulbs.Length} dry bulbs, {wetBulbs.Length} wet bulbs and {costs.Length} costs must be as many");
        var plant = new Plant(HallSide.Of(kind, supply.Celsius), rejection, design);
        for (int t = 0; t < costs.Length; t++)
            costs[t] = plant.CostAt(dryBulbs[t].Celsius, wetBulbs[t].Celsius);
    }

    /// <summary>Wet bulbs from dry bulbs and relative humidities (0 … 1), at one pressure.</summary>
    public static void WetBulbs(
        ReadOnlySpan<Temperature> dryBulbs, ReadOnlySpan<double> relativeHumidityFractions, Span<Temperature> wetBulbs,
        double pressurePascals = Psychrometrics.StandardPressurePascals)
    {
        for (int t = 0; t < wetBulbs.Length; t++)
        {
            double celsius = Psychrometrics.WetBulbCelsius(
                dryBulbs[t].Celsius, relativeHumidityFractions[t], pressurePascals);
            wetBulbs[t] = celsius.DegreesCelsius;
        }
    }

    /// <summary>Hall and plant of one kind, with what does not change over the hours worked out once.</summary>
    internal readonly struct Plant(HallSide hall, Rejection rejection, DesignWeather design)
    {
        private readonly double designDryCelsius = design.DryBulb.Celsius;
        private readonly double designWetCelsius = design.WetBulb.Celsius;
        private readonly double trimAtDesign = TrimAtDesign(hall, rejection, design);

        public CoolingCost CostAt(double dryCelsius, double wetCelsius) => rejection switch
        {
            Rejection.DryCooler => new(
                hall.MoversPerHeatRatio + DryCooler.PowerRatio(dryCelsius, hall), 0,
                DryCooler.CapacityFraction(
                    dryCelsius, hall, trimAtDesign, Chiller.CapacityFraction(dryCelsius, designDryCelsius))),
            Rejection.Tower => TowerCost(wetCelsius),
            Rejection.Chiller => new(
                hall.MoversPerHeatRatio + DryCooler.FanRatio(dryCelsius, hall.WaterCelsius)
                    + 1 / Chiller.TrimPerformance(hall.WaterCelsius, dryCelsius, ChillerLeastLiftKelvin),
                0, Chiller.CapacityFraction(dryCelsius, designDryCelsius)),
            Rejection.Adiabatic => AdiabaticCost(dryCelsius, wetCelsius),
            _ => throw new ArgumentOutOfRangeException(nameof(rejection), rejection, "unknown rejection"),
        };

        private CoolingCost TowerCost(double wetCelsius)
        {
            double compressor = CoolingTower.CompressorRatio(wetCelsius, hall);
            double derate = Chiller.CapacityFraction(wetCelsius, designWetCelsius);
            return new(
                hall.MoversPerHeatRatio + CoolingTower.PowerRatio(wetCelsius, hall),
                (1 + compressor) * Water.TowerLitresPerKilowattHour(wetCelsius),
                DryCooler.CapacityFraction(wetCelsius, hall, trimAtDesign, derate, CoolingTower.ApproachKelvin));
        }

        private CoolingCost AdiabaticCost(double dryCelsius, double wetCelsius)
        {
            double inlet = AdiabaticCooler.InletCelsius(dryCelsius, wetCelsius, hall);
            double derate = Chiller.CapacityFraction(dryCelsius, designDryCelsius);
            return new(
                hall.MoversPerHeatRatio + DryCooler.PowerRatio(inlet, hall),
                AdiabaticCooler.LitresPerKilowattHour(dryCelsius, inlet),
                DryCooler.CapacityFraction(inlet, hall, trimAtDesign, derate));
        }

        internal static double TrimAtDesign(in HallSide hall, Rejection rejection, DesignWeather design) =>
            rejection switch
            {
                Rejection.Tower => CoolingTower.TrimShare(design.WetBulb.Celsius, hall),
                Rejection.Adiabatic => DryCooler.TrimShare(
                    AdiabaticCooler.InletCelsius(design.DryBulb.Celsius, design.WetBulb.Celsius, hall), hall),
                _ => DryCooler.TrimShare(design.DryBulb.Celsius, hall),
            };
    }
}
