using Headroom.Compute.Waveforms;
using Headroom.Workloads;

namespace Headroom.Simulation;

/// <summary>Many requests by chance: a count for each second whose rate itself is a matter of chance.</summary>
/// <remarks>
///   N ~ Poisson(M),   M = (c² − 1)·Gamma(m/(c² − 1))   for c &gt; 1,   M = m else        m   mean of the second
///   mean N = m,  variance N = c²·m: what a renewal process of gap variation c reaches over many gaps. N over seconds has that law at
///   every length, for the counts of seconds are independent. c below 1 counts as 1.
///   Within a second the requests are spread evenly, so steps below a second see no bursts of their own. Steps of any length give
///   the same totals to a unit: each is a difference of two sums.
///   Valid    from about 20 requests per second; below, <see cref="RenewalArrivals"/> is exact and cheap.
///   Source   doubly stochastic (Gamma–Poisson) counts; burstiness of inference traffic: ServeGen (Apache-2.0).
/// </remarks>
public sealed class MixedArrivals : IArrivals
{
    private readonly LoadShape shape;
    private readonly LengthMix lengths;
    private readonly SplitMix seeds;
    private readonly double excess;
    private long second;
    private double before;
    private WorkAmount count, told;

    public MixedArrivals(LoadShape shape, LengthMix lengths, double gapVariationFraction, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentOutOfRangeException.ThrowIfNegative(gapVariationFraction);
        (this.shape, this.lengths, seeds) = (shape, lengths, new(seed));
        excess = Math.Max(0, gapVariationFraction * gapVariationFraction - 1);
        count = Drawn();
    }

    public WorkAmount Until(TimeSpan end)
    {
        long whole = end.Ticks / TimeSpan.TicksPerSecond;
        WorkAmount came = WorkAmount.None;
        for (; second < whole; count = Drawn())
        {
            came += count - told;
            told = WorkAmount.None;
            second++;
        }
        long within = end.Ticks % TimeSpan.TicksPerSecond;
        WorkAmount part = new(
            WorkAmount.Share(count.RequestUnits, within, TimeSpan.TicksPerSecond),
            WorkAmount.Share(count.InputUnits, within, TimeSpan.TicksPerSecond),
            WorkAmount.Share(count.OutputUnits, within, TimeSpan.TicksPerSecond));
        came += part - told;
        told = part;
        return came;
    }

    /// <summary>The count of the second that begins at <see cref="second"/>.</summary>
    private WorkAmount Drawn()
    {
        double after = shape.Sums(TimeSpan.FromSeconds(second + 1)).Requests, mean = after - before;
        before = after;
        Draws draws = new(seeds.Bits((ulong)second));
        double rate = excess > 0 ? excess * draws.Gamma(mean / excess) : mean;
        long window = TimeSpan.FromSeconds(second).Ticks / shape.Window.Ticks;
        return lengths.Of(draws.Poisson(rate), shape.WindowNumber(window), ref draws);
    }
}
