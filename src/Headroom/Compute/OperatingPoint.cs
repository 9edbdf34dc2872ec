using Headroom.Quantities;

namespace Headroom.Compute;

/// <summary>One way to run a rack: a cap, what it draws and what it serves.</summary>
/// <param name="CapFraction">Accelerator cap, of TDP.</param>
/// <param name="Power">The rack at the IT boundary: servers and its part of the network.</param>
/// <param name="AcceleratorPower">All boards of the rack.</param>
/// <param name="ServerPower">All servers of the rack, AC at the wall.</param>
/// <param name="Tokens">Output tokens of the rack.</param>
public sealed record OperatingPoint(
    double CapFraction, Power Power, Power AcceleratorPower, Power ServerPower, TokenRate Tokens, Latency Latency)
{
    /// <summary>
    ///   Output tokens per joule at the IT boundary. For print: accumulate tokens and joules apart, then divide.
    /// </summary>
    public TokenEfficiency AtIt => Tokens / Power;
}

/// <summary>What users of an operating point feel.</summary>
/// <param name="TimePerToken">Mean time between two tokens, cap included.</param>
/// <param name="TimeToFirstToken">Without queue, cap included.</param>
/// <param name="Batch">Mean number of sequences decoding at once in one replica.</param>
public readonly record struct Latency(TimeSpan TimePerToken, TimeSpan TimeToFirstToken, double Batch);
