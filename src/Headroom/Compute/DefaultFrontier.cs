using Headroom.Quantities;

namespace Headroom.Compute;

/// <summary>
///   Operating points from catalog facts: roofline (1)–(4), board power (6), cap law (7a), server (8), network (9).
/// </summary>
/// <param name="mostPoints">Points kept per frontier, at most six.</param>
/// <param name="batchMost">Largest mean batch per replica; null for the largest among the points of the fit.</param>
public sealed class DefaultFrontier(int mostPoints = 5, double? batchMost = null) : IFrontierModel
{
    private const int CapSteps = 50;

    /// <summary>
    ///   The best replica size without a cap, run under caps from the floor to TDP; the hull of what results.
    /// </summary>
    public Frontier FrontierOf(RackType rack, Model model, ServingShape shape)
    {
        ArgumentNullException.ThrowIfNull(rack);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(shape);
        FitChoice choice = FitChoice.For(model.Knowledge.Fits, model, rack.Accelerator, shape.Precision);
        if (rack.IsEstimate)
            choice = choice with { Estimated = true, Basis = $"{choice.Basis}; {rack.Name} was never metered in public, its power is an estimate" };
        double most = batchMost ?? choice.Fit.BatchMost;
        Power idle = ServerPower.Idle(rack);
        if (MeasuredFrontier.Of(rack, model, shape, choice.Fit, mostPoints) is { } measured) return measured;
        Replica? replica = ReplicaSize.Best(rack, model, shape, choice.Fit, most);
        if (replica is null) return Frontier.None(idle, choice.Estimated, WhyNot(rack, model, shape));

        int replicas = ReplicaSize.PerRack(rack, replica.Accelerators);
        var candidates = CapGrid(rack.Accelerator)
            .Select(cap => PointAt(rack, replica, replicas, cap, most))
            .OfType<OperatingPoint>();
        bool beyondFit = replica.Accelerators > ReplicaSize.MostFitted;
        string basis = beyondFit
            ? $"{choice.Basis}; replicas of {replica.Accelerators} accelerators extrapolate fits made up to {ReplicaSize.MostFitted}"
            : choice.Basis;
        if (model.Knowledge.Measured is not null)
            basis += $"; the measurements have nothing for {model.Name} on {rack.Accelerator.Name} in these lengths";
        return Frontier.Of(candidates, idle, mostPoints, replica.Accelerators, choice.Estimated || beyondFit, basis);
    }

    /// <summary>Caps from the floor to TDP, as fractions of TDP.</summary>
    internal static IEnumerable<double> CapGrid(Accelerator accelerator)
    {
        double floor = accelerator.CapFloorFraction;
        for (int step = 0; step <= CapSteps; step++) yield return floor + (1 - floor) * step / CapSteps;
    }

    /// <summary>The rack at one cap; null where the latency targets cannot be met under it.</summary>
    private static OperatingPoint? PointAt(
        RackType rack, Replica replica, int replicas, double capFraction, double batchMost)
    {
        return CappedReplica.Of(replica, capFraction * rack.Accelerator.Tdp.Watts, batchMost) is { } running
            ? RackAt(rack, replica, replicas, capFraction, running) : null;
    }

    /// <summary>A rack full of replicas at one point; accelerators left over idle.</summary>
    internal static OperatingPoint RackAt(
        RackType rack, Replica replica, int replicas, double capFraction, in ReplicaPoint running)
    {
        int working = replicas * replica.Accelerators;
        Power boards = working * running.Board + (rack.Accelerators - working) * rack.Accelerator.Idle;
        Power servers = ServerPower.OfRack(rack, boards / rack.Accelerators);
        Power it = ServerPower.AtItBoundary(rack, servers);
        return new(capFraction, it, boards, servers, replicas * running.Tokens, running.Latency);
    }

    /// <summary>A sentence for people: too big, or too slow.</summary>
    private static string WhyNot(RackType rack, Model model, ServingShape shape)
    {
        int least = ReplicaSize.LeastToHold(rack, model, shape);
        return least > rack.AcceleratorsPerDomain
            ? $"{model.Name} in {shape.Precision.ToString().ToLowerInvariant()} takes {model.Weights(shape.Precision).Gigabytes:0} GB: "
              + $"at least {least} accelerators of {rack.Accelerator.Name}, but {rack.Name} joins {rack.AcceleratorsPerDomain}"
            : $"{model.Name} on {rack.Name} cannot meet {shape.TimePerTokenMost.TotalMilliseconds:0} ms per token and "
              + $"{shape.TimeToFirstTokenMost.TotalSeconds:0.##} s to the first, even with one sequence per replica";
    }
}
