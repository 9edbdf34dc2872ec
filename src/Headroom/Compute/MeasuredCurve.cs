namespace Headroom.Compute;

/// <summary>Time per token over batch of one model on one replica, through measured points.</summary>
/// <remarks>
///   (1)  keep i  if  T_i &lt; T_j for every b_j > b_i  and  b_i/T_i > b_j/T_j for every b_j &lt; b_i
///   (2)  T(b) = T_1 + (T_2 − T_1)·(b − b_1)/(b_2 − b_1)                    b_1 ≤ b ≤ b_2, neighbours that were kept
///   T        time per token         b        sequences decoding at once
///   Valid    from the least to the greatest batch kept; outside it there is no answer, and asking is our bug.
///   Source   (1) the Pareto front of speed and throughput, of the fastest software at each batch, as the selection of
///            reference/compute.md §3; (2) the form of its equation 1 between two batches: affine for dense models.
///
///   Why the front and not pooled averages: every kept point was measured, and whoever serves at a dropped one would
///   have more tokens, sooner, at a kept one. On the front T and b/T both rise, so (2) has a positive slope and a
///   positive intercept: T and b/T rise between the points too. Leaving out each point in turn, (2) misses
///   InferenceX-derived points by 3.3 % in the median, a line in logarithms by 4.5 % (tests/.../RealPointTests).
/// </remarks>
public sealed class MeasuredCurve
{
    private readonly double[] batches, stepSeconds;
    private readonly Track? firstToken, board;

    private MeasuredCurve(IReadOnlyList<MeasuredPoint> frontier, int measured)
    {
        (Frontier, Measured) = (frontier, measured);
        batches = [.. frontier.Select(point => point.Batch)];
        stepSeconds = [.. frontier.Select(point => point.TimePerToken.TotalSeconds)];
        firstToken = Track.Of(frontier, point => point.TimeToFirstToken?.TotalSeconds);
        board = Track.Of(frontier, point => point.BoardPower?.Watts);
    }

    /// <summary>The points that the curve passes through, by batch.</summary>
    public IReadOnlyList<MeasuredPoint> Frontier { get; }

    /// <summary>How many points it was made from, those that others beat included.</summary>
    public int Measured { get; }

    public double BatchLeast => batches[0];
    public double BatchMost => batches[^1];

    /// <summary>The curve of points of one accelerator, model, precision, replica and cap, and of nearly one shape.</summary>
    public static MeasuredCurve Of(IEnumerable<MeasuredPoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        MeasuredPoint[] all = [.. points];
        if (all.Length == 0) throw new ArgumentException("a curve needs a point", nameof(points));
        var first = MeasuredConfiguration.Of(all[0]);
        foreach (MeasuredPoint point in all)
        {
            if (MeasuredConfiguration.Of(point) is var other && other != first)
                throw new ArgumentException($"one curve for {first} and {other}", nameof(points));
            if (!(point.Batch > 0 && double.IsFinite(point.Batch)) || point.TimePerToken <= TimeSpan.Zero)
                throw new ArgumentException($"{point.Source}: batch and time per token must be above 0", nameof(points));
        }
        return new(Front(all), all.Length);
    }

    /// <summary>Whether the batch lies between measured ones. Ask before <see cref="StepSeconds"/>.</summary>
    public bool Within(double batch) => batch >= batches[0] && batch <= batches[^1];

    /// <summary>T, time per token of one user. Throws outside the measured range.</summary>
    public double StepSeconds(double batch) => Within(batch) ? Track.At(batches, stepSeconds, batch)
        : throw new ArgumentOutOfRangeException(nameof(batch), batch, $"measured from {BatchLeast} to {BatchMost}");

    /// <summary>
    ///   Wait for the first token, on the line between measured neighbours; null where it was not measured. It need
    ///   not rise with the batch: the points may be of different software.
    /// </summary>
    public double? FirstTokenSeconds(double batch) => firstToken?.At(batch);

    /// <summary>Draw of one board, on the line between measured neighbours; null where it was not measured.</summary>
    public double? BoardWatts(double batch) => board?.At(batch);

    /// <summary>Equation 1, over the fastest point of each batch; the order of the points does not matter.</summary>
    private static List<MeasuredPoint> Front(MeasuredPoint[] points)
    {
        MeasuredPoint[] fastest = [.. points.GroupBy(point => point.Batch).OrderBy(group => group.Key).Select(group => group
            .OrderBy(point => point.TimePerToken).ThenBy(point => point.TimeToFirstToken ?? TimeSpan.MaxValue)
            .ThenBy(point => point.Software, StringComparer.Ordinal).ThenBy(point => point.Source, StringComparer.Ordinal)
            .First())];
        var soonestAbove = TimeSpan.MaxValue;
        var sooner = new List<MeasuredPoint>();
        foreach (MeasuredPoint point in fastest.Reverse())
        {
            if (point.TimePerToken < soonestAbove) sooner.Add(point);
            soonestAbove = point.TimePerToken < soonestAbove ? point.TimePerToken : soonestAbove;
        }
        sooner.Reverse();
        double mostBelow = 0;
        List<MeasuredPoint> kept = [];
        foreach (MeasuredPoint point in sooner)
        {
            double tokensPerSecond = point.Batch / point.TimePerToken.TotalSeconds;
            if (tokensPerSecond <= mostBelow) continue;
            mostBelow = tokensPerSecond;
            kept.Add(point);
        }
        return kept;
    }

    /// <summary>One measured value over batch, at those points of the frontier that have it.</summary>
    private sealed record Track(double[] Batches, double[] Values)
    {
        public static Track? Of(IReadOnlyList<MeasuredPoint> frontier, Func<MeasuredPoint, double?> value)
        {
            MeasuredPoint[] known = [.. frontier.Where(point => value(point) is not null)];
            return known.Length == 0 ? null
                : new([.. known.Select(point => point.Batch)], [.. known.Select(point => value(point)!.Value)]);
        }

        public double? At(double batch) =>
            batch >= Batches[0] && batch <= Batches[^1] ? At(Batches, Values, batch) : null;

        public static double At(double[] batches, double[] values, double batch)
        {
            int at = Array.BinarySearch(batches, batch);
            if (at >= 0) return values[at];
            int above = ~at, below = above - 1;
            double share = (batch - batches[below]) / (batches[above] - batches[below]);
            return values[below] + (values[above] - values[below]) * share;
        }
    }
}
