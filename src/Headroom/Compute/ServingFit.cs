using Headroom.Quantities;

namespace Headroom.Compute;

/// <summary>
///   How well real software uses an accelerator for one family of models at one precision: the fitted numbers of
///   (1), (4) and (6). The table stands in <c>data/fits.yaml</c>; <c>headroom calibrate</c> makes it.
/// </summary>
/// <param name="Family">Family of models, as <see cref="Model.Family"/>.</param>
/// <param name="Parameters">N of the family's model, with A to find the nearest family.</param>
/// <param name="ActiveParameters">A of the family's model.</param>
/// <param name="Accelerator">As <see cref="Compute.Accelerator.Name"/>.</param>
/// <param name="MemoryBandwidth">B of that part, to find the nearest part.</param>
/// <param name="PeakFp8">FP8 peak of that part, likewise.</param>
/// <param name="StepOverhead">t₀, per step.</param>
/// <param name="LayerOverhead">t_L, per step, layer and log₂G.</param>
/// <param name="BandwidthFraction">η_B, achieved share of memory bandwidth.</param>
/// <param name="DecodeFraction">η_D, achieved share of the dense peak by the arithmetic of decode; in mixtures it
///   absorbs dispatch and imbalance.</param>
/// <param name="PrefillFraction">η_P, the same for the arithmetic of prefill between steps of decode.</param>
/// <param name="CollectiveBandwidth">C, achieved bandwidth of collectives per accelerator; null where the fit was made
///   on whole servers that divided the model in a way of their own.</param>
/// <param name="PromptCollectiveShare">ρ, collectives per prompt token over those per token written: prompts move in
///   bulk.</param>
/// <param name="FirstTokenOverhead">t_A, fixed part of the wait for the first token.</param>
/// <param name="QueueFactor">q, prefills of others that a request waits for, per √b.</param>
/// <param name="PowerBaseFraction">p₀ of (6) for this family, from its boards at other precisions or parts where these
///   were not metered (then without <see cref="FitQuality.PowerErrorFraction"/>); null for that of the part.</param>
/// <param name="BatchMost">Largest batch among the points of the fit.</param>
/// <param name="Quality">What the fit rests on, and how far off it is.</param>
public sealed record ServingFit(
    string Family, Count Parameters, Count ActiveParameters, string Accelerator, Bandwidth MemoryBandwidth,
    ComputeRate PeakFp8, Precision Precision,
    TimeSpan StepOverhead, TimeSpan LayerOverhead, double BandwidthFraction, double DecodeFraction,
    double PrefillFraction, Bandwidth? CollectiveBandwidth, double PromptCollectiveShare, TimeSpan FirstTokenOverhead, double QueueFactor,
    double? PowerBaseFraction, double BatchMost, FitQuality Quality);

/// <summary>What a fit rests on, and how far off it is.</summary>
/// <param name="Points">Measured points it was made from.</param>
/// <param name="MedianErrorFraction">Median |error| of time per token on points left out of the fit.</param>
/// <param name="WideErrorFraction">90th percentile of the same.</param>
/// <param name="PowerErrorFraction">Mean |error| of board power on points left out; null where none was
///   measured.</param>
/// <param name="Source">Whose measurements; with the name they ask for.</param>
public sealed record FitQuality(
    int Points, double MedianErrorFraction, double WideErrorFraction, double? PowerErrorFraction, string Source)
{
    /// <summary>Median |error| of the first token on points left out; null where it was not measured.</summary>
    public double? FirstTokenErrorFraction { get; init; }
}
