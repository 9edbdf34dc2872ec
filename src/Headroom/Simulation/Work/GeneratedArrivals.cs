using Headroom.Workloads;

namespace Headroom.Simulation;

/// <summary>Requests by chance from a load's shape, a mix of lengths, a burstiness and a seed.</summary>
public static class GeneratedArrivals
{
    /// <summary>Above this mean rate requests are counted, not drawn one by one.</summary>
    private const double SinglyMostPerSecond = 20;

    /// <param name="gapVariationFraction">Standard deviation over mean of the gaps; 1 for Poisson, 1–10 seen in traffic.</param>
    public static IArrivals Of(LoadShape shape, LengthMix lengths, double gapVariationFraction, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return shape.MeanRequestsPerSecond <= SinglyMostPerSecond
            ? new RenewalArrivals(shape, lengths, gapVariationFraction, seed)
            : new MixedArrivals(shape, lengths, gapVariationFraction, seed);
    }
}
