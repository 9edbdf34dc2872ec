using Headroom.Cooling;

namespace Headroom.Simulation;

/// <summary>What a plant can do in this weather, with these machines, and what it costs; from the planner's cooling models.</summary>
/// <param name="CapacityFraction">Heat it can reject at the set point, of its design heat.</param>
/// <param name="MoversFraction">Of the movers' heat that it takes besides: the machines left.</param>
/// <param name="PerWarmerKelvin">What it can reject more for each kelvin above the set point, of its design heat.</param>
/// <param name="CompressorRatio">Compressor power per heat.</param>
/// <param name="CompressorMostFraction">Compressors left: they carry this share of the design heat's compression.</param>
/// <param name="FanRatio">Power of everything else at the plant per heat.</param>
/// <param name="LitresPerKilowattHour">Water per heat.</param>
internal readonly record struct RejectionNow(
    double CapacityFraction, double MoversFraction, double PerWarmerKelvin, double CompressorRatio, double CompressorMostFraction,
    double FanRatio, double LitresPerKilowattHour)
{
    /// <summary>Estimate: catalogues give 2–3 % more capacity per kelvin of warmer leaving water.</summary>
    private const double ChillerPerWarmerKelvin = 0.02;
    private const double WarmerKelvin = 10;

    public static RejectionNow Of(LoopFacts loop, double dryCelsius, double wetCelsius, double chillersFraction, double coolersFraction)
    {
        HallSide side = loop.Side;
        switch (loop.Rejection)
        {
            case Rejection.DryCooler:
            case Rejection.Adiabatic:
                bool pads = loop.Rejection == Rejection.Adiabatic;
                double inlet = pads ? AdiabaticCooler.InletCelsius(dryCelsius, wetCelsius, side) : dryCelsius;
                double water = pads ? AdiabaticCooler.LitresPerKilowattHour(dryCelsius, inlet) : 0;
                double κ = DryCooler.TrimShare(inlet, side) / Chiller.TrimPerformance(side.WaterCelsius, inlet);
                return Coils(loop, inlet, Chiller.CapacityFraction(dryCelsius, loop.Design.DryBulb.Celsius), DryCooler.ApproachKelvin,
                    chillersFraction, coolersFraction) with
                {
                    CompressorRatio = κ,
                    FanRatio = DryCooler.FanRatio(inlet, side.WaterCelsius),
                    LitresPerKilowattHour = water,
                };
            case Rejection.Tower:
                double work = CoolingTower.CompressorRatio(wetCelsius, side);
                // a tower carries its chiller's heat too, so a chiller without a tower is no chiller
                return Coils(loop, wetCelsius, Chiller.CapacityFraction(wetCelsius, loop.Design.WetBulb.Celsius), CoolingTower.ApproachKelvin,
                    Math.Min(chillersFraction, coolersFraction), coolersFraction) with
                {
                    CompressorRatio = work,
                    FanRatio = CoolingTower.PowerRatio(wetCelsius, side) - work,
                    LitresPerKilowattHour = (1 + work) * Water.TowerLitresPerKilowattHour(wetCelsius),
                };
            case Rejection.Chiller:
                double left = Math.Min(chillersFraction, coolersFraction);
                double capacity = Chiller.CapacityFraction(dryCelsius, loop.Design.DryBulb.Celsius);
                return new(left * capacity, left, left * ChillerPerWarmerKelvin,
                    1 / Chiller.TrimPerformance(side.WaterCelsius, dryCelsius, CoolingSlope.ChillerLeastLiftKelvin), left,
                    DryCooler.FanRatio(dryCelsius, side.WaterCelsius), 0);
            default: throw new ArgumentOutOfRangeException(nameof(loop), loop.Rejection, "unknown rejection");
        }
    }

    /// <summary>Coils or towers with a trim chiller behind them.</summary>
    /// <remarks>
    ///   capacity      the planner's <see cref="DryCooler.CapacityFraction"/> with approach A/u and trim share c·k
    ///   u, k          coolers and chillers left, of the design; fewer coils need a larger approach for the same heat
    ///   per kelvin    [x(m + 10) − x(m)]/10,  x(m) = [m + √(m² + 4·(A/u)·c·k·ΔT)]/(2·A/u): the secant over the first ten kelvin of
    ///                 warming; x is convex, so the secant is high below 10 K, by at most half of u/A, and low above. Here c is the
    ///                 trim share at design: only m follows the weather, so that colder weather never makes the secant smaller
    /// </remarks>
    private static RejectionNow Coils(
        LoopFacts loop, double airCelsius, double derate, double approachKelvin, double chillers, double coolers)
    {
        HallSide side = loop.Side;
        double trim = loop.TrimAtDesign * derate * chillers;
        if (coolers <= 0) return new(trim, 0, 0, 0, chillers, 0, 0);
        double approach = approachKelvin / coolers;
        double capacity = DryCooler.CapacityFraction(airCelsius, side, loop.TrimAtDesign, derate * chillers, approach);
        double m = side.WaterCelsius - airCelsius, reach = 4 * approach * loop.TrimAtDesign * chillers * side.WaterRiseKelvin;
        double warmer = m + WarmerKelvin;
        double more = WarmerKelvin + Math.Sqrt(warmer * warmer + reach) - Math.Sqrt(m * m + reach);
        double perKelvin = Math.Max(0, more) / (2 * approach * WarmerKelvin);
        return new(capacity, Math.Min(chillers, coolers), perKelvin, 0, chillers, 0, 0);
    }
}
