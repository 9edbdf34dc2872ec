using Headroom.Quantities;

namespace Headroom.Compute;

/// <summary>
///   What stands on one position: facts only. Defaults and their sources: <c>reference/compute.md</c> §2.2.
/// </summary>
/// <param name="Name">As the catalog writes it: <c>gb200-nvl72</c>.</param>
/// <param name="Accelerators">Accelerators in the rack.</param>
/// <param name="AcceleratorsPerDomain">How many share one fast interconnect; a replica does not reach beyond
///   it.</param>
/// <param name="Nameplate">Rated power of the rack.</param>
/// <param name="MostMeasured">Most a meter has seen, where one has; nameplate is not the meter.</param>
/// <param name="Idle">Servers switched on without work, at the wall.</param>
/// <param name="LiquidShare">Share of the heat that liquid carries, 0 … 1.</param>
/// <param name="SupplyMost">Warmest supply the rack accepts: of the air where <paramref name="LiquidShare"/> is 0,
///   else of the water.</param>
/// <param name="Life">Time until replacement.</param>
/// <param name="NetworkShare">Share of IT power that goes to the network beside the rack, .03–.05.</param>
/// <param name="HostPower">Overrides <see cref="Accelerator.HostPower"/>: water-cooled servers have fewer fans.</param>
public sealed record RackType(
    string Name, Accelerator Accelerator, int Accelerators, int AcceleratorsPerDomain,
    Power Nameplate, Power? MostMeasured, Power Idle, double LiquidShare, Temperature SupplyMost,
    Mass Mass, Money Price, TimeSpan Life, double NetworkShare = 0.04, Power? HostPower = null)
{
    /// <summary>No public measurement of it at a wall: every power figure of it is provisional.</summary>
    public bool IsEstimate { get; init; }

    /// <summary>Server power beside the accelerators, per accelerator.</summary>
    public Power HostPowerPerAccelerator => HostPower ?? Accelerator.HostPower;
}
