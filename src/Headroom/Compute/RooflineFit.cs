using Headroom.Quantities;

namespace Headroom.Compute;

/// <summary>
///   How well real software uses an accelerator for one family of models: the four fitted numbers of (1).
/// </summary>
/// <param name="Family">Family of models, as <see cref="Model.Family"/>.</param>
/// <param name="Accelerator">As <see cref="Accelerator.Name"/>.</param>
/// <param name="StepOverhead">t₀, per step.</param>
/// <param name="LayerOverhead">t_L, per step, layer and log₂G.</param>
/// <param name="BandwidthFraction">η_B, achieved share of memory bandwidth, at most .9.</param>
/// <param name="ArithmeticFraction">η_F, achieved share of the dense peak; in mixtures it absorbs dispatch and
///   imbalance.</param>
/// <param name="Bandwidth">Memory bandwidth the fit was made with; η_B is relative to it.</param>
/// <param name="PeakFp8">FP8 rate the fit was made with, to find the nearest accelerator.</param>
/// <param name="Parameters">N of the family's model, with A to find the nearest family.</param>
/// <param name="ActiveParameters">A of the family's model.</param>
/// <param name="ErrorFraction">Median relative error on time per token, five-fold cross-validation.</param>
public sealed record RooflineFit(
    string Family, Count Parameters, Count ActiveParameters, string Accelerator,
    TimeSpan StepOverhead, TimeSpan LayerOverhead, double BandwidthFraction, double ArithmeticFraction,
    Bandwidth Bandwidth, ComputeRate PeakFp8, double ErrorFraction);

/// <summary>The fits Headroom ships: η ≤ .9, from public serving measurements of 2025–26.</summary>
/// <remarks>
///   Source   <c>reference/compute.md</c> §3, column "bounded"; derived from ai-dynamo/aiconfigurator
///            silicon_sample.csv (Apache-2.0). They predict tuned software of that time; older than a year they may
///            be off by 1.5–3×.
///   Valid    b 4–512, G 1–8, shapes 1k/1k, 8k/1k, 1k/8k, continuous batching, no speculation, FP8 cache.
/// </remarks>
public static class RooflineFits
{
    public static IReadOnlyList<RooflineFit> Shipped { get; } =
    [
        Fit("llama-dense", 70.6e9, 70.6e9, "h100-sxm", 0, 25.6, .72, .314, .066),
        Fit("llama-dense", 70.6e9, 70.6e9, "h200-sxm", 0, 23.4, .86, .508, .063),
        Fit("llama-dense", 70.6e9, 70.6e9, "b200-sxm", 4.26, 7.1, .90, .371, .113),
        Fit("gpt-oss", 117e9, 5.1e9, "h100-sxm", 2.42, 10.9, .89, .066, .108),
        Fit("gpt-oss", 117e9, 5.1e9, "h200-sxm", 2.96, 13.1, .80, .129, .108),
        Fit("gpt-oss", 117e9, 5.1e9, "b200-sxm", 1.75, 7.8, .90, .111, .086),
        Fit("minimax", 229e9, 10e9, "h200-sxm", 7.18, 0, .67, .082, .076),
        Fit("minimax", 229e9, 10e9, "b200-sxm", 4.39, 12.6, .83, .092, .107),
        Fit("minimax", 229e9, 10e9, "b300-sxm", 4.22, 12.4, .83, .088, .086),
        Fit("qwen-moe", 397e9, 17e9, "h200-sxm", 0, 40.0, .47, .061, .198),
        Fit("qwen-moe", 397e9, 17e9, "b200-sxm", 0, 46.9, .90, .059, .157),
        Fit("qwen-moe", 397e9, 17e9, "b300-sxm", 2.85, 19.4, .90, .126, .183),
        Fit("deepseek", 671e9, 37e9, "h200-sxm", 0, 31.9, .90, .144, .226),
        Fit("deepseek", 671e9, 37e9, "b200-sxm", 0, 27.9, .86, .065, .262),
    ];

    private static RooflineFit Fit(
        string family, double parameters, double active, string accelerator,
        double t0Milliseconds, double tLMicroseconds, double ηB, double ηF, double error)
    {
        (double terabytesPerSecond, double teraflops) = accelerator switch
        {
            "h100-sxm" => (3.35, 1979.0),
            "h200-sxm" => (4.8, 1979.0),
            "b200-sxm" => (7.7, 4500.0),
            _ => (7.75, 4500.0),
        };
        return new(
            family, parameters.Items, active.Items, accelerator,
            TimeSpan.FromMicroseconds(1000 * t0Milliseconds), TimeSpan.FromMicroseconds(tLMicroseconds), ηB, ηF,
            terabytesPerSecond.TerabytesPerSecond, (1e12 * teraflops).FloatingPointOperationsPerSecond, error);
    }
}
