using Headroom.Quantities;

namespace Headroom.Compute.Calibration;

/// <summary>Fits (6), the draw of a board, given the steps that the product itself would predict.</summary>
/// <remarks>
///   p₁, ln p₂ and ln γ per part; p₀ per part, with an offset per family and one per family, part and precision: how
///   hard a family works a board is its own, and a single number of it halves the error.
/// </remarks>
internal sealed class PowerCalibration
{
    private const double Softness = 0.1;

    private static readonly double[] start = [0.5, 0.2, Math.Log(0.7), Math.Log(0.5)];

    private static readonly Level<Observation>[] levels =
    [
        new("part", o => o.Part.BoardsMeteredOn ?? o.Part.Name, [0.3, 0.3, 0.7, 0.5]),
        new("family", o => o.Family, [0.15, 0, 0, 0]),
        new("cell", o => o.Cell, [0.15, 0, 0, 0]),
    ];

    private readonly PooledFit<Observation> fit;
    private readonly Func<Observation, ServingFit> fitOf;

    private PowerCalibration(PooledFit<Observation> fit, Func<Observation, ServingFit> fitOf) =>
        (this.fit, this.fitOf) = (fit, fitOf);

    /// <param name="fitOf">The fit that serves an observation, its p₀ aside.</param>
    public static PowerCalibration To(IReadOnlyList<Observation> observations, Func<Observation, ServingFit> fitOf) => new(
        PooledFit<Observation>.To(
            observations, start, levels, (o, p) => Share(o, p, fitOf(o)),
            o => o.Point.BoardPower!.Value / o.Part.Tdp, Softness), fitOf);

    /// <summary>Draw of the fit over TDP.</summary>
    public double ShareOf(Observation observation) =>
        Share(observation, fit.ParametersOf(observation), fitOf(observation));

    /// <summary>p₀ for a family, part and precision.</summary>
    public double BaseFractionOf(Observation observation) => fit.ParametersOf(observation)[0];

    /// <summary>The coefficients of a part, for families never metered.</summary>
    public PowerFit PartFitOf(Observation anyOnPart)
    {
        Model stranger = anyOnPart.Model with { Family = "" };
        double[] p = fit.ParametersOf(anyOnPart with { Model = stranger });
        return new(p[0], p[1], Math.Exp(p[2]), Math.Exp(p[3]));
    }

    private static double Share(Observation o, ReadOnlySpan<double> p, ServingFit fit)
    {
        Accelerator part = o.Part with { PowerFit = new(p[0], p[1], Math.Exp(p[2]), Math.Exp(p[3])) };
        var replica = Replica.Of(o.Model, part, fit with { PowerBaseFraction = null }, o.Shape, o.Point.Accelerators);
        double share = AcceleratorPower.UncappedWatts(replica, o.Point.Batch, Roofline.StepSeconds(replica.Cost, o.Point.Batch))
            / part.Tdp.Watts;
        return Math.Max(share, 1e-3);
    }
}
