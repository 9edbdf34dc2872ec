using Headroom.Quantities;

namespace Headroom.Compute;

/// <summary>
///   An open language model: facts only, from its model card. Defaults: <c>reference/compute.md</c> §3.
/// </summary>
/// <param name="Family">Which fit describes its software: <c>llama-3.1-70b</c>, <c>deepseek-r1</c>.</param>
/// <param name="Parameters">N, all weights.</param>
/// <param name="ActiveParameters">A, weights that one token passes; N for dense models.</param>
/// <param name="Layers">L.</param>
/// <param name="KvElementsPerToken">Numbers kept in the key-value cache for one token of context, over all
///   layers.</param>
/// <param name="Experts">E; 1 for dense models.</param>
/// <param name="ExpertsPerToken">k; 1 for dense models.</param>
/// <param name="ExpertShare">φ, share of the weights inside experts; 0 for dense models.</param>
/// <param name="Width">d, the hidden size.</param>
/// <param name="BytesPerWeight">Stored weights, including their scales: fp4 is .53–.56.</param>
/// <param name="StateElements">Numbers kept per sequence whatever its length, read and written in every step: linear
///   attention, state-space layers.</param>
/// <param name="Window">Layers that see only the last tokens; not counted in
///   <paramref name="KvElementsPerToken"/>.</param>
public sealed record Model(
    string Name, string Family, Count Parameters, Count ActiveParameters, int Layers, Count KvElementsPerToken,
    int Experts, int ExpertsPerToken, double ExpertShare, int Width, PerPrecision<double> BytesPerWeight,
    Count StateElements = default, SlidingWindow? Window = null)
{
    /// <summary>Fits and measurements to make operating points from.</summary>
    public ServingKnowledge Knowledge { get; init; } = ServingKnowledge.None;

    public bool IsMixtureOfExperts => Experts > 1;

    /// <summary>W, all weights at a serving precision.</summary>
    public DataSize Weights(Precision precision) => DataSize.FromSi(Parameters.Items * BytesPerWeight[precision]);

    /// <summary>Key-value cache of one sequence with a context, without <see cref="StatePerSequence"/>.</summary>
    /// <remarks>
    ///   κ·n + κ_w·min(n, w)        n   tokens of context        κ, κ_w   bytes per token of full and of windowed layers
    ///   Two bytes per element under bf16 weights, else one (FP8 cache).
    /// </remarks>
    public DataSize Cache(Precision precision, TokenCount context)
    {
        double elements = KvElementsPerToken.Items * context.Tokens;
        if (Window is { } window) elements += window.KvElementsPerToken.Items * Math.Min(context.Tokens, window.Length.Tokens);
        return DataSize.FromSi(elements * (precision == Precision.Bf16 ? 2 : 1));
    }

    /// <summary>S, state of fixed size per sequence, two bytes per element.</summary>
    public DataSize StatePerSequence => DataSize.FromSi(2 * StateElements.Items);
}

/// <summary>Layers that attend to the last tokens only.</summary>
/// <param name="KvElementsPerToken">Numbers they keep per token, all of them together.</param>
/// <param name="Length">w, tokens they see.</param>
public sealed record SlidingWindow(Count KvElementsPerToken, TokenCount Length);
