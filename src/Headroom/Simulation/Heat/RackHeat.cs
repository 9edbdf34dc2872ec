
namespace Headroom.Simulation;

/// <summary>Racks one at a time: the specification. <see cref="RackHeatFast"/> must give the same bits.</summary>
internal static class RackHeat
{
    /// <summary>Flow of coolant and sums over the racks of a hall before the step.</summary>
    /// <remarks>
    ///   Q_liq = λ·P                                     G = open·min(G_most·f, max(G_least, Q_liq/ΔT))
    ///   λ  liquid share     ΔT  rise that the flow is controlled for, (11)     f  pumps left     open  1, or 0 for an isolated rack
    /// </remarks>
    public static HallSums Flow(
        HeatPlant plant, HeatState state, in HeatInputs inputs, HeatOutcome outcome, int first, int end, double pumpsFraction)
    {
        RackFacts rack = plant.Rack;
        Lanes it = default, liquid = default, flow = default, carried = default;
        double least = 0;
        for (int i = first; i < end; i++)
        {
            double watts = inputs.RackItWatts[i], open = inputs.RackOpenFraction.IsEmpty ? 1 : inputs.RackOpenFraction[i];
            double q = rack.LiquidShare[i] * watts;
            double wanted = Math.Max(rack.FlowLeastWattsPerKelvin[i], q * rack.PerRiseKelvin[i]);
            double g = open * Math.Min(rack.FlowMostWattsPerKelvin[i] * pumpsFraction, wanted);
            outcome.RackFlowWattsPerKelvin[i] = g;
            int lane = (i - first) & 3;
            it.Add(lane, watts);
            liquid.Add(lane, q);
            flow.Add(lane, g);
            carried.Add(lane, g * state.RackCoolantKelvin[i]);
            least = Math.Min(least, watts);
        }
        return new(it.Sum, liquid.Sum, flow.Sum, carried.Sum, least);
    }

    /// <summary>Coolant of the racks of a hall over a step.</summary>
    /// <remarks>
    ///   C·dT/dt = Q_liq − G·(T − T_s) − L·(T − T_a)     T_s  supply of the distribution units     T_a  air of the room
    ///   L  loss to still air, of isolated racks only; that of open ones is within their measured liquid share
    ///   What leaves is G·(T_mean − T_s), from the mean and not from the difference, so that the balance is a law and not an identity.
    /// </remarks>
    public static HallFlows Advance(HeatPlant plant, HeatState state, in HeatInputs inputs, HeatOutcome outcome, int first, int end,
        double supplyKelvin, double airKelvin, double seconds, Relaxation decay)
    {
        RackFacts rack = plant.Rack;
        Lanes toUnits = default, toRoom = default, stored = default;
        for (int i = first; i < end; i++)
        {
            double open = inputs.RackOpenFraction.IsEmpty ? 1 : inputs.RackOpenFraction[i];
            double q = rack.LiquidShare[i] * inputs.RackItWatts[i], g = outcome.RackFlowWattsPerKelvin[i], t = state.RackCoolantKelvin[i];
            double loss = rack.StillAirWattsPerKelvin[i] * (1 - open), r = rack.KelvinPerJoule[i] * seconds;
            (double φ, double ψ) = decay.Of((g + loss) * r);
            double net = (q - g * (t - supplyKelvin) - loss * (t - airKelvin)) * r;
            double next = t + net * φ, mean = t + net * ψ;
            int lane = (i - first) & 3;
            toUnits.Add(lane, g * (mean - supplyKelvin));
            toRoom.Add(lane, loss * (mean - airKelvin));
            stored.Add(lane, rack.JoulesPerKelvin[i] * (next - t));
            state.RackCoolantKelvin[i] = next;
        }
        return new(toUnits.Sum, toRoom.Sum, stored.Sum);
    }

    /// <summary>Power that the racks of a hall may take, and the chip proxy.</summary>
    /// <remarks>
    ///   allowed = open·min(clamp(1 − s·(T − T_limit), floor, 1), that of the hall's air if the rack gives heat to air)
    ///   s = (1 − floor)/span      chip = T + rise·P/P_design
    /// </remarks>
    public static void Judge(
        HeatPlant plant, HeatState state, in HeatInputs inputs, HeatOutcome outcome, int first, int end, double airAllowedFraction)
    {
        RackFacts rack = plant.Rack;
        for (int i = first; i < end; i++)
        {
            double open = inputs.RackOpenFraction.IsEmpty ? 1 : inputs.RackOpenFraction[i], t = state.RackCoolantKelvin[i];
            double allowed = Math.Min(1, Math.Max(rack.AllowedLeastFraction[i], 1 - rack.AllowedPerKelvin[i] * (t - rack.LimitKelvin[i])));
            outcome.RackAllowedFraction[i] = open * Math.Min(allowed, Math.Max(airAllowedFraction, rack.NoAirFraction[i]));
            outcome.RackChipKelvin[i] = t + rack.ChipKelvinPerWatt[i] * inputs.RackItWatts[i];
        }
    }
}

/// <summary>Sums over the racks of a hall before a step.</summary>
/// <param name="CarriedWatts">Σ G·T.</param>
/// <param name="LeastWatts">The least draw, 0 or below.</param>
internal readonly record struct HallSums(double ItWatts, double LiquidWatts, double FlowWattsPerKelvin, double CarriedWatts, double LeastWatts);

/// <summary>Mean flows of heat out of the racks of a hall over a step, and what stayed.</summary>
internal readonly record struct HallFlows(double ToUnitsWatts, double ToRoomWatts, double StoredJoules);
