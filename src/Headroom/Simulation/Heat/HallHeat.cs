namespace Headroom.Simulation;

/// <summary>The part of a hall that is not racks: distribution units, room and handlers.</summary>
internal static class HallHeat
{
    /// <summary>Temperature at which the distribution units send coolant to the racks.</summary>
    /// <remarks>
    ///   q = Σ G·(T − T_s),  T_s = T_f + a·q    →    T_s = (T_f + a·Σ G·T)/(1 + a·Σ G)
    ///   a   approach per heat; exchangers of constant conductance
    /// </remarks>
    public static double SupplyKelvin(HallFacts hall, double loopKelvin, in HallSums sums) =>
        (loopKelvin + hall.ApproachKelvinPerWatt * sums.CarriedWatts) / (1 + hall.ApproachKelvinPerWatt * sums.FlowWattsPerKelvin);

    /// <summary>Power of pumps and fans.</summary>
    /// <remarks>
    ///   P = f·standby + ratio·min(Q, f·Q_design)       f   pumps or fans left, of the design
    ///   Flow follows heat down to half speed, where the affinity law (.5³) and motor losses leave 15 %: the planner's straight line
    ///   between that floor and full flow, <see cref="Cooling.HallFixed"/>. Failed machines take no power.
    /// </remarks>
    public static double MoverWatts(double ratio, double standbyWatts, double heatWatts, double designWatts, double leftFraction) =>
        leftFraction * standbyWatts + ratio * Math.Min(heatWatts, leftFraction * designWatts);

    /// <summary>Air of a hall over a step, behind handlers whose coils take K = ε·G per kelvin above the water.</summary>
    /// <remarks>
    ///   C·dT_a/dt = Q − K·(T_a − T_f),   G = min(f·G_most, max(.5·G_most, Q/15 K)),   ε = .80
    ///   inlet = T_a − ε·(T_a − T_f) from the handlers; where racks draw more air than those move, the rest is room air:
    ///   inlet = T_a − min(1, G/G_racks)·ε·(T_a − T_f),   G_racks = max(.5·G_most, Q/15 K)
    /// </remarks>
    public static RoomHeat Room(
        HallFacts hall, double airKelvin, double waterKelvin, double heatWatts, double handlersFraction, double seconds)
    {
        double drawn = Math.Max(hall.AirLeastFraction * hall.AirMostWattsPerKelvin, heatWatts / HeatPlantBuilder.AirRiseKelvin);
        double moved = Math.Min(handlersFraction * hall.AirMostWattsPerKelvin, drawn);
        double k = HeatPlantBuilder.CoilEffectiveness * moved, r = seconds / hall.RoomJoulesPerKelvin;
        (double φ, double ψ) = Relaxation.At(k * r);
        double net = (heatWatts - k * (airKelvin - waterKelvin)) * r;
        double next = airKelvin + net * φ, mean = airKelvin + net * ψ;
        double fromHandlers = drawn > 0 ? moved / drawn : 0;
        return new(next, next - fromHandlers * HeatPlantBuilder.CoilEffectiveness * (next - waterKelvin), k * (mean - waterKelvin),
            hall.RoomJoulesPerKelvin * (next - airKelvin));
    }

    /// <summary>Power that the air of a hall allows its racks; see <see cref="RackHeat.Judge"/>.</summary>
    public static double AllowedFraction(HallFacts hall, double inletKelvin) =>
        Math.Min(1, Math.Max(hall.AllowedLeastFraction, 1 - hall.AllowedPerKelvin * (inletKelvin - hall.InletLimitKelvin)));
}

/// <summary>A room after a step.</summary>
internal readonly record struct RoomHeat(double NextKelvin, double InletKelvin, double ToLoopWatts, double StoredJoules);
