using Headroom.Quantities;

namespace Headroom.Compute;

/// <summary>Every cap and batch of one replica, from boards to the meter: what <c>headroom tokens</c> prints.</summary>
/// <param name="Rack">The hardware.</param>
/// <param name="Replicas">How many such replicas it holds.</param>
/// <param name="LeftOver">Accelerators that belong to no replica; they idle, which the server boundary counts.</param>
/// <param name="CapsWatts">Ascending; the last one is TDP, no cap at all.</param>
/// <param name="Batches">Ascending.</param>
/// <param name="Points">Caps by batches, unique, sorted by cap, then by batch.</param>
/// <param name="BatchInMemory">Most sequences that memory holds, a whole number.</param>
/// <param name="MemoryAvailableBytes">What weights and caches may take, over all boards.</param>
/// <param name="Best">Of the caps asked for, the point with most tokens that keeps the targets; null where none does.</param>
/// <param name="MostEfficient">Of those, the one with most tokens per joule at the meter.</param>
/// <param name="Hull">At most six points of the concave hull of IT power against tokens, of those that keep the targets.</param>
/// <param name="HullErrorFraction">Most tokens lost by keeping so few; the hull is never above the points.</param>
public sealed record TokenGrid(
    Replica Replica, RackType Rack, int Replicas, int LeftOver, IReadOnlyList<double> CapsWatts,
    IReadOnlyList<double> Batches, IReadOnlyList<GridPoint> Points, double BatchInMemory, double MemoryAvailableBytes,
    GridPoint? Best, GridPoint? MostEfficient, IReadOnlyList<GridPoint> Hull, double HullErrorFraction)
{
    private const int CapSteps = 10, HullMost = 6;

    /// <summary>The grid; the weights and every batch asked for must fit (<see cref="ReplicaChoice.Holds"/>).</summary>
    public static TokenGrid Of(TokenQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        int G = ReplicaChoice.For(question);
        double inMemory = ReplicaChoice.BatchMost(question, G);
        if (inMemory < 1 || question.Batches.Any(batch => batch > inMemory))
            throw new ArgumentException($"{question.Model.Name} with these batches does not fit into {G} accelerators", nameof(question));
        var replica = Replica.Of(question.Model, question.Rack.Accelerator, question.Choice.Fit, question.Shape, G);
        var measured = MeasuredReplica.Of(question.Measured, replica);
        double[] caps = [.. CapsOf(question, measured).Distinct().Order()];
        double[] batches = [.. BatchesOf(question, replica, measured, caps, inMemory).Distinct().Order()];
        var hardware = new Hardware(question, G);
        GridPoint[] points = [.. caps.SelectMany(cap => batches.Select(batch => hardware.At(replica, measured, cap, batch)))];
        Bind(question, points, batches.Length, Math.Floor(inMemory));
        bool isMeasured = points.Any(point => point.Basis != PointBasis.Model);
        bool IsSound(GridPoint point) => point.Meets && (question.Batches.Count > 0 || point.Basis != PointBasis.Model
            || (!isMeasured && point.Batch <= question.Choice.Fit.BatchMost));
        GridPoint[] kept = [.. points.Where(point => IsSound(point) && IsAsked(question, point.CapWatts))];
        (GridPoint[] hull, double error) = HullOf([.. points.Where(IsSound)]);
        return new(
            replica, question.Rack, hardware.Replicas, hardware.LeftOver, caps, batches, points, Math.Floor(inMemory),
            MemoryAvailable(question, G),
            kept.Length == 0 ? null : kept.OrderBy(point => -point.TokensPerSecond).ThenBy(point => -point.CapWatts).First(),
            kept.Length == 0 ? null : kept.OrderBy(point => -point.TokensPerJoule.Site).ThenBy(point => -point.TokensPerSecond).First(),
            hull, error);
    }

    /// <summary>Points without a cap, by batch.</summary>
    public IEnumerable<GridPoint> Uncapped => Points.Where(point => point.CapWatts == CapsWatts[^1]);

    /// <summary>
    ///   For each cap the point with most tokens that keeps the targets, none beyond the record where one within it
    ///   does; where none keeps them, that of the smallest batch.
    /// </summary>
    public IEnumerable<GridPoint> BestByCap => Points.GroupBy(point => point.CapWatts).Select(cap => cap
        .OrderBy(point => !point.Meets).ThenBy(point => point.Extrapolated)
        .ThenBy(point => point.Meets ? -point.TokensPerSecond : point.Batch).First());

    private static bool IsAsked(TokenQuestion question, double cap) =>
        question.CapsWatts.Count == 0 || question.CapsWatts.Contains(cap);

    /// <summary>Those asked for, or ten steps; what was measured, and always none at all (TDP).</summary>
    private static IEnumerable<double> CapsOf(TokenQuestion question, MeasuredReplica? measured)
    {
        Accelerator part = question.Rack.Accelerator;
        double tdp = part.Tdp.Watts, floor = part.CapFloorFraction;
        IEnumerable<double> steps = question.CapsWatts.Count > 0 ? question.CapsWatts
            : Enumerable.Range(0, CapSteps + 1).Select(step => Math.Round(tdp * (floor + (1 - floor) * step / CapSteps), 6))
                .Concat(measured?.CapsWatts ?? []);
        return steps.Append(tdp);
    }

    private static IEnumerable<double> BatchesOf(
        TokenQuestion question, Replica replica, MeasuredReplica? measured, double[] caps, double inMemory)
    {
        if (question.Batches.Count > 0)
        {
            foreach (double batch in question.Batches) yield return batch;
            yield break;
        }
        double seen = Math.Max(question.Choice.Fit.BatchMost, measured?.Curves.Max(curve => curve.BatchMost) ?? 0);
        double most = Math.Floor(Math.Min(inMemory, seen));
        for (double batch = 1; batch <= inMemory; batch *= 2) yield return batch;
        yield return most;
        yield return Math.Floor(inMemory);
        if (!question.HasTargets) yield break;
        foreach (double cap in caps)
            if (CappedReplica.Of(replica, cap, most) is { } running) yield return Math.Floor(running.Batch * (1 + 1e-9));
    }

    /// <summary>The limits that a point cannot know of: memory, and the latency target where a larger batch misses it.</summary>
    private static void Bind(TokenQuestion question, GridPoint[] points, int batches, double inMemory)
    {
        for (int i = 0; i < points.Length; i++)
        {
            GridPoint point = points[i];
            if (point.Binds == Binding.Cap) continue;
            bool largest = i % batches < batches - 1 && !points[i + 1].Meets;
            if (point.Batch >= inMemory) points[i] = point with { Binds = Binding.Memory };
            else if (question.HasTargets && point.Meets && largest && point.Batch < Math.Floor(question.Choice.Fit.BatchMost))
                points[i] = point with { Binds = Binding.Latency };
        }
    }

    /// <summary>(3): G·(0.9·HBM − m₀).</summary>
    private static double MemoryAvailable(TokenQuestion question, int G)
    {
        ServingShape shape = question.Shape;
        var replica = Replica.Of(question.Model, question.Rack.Accelerator, question.Choice.Fit, shape, G);
        return Roofline.MemoryUsed(replica, Roofline.BatchInMemory(replica)).Bytes;
    }

    private static (GridPoint[] Hull, double ErrorFraction) HullOf(GridPoint[] meeting)
    {
        GridPoint[] sorted = [.. meeting.OrderBy(point => point.Watts.It).ThenBy(point => point.TokensPerSecond)];
        double[] watts = [.. sorted.Select(point => point.Watts.It)], tokens = [.. sorted.Select(point => point.TokensPerSecond)];
        GridPoint[] hull = [.. ConcaveHull.Over(watts, tokens).Select(i => sorted[i])];
        (List<int> kept, double error) = ConcaveHull.Reduce(
            [.. hull.Select(point => point.Watts.It)], [.. hull.Select(point => point.TokensPerSecond)], HullMost);
        return ([.. kept.Select(i => hull[i])], error);
    }

    /// <summary>What surrounds one replica: its share of servers, network and site.</summary>
    private sealed class Hardware(TokenQuestion question, int G)
    {
        public int Replicas { get; } = ReplicaSize.PerRack(question.Rack, G);
        public int LeftOver => question.Rack.Accelerators - Replicas * G;

        public GridPoint At(Replica replica, MeasuredReplica? measured, double cap, double batch)
        {
            (ReplicaPoint point, PointBasis basis) = measured?.At(cap, batch) ?? (ReplicaPoint.At(replica, cap, batch), PointBasis.Model);
            bool beyond = basis == PointBasis.Model && (batch > question.Choice.Fit.BatchMost || G > ReplicaChoice.MostFitted);
            return new(
                cap, batch, point.TokensPerSecond, Boundaries(G * point.BoardWatts), point.FirstTokenSeconds, point.TokenSeconds,
                Roofline.MemoryUsed(replica, batch).Bytes, point.Binds, point.Meets(question.Shape), beyond, basis);
        }

        /// <remarks>(8), (9): each replica bears its share of what is left over.</remarks>
        private BoundaryWatts Boundaries(double boards)
        {
            RackType rack = question.Rack;
            Power all = Power.FromSi(Replicas * boards) + LeftOver * rack.Accelerator.Idle;
            Power server = ServerPower.OfRack(rack, all / rack.Accelerators) / Replicas;
            Power it = ServerPower.AtItBoundary(rack, server);
            return new(boards, server.Watts, it.Watts, it.Watts * question.SitePerItRatio);
        }
    }
}
