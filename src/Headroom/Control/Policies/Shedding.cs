using Headroom.Quantities;
using Headroom.Workloads;

namespace Headroom.Control;

/// <summary>What each service may let in when there is not enough for all, in the unit that is short.</summary>
/// <remarks>
///   Σ cost_i·allowed_i ≤ budget        cost   of one output token, in whatever is short: joules, rack-seconds
///   First work that may wait gives, all that it asks: it loses nothing but time. Then tier 3 in equal shares up to 50 % of what it asks,
///   tier 2 up to 25 %, tier 1 up to 10 %. Only when nothing else is left do they give more than they promised, again 3, 2, 1 to nothing
///   each, and tier 0 last.
///   Source   tiers: arXiv 2507.00909 (Flex 1, 2, 3 at 10, 25, 50 % of throughput over 3–6 h).
/// </remarks>
public static class Shedding
{
    /// <summary>In place of a tier: work that may wait.</summary>
    public const int MayWait = 4;

    /// <summary>Fills the allowed rates; says how deep it had to go.</summary>
    /// <param name="tiers">0 … 3; <see cref="MayWait"/> for work that may wait.</param>
    /// <param name="asked">Output tokens per second asked for.</param>
    /// <param name="costPerToken">Of the budget's unit.</param>
    /// <param name="budget">Per second.</param>
    public static SheddingDepth Divide(
        ReadOnlySpan<TokenRate> asked, ReadOnlySpan<int> tiers, ReadOnlySpan<double> costPerToken, double budget, Span<TokenRate> allowed)
    {
        if (asked.Length != tiers.Length || asked.Length != costPerToken.Length || asked.Length != allowed.Length)
            throw new ArgumentException("Each service has a rate, a tier, a cost and an allowance.", nameof(allowed));
        if (!(budget >= 0)) throw new ArgumentOutOfRangeException(nameof(budget), budget, "A budget is never negative.");
        double missing = -budget;
        for (int i = 0; i < asked.Length; i++)
        {
            if (!(asked[i].TokensPerSecond >= 0 && costPerToken[i] >= 0))
                throw new ArgumentException($"Service {i} asks for {asked[i]} at {costPerToken[i]} a token; neither is ever negative.", nameof(asked));
            allowed[i] = asked[i];
            missing += costPerToken[i] * asked[i].TokensPerSecond;
        }
        if (missing <= 0) return SheddingDepth.None;
        if (Give(asked, tiers, costPerToken, MayWait, 1, ref missing, allowed)) return SheddingDepth.Promised;
        for (int tier = 3; tier >= 1; tier--)
            if (Give(asked, tiers, costPerToken, tier, Service.FlexibleFraction(tier), ref missing, allowed)) return SheddingDepth.Promised;
        for (int tier = 3; tier >= 1; tier--)
            if (Give(asked, tiers, costPerToken, tier, 1, ref missing, allowed)) return SheddingDepth.BeyondPromise;
        Give(asked, tiers, costPerToken, 0, 1, ref missing, allowed);
        return SheddingDepth.Untouchable;
    }

    /// <summary>A tier gives up to a share of what it asks; true once nothing is missing.</summary>
    private static bool Give(
        ReadOnlySpan<TokenRate> asked, ReadOnlySpan<int> tiers, ReadOnlySpan<double> cost, int tier, double mostFraction, ref double missing,
        Span<TokenRate> allowed)
    {
        double can = 0;
        for (int i = 0; i < asked.Length; i++)
            if (tiers[i] == tier) can += cost[i] * Left(asked[i], allowed[i], mostFraction);
        if (can <= 0) return false;
        double share = Math.Min(1, missing / can);
        for (int i = 0; i < asked.Length; i++)
            if (tiers[i] == tier && cost[i] > 0)
                allowed[i] = TokenRate.FromSi(Math.Max(0, allowed[i].TokensPerSecond - share * Left(asked[i], allowed[i], mostFraction)));
        missing -= share * can;
        return share < 1 || missing <= 0;
    }

    private static double Left(TokenRate asked, TokenRate allowed, double mostFraction) =>
        Math.Max(0, allowed.TokensPerSecond - (1 - mostFraction) * asked.TokensPerSecond);
}

/// <summary>How deep shedding had to go.</summary>
public enum SheddingDepth
{
    /// <summary>Everybody gets what they ask.</summary>
    None,

    /// <summary>Tiers give what they promised at most.</summary>
    Promised,

    /// <summary>Tiers 1 to 3 give more than they promised.</summary>
    BeyondPromise,

    /// <summary>Nothing else was left: tier 0 gives.</summary>
    Untouchable,
}
