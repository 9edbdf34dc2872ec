using Headroom.Quantities;

namespace Headroom.Cooling;

/// <summary>The part of cooling that runs whatever the heat: minimum flows, controls and lights of a hall.</summary>
public static class HallFixed
{
    private const double ControlsAndLightsRatio = 0.001;

    /// <summary>Cooling power of a hall without heat.</summary>
    /// <remarks>
    ///   fixed = (s·movers + .001)·q_design
    ///   s        standby share of fans and pumps, .15; the slope carries the other 1 − s
    ///   movers   kW/kW of hall fans and loop pumps       .001   middle of 0–.002, controls and lights at hyperscale
    /// </remarks>
    public static Power Of(CoolingKind kind, Temperature supply, Power designHeat) =>
        (HallSide.StandbyShare * HallSide.Of(kind, supply.Celsius).MoversRatio + ControlsAndLightsRatio) * designHeat;

    /// <summary>
    ///   Site power per IT power, with fixed part, slope and electrical losses; heat is the IT power itself.
    /// </summary>
    /// <remarks>
    ///   PUE = [P_it·(1 + losses) + fixed + slope·P_it]/P_it. Energy is to be accumulated over the hours and divided
    ///   afterwards; never average this ratio.
    /// </remarks>
    public static double PowerUsageEffectiveness(
        Power it, Power fixedCooling, CoolingCost cost, ElectricalLosses losses) =>
        (1 + losses.Ratio) + (fixedCooling + cost.PowerFor(it)) / it;
}
