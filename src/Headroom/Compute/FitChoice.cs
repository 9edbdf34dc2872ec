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
    ///   Nearest of a family: least |ln B/B′| + |ln F/F′| + ½·steps of precision + ½/√n over bandwidth and fp8 peak; n
    ///   points. A part alike in another format, or known from a handful of points, stands behind one a little less alike.
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
            .ThenBy(f => PartDistance(f, accelerator) + PrecisionStep * Math.Abs(f.Precision - precision) + Scatter / Math.Sqrt(Math.Max(1, f.Quality.Points)))
            .FirstOrDefault()
            ?? throw new ArgumentException($"{model.Name} comes without fits to choose from", nameof(fits));
        bool own = nearest.Family == model.Family && nearest.Accelerator == accelerator.Name;
        if (own && nearest.Precision == precision)
            return new(nearest, false,
                $"fit of {nearest.Family} on {nearest.Accelerator} in {Word(nearest.Precision)}, ± "
                + $"{100 * nearest.Quality.MedianErrorFraction:0.#} % on time per token ({Spread(nearest.Quality)}), {nearest.Quality.Source}");
        string stretch = nearest.Accelerator == accelerator.Name
            ? "" : $", scaled to the bandwidth and peak of {accelerator.Name}";
        return new(nearest, true,
            $"estimate: no fit for {model.Family} on {accelerator.Name} in {Word(precision)}; "
            + $"used {nearest.Family} on {nearest.Accelerator} in {Word(nearest.Precision)}{stretch}");
    }

    /// <summary>A ninetieth percentile of a handful of points would say nothing.</summary>
    private static string Spread(FitQuality quality) => quality.Points < 10 ? $"median of {quality.Points} points"
        : $"median of {quality.Points} points; nine in ten within {100 * quality.WideErrorFraction:0} %";

    private static string Word(Precision precision) => precision.ToString().ToLowerInvariant();

    private const double PrecisionStep = 0.5, Scatter = 0.5;

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
