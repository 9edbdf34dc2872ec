using Headroom.Quantities;

namespace Headroom.Compute;

/// <summary>What a service asks of a model: precision, lengths, latency.</summary>
/// <param name="Input">I, mean tokens read per request.</param>
/// <param name="Output">O, mean tokens written per request.</param>
/// <param name="TimePerTokenMost">Longest time between two tokens a user accepts.</param>
/// <param name="TimeToFirstTokenMost">Longest mean wait for the first token, queue included.</param>
/// <param name="PrefixHitShare">h, share of the input found in a prefix cache.</param>
public sealed record ServingShape(
    Precision Precision, TokenCount Input, TokenCount Output, TimeSpan TimePerTokenMost, TimeSpan TimeToFirstTokenMost,
    double PrefixHitShare = 0)
{
    /// <summary>Share of the places of a replica that are taken in the mean, when requests come at random; null where
    ///   the next request comes as one ends, so that all places are always taken.</summary>
    public double? UtilisationFraction { get; init; }

    /// <summary>Speculative decoding; none unless stated.</summary>
    public Speculation Speculation { get; init; } = Speculation.None;

    /// <summary>Tokens read and computed per token written: I·(1 − h)/O.</summary>
    internal double ReadPerWritten => Input * (1 - PrefixHitShare) / Output;

    /// <summary>No latency target: batch work.</summary>
    public static TimeSpan Whenever => TimeSpan.FromDays(1);
}
