using Headroom.Compute.Waveforms;
using Headroom.Workloads;

namespace Headroom.Simulation;

/// <summary>Single requests by chance, with gaps of a given burstiness, thinned and thickened by the load's shape.</summary>
/// <remarks>
///   g_i = c²·Gamma(1/c²)        mean 1, standard deviation c;   request i comes when Λ(t) = g_1 + … + g_i
///   c   coefficient of variation of the gaps at constant rate: 1 Poisson, 1.1 measured on conversations, 13 on code (Azure 2023)
///   The moments do not depend on the steps: any steps give the same requests, bit for bit.
///   Source   Gamma gaps for inference traffic: ServeGen (Alibaba, Apache-2.0). Cost: about .1 µs per request; see <see
///   cref="MixedArrivals"/> for many.
/// </remarks>
public sealed class RenewalArrivals : IArrivals
{
    private readonly LoadShape shape;
    private readonly LengthMix lengths;
    private readonly SplitMix seeds;
    private readonly double square;
    private ulong drawn;
    private long window;
    private double next, through;
    private Draws draws;

    public RenewalArrivals(LoadShape shape, LengthMix lengths, double gapVariationFraction, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentOutOfRangeException.ThrowIfNegative(gapVariationFraction);
        (this.shape, this.lengths, seeds, square) = (shape, lengths, new(seed), gapVariationFraction * gapVariationFraction);
        through = shape.RequestsThrough(0);
        Draw();
    }

    public WorkAmount Until(TimeSpan end)
    {
        double now = shape.Sums(end).Requests;
        WorkAmount came = WorkAmount.None;
        while (next <= now)
        {
            while (next > through && shape.MostRequests > 0) through = shape.RequestsThrough(++window);
            came += lengths.Of(1, shape.WindowNumber(window), ref draws);
            Draw();
        }
        return came;
    }

    private void Draw()
    {
        draws = new(seeds.Bits(drawn++));
        next += square > 0 ? square * draws.Gamma(1 / square) : 1;
    }
}
