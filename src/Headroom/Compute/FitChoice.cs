using Headroom.Quantities;

namespace Headroom.Compute;

/// <summary>The fit for a model on an accelerator, and how near it is.</summary>
/// <param name="Estimated">The fit was made for another family or another part.</param>
/// <param name="Basis">One sentence for people.</param>
internal sealed record FitChoice(RooflineFit Fit, bool Estimated, string Basis)
{
    /// <summary>A model within a quarter of the size the fit was made for counts as that model.</summary>
    private const double SameSizeLogarithm = 0.223;

    /// <summary>
    ///   The fit made for this pair; else the same family on the nearest part; else the nearest family on the nearest
    ///   part.
    /// </summary>
    /// <remarks>
    ///   Nearest part: least |ln B/B′| + |ln F/F′| over bandwidth and fp8 peak.
    ///   Nearest family: least |ln (A/N)/(A′/N′)| + ¼·|ln A/A′|. The active share comes first because few large experts
    ///   (Mixtral, .28) compute like a dense model and many small ones (.04) do not. Weights are an estimate.
    /// </remarks>
    public static FitChoice For(IReadOnlyList<RooflineFit> fits, Model model, Accelerator accelerator)
    {
        RooflineFit? exact = fits.FirstOrDefault(f => f.Family == model.Family && f.Accelerator == accelerator.Name);
        if (exact is not null)
        {
            double fitted = exact.ActiveParameters.Items / 1e9, asked = model.ActiveParameters.Items / 1e9;
            return Math.Abs(Math.Log(asked / fitted)) <= SameSizeLogarithm
                ? new(exact, false,
                    $"fit of {exact.Family} on {exact.Accelerator}, ± {100 * exact.ErrorFraction:0.#} % on time per token")
                : new(exact, true, $"estimate: the fit of {exact.Family} on {exact.Accelerator} was made for "
                    + $"{fitted:0.###} billion active parameters, not {asked:0.###}");
        }

        RooflineFit nearest = fits
            .OrderBy(f => f.Family == model.Family ? -1 : FamilyDistance(f, model))
            .ThenBy(f => PartDistance(f, accelerator))
            .First();
        string stretch = nearest.Accelerator == accelerator.Name
            ? "" : $", scaled to the bandwidth and peak of {accelerator.Name}";
        return new(nearest, true,
            $"estimate: no fit for {model.Family} on {accelerator.Name}; "
            + $"used {nearest.Family} on {nearest.Accelerator}{stretch}");
    }

    /// <summary>How unlike two models are in their arithmetic; 0 for the same active share and size.</summary>
    private static double FamilyDistance(RooflineFit fit, Model model)
    {
        double share = fit.ActiveParameters / fit.Parameters / (model.ActiveParameters / model.Parameters);
        return Math.Abs(Math.Log(share)) + 0.25 * Math.Abs(Math.Log(fit.ActiveParameters / model.ActiveParameters));
    }

    /// <summary>How unlike two accelerators are; 0 for the same part.</summary>
    private static double PartDistance(RooflineFit fit, Accelerator accelerator) =>
        fit.Accelerator == accelerator.Name
            ? 0
            : Math.Abs(Math.Log(fit.Bandwidth / accelerator.MemoryBandwidth))
              + Math.Abs(Math.Log(fit.PeakFp8 / accelerator.Peak.Fp8)) + 1e-9;
}
