using Headroom.Quantities;

namespace Headroom.Compute;

/// <summary>The operating points of one rack, model and shape: power against tokens, rising and concave.</summary>
/// <param name="Points">Sorted by power; empty where the model cannot be served (<paramref name="Basis"/> says
///   why).</param>
/// <param name="Idle">The rack switched on without work, at the IT boundary.</param>
/// <param name="ReductionErrorFraction">Most tokens lost by keeping few points, relative; the reduced curve is never
///   above the full one.</param>
/// <param name="AcceleratorsPerReplica">G.</param>
/// <param name="Estimated">No fit was made for this family, size and accelerator, or the replica is larger than it.</param>
/// <param name="Basis">Which fit was used, and how far it was stretched.</param>
public sealed record Frontier(
    IReadOnlyList<OperatingPoint> Points, Power Idle, double ReductionErrorFraction, int AcceleratorsPerReplica,
    bool Estimated, string Basis)
{
    public bool IsEmpty => Points.Count == 0;

    /// <summary>From a user's own measurements.</summary>
    public bool IsMeasured { get; init; }

    /// <summary>The point without a cap.</summary>
    public OperatingPoint Most => Points[^1];

    /// <summary>The lowest point.</summary>
    public OperatingPoint Least => Points[0];

    /// <summary>Tokens of a rack (in the mean over many) at a power: along the chords between its points.</summary>
    /// <remarks>
    ///   Below <see cref="Least"/> some of the racks idle; zero at and below <see cref="Idle"/>; no more than <see
    ///   cref="Most"/> above it. Concave from the lowest point upward. Where a tight latency target makes low caps
    ///   dear, idling some racks can beat capping all; a plan that may idle racks finds that by itself.
    /// </remarks>
    public TokenRate TokensAt(Power power)
    {
        (Power fromPower, TokenRate fromTokens) = (Idle, TokenRate.Zero);
        if (power <= fromPower) return TokenRate.Zero;
        foreach (OperatingPoint point in Points)
        {
            if (power <= point.Power)
                return fromTokens + (power - fromPower) / (point.Power - fromPower) * (point.Tokens - fromTokens);
            (fromPower, fromTokens) = (point.Power, point.Tokens);
        }
        return fromTokens;
    }

    /// <summary>The concave hull of candidates, reduced to a few points.</summary>
    internal static Frontier Of(
        IEnumerable<OperatingPoint> candidates, Power idle, int mostPoints, int acceleratorsPerReplica,
        bool estimated, string basis)
    {
        OperatingPoint[] sorted = [.. candidates.OrderBy(p => p.Power.Watts).ThenBy(p => p.Tokens.TokensPerSecond)];
        double[] watts = [.. sorted.Select(p => p.Power.Watts)];
        double[] tokens = [.. sorted.Select(p => p.Tokens.TokensPerSecond)];
        OperatingPoint[] hull = [.. ConcaveHull.Over(watts, tokens).Select(i => sorted[i])];
        (List<int> kept, double error) = ConcaveHull.Reduce(
            [.. hull.Select(p => p.Power.Watts)], [.. hull.Select(p => p.Tokens.TokensPerSecond)], mostPoints);
        return new([.. kept.Select(i => hull[i])], idle, error, acceleratorsPerReplica, estimated, basis);
    }

    /// <summary>No operating point exists.</summary>
    internal static Frontier None(Power idle, bool estimated, string why) => new([], idle, 0, 0, estimated, why);
}
