using Headroom.Quantities;

namespace Headroom.Compute;

/// <summary>A frontier from a user's own measurements: nothing outside their range is ever promised.</summary>
internal static class MeasuredFrontier
{
    /// <summary>
    ///   The measured replica size that serves most, run under caps from the floor to TDP; null where nothing near
    ///   enough was measured, and the model must answer.
    /// </summary>
    public static Frontier? Of(RackType rack, Model model, ServingShape shape, ServingFit fit, int mostPoints)
    {
        if (model.Knowledge.Measured is not { } table) return null;
        Frontier? best = null;
        foreach (int G in table.Configurations.Where(one => one.Accelerator == rack.Accelerator.Name && one.Model == model.Name)
            .Select(one => one.Accelerators).Distinct().Where(G => G <= rack.AcceleratorsPerDomain).Order())
        {
            var replica = Replica.Of(model, rack.Accelerator, fit, shape, G);
            if (MeasuredReplica.Of(table, replica) is not { } measured) continue;
            Frontier frontier = Of(rack, replica, measured, mostPoints);
            if (best is null || best.IsEmpty || (!frontier.IsEmpty && frontier.Most.Tokens > best.Most.Tokens)) best = frontier;
        }
        return best;
    }

    private static Frontier Of(RackType rack, Replica replica, MeasuredReplica measured, int mostPoints)
    {
        Power idle = ServerPower.Idle(rack);
        int replicas = ReplicaSize.PerRack(rack, replica.Accelerators);
        List<OperatingPoint> candidates = [];
        double tdp = rack.Accelerator.Tdp.Watts;
        foreach (double cap in DefaultFrontier.CapGrid(rack.Accelerator).Concat(measured.CapsWatts.Select(watts => watts / tdp)).Distinct())
        {
            double watts = cap * tdp;
            if (measured.BatchesAt(watts) is not { } range) continue;
            if (CappedReplica.Of(batch => measured.At(watts, batch)!.Value.Point, replica.Shape, range.Least, range.Most) is { } running)
                candidates.Add(DefaultFrontier.RackAt(rack, replica, replicas, cap, running));
        }
        int points = measured.Curves.Sum(curve => curve.Measured);
        string power = measured.Curves.All(curve => curve.Frontier.All(point => point.BoardPower is not null)) ? "" : "; board power is the model's";
        string basis = $"measured: {points} points of {replica.Model.Name} on {replica.Accelerators} {rack.Accelerator.Name}{power}";
        return candidates.Count > 0
            ? Frontier.Of(candidates, idle, mostPoints, replica.Accelerators, rack.IsEstimate, basis) with { IsMeasured = true }
            : Frontier.None(idle, estimated: false, $"{basis}; none of them meets the latency targets");
    }
}
