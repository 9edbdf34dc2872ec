using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>What batteries that follow orders give so that import stays within the band, where they do not hold it by themselves.</summary>
public static class StorageBand
{
    /// <summary>Changes orders of batteries by what import will miss of the band once they are followed.</summary>
    /// <remarks>
    ///   import' = import + Σ injected − Σ order                       nothing else changes until the next beat
    ///   missing = import' − clamp(import', least, most)
    ///   order'_i = order_i + missing·room_i/Σ room                    room_i towards the reach of each; what no battery can give is left to others
    ///   What a battery holds bounds its power for a minute: E/60 s.
    /// </remarks>
    /// <param name="import">By the site's meter, at the same moment as what batteries say of themselves.</param>
    /// <param name="reaches">A battery without a meter of its own counts with nothing.</param>
    /// <param name="orders">One for each; positive discharges.</param>
    /// <param name="least">Ends of the band; infinite where there is none.</param>
    /// <param name="most">As <paramref name="least"/>.</param>
    public static void Hold(Power import, ReadOnlySpan<BatteryReach> reaches, Span<Power> orders, Power least, Power most)
    {
        Power expected = import;
        for (int i = 0; i < reaches.Length; i++) expected += reaches[i].Injected is { } injected ? injected - Within(reaches[i], orders[i]) : default;
        Power missing = expected - Power.Max(Power.Min(expected, most), Power.Min(least, most));
        if (missing == Power.Zero) return;
        Power room = default;
        for (int i = 0; i < reaches.Length; i++) room += Room(reaches[i], orders[i], missing > Power.Zero);
        if (room == Power.Zero) return;
        double share = Math.Min(1, Math.Abs(missing / room)) * (missing > Power.Zero ? 1 : -1);
        for (int i = 0; i < reaches.Length; i++)
            if (Room(reaches[i], orders[i], missing > Power.Zero) is { Watts: > 0 } own) orders[i] = Within(reaches[i], orders[i]) + share * own;
    }

    private static Power Room(in BatteryReach reach, Power order, bool up) =>
        reach.Injected is null ? default : up ? Most(reach) - Within(reach, order) : Within(reach, order) - Least(reach);

    private static Power Within(in BatteryReach reach, Power order) => Power.Max(Least(reach), Power.Min(Most(reach), order));

    private static Power Most(in BatteryReach reach) => Power.Min(reach.Most, Power.Max(reach.Least, reach.Deliverable / reserve));

    private static Power Least(in BatteryReach reach) => Power.Max(reach.Least, Power.Min(reach.Most, -(reach.Takeable / reserve)));

    private static readonly TimeSpan reserve = TimeSpan.FromMinutes(1);
}
