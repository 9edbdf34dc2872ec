using Headroom.Compute;
using Headroom.Quantities;

namespace Headroom.Simulation;

/// <summary>The serving curves of one rack, model and shape at caps from the floor to TDP.</summary>
/// <remarks>
///   The caps are those the frontier is made of, so at full load each of its operating points is met to rounding. Between two caps every
///   knot lies on a straight line. Where the latency targets cannot be met under a cap, the batch of the lowest cap that meets them stays,
///   and users wait longer: attainment tells.
///   The values are rounded to 36 bits, so that the last bit of the platform's own powers does not reach a simulation.
/// </remarks>
public sealed class ServingCurves
{
    private readonly double[] caps;
    private readonly ServingCurve[] curves;

    private ServingCurves(RackType rack, ServingShape shape, double[] caps, ServingCurve[] curves) =>
        (Rack, Shape, this.caps, this.curves) = (rack, shape, caps, curves);

    public RackType Rack { get; }
    public ServingShape Shape { get; }

    /// <summary>Caps the boards accept, of TDP.</summary>
    public (double LeastFraction, double MostFraction) Caps => (caps[0], caps[^1]);

    /// <summary>
    ///   For the replica size that the default frontier takes; null where it has no operating point either, or where it is measured
    ///   rather than computed.
    /// </summary>
    public static ServingCurves? For(RackType rack, Model model, ServingShape shape, double? batchMost = null)
    {
        ArgumentNullException.ThrowIfNull(rack);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(shape);
        FitChoice choice = FitChoice.For(model.Knowledge.Fits, model, rack.Accelerator, shape.Precision);
        double most = batchMost ?? choice.Fit.BatchMost;
        return ReplicaSize.Best(rack, model, shape, choice.Fit, most) is { } replica ? Of(rack, replica, most) : null;
    }

    /// <summary>For a replica; null where it misses its latency targets even without a cap.</summary>
    public static ServingCurves? Of(RackType rack, Replica replica, double batchMost)
    {
        ArgumentNullException.ThrowIfNull(rack);
        ArgumentNullException.ThrowIfNull(replica);
        double[] caps = [.. DefaultFrontier.CapGrid(rack.Accelerator)];
        var curves = new ServingCurve[caps.Length];
        double batch = 0;
        for (int c = caps.Length - 1; c >= 0; c--)
        {
            if (CappedReplica.Of(replica, caps[c] * rack.Accelerator.Tdp.Watts, batchMost) is { } running) batch = running.Batch;
            if (batch == 0) return null;
            curves[c] = Curve(rack, replica, caps[c], batch);
        }
        return new(rack, replica.Shape, caps, curves);
    }

    /// <summary>Every knot of every cap up to the highest, as draw and output of a rack; between them all lies on chords.</summary>
    internal IEnumerable<(Power Power, TokenRate Tokens)> PointsUpTo(double capMostFraction)
    {
        double most = Math.Clamp(capMostFraction, caps[0], caps[^1]);
        return curves.Where((_, c) => caps[c] <= most).Append(At(most)).SelectMany(curve => Enumerable.Range(0, ServingCurve.Knots)
            .Select(k => (Power.FromSi(curve.watts[k]), TokenRate.FromSi(curve.Replicas * curve.tokens[k]))));
    }

    /// <summary>The curve at a cap.</summary>
    public ServingCurve At(double capFraction)
    {
        ServingCurve curve = new(curves[0].Replicas);
        Fill(curve, capFraction);
        return curve;
    }

    /// <summary>Overwrites a curve with the one at a cap.</summary>
    internal void Fill(ServingCurve curve, double capFraction)
    {
        if (!(capFraction >= caps[0] - 1e-12 && capFraction <= caps[^1] + 1e-12))
            throw new ArgumentOutOfRangeException(nameof(capFraction), capFraction,
                $"The boards of {Rack.Name} accept caps of {caps[0]:P0} to {caps[^1]:P0} of TDP.");
        (int low, double share) = Between(capFraction);
        (ServingCurve below, ServingCurve above) = (curves[low], curves[Math.Min(low + 1, curves.Length - 1)]);
        for (int k = 0; k < ServingCurve.Knots; k++)
        {
            curve.batch[k] = (1 - share) * below.batch[k] + share * above.batch[k];
            curve.tokens[k] = (1 - share) * below.tokens[k] + share * above.tokens[k];
            curve.firstSeconds[k] = (1 - share) * below.firstSeconds[k] + share * above.firstSeconds[k];
            curve.watts[k] = (1 - share) * below.watts[k] + share * above.watts[k];
        }
    }

    /// <summary>Overwrites a curve with the mean over racks under several caps, which fill up together.</summary>
    internal void Fill(ServingCurve curve, ReadOnlySpan<CapShare> mix)
    {
        if (mix.Length == 1)
        {
            Fill(curve, mix[0].CapFraction);
            return;
        }
        double all = 0;
        foreach (CapShare one in mix) all += one.Weight;
        Span<double> batch = stackalloc double[ServingCurve.Knots], tokens = stackalloc double[ServingCurve.Knots];
        Span<double> first = stackalloc double[ServingCurve.Knots], watts = stackalloc double[ServingCurve.Knots];
        foreach (CapShare one in mix)
        {
            Fill(curve, one.CapFraction);
            double weight = one.Weight / all;
            for (int k = 0; k < ServingCurve.Knots; k++)
            {
                batch[k] += weight * curve.batch[k];
                tokens[k] += weight * curve.tokens[k];
                first[k] += weight * curve.firstSeconds[k];
                watts[k] += weight * curve.watts[k];
            }
        }
        batch.CopyTo(curve.batch);
        tokens.CopyTo(curve.tokens);
        first.CopyTo(curve.firstSeconds);
        watts.CopyTo(curve.watts);
    }

