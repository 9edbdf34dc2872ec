using Headroom.Quantities;

namespace Headroom.Compute;

/// <summary>What a service asks of a model: precision, lengths, latency.</summary>
/// <param name="Input">I, mean tokens read per request.</param>
/// <param name="Output">O, mean tokens written per request.</param>
/// <param name="TimePerTokenMost">Longest time between two tokens a user accepts.</param>
/// <param name="TimeToFirstTokenMost">Longest wait for the first token, without queue.</param>
/// <param name="PrefixHitShare">h, share of the input found in a prefix cache.</param>
public sealed record ServingShape(
    Precision Precision, TokenCount Input, TokenCount Output, TimeSpan TimePerTokenMost, TimeSpan TimeToFirstTokenMost,
    double PrefixHitShare = 0)
{
    /// <summary>Tokens read and computed per token written: I·(1 − h)/O.</summary>
    internal double ReadPerWritten => Input * (1 - PrefixHitShare) / Output;

    /// <summary>No latency target: batch work.</summary>
    public static TimeSpan Whenever => TimeSpan.FromDays(1);
}
