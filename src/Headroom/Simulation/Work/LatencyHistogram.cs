namespace Headroom.Simulation;

/// <summary>How many users waited how long: counts in bins that widen with the wait, sixty-four to each doubling.</summary>
/// <remarks>
///   A percentile is the upper edge of its bin: never too low, and at most 1.6 % too high. From 2⁻²⁰ s to 2²⁴ s; what is shorter
///   or longer counts in the first or last bin.  Bins come from the bits of the number, so they are the same everywhere.
/// </remarks>
public sealed class LatencyHistogram
{
    private const int Doublings = 44, BinsPerDoubling = 64, LeastExponent = -20;
    private readonly long[] units = new long[Doublings * BinsPerDoubling + 1];

    /// <summary>All weights added.</summary>
    public long TotalUnits { get; private set; }

    public void Add(double seconds, long weightUnits)
    {
        TotalUnits += weightUnits;
        units[Bin(seconds)] += weightUnits;
    }

    /// <summary>Adds another's counts: the same users as if all had been counted here.</summary>
    public void Add(LatencyHistogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        TotalUnits += other.TotalUnits;
        for (int i = 0; i < units.Length; i++) units[i] += other.units[i];
    }

    /// <summary>The wait that a share of the users did not exceed; 0 where there are none.</summary>
    public TimeSpan Percentile(double share)
    {
        double wanted = share * TotalUnits;
        long sum = 0;
        for (int i = 0; i < units.Length; i++)
        {
            sum += units[i];
            if (sum > 0 && sum >= wanted) return TimeSpan.FromSeconds(Edge(i));
        }
        return TimeSpan.Zero;
    }

    private static int Bin(double seconds)
    {
        if (!(seconds >= Edge(0))) return 0;
        long bits = BitConverter.DoubleToInt64Bits(seconds);
        long bin = ((bits >> 46) - ((1023L + LeastExponent) << 6)) + 1;
        return (int)Math.Min(bin, Doublings * BinsPerDoubling);
    }

    /// <summary>Upper edge of a bin.</summary>
    private static double Edge(int bin) =>
        Math.ScaleB(1 + bin % BinsPerDoubling / (double)BinsPerDoubling, LeastExponent + bin / BinsPerDoubling);
}
