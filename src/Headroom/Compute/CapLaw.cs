using Headroom.Quantities;

namespace Headroom.Compute;

/// <summary>
///   What a power cap leaves of the speed: equations (7a) and (7b) of <c>reference/compute.md</c> §1.4.
/// </summary>
public static class CapLaw
{
    /// <summary>Draw under a cap.</summary>
    /// <remarks>P = min(c, P₀)</remarks>
    public static Power Draw(Power cap, Power uncapped) => Power.Min(cap, uncapped);

    /// <summary>Speed left for mixed serving, prefill and training.</summary>
    /// <remarks>
    ///   (7a)  X(c)/X(P₀) = min(1, (c/P₀)^α)        c   cap        P₀   draw without cap
    ///   α .65 over whole steps of LLM serving, .72 over their arithmetic alone (the catalog's). The former from MLPerf
    ///   Max-Q against Max-P, 8×H200, six LLM pairs: .55–.72, mean .65, sd .06. Result not verified by MLCommons
    ///   Association. Valid .5 ≤ c/TDP ≤ 1; below that an extrapolation, and prefill collapses faster.
    /// </remarks>
    public static double MixedSpeedFraction(Power cap, Power uncapped, double capExponent) =>
        cap >= uncapped ? 1 : Math.Pow(cap / uncapped, capExponent);

    /// <summary>Speed left for a pool that only decodes: nearly all of it down to a knee, then a cliff.</summary>
    /// <remarks>
    ///   (7b)  X(c)/X(P₀) = min(1, (c/P₀)^.1)          c ≥ c_k = .45·TDP
    ///         falls linearly from X(c_k) to 0 at c_min = .27·TDP below;  no effect while c ≥ P₀
    ///   Shape from one consumer card and one simulator; an estimate on data-centre parts: calibrate on site.
    /// </remarks>
    public static double DecodeSpeedFraction(Power cap, Power uncapped, Power tdp)
    {
        if (cap >= uncapped) return 1;
        Power knee = Power.Min(0.45 * tdp, uncapped);
        Power least = 0.27 * tdp;
        double atKnee = Math.Pow(knee / uncapped, 0.1);
        if (cap >= knee) return Math.Pow(cap / uncapped, 0.1);
        return knee <= least ? 0 : Math.Max(0, atKnee * ((cap - least) / (knee - least)));
    }

    /// <summary>How much longer a step takes under a cap than without: arithmetic feels it, memory traffic hardly.</summary>
    /// <remarks>
    ///   T(c)/T(P₀) = σ/s_a(c) + (1 − σ)/s_b(c) ≥ 1        σ   share of the step that is arithmetic        s_a (7a)   s_b (7b)
    ///   No effect while c ≥ P₀: decode does not feel a cap above its own draw. The split by time is ours, and α .72 was
    ///   chosen on the six LLM points of MLPerf Max-Q (σ .85–.95): five within 4 %, GPT-J Server within 7 %. Result not
    ///   verified by MLCommons Association.
    /// </remarks>
    internal static double StretchFactor(double capWatts, double uncappedWatts, Accelerator part, double arithmeticShare)
    {
        if (capWatts >= uncappedWatts) return 1;
        (Power cap, Power uncapped) = (Power.FromSi(capWatts), Power.FromSi(uncappedWatts));
        double mixed = MixedSpeedFraction(cap, uncapped, part.CapExponent);
        double decode = DecodeSpeedFraction(cap, uncapped, part.Tdp);
        double σ = Math.Min(1, arithmeticShare);
        return σ / mixed + (1 - σ) / decode;
    }

    /// <summary>The cap at which a server gives most tokens per joule.</summary>
    /// <remarks>
    ///   c* = α/(1 − α)·P_host
    ///   from d/dc [c^α/(c + P_host)] = 0;  the optimum is flat (within 1.5 % from half to full cap)
    ///   500 W for H200 (host 269 W), 557 W for B200 in air (300 W), 873 W for GB200 NVL72 (470 W).
    /// </remarks>
    public static Power MostEfficientCap(double capExponent, Power hostPower) =>
        capExponent / (1 - capExponent) * hostPower;
}
