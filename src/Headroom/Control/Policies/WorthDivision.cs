using Headroom.Quantities;
using Headroom.Workloads;

namespace Headroom.Control;

/// <summary>Divides what is short among services: promises first, tier by tier, then what they may lose, then work that may wait.</summary>
/// <remarks>
///   ranks    0 … 3 the promised part of tiers 0 … 3: (1 − φ)·asked, φ = 0, 10, 25, 50 %;  4 … 6 the rest of tiers 1 … 3;  7 work that may wait
///   A part's curve is straight, at the energy of a token that is measured.
///   Exact within and between ranks (<see cref="Allocator"/>). What a joule yields is told anew when a service's energy of a token has moved by a hundredth;
///   tree and buffers are made once, so that a beat allocates nothing.
/// </remarks>
internal sealed class WorthDivision
{
    private const int FirstFlexible = 4, Waiting = 7;
    private const double MovedFraction = 0.01;
    private const double Endless = 1e12;
    private static readonly TokenCurve straight = new(default, new TokenKnot(Power.FromSi(Endless), TokenRate.FromSi(Endless)));
    private Allocator? allocator;
    private double[] cost = [], weights = [], yields = [], wants = [], grants = [];
    private int[] ranks = [];
    private readonly double[] ceiling = new double[1];

    /// <param name="wanted">Tokens per second that each service asks for.</param>
    /// <param name="neededWatts">Power above idle that serves them.</param>
    /// <param name="given">Tokens per second that each may be given.</param>
    public void Divide(Observation seen, ReadOnlySpan<TokenRate> wanted, ReadOnlySpan<double> neededWatts, Power room, Span<TokenRate> given)
    {
        Prepare(seen, wanted, neededWatts);
        for (int i = 0; i < wanted.Length; i++)
        {
            double flexible = Flexible(seen.Services[i]), watts = cost[i] * wanted[i].TokensPerSecond;
            (wants[2 * i], wants[2 * i + 1]) = ((1 - flexible) * watts, flexible * watts);
        }
        ceiling[0] = Math.Max(0, room.Watts);
        allocator!.Divide(ceiling, wants, grants);
        for (int i = 0; i < wanted.Length; i++)
            given[i] = cost[i] > 0 ? TokenRate.Min(wanted[i], TokenRate.FromSi((grants[2 * i] + grants[2 * i + 1]) / cost[i])) : wanted[i];
    }

    private static double Flexible(ServiceNeed need) => need.MayWait ? 1 : Service.FlexibleFraction(need.Tier);

    private void Prepare(Observation seen, ReadOnlySpan<TokenRate> wanted, ReadOnlySpan<double> neededWatts)
    {
        int count = wanted.Length;
        bool moved = cost.Length != count, isNew = moved || allocator is null;
        if (moved)
            (cost, weights, yields, wants, grants, ranks) =
                (new double[count], new double[count], new double[2 * count], new double[2 * count], new double[2 * count], new int[2 * count]);
        for (int i = 0; i < count; i++)
        {
            ServiceNeed need = seen.Services[i];
            double now = wanted[i] > TokenRate.Zero ? neededWatts[i] / wanted[i].TokensPerSecond : cost[i], weight = need.WeightFactor > 0 ? need.WeightFactor : 1;
            if (Math.Abs(now - cost[i]) > MovedFraction * cost[i]) (cost[i], moved) = (now, true);
            if (weight != weights[i]) (weights[i], moved) = (weight, true);
            int first = need.MayWait ? Waiting : need.Tier, last = need.MayWait ? Waiting : need.Tier == 0 ? 0 : FirstFlexible + need.Tier - 1;
            isNew |= ranks[2 * i] != first || ranks[2 * i + 1] != last;
            (ranks[2 * i], ranks[2 * i + 1]) = (first, last);
        }
        if (isNew) allocator = new(new AllocationTree([new("services", -1)], [.. ranks.Select(rank => new AllocationLeaf(0, rank, straight))]));
        if (!moved && !isNew) return;
        for (int i = 0; i < count; i++) yields[2 * i] = yields[2 * i + 1] = weights[i] / Math.Max(cost[i], 1e-12);
        allocator!.Reweigh(yields);
    }
}
