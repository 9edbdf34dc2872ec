using Headroom.Quantities;

namespace Headroom.Compute;

/// <summary>
///   An open language model: facts only, from its model card. Defaults: <c>reference/compute.md</c> §3.
/// </summary>
/// <param name="Family">Which fit describes its software: <c>llama-dense</c>, <c>deepseek</c>.</param>
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
/// <param name="KvBytesPerElement">1 for an FP8 cache, 2 for bf16.</param>
public sealed record Model(
    string Name, string Family, Count Parameters, Count ActiveParameters, int Layers, Count KvElementsPerToken,
    int Experts, int ExpertsPerToken, double ExpertShare, int Width, PerPrecision<double> BytesPerWeight,
    double KvBytesPerElement = 1)
{
    public bool IsMixtureOfExperts => Experts > 1;

    /// <summary>W, all weights at a serving precision.</summary>
    public DataSize Weights(Precision precision) => DataSize.FromSi(Parameters.Items * BytesPerWeight[precision]);

    /// <summary>κ, key-value cache per token of context.</summary>
    public DataSize KvPerToken => DataSize.FromSi(KvElementsPerToken.Items * KvBytesPerElement);
}
