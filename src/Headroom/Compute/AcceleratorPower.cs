using Headroom.Quantities;

namespace Headroom.Compute;

/// <summary>Draw of one accelerator board without a cap.</summary>
public static class AcceleratorPower
{
    /// <summary>Share of TDP that training, prefill and offline batch draw: .95–.985 measured on kernels.</summary>
    public const double BusyShareOfTdp = 0.97;

    /// <summary>Draw while serving.</summary>
    /// <remarks>
    ///   (6)  P₀ = TDP·clip(p₀ + p₁·u_B + p₂·√u_F, idle/TDP, 1)
    ///        u_B = W_read/(G·T·B) ≤ 1, weights only          u_F = 2A·X/(G·F), output tokens only
    ///   F is the bf16 peak for bf16 weights and the fp8 peak for all narrower ones, and W_read = W·[1 − (1 − A/N)^b]: both as
    ///   the fit was made. Valid b 8–4k, G 1–8, steady state; error 12 % (Hopper), 18 % (Blackwell): see <see cref="PowerFit"/>.
    /// </remarks>
    public static Power Uncapped(Replica replica, double batch)
    {
        ArgumentNullException.ThrowIfNull(replica);
        return Uncapped(replica.Model, replica.Shape.Precision, replica.Accelerator, replica.Accelerators, batch,
            Roofline.StepSeconds(replica, batch));
    }

    /// <summary>The same for a step time from elsewhere, such as a measurement.</summary>
    internal static Power Uncapped(
        Model model, Precision precision, Accelerator accelerator, int accelerators, double batch, double stepSeconds)
    {
        double touched = 1 - Math.Pow(1 - model.ActiveParameters / model.Parameters, batch);
        double peak = accelerator.Peak[precision == Precision.Bf16 ? Precision.Bf16 : Precision.Fp8].OperationsPerSecond;
        double uB = Math.Min(1, model.Weights(precision).Bytes * touched
            / (accelerators * stepSeconds * accelerator.MemoryBandwidth.BytesPerSecond));
        double uF = 2 * model.ActiveParameters.Items * batch / stepSeconds / (accelerators * peak);
        PowerFit p = accelerator.PowerFit;
        double share = p.BaseFraction + p.MemoryFraction * uB + p.ArithmeticFraction * Math.Sqrt(uF);
        return Math.Clamp(share, accelerator.Idle / accelerator.Tdp, 1) * accelerator.Tdp;
    }
}
