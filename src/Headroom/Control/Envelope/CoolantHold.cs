using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>Coolant and room air: the racks of a bank are capped together before what cools them grows too warm.</summary>
/// <remarks>
///   share = clamp((T_most − T − τ·max(0, dT/dt))/span, least, 1)        less room to the limit, less heat; of coolant and air the one with less
///   T      warmest of the bank        T_most   where its racks would throttle themselves        dT/dt   smoothed over Θ, so that one noisy reading is no trend
///   τ      caps land, and then masses follow: what a minute more at this rate would do counts already
///   span   over the last kelvins the share falls in a straight line, so that heat and capacity meet on it: no on and off
///   Valid where plants warm over minutes, as loops of water do. A reading that is none or no number lets no share up.
///   Where the limit is passed already the share falls five times as fast.
/// </remarks>
internal sealed class CoolantHold(int banks)
{
    private const double ShareLeast = 0.02, SpanKelvin = 4, LookSeconds = 60, SmoothSeconds = 20;

    /// <summary>Share that is given or taken back in a second, at most: the ramp of the site is not broken for a limit that is minutes away.</summary>
    private const double FallPerSecond = 0.01, RisePerSecond = 0.002, FastFallPerSecond = 0.05;
    private readonly double[] share = [.. Enumerable.Repeat(1.0, banks)];
    private readonly CoolantTrend[] coolant = new CoolantTrend[banks], air = new CoolantTrend[banks];

    /// <summary>What is remembered; copies.</summary>
    public CoolantMemory Memory => new([.. share], [.. coolant], [.. air]);

    public void TakeOver(CoolantMemory memory)
    {
        if (memory.Share.Count != banks || memory.Coolant.Count != banks || memory.Air.Count != banks) return;
        for (int b = 0; b < banks; b++) (share[b], coolant[b], air[b]) = (memory.Share[b], memory.Coolant[b], memory.Air[b]);
    }

    public void Hold(Observation seen, Orders orders, Held held)
    {
        double seconds = seen.Step.TotalSeconds;
        for (int b = 0; b < Math.Min(banks, seen.Banks.Length); b++)
        {
            BankHeat heat = seen.Banks[b];
            double fits = Math.Min(Fits(heat.Coolant, ref coolant[b], seconds, share[b]), Fits(heat.Air, ref air[b], seconds, share[b]));
            bool isPassed = heat.Coolant is { } liquid && liquid.Warmest > liquid.Most || heat.Air is { } room && room.Warmest > room.Most;
            share[b] = Math.Clamp(fits, share[b] - (isPassed ? FastFallPerSecond : FallPerSecond) * seconds, share[b] + RisePerSecond * seconds);
            double asked = orders.BankShare[b];
            orders.BankShare[b] = Math.Min(asked, share[b]);
            held.Add(OrderKind.BankShare, b, asked, orders.BankShare[b], HoldReason.Heat);
        }
    }

    private static double Fits(in HeatReading? read, ref CoolantTrend trend, double seconds, double before)
    {
        // a reading that is gone lets nothing up, and what warmed when it was lost warms on
        if (read is not { } now || !double.IsFinite(now.Warmest.Kelvin) || !double.IsFinite(now.Most.Kelvin))
            return read is null && trend.Kelvin <= 0 ? 1 : Math.Clamp(before - Math.Max(0, trend.KelvinPerSecond) * seconds / SpanKelvin, ShareLeast, 1);
        trend = trend.After(now.Warmest.Kelvin, seconds, SmoothSeconds);
        double soon = now.Warmest.Kelvin + LookSeconds * Math.Max(0, trend.KelvinPerSecond);
        return Math.Clamp((now.Most.Kelvin - soon) / SpanKelvin, ShareLeast, 1);
    }
}

/// <summary>How a temperature moves.</summary>
/// <param name="Kelvin">As it was read last; 0 before the first.</param>
/// <param name="KelvinPerSecond">Its rate of rise, smoothed.</param>
public readonly record struct CoolantTrend(double Kelvin, double KelvinPerSecond)
{
    /// <summary>r' = r + (dT/dt − r)·dt/(dt + Θ)</summary>
    internal CoolantTrend After(double kelvin, double seconds, double smoothSeconds) => Kelvin <= 0 ? new(kelvin, 0)
        : new(kelvin, KelvinPerSecond + ((kelvin - Kelvin) / seconds - KelvinPerSecond) * seconds / (seconds + smoothSeconds));
}

/// <summary>What is remembered of coolant and air, bank by bank.</summary>
public sealed record CoolantMemory(IReadOnlyList<double> Share, IReadOnlyList<CoolantTrend> Coolant, IReadOnlyList<CoolantTrend> Air);
