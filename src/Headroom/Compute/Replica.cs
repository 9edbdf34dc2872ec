using Headroom.Quantities;

namespace Headroom.Compute;

/// <summary>One copy of a model on G accelerators, serving one shape of requests with one fit.</summary>
/// <param name="Accelerators">G.</param>
/// <param name="Bandwidth">B per accelerator: of the fit where it was made on this part, else of the part
///   itself.</param>
public sealed record Replica(
    Model Model, Accelerator Accelerator, RooflineFit Fit, ServingShape Shape, int Accelerators, Bandwidth Bandwidth)
{
    /// <summary>F, dense peak at the serving precision.</summary>
    public ComputeRate Peak => Accelerator.Peak[Shape.Precision];

    /// <summary>
    ///   A replica with the bandwidth its fit was made with, or that of the part where the fit is borrowed.
    /// </summary>
    public static Replica Of(
        Model model, Accelerator accelerator, RooflineFit fit, ServingShape shape, int accelerators)
    {
        ArgumentNullException.ThrowIfNull(fit);
        ArgumentNullException.ThrowIfNull(accelerator);
        bool measured = fit.Accelerator == accelerator.Name;
        Bandwidth bandwidth = measured ? fit.Bandwidth : accelerator.MemoryBandwidth;
        return new(model, accelerator, fit, shape, accelerators, bandwidth);
    }
}
