using Headroom.Quantities;

namespace Headroom.Compute;

/// <summary>One way of serving that somebody measured: a row of a table of operating points.</summary>
/// <param name="Accelerator">As the catalog names it: <c>h200-sxm</c>.</param>
/// <param name="Model">As the catalog names it: <c>llama-3.1-70b</c>.</param>
/// <param name="Input">I, mean tokens read per request.</param>
/// <param name="Output">O, mean tokens written per request.</param>
/// <param name="Accelerators">G, accelerators of the replica.</param>
/// <param name="Batch">b, sequences decoding at once; where only the number of waiting clients is known, that.</param>
/// <param name="TimePerToken">Mean time between two tokens of one user.</param>
/// <param name="TimeToFirstToken">Mean wait for the first token; null where it was not measured.</param>
/// <param name="BoardPower">Mean draw of one accelerator board; null where it was not measured.</param>
/// <param name="Cap">Cap of one board; null where none was set.</param>
/// <param name="Software">Engine and version, as far as known; figures older than a year may be off by 1.5–3×.</param>
/// <param name="Source">File and line, for people.</param>
public sealed record MeasuredPoint(
    string Accelerator, string Model, Precision Precision, TokenCount Input, TokenCount Output, int Accelerators,
    double Batch, TimeSpan TimePerToken, TimeSpan? TimeToFirstToken, Power? BoardPower, Power? Cap,
    string Software, string Source)
{
    /// <summary>
    ///   Number format of the weights where <see cref="Precision"/> does not say it all: <c>int4</c>, which is served
    ///   as <see cref="Precision.Fp4"/> but never compared with it. Null otherwise.
    /// </summary>
    public string? WeightFormat { get; init; }

    /// <summary>Output tokens of the replica.</summary>
    /// <remarks>(2)  X = b/T</remarks>
    public TokenRate Tokens => (Batch / TimePerToken.TotalSeconds).TokensPerSecond;
}
