using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>Requests and their tokens as whole numbers of a small unit, so that books close exactly.</summary>
/// <param name="RequestUnits">Requests in units of 2⁻²⁰.</param>
/// <param name="InputUnits">Tokens to read in units of 2⁻¹⁰.</param>
/// <param name="OutputUnits">Tokens to write in units of 2⁻¹⁰.</param>
/// <remarks>
///   Sums of doubles depend on their order, sums of whole numbers do not: arrived = served + waiting + lost to the last unit.
///   Valid    up to 9·10¹⁵ tokens and 9·10¹² requests, a year at 2·10⁸ tok/s.
/// </remarks>
public readonly record struct WorkAmount(long RequestUnits, long InputUnits, long OutputUnits)
{
    public const double UnitsPerRequest = 1 << 20;
    public const double UnitsPerToken = 1 << 10;

    public static WorkAmount None => default;

    /// <summary>Whole requests with their tokens.</summary>
    public static WorkAmount Of(long requests, long inputTokens, long outputTokens) => new(requests << 20, inputTokens << 10, outputTokens << 10);

    public double Requests => RequestUnits / UnitsPerRequest;
    public TokenCount Input => TokenCount.FromSi(InputUnits / UnitsPerToken);
    public TokenCount Output => TokenCount.FromSi(OutputUnits / UnitsPerToken);

    public static WorkAmount operator +(WorkAmount a, WorkAmount b) =>
        new(a.RequestUnits + b.RequestUnits, a.InputUnits + b.InputUnits, a.OutputUnits + b.OutputUnits);

    public static WorkAmount operator -(WorkAmount a, WorkAmount b) =>
        new(a.RequestUnits - b.RequestUnits, a.InputUnits - b.InputUnits, a.OutputUnits - b.OutputUnits);

    /// <summary>The part that holds this many requests; each member rounded down, so that part and rest are never negative.</summary>
    internal WorkAmount PartByRequests(long requestUnits) => requestUnits >= RequestUnits ? this
        : new(requestUnits, Share(InputUnits, requestUnits, RequestUnits), Share(OutputUnits, requestUnits, RequestUnits));

    /// <summary>The part that holds this many output tokens.</summary>
    internal WorkAmount PartByOutput(long outputUnits) => outputUnits >= OutputUnits ? this
        : new(Share(RequestUnits, outputUnits, OutputUnits), Share(InputUnits, outputUnits, OutputUnits), outputUnits);

    /// <summary>⌊amount·part/whole⌋ without overflow, for 0 ≤ part ≤ whole.</summary>
    internal static long Share(long amount, long part, long whole) => whole == 0 ? 0 : (long)((UInt128)(ulong)amount * (ulong)part / (ulong)whole);
}
