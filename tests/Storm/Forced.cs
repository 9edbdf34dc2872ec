using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Storm;

/// <summary>What physics forces: the least import that all actuators together reach, by the time since something changed that nobody could know before.</summary>
/// <remarks>
///   least(t) = anything                                                            t &lt; caps
///            = other + cooling + (idle + Σ min(drawn, lowest cap))/η − stores       caps ≤ t &lt; off
///            = other + cooling − stores                                             off ≤ t
///   caps = latency + 2 steps        sense, order, land
///   off  = caps + 3 s + 2 steps     caps have had their time; racks are switched off and gone in the step after
///   stores = what batteries and plants can give in this step beyond what they give
///   Runs reach zero with their caps: below the lowest, fewer racks work. Caps that stick leave what is drawn, until racks go off.
///   A change nobody could know: a message that lowers the ceiling, a failure, its end, a grid that goes or comes, a dip,
///   racks that are back and go on with the work they had in flight, work in flight that draws more than its gate let it start though its caps did not rise.
///   While the controller is gone racks know caps alone, and switch off in the step after the one in which it is back.
///   What was announced, restarts, sensors and clocks excuse nothing.
/// </remarks>
internal static class Forced
{
    /// <summary>A meter of class 0.1 at the connection tells no less.</summary>
    /// <remarks>Beside it one step is allowed, which passes before anybody sees the last; under a policy that orders nonsense in every second, as long as caps take.</remarks>
    public const double MeterFraction = 1e-3;

    public static TimeSpan CapsAfter(TimeSpan capDelay, TimeSpan step) => capDelay + 2 * step;
    public static TimeSpan OffAfter(TimeSpan capDelay, TimeSpan step) => CapsAfter(capDelay, step) + 3.Seconds + 2 * step;

    /// <param name="since">Since the last change that nobody could know.</param>
    /// <param name="beside">Other draw and cooling.</param>
    /// <param name="capped">IT power at the bus under the lowest caps.</param>
    /// <param name="stores">What could still be given.</param>
    public static Power LeastImport(TimeSpan since, TimeSpan capDelay, TimeSpan step, Power beside, Power capped, Power stores)
    {
        if (since < CapsAfter(capDelay, step)) return Power.FromSi(double.PositiveInfinity);
        return beside - stores + (since < OffAfter(capDelay, step) ? capped : default);
    }
}
