using Headroom.Quantities;
using Headroom.Workloads;

namespace Headroom.Simulation;

/// <summary>How much requests differ in length: standard deviation over mean, of what is read and what is written.</summary>
/// <remarks>
///   A sum of n lengths of mean m and variation v is drawn as Gamma(n/v²)·m·v²: mean n·m, variance n·(m·v)². Exact where lengths are
///   Gamma themselves, else right in its first two moments. Input and output are drawn apart; in traces they hang together weakly.
///   Source   v of 19,366 conversations of Azure, 2023: .96 and .77 (CC-BY-4.0; Patel et al., "Splitwise", ISCA 2024).
/// </remarks>
public readonly record struct LengthMix(double InputVariationFraction, double OutputVariationFraction)
{
    /// <summary>The Azure conversations of 2023.</summary>
    public static LengthMix Conversation => new(0.96, 0.77);

    /// <summary>Every request as long as the mean.</summary>
    public static LengthMix Even => default;

    /// <summary>n requests of mean lengths, with their tokens.</summary>
    internal WorkAmount Of(long requests, in LoadWindow window, ref Draws draws) => requests == 0 ? WorkAmount.None
        : new(requests << 20, Tokens(requests, window.Input, InputVariationFraction, ref draws),
            Tokens(requests, window.Output, OutputVariationFraction, ref draws));

    private static long Tokens(long requests, TokenCount mean, double variation, ref Draws draws)
    {
        double square = variation * variation;
        double tokens = square > 0 ? draws.Gamma(requests / square) * square * mean.Tokens : requests * mean.Tokens;
        return (long)(tokens * WorkAmount.UnitsPerToken);
    }
}
