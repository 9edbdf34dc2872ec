using Headroom.Quantities;

namespace Headroom.Compute;

/// <summary>The fit for a model on an accelerator, and how near it is.</summary>
/// <param name="Estimated">The fit was made for another family or another part.</param>
/// <param name="Basis">One sentence for people.</param>
internal sealed record FitChoice(RooflineFit Fit, bool Estimated, string Basis)
{
    /// <summary>The fit made for this pair; else the same family on the nearest part; else the nearest family on the nearest part.</summary>
    /// <remarks>
    ///   Nearest part: least |ln B/B′| + |ln F/F′| over bandwidth and fp8 peak.
    ///   Nearest family: dense with dense, mixture with mixture, then least |ln A/A′| over active parameters.
    /// </remarks>
    public static FitChoice For(IReadOnlyList<RooflineFit> fits, Model model, Accelerator accelerator)
    {
        RooflineFit? exact = fits.FirstOrDefault(f => f.Family == model.Family && f.Accelerator == accelerator.Name);
        if (exact is not null) return new(exact, false, $"fit of {exact.Family} on {exact.Accelerator}, ± {exact.ErrorFraction:0.#%}");

        RooflineFit nearest = fits
            .OrderBy(f => f.Family == model.Family ? 0 : f.IsMixtureOfExperts == model.IsMixtureOfExperts ? 1 : 2)
            .ThenBy(f => PartDistance(f, accelerator))
            .ThenBy(f => Math.Abs(Math.Log(f.ActiveParameters / model.ActiveParameters)))
            .First();
        string stretch = nearest.Accelerator == accelerator.Name ? "" : $", scaled to the bandwidth and peak of {accelerator.Name}";
        return new(nearest, true,
            $"estimate: no fit for {model.Family} on {accelerator.Name}; used {nearest.Family} on {nearest.Accelerator}{stretch}");
    }

    private static double PartDistance(RooflineFit fit, Accelerator accelerator) =>
        fit.Accelerator == accelerator.Name
            ? 0
            : Math.Abs(Math.Log(fit.Bandwidth / accelerator.MemoryBandwidth))
              + Math.Abs(Math.Log(fit.PeakFp8 / accelerator.Peak.Fp8)) + 1e-9;
}
