namespace Headroom.Compute.Calibration;

/// <summary>Fits (4), the wait for the first token, given the steps.</summary>
/// <remarks>Two numbers per family, part and precision: ln t_A and ln q.</remarks>
internal sealed class FirstTokenCalibration
{
    private const double Softness = 0.3;

    private static readonly double[] start = [Math.Log(50), -1];

    private static readonly Level<Observation>[] levels =
    [
        new("all", _ => "", [2, 2]),
        new("family", o => o.Family, [1, 1]),
        new("cell", o => o.Cell, [0.5, 0.5]),
    ];

    private readonly PooledFit<Observation> fit;
    private readonly StepCalibration steps;

    private FirstTokenCalibration(PooledFit<Observation> fit, StepCalibration steps) => (this.fit, this.steps) = (fit, steps);

    public static FirstTokenCalibration To(IReadOnlyList<Observation> observations, StepCalibration steps)
    {
        Dictionary<Observation, StepCost> costs = observations.ToDictionary<Observation, Observation, StepCost>(
            o => o, o => CostOf(o, steps), ReferenceEqualityComparer.Instance);
        return new(PooledFit<Observation>.To(
            observations, start, levels, (o, p) => Seconds(costs[o], o, p), o => o.Point.TimeToFirstToken!.Value.TotalSeconds,
            Softness), steps);
    }

    /// <summary>t_A in seconds, and q.</summary>
    public (double OverheadSeconds, double QueueFactor) ParametersOf(Observation observation)
    {
        double[] p = fit.ParametersOf(observation);
        return (1e-3 * Math.Exp(p[0]), Math.Exp(p[1]));
    }

    public double SecondsOf(Observation observation) =>
        Seconds(CostOf(observation, steps), observation, fit.ParametersOf(observation));

    private static StepCost CostOf(Observation o, StepCalibration steps) =>
        StepCost.Of(o.Model, o.Part, o.Shape, o.Point.Accelerators, steps.ParametersOf(o));

    private static double Seconds(in StepCost cost, Observation o, ReadOnlySpan<double> p) =>
        Roofline.FirstTokenSeconds(
            cost, 1e-3 * Math.Exp(p[0]), Math.Exp(p[1]), o.Point.Batch, Roofline.StepSeconds(cost, o.Point.Batch));
}
