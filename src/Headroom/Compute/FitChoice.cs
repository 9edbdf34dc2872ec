using Headroom.Quantities;

namespace Headroom.Compute;

/// <summary>The fit for a model on an accelerator, and how near it is.</summary>
/// <param name="Estimated">The fit was made for another family, another part or another precision.</param>
/// <param name="Basis">One sentence for people.</param>
public sealed record FitChoice(ServingFit Fit, bool Estimated, string Basis)
{
    /// <summary>
    ///   The fit made for this family, part and precision; else the family's own on the nearest part; else the nearest
    ///   family on the nearest part.
    /// </summary>
    /// <remarks>
    ///   Nearest part: least |ln B/B′| + |ln F/F′| over bandwidth and fp8 peak, then nearest precision.
    ///   Nearest family: least |ln (A/N)/(A′/N′)| + ¼·|ln A/A′|. The active share comes first because few large experts
    ///   (Mixtral, .28) compute like a dense model and many small ones (.04) do not. Weights are an estimate.
    /// </remarks>
    public static FitChoice For(
        IReadOnlyList<ServingFit> fits, Model model, Accelerator accelerator, Precision precision)
    {
        ArgumentNullException.ThrowIfNull(fits);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(accelerator);
        ServingFit nearest = fits
            .OrderBy(f => f.Family == model.Family ? -1 : FamilyDistance(f, model))
            .ThenBy(f => PartDistance(f, accelerator))
            .ThenBy(f => Math.Abs(f.Precision - precision))
            .FirstOrDefault()
            ?? throw new ArgumentException($"{model.Name} comes without fits to choose from", nameof(fits));
        bool own = nearest.Family == model.Family && nearest.Accelerator == accelerator.Name;
        if (own && nearest.Precision == precision)
            return new(nearest, false,
                $"fit of {nearest.Family} on {nearest.Accelerator} in {Word(nearest.Precision)}, ± "
                + $"{100 * nearest.Quality.MedianErrorFraction:0.#} % on time per token (median; nine in ten within "
                + $"{100 * nearest.Quality.WideErrorFraction:0} %), {nearest.Quality.Source}");
        string stretch = nearest.Accelerator == accelerator.Name
            ? "" : $", scaled to the bandwidth and peak of {accelerator.Name}";
        return new(nearest, true,
            $"estimate: no fit for {model.Family} on {accelerator.Name} in {Word(precision)}; "
            + $"used {nearest.Family} on {nearest.Accelerator} in {Word(nearest.Precision)}{stretch}");
    }

    private static string Word(Precision precision) => precision.ToString().ToLowerInvariant();

    /// <summary>How unlike two models are in their arithmetic; 0 for the same active share and size.</summary>
    private static double FamilyDistance(ServingFit fit, Model model)
    {
        double share = fit.ActiveParameters / fit.Parameters / (model.ActiveParameters / model.Parameters);
        return Math.Abs(Math.Log(share)) + 0.25 * Math.Abs(Math.Log(fit.ActiveParameters / model.ActiveParameters));
    }

    /// <summary>How unlike two accelerators are; 0 for the same part.</summary>
    private static double PartDistance(ServingFit fit, Accelerator accelerator) =>
        fit.Accelerator == accelerator.Name
            ? 0
            : Math.Abs(Math.Log(fit.MemoryBandwidth / accelerator.MemoryBandwidth))
              + Math.Abs(Math.Log(fit.PeakFp8 / accelerator.Peak.Fp8)) + 1e-9;
}
