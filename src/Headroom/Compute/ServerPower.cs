using Headroom.Quantities;

namespace Headroom.Compute;

/// <summary>
///   From boards to the wall and to the IT boundary: equations (8) and (9) of <c>reference/compute.md</c> §1.5.
/// </summary>
public static class ServerPower
{
    /// <summary>Servers of one rack at the wall.</summary>
    /// <remarks>
    ///   (8)  P_server = n·(P + P_host)        P   draw of one board        P_host   server power beside it, per
    ///        accelerator
    ///   P_host derived as wall/n − cap, 8×H200 269 W (223–291 over 16 workloads). First order: fans rise with inlet
    ///   temperature.
    /// </remarks>
    public static Power OfRack(RackType rack, Power perAccelerator)
    {
        ArgumentNullException.ThrowIfNull(rack);
        return rack.Accelerators * (perAccelerator + rack.HostPowerPerAccelerator);
    }

    /// <summary>A rack at the IT boundary: its servers and its part of the network.</summary>
    /// <remarks>
    ///   (9)  P_it = P_server + P_network,  P_network = ν·P_it   →   P_it = P_server/(1 − ν)        ν   .03–.05
    /// </remarks>
    public static Power AtItBoundary(RackType rack, Power servers)
    {
        ArgumentNullException.ThrowIfNull(rack);
        return servers / (1 - rack.NetworkShare);
    }

    /// <summary>A rack switched on without work, at the IT boundary; measured, not n times the idle boards.</summary>
    public static Power Idle(RackType rack)
    {
        ArgumentNullException.ThrowIfNull(rack);
        return AtItBoundary(rack, rack.Idle);
    }
}
