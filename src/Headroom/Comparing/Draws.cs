using Headroom.Sites.Years;

namespace Headroom.Comparing;

/// <summary>Values of assumptions drawn by chance: a seed and a count, the same on any machine and in any order.</summary>
public static class Draws
{
    static readonly HashSet<string> ofRegion = [Parameters.Gas, Parameters.GridPrice, Parameters.DemandCharge, Parameters.GridQueue];

    /// <summary>Value of an assumption in one draw.</summary>
    /// <remarks>What a technology costs is one draw for all regions; prices and queues of a region are its own.</remarks>
    public static double Value(Assumption assumption, string region, ulong seed, int draw)
    {
        ArgumentNullException.ThrowIfNull(assumption);
        if (assumption.Values.IsPoint && assumption.Law == Law.Triangle) return assumption.Values.Mid;
        uint stream = StreamOf(ofRegion.Contains(assumption.Name) ? $"{region}/{assumption.Name}" : assumption.Name);
        double share = Chance.Uniform(seed, stream, (uint)draw);
        return assumption.Law == Law.Overrun
            ? assumption.Values.Mid * Overrun(assumption.Overrun.Median, assumption.Overrun.NinetiethPercentile, share)
            : Triangle(assumption.Values, share);
    }

    /// <summary>The value below which a share of a triangle lies.</summary>
    /// <remarks>
    ///   x = a + √(u (c − a)(b − a)) for u ≤ (b − a)/(c − a),  else c − √((1 − u)(c − a)(c − b))
    ///   a, b, c  low, top, high        Valid   a ≤ b ≤ c, 0 ≤ u ≤ 1        Source   inverse of the triangular distribution.
    /// </remarks>
    public static double Triangle(Spread spread, double share)
    {
        (double a, double b, double c) = (spread.Low, spread.Mid, spread.High);
        if (c == a) return a;
        return share <= (b - a) / (c - a) ? a + Math.Sqrt(share * (c - a) * (b - a)) : c - Math.Sqrt((1 - share) * (c - a) * (c - b));
    }

    /// <summary>Factor of an overrun.</summary>
    /// <remarks>
    ///   f = m · exp(σ · z(u)),  σ = ln(q / m) / z(0.9)
    ///   m, q     median and 90th percentile: 1.3 and 2 for a first reactor of its kind (E, from CFPP × 1.75 and Vogtle)
    ///   Source   planning reference §3.4; lognormal distribution.
    /// </remarks>
    public static double Overrun(double median, double ninetiethPercentile, double share) =>
        median * Math.Exp(Math.Log(ninetiethPercentile / median) / NormalDistribution.Quantile(0.9) * NormalDistribution.Quantile(share));

    /// <summary>FNV-1a of the name: the stream depends on what is drawn, never on what else is.</summary>
    static uint StreamOf(string name)
    {
        uint hash = 2166136261;
        foreach (char letter in name) hash = (hash ^ letter) * 16777619;
        return hash;
    }
}