    /// <summary>Draw of a full rack under a cap.</summary>
    internal double WattsMost(double capFraction)
    {
        (int low, double share) = Between(Math.Clamp(capFraction, caps[0], caps[^1]));
        return (1 - share) * curves[low].watts[^1] + share * curves[Math.Min(low + 1, curves.Length - 1)].watts[^1];
    }

    /// <summary>The grid cap below a cap, and how far it is to the next; a cap that is one of the grid's is met exactly.</summary>
    private (int Low, double Share) Between(double capFraction)
    {
        int low = 0, high = caps.Length - 1;
        while (high - low > 1)
        {
            int middle = (low + high) / 2;
            if (caps[middle] <= capFraction) low = middle; else high = middle;
        }
        if (caps.Length == 1) return (0, 0);
        double share = Math.Clamp((capFraction - caps[low]) / (caps[low + 1] - caps[low]), 0, 1);
        return share < 1e-7 ? (low, 0) : share > 1 - 1e-7 ? (low, 1) : (low, share);
    }

    /// <summary>From the operating points of a frontier, where its racks were measured: between idle and a point everything is straight.</summary>
    /// <remarks>
    ///   X(b) = X·b/b_point,  P(b) = idle + (P − idle)·b/b_point,  F = that of the point
    ///   A measurement says nothing of the way up to its batch; straight lines give too few tokens there, never too many.
    /// </remarks>
    internal static ServingCurves? FromPoints(RackType rack, ServingShape shape, Frontier frontier)
    {
        OperatingPoint[] points = [.. frontier.Points.GroupBy(point => point.CapFraction).Select(same => same.MaxBy(one => one.Tokens.TokensPerSecond)!)
            .OrderBy(point => point.CapFraction)];
        if (points.Length == 0) return null;
        return new(rack, shape, [.. points.Select(point => point.CapFraction)], [.. points.Select(point => Straight(rack, frontier, point))]);
    }

    private static ServingCurve Straight(RackType rack, Frontier frontier, OperatingPoint point)
    {
        ServingCurve curve = new(ReplicaSize.PerRack(rack, frontier.AcceleratorsPerReplica));
        for (int k = 0; k < ServingCurve.Knots; k++)
        {
            double share = (double)k / (ServingCurve.Knots - 1);
            curve.batch[k] = Rounded(share * point.Latency.Batch);
            curve.tokens[k] = Rounded(share * point.Tokens.TokensPerSecond / curve.Replicas);
            curve.firstSeconds[k] = Rounded(point.Latency.TimeToFirstToken.TotalSeconds);
            curve.watts[k] = Rounded(frontier.Idle.Watts + share * (point.Power - frontier.Idle).Watts);
        }
        return curve;
    }

    private static ServingCurve Curve(RackType rack, Replica replica, double capFraction, double batchMost)
    {
        int replicas = ReplicaSize.PerRack(rack, replica.Accelerators);
        ServingCurve curve = new(replicas);
        double cap = capFraction * rack.Accelerator.Tdp.Watts;
        Replica closed = replica.Shape.UtilisationFraction is null ? replica : Replica.Of(
            replica.Model, replica.Accelerator, replica.Fit, replica.Shape with { UtilisationFraction = null }, replica.Accelerators);
        double ratio = batchMost > 1 ? Math.Pow(batchMost, 1.0 / (ServingCurve.Knots - 2)) : 1, least = Math.Min(1, batchMost / 2);
        curve.watts[0] = ServerPower.Idle(rack).Watts;
        for (int k = 1; k < ServingCurve.Knots; k++)
        {
            double b = k == ServingCurve.Knots - 1 ? batchMost : batchMost > 1.001
                ? Math.Pow(ratio, k - 1) : least + (batchMost - least) * (k - 1) / (ServingCurve.Knots - 2);
            ReplicaPoint point = ReplicaPoint.At(closed, cap, b);
            OperatingPoint rackAt = DefaultFrontier.RackAt(rack, replica, replicas, capFraction, point);
            curve.batch[k] = Rounded(b);
            curve.tokens[k] = Rounded(point.TokensPerSecond);
            curve.firstSeconds[k] = Rounded(point.FirstTokenSeconds);
            curve.watts[k] = Rounded(rackAt.Power.Watts);
        }
        curve.firstSeconds[0] = curve.firstSeconds[1];
        return curve;
    }

    /// <summary>To 36 bits of the mantissa.</summary>
    internal static double Rounded(double value) =>
        BitConverter.Int64BitsToDouble((BitConverter.DoubleToInt64Bits(value) + (1L << 15)) & ~0xFFFFL);
}

/// <summary>A cap of accelerators, of TDP, and how many racks are under it.</summary>
internal readonly record struct CapShare(double CapFraction, double Weight);
