using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>How a kind of rack softens its own draw: limits on rise and fall, a floor while it works, and storage behind the supply.</summary>
/// <remarks>
///   Source   GB300 power smoothing (NVIDIA developer blog): rise capped, floor and burn on the way down, storage in the supply.
///            65 J per accelerator (secondary source); shipped preset 20 W/s up and down per accelerator, disabled
///            (spyroot/redfish_ctl fixtures); both in reference/control.md §1.4 and §2.
/// </remarks>
/// <param name="Rise">The smoothed draw rises no faster.</param>
/// <param name="Fall">It falls no faster; what the work does not take is burned.</param>
/// <param name="Floor">The least draw while the rack is active, that is while its demand is above <paramref name="Idle"/>.</param>
/// <param name="Idle">Demand up to here counts as not active.</param>
/// <param name="Storage">Energy that serves peaks and dips, for the whole rack.</param>
/// <param name="Recharge">The most it takes to fill that storage again.</param>
public sealed record RackSmoothing(Ramp Rise, Ramp Fall, Power Floor, Power Idle, Energy Storage, Power Recharge)
{
    /// <summary>A rack that draws what its work demands, at once.</summary>
    public static RackSmoothing None { get; } =
        new(Ramp.FromSi(double.PositiveInfinity), Ramp.FromSi(double.PositiveInfinity), default, default, default, default);

    /// <summary>The shipped preset of a part, for a rack of so many.</summary>
    public static RackSmoothing Preset(int accelerators, Power floor, Power idle) => new(
        Ramp.FromSi(20.0 * accelerators), Ramp.FromSi(20.0 * accelerators), floor, idle,
        Energy.FromSi(65.0 * accelerators), Power.FromSi(65.0 * accelerators));
}
