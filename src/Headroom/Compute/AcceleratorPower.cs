using Headroom.Quantities;

namespace Headroom.Compute;

/// <summary>Draw of one accelerator board without a cap.</summary>
public static class AcceleratorPower
{
    /// <summary>Share of TDP that training, prefill and offline batch draw: .95–.985 measured on kernels.</summary>
    public const double BusyShareOfTdp = 0.97;

    /// <summary>Draw while serving.</summary>
    /// <remarks>
    ///   P = σ_P·max(P₀, .97·TDP) + (1 − σ_P)·P₀        σ_P   share of the step that is prefill arithmetic        P₀   (6)
    ///   (6) was fitted on chat, reasoning and code, where prompts are short, and counts output tokens only; with long
    ///   prompts it would miss most of the work. Prefill draws .95–.985 of TDP (measured, kernels). The mixture is ours.
    /// </remarks>
    public static Power Uncapped(Replica replica, double batch)
    {
        ArgumentNullException.ThrowIfNull(replica);
        return Power.FromSi(UncappedWatts(replica, batch, Roofline.StepSeconds(replica.Cost, batch)));
    }

    internal static double UncappedWatts(Replica replica, double batch, double stepSeconds)
    {
        double tdp = replica.Accelerator.Tdp.Watts;
        double decode = DecodeShareOfTdp(replica, batch, stepSeconds);
        double σ = Math.Min(1, batch * replica.Cost.PrefillSeconds / stepSeconds);
        return tdp * (σ * Math.Max(decode, BusyShareOfTdp) + (1 - σ) * decode);
    }

    /// <summary>Draw while mostly decoding, as a share of TDP, over how busy memory and arithmetic are.</summary>
    /// <remarks>
    ///   (6)  P₀/TDP = clip(p₀ + p₁·u_B + p₂·u_F^γ, idle/TDP, 1)
    ///        u_B = W_read/(G·T·B) ≤ 1, weights only          u_F = 2A·a·b/(T·G·F), output tokens only
    ///   F is the bf16 peak for bf16 weights and the fp8 peak for all narrower ones. p₀ belongs to the family, where
    ///   boards were metered, else to the part; p₁, p₂, γ to the part. Valid b 8–4k, G 1–8, steady state. Mean error
    ///   on points left out of the fit: docs/calibration.md; for a family never metered 13 % (Hopper), 20 % (Blackwell).
    ///   Source   fitted to ML.ENERGY, vLLM 0.11.1.
    /// </remarks>
    internal static double DecodeShareOfTdp(Replica replica, double batch, double stepSeconds)
    {
        (Accelerator part, StepCost cost) = (replica.Accelerator, replica.Cost);
        PowerFit p = part.PowerFit;
        double read = cost.SharedWeightSeconds + cost.ExpertWeightSeconds * cost.ExpertsTouched(batch);
        double uB = Math.Min(1, read * replica.Fit.BandwidthFraction / stepSeconds);
        ComputeRate peak = replica.Shape.Precision == Precision.Bf16 ? part.Peak.Bf16 : part.Peak.Fp8;
        double uF = 2 * replica.Model.ActiveParameters.Items * replica.Shape.Speculation.AcceptanceLength * batch
            / (stepSeconds * replica.Accelerators * peak.OperationsPerSecond);
        double share = (replica.Fit.PowerBaseFraction ?? p.BaseFraction) + p.MemoryFraction * uB
            + p.ArithmeticFraction * Math.Pow(uF, p.ArithmeticExponent);
        return Math.Clamp(share, part.Idle / part.Tdp, 1);
    }
}
