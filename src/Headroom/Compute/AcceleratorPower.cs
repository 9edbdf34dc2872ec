using Headroom.Quantities;

namespace Headroom.Compute;

/// <summary>Draw of one accelerator board without a cap.</summary>
public static class AcceleratorPower
{
    /// <summary>Share of TDP that training, prefill and offline batch draw: .95–.985 measured on kernels.</summary>
    public const double BusyShareOfTdp = 0.97;

    /// <summary>
    ///   Draw while serving: (6), and the draw of prefill for the part of the time in which prompts are read.
    /// </summary>
    /// <remarks>
    ///   P = σ·max(P₀, .97·TDP) + (1 − σ)·P₀        σ   share of the step that is prefill arithmetic        P₀   of (6)
    ///   (6) was fitted on chat and reasoning, where prompts are short, and counts output tokens only; with long
    ///   prompts it would miss most of the work. Prefill draws .95–.985 of TDP (measured, kernels). The mixture is
    ///   ours; it takes the wall power of Llama-3.1-405B (I/O 14) from 27 % below anchor 4a to 10 % below.
    /// </remarks>
    public static Power Uncapped(Replica replica, double batch)
    {
        ArgumentNullException.ThrowIfNull(replica);
        return Uncapped(replica, batch, Roofline.StepSeconds(replica, batch));
    }

    internal static Power Uncapped(Replica replica, double batch, double stepSeconds)
    {
        Accelerator part = replica.Accelerator;
        Power decode = WhileDecoding(
            replica.Model, replica.Shape.Precision, part, replica.Accelerators, batch, stepSeconds);
        double σ = Roofline.PrefillShare(replica, batch, stepSeconds);
        return σ * Power.Max(decode, BusyShareOfTdp * part.Tdp) + (1 - σ) * decode;
    }

    /// <summary>Draw while mostly decoding, over how busy memory and arithmetic are.</summary>
    /// <remarks>
    ///   (6)  P₀ = TDP·clip(p₀ + p₁·u_B + p₂·√u_F, idle/TDP, 1)
    ///        u_B = W_read/(G·T·B) ≤ 1, weights only          u_F = 2A·X/(G·F), output tokens only
    ///   F is the bf16 peak for bf16 weights and the fp8 peak for all narrower ones, and W_read = W·[1 − (1 −
    ///   A/N)^b]: both as the fit was made. Valid b 8–4k, G 1–8, steady state; error 12 % (Hopper), 18 %
    ///   (Blackwell): see <see cref="PowerFit"/>.
    /// </remarks>
    internal static Power WhileDecoding(
        Model model, Precision precision, Accelerator accelerator, int accelerators, double batch, double stepSeconds)
    {
        double touched = 1 - Math.Pow(1 - model.ActiveParameters / model.Parameters, batch);
        ComputeRate fitted = precision == Precision.Bf16 ? accelerator.Peak.Bf16 : accelerator.Peak.Fp8;
        double peak = fitted.OperationsPerSecond;
        double uB = Math.Min(1, model.Weights(precision).Bytes * touched
            / (accelerators * stepSeconds * accelerator.MemoryBandwidth.BytesPerSecond));
        double uF = 2 * model.ActiveParameters.Items * batch / stepSeconds / (accelerators * peak);
        PowerFit p = accelerator.PowerFit;
        double share = p.BaseFraction + p.MemoryFraction * uB + p.ArithmeticFraction * Math.Sqrt(uF);
        return Math.Clamp(share, accelerator.Idle / accelerator.Tdp, 1) * accelerator.Tdp;
    }
}
