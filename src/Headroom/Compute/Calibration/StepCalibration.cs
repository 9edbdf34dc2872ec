namespace Headroom.Compute.Calibration;

/// <summary>Fits (1), the time of a step, to observations.</summary>
/// <remarks>
///   Seven numbers per family, part and precision: ln t₀, ln t_L, logit η_B, logit η_D, ln C, logit η_P, ln ρ; the logits keep
///   the shares below what silicon can do. A level for all, one for mixtures (their prefill runs better than their
///   decode), one per family, one per family, part and precision, and more room for cells of other records, whose
///   software is another. Spreads were chosen by
///   cross-validation over points and over whole shapes.
/// </remarks>
internal sealed class StepCalibration
{
    private const double BandwidthMost = 1.0, ArithmeticMost = 0.9;
    private const double Softness = 0.1;

    private static readonly double[] start = [Math.Log(2), Math.Log(8), 1.2, -1.2, Math.Log(100), -0.7, -0.7];

    private static readonly Level<Observation>[] levels =
    [
        new("all", _ => "", [2, 2, 2, 1.5, 1, 1, 1]),
        new("sort", o => o.Sort, [0, 0, 0, 0, 0, 1, 0.7]),
        new("family", o => o.Family, [0.7, 0.7, 0.5, 0.6, 0.5, 0.4, 0.4]),
        new("cell", o => o.Cell, [0.5, 0.5, 0.5, 0.35, 0.4, 0.3, 0.2]),
        new("other record", o => o.Kind == RecordKind.Serving ? "" : o.Cell, [0.7, 0.5, 0.5, 0.8, 0.4, 0.7, 0]),
    ];

    private readonly PooledFit<Observation> fit;

    private StepCalibration(PooledFit<Observation> fit) => this.fit = fit;

    public int Count => fit.Count;

    public static StepCalibration To(IReadOnlyList<Observation> observations) => new(PooledFit<Observation>.To(
        observations, start, levels, (o, p) => Seconds(o, Parameters(o, p)), o => o.Point.TimePerToken.TotalSeconds, Softness));

    public StepParameters ParametersOf(Observation observation) => Parameters(observation, fit.ParametersOf(observation));

    /// <summary>T of the fit.</summary>
    public double SecondsOf(Observation observation) => Seconds(observation, ParametersOf(observation));

    private static StepParameters Parameters(Observation o, ReadOnlySpan<double> p) => new(
        1e-3 * Math.Exp(p[0]), o.Kind == RecordKind.Servers ? 0 : 1e-6 * Math.Exp(p[1]),
        BandwidthMost * Logistic(p[2]), ArithmeticMost * Logistic(p[3]), ArithmeticMost * Logistic(p[5]),
        o.Kind == RecordKind.Servers ? null : 1e9 * Math.Exp(p[4]), Math.Exp(p[6]));

    internal static double Seconds(Observation o, in StepParameters parameters) =>
        Roofline.StepSeconds(StepCost.Of(o.Model, o.Part, o.Shape, o.Point.Accelerators, parameters), o.Point.Batch);

    private static double Logistic(double x) => 1 / (1 + Math.Exp(-x));
}
