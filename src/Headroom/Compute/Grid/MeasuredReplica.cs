using Headroom.Quantities;

namespace Headroom.Compute;

/// <summary>A replica as somebody measured it: time per token, first token and board power, where they reach.</summary>
internal sealed class MeasuredReplica
{
    private readonly Replica replica;
    private readonly MeasuredCurve? uncapped;
    private readonly List<(double CapWatts, MeasuredCurve Curve)> capped = [];

    private MeasuredReplica(Replica replica, MeasuredCurve? uncapped) => (this.replica, this.uncapped) = (replica, uncapped);

    /// <summary>Caps below TDP at which curves were measured.</summary>
    public IEnumerable<double> CapsWatts => capped.Select(one => one.CapWatts);

    /// <summary>All curves that match.</summary>
    public IEnumerable<MeasuredCurve> Curves => capped.Select(one => one.Curve).Concat(uncapped is null ? [] : [uncapped]);

    /// <summary>Null where the table has nothing for this part, model, precision, size and lengths at any cap.</summary>
    public static MeasuredReplica? Of(MeasuredPoints? points, Replica replica)
    {
        if (points is null) return null;
        MeasuredCurve? Find(Power? cap) => points.Find(
            replica.Accelerator.Name, replica.Model.Name, replica.Shape.Precision, replica.Accelerators,
            replica.Shape.Input, replica.Shape.Output, cap);
        Power tdp = replica.Accelerator.Tdp;
        var found = new MeasuredReplica(replica, Find(null) ?? Find(tdp));
        foreach (Power cap in points.Configurations.Select(one => one.Cap).OfType<Power>().Distinct().OrderBy(cap => cap.Watts))
            if (cap < tdp && Find(cap) is { } curve) found.capped.Add((cap.Watts, curve));
        return found.Curves.Any() ? found : null;
    }

    /// <summary>Batches that were measured at a cap, or without one; null where neither was.</summary>
    public (double Least, double Most)? BatchesAt(double capWatts)
    {
        int at = capped.FindIndex(one => Math.Abs(one.CapWatts - capWatts) <= 1e-6 * capWatts);
        return (at >= 0 ? capped[at].Curve : uncapped) is { } curve ? (curve.BatchLeast, curve.BatchMost) : null;
    }

    /// <summary>The point at a cap and a batch; null outside what was measured.</summary>
    /// <remarks>X = b/T of the curve; without one at this cap, T is that without a cap times the stretch of the cap law.</remarks>
    public (ReplicaPoint Point, PointBasis Basis)? At(double capWatts, double batch)
    {
        ReplicaPoint model = ReplicaPoint.At(replica, capWatts, batch);
        int at = capped.FindIndex(one => Math.Abs(one.CapWatts - capWatts) <= 1e-6 * capWatts && one.Curve.Within(batch));
        if (at >= 0) return (Point(model, capped[at].Curve, 1, capWatts), PointBasis.Measured);
        if (uncapped is null || !uncapped.Within(batch)) return null;
        double free = uncapped.StepSeconds(batch);
        double draw = uncapped.BoardWatts(batch) ?? AcceleratorPower.UncappedWatts(replica, batch, free);
        double step = Roofline.StepSeconds(replica.Cost, batch);
        double stretch = CapLaw.StretchFactor(
            capWatts, draw, replica.Accelerator, Roofline.ArithmeticShare(replica.Cost, batch, step));
        return (Point(model with { UncappedWatts = draw }, uncapped, stretch, capWatts),
            capWatts < draw ? PointBasis.MeasuredUnderCapLaw : PointBasis.Measured);
    }

    private ReplicaPoint Point(in ReplicaPoint model, MeasuredCurve curve, double stretch, double capWatts)
    {
        double step = curve.StepSeconds(model.Batch) * stretch;
        double board = Math.Min(capWatts, curve.BoardWatts(model.Batch) ?? model.UncappedWatts);
        double? first = curve.FirstTokenSeconds(model.Batch);
        if (first is { } seconds)
        {
            first = seconds * stretch;
            if (replica.Shape.UtilisationFraction is { } u)
                first += Queue.WaitSeconds(model.Batch / u, u, first.Value + replica.Shape.Output.Tokens * step);
        }
        return model with
        {
            TokenSeconds = step,
            TokensPerSecond = model.Batch / step,
            FirstTokenSeconds = first ?? model.FirstTokenSeconds,
            BoardWatts = board,
            Binds = capWatts < model.UncappedWatts ? Binding.Cap : model.Binds == Binding.Cap ? Binding.Bandwidth : model.Binds,
        };
    }
}
