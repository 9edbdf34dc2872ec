using Headroom.Quantities;

namespace Headroom.Compute;

/// <summary>The terms of (1) for one replica, each in seconds, so that a step is a sum of a few products.</summary>
/// <param name="OverheadSeconds">t₀ + t_L·L·log₂G.</param>
/// <param name="SharedWeightSeconds">Reading what every step reads: W·(1 − φ)/(G·B·η_B).</param>
/// <param name="ExpertWeightSeconds">Reading all experts once: W·φ/(G·B·η_B).</param>
/// <param name="MissedPerSequence">(1 − k/E)^(q + 1), chance that one sequence leaves an expert alone in a step; 0 for
///   dense models.</param>
/// <param name="CacheSeconds">Cache and state of one sequence.</param>
/// <param name="DecodeSeconds">Arithmetic of one token.</param>
/// <param name="PrefillSeconds">Arithmetic of the prompt tokens read per token written.</param>
/// <param name="CollectiveSeconds">Collectives of one sequence and its share of prompts.</param>
/// <param name="PromptSeconds">Prefill of one whole prompt, alone.</param>
internal readonly record struct StepCost(
    double OverheadSeconds, double SharedWeightSeconds, double ExpertWeightSeconds, double MissedPerSequence,
    double CacheSeconds, double DecodeSeconds, double PrefillSeconds, double CollectiveSeconds, double PromptSeconds)
{
    /// <summary>Bytes that collectives move per token, layer and unit of width: two reductions of two bytes, there and
    ///   back. An estimate; C of the fit is relative to it.</summary>
    private const double CollectiveBytes = 8;

    /// <summary>Share of the experts that a step of b sequences reads; 1 for dense models.</summary>
    /// <remarks>cov(b·(q + 1)) of (1), (5)</remarks>
    public double ExpertsTouched(double batch) => MissedPerSequence == 0 ? 1 : 1 - Math.Pow(MissedPerSequence, batch);

    public static StepCost Of(Model m, Accelerator part, ServingShape s, int G, in StepParameters fit)
    {
        double bandwidth = G * part.MemoryBandwidth.BytesPerSecond * fit.BandwidthFraction;
        double peak = G * part.Peak[s.Precision].OperationsPerSecond;
        double weights = m.Weights(s.Precision).Bytes / bandwidth;
        double token = 2 * m.ActiveParameters.Items / peak;
        double read = s.Input.Tokens;
        double prompt = (read * (1 - s.PrefixHitShare) * token + 2.0 * m.Layers * m.Width * read * read / peak) / fit.PrefillFraction;
        double checkedTokens = 1 + s.Speculation.DraftTokens;
        double collective = fit.CollectiveBytesPerSecond is { } rate
            ? m.Layers * (double)m.Width * CollectiveBytes * (G - 1) / G / rate : 0;
        return new(
            OverheadSeconds: fit.StepOverheadSeconds + fit.LayerOverheadSeconds * m.Layers * Math.Log2(G),
            SharedWeightSeconds: weights * (1 - m.ExpertShare),
            ExpertWeightSeconds: weights * m.ExpertShare,
            MissedPerSequence: m.IsMixtureOfExperts ? Math.Pow(1 - (double)m.ExpertsPerToken / m.Experts, checkedTokens) : 0,
            CacheSeconds: (m.Cache(s.Precision, Roofline.MeanContext(s)).Bytes + 2 * m.StatePerSequence.Bytes) / bandwidth,
            DecodeSeconds: checkedTokens * token / fit.DecodeFraction,
            PrefillSeconds: prompt / s.Output.Tokens * s.Speculation.AcceptanceLength,
            CollectiveSeconds: collective
                * (checkedTokens + fit.PromptCollectiveShare * s.ReadPerWritten * s.Speculation.AcceptanceLength),
            PromptSeconds: prompt);
    }
}

/// <summary>The fitted numbers of (1) as plain numbers, for fitting them.</summary>
internal readonly record struct StepParameters(
    double StepOverheadSeconds, double LayerOverheadSeconds, double BandwidthFraction, double DecodeFraction,
    double PrefillFraction, double? CollectiveBytesPerSecond, double PromptCollectiveShare)
{
    public static StepParameters Of(ServingFit fit) => new(
        fit.StepOverhead.TotalSeconds, fit.LayerOverhead.TotalSeconds, fit.BandwidthFraction, fit.DecodeFraction,
        fit.PrefillFraction, fit.CollectiveBandwidth?.BytesPerSecond, fit.PromptCollectiveShare);
}
