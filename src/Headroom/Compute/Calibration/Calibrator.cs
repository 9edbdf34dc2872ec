using Headroom.Quantities;

namespace Headroom.Compute.Calibration;

/// <summary>Makes the table of fits from measurements: steps, first tokens, boards.</summary>
public static class Calibrator
{
    /// <summary>All fits, each with the error it makes on points that were left out while fitting.</summary>
    public static CalibrationResult Fit(
        IReadOnlyList<Observation> observations, IProgress<string>? progress = null, CancellationToken stop = default)
    {
        IReadOnlyList<Residual> residuals = CrossValidation.Residuals(observations, progress, stop);
        progress?.Report("fitting all observations");
        stop.ThrowIfCancellationRequested();
        Calibrated whole = Calibrated.To(observations);
        ServingFit[] fits = [.. whole.Cells.Select(cell => whole.FitOf(cell, QualityOf(cell, residuals)))];
        var boards = whole.Parts.ToDictionary(part => part.Part.Name, whole.PartFitOf);
        return new(fits, boards, residuals) { FamiliesLeftOut = Calibrated.FamiliesLeftOut(observations, whole) };
    }

    /// <summary>Shapes of fewer points tell little when they are left out, and each costs a fit.</summary>
    private const int ShapePointsLeast = 50;

    /// <summary>
    ///   Errors of serving points whose whole sequence shape was left out: what the fit says of lengths never seen. The
    ///   shapes with many points only.
    /// </summary>
    public static IReadOnlyList<Residual> ShapesLeftOut(
        IReadOnlyList<Observation> observations, IProgress<string>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(observations);
        string[] shapes = [.. Selection.ForSteps(observations).Where(o => o.Kind == RecordKind.Serving).GroupBy(o => o.Lengths)
            .Where(shape => shape.Count() >= ShapePointsLeast).Select(shape => shape.Key).Order(StringComparer.Ordinal)];
        return CrossValidation.Residuals(
            observations, o => o.Kind == RecordKind.Serving ? o.Lengths : "", shapes, progress, stop);
    }

    private static FitQuality QualityOf(Observation cell, IReadOnlyList<Residual> residuals)
    {
        Residual[] own = [.. residuals.Where(r => r.Observation.Cell == cell.Cell)];
        double[] steps = [.. own.Where(r => r.Observation.Kind == cell.Kind).Select(r => r.StepErrorFraction).OfType<double>().Select(Math.Abs)];
        double[] firsts = [.. own.Select(r => r.FirstTokenErrorFraction).OfType<double>().Select(Math.Abs)];
        double[] power = [.. own.Select(r => r.PowerErrorFraction).OfType<double>().Select(Math.Abs)];
        return new(
            steps.Length, Statistics.Quantile(steps, 0.5), Statistics.Quantile(steps, 0.9),
            power.Length == 0 ? null : power.Average(), cell.Kind.ToString().ToLowerInvariant())
        {
            FirstTokenErrorFraction = firsts.Length == 0 ? null : Statistics.Quantile(firsts, 0.5),
        };
    }
}

/// <summary>What a calibration gives.</summary>
/// <param name="Fits">One per family, part and precision, sorted by name.</param>
/// <param name="Boards">Coefficients of (6) per part that was metered.</param>
/// <param name="Residuals">Errors on points left out.</param>
public sealed record CalibrationResult(
    IReadOnlyList<ServingFit> Fits, IReadOnlyDictionary<string, PowerFit> Boards, IReadOnlyList<Residual> Residuals)
{
    /// <summary>Errors of board power where no board of the whole family was seen, its steps known.</summary>
    public IReadOnlyList<Residual> FamiliesLeftOut { get; init; } = [];
}

/// <summary>The three fits together.</summary>
internal sealed class Calibrated
{
    private readonly StepCalibration steps;
    private readonly FirstTokenCalibration firstTokens;
    private readonly PowerCalibration power;
    private readonly ILookup<string, Observation> bySteps;

    private Calibrated(StepCalibration steps, FirstTokenCalibration firstTokens, PowerCalibration power, IReadOnlyList<Observation> forSteps)
    {
        (this.steps, this.firstTokens, this.power) = (steps, firstTokens, power);
        bySteps = forSteps.ToLookup(o => o.Cell);
        Cells = [.. bySteps.Select(group => group.First()).OrderBy(o => o.Cell, StringComparer.Ordinal)];
    }

    /// <summary>Share of TDP that boards of whole servers tuned for one benchmark draw at their largest batch.</summary>
    /// <remarks>
    ///   Their wall readings are met with boards near TDP (8×B200 air 1,300 W per board and host, of which 300 W host), as
    ///   large products draw: .985 measured on kernels.
    /// </remarks>
    private const double BusyServerShare = 0.985;

    /// <summary>What p₀ lacks for a whole server to draw <see cref="BusyServerShare"/> at its largest batch.</summary>
    private double ServerOffset(Observation cell)
    {
        Observation busiest = bySteps[cell.Cell].MaxBy(o => o.Point.Batch)!;
        ServingFit bare = BareFit(busiest, steps, firstTokens, bySteps[cell.Cell]) with { PowerBaseFraction = power.BaseFractionOf(cell) };
        Accelerator part = cell.Part with { PowerFit = power.PartFitOf(cell) };
        var replica = Replica.Of(cell.Model, part, bare, busiest.Shape, busiest.Point.Accelerators);
        double step = Roofline.StepSeconds(replica.Cost, busiest.Point.Batch);
        return Math.Max(0, BusyServerShare - AcceleratorPower.DecodeShareOfTdp(replica, busiest.Point.Batch, step));
    }

    /// <summary>One observation of each family, part and precision.</summary>
    public IReadOnlyList<Observation> Cells { get; }

    /// <summary>One observation of each part that was metered.</summary>
    public IReadOnlyList<Observation> Parts { get; private init; } = [];

    public static Calibrated To(IReadOnlyList<Observation> observations)
    {
        IReadOnlyList<Observation> forSteps = Selection.ForSteps(observations);
        var steps = StepCalibration.To(forSteps);
        var firstTokens = FirstTokenCalibration.To([.. forSteps.Where(o => o.Point.TimeToFirstToken is not null)], steps);
        Observation[] metered = [.. observations.Where(o => o.Point.BoardPower is not null)];
        ILookup<string, Observation> cells = forSteps.ToLookup(o => o.Cell);
        ServingFit Bare(Observation o) => BareFit(cells[o.Cell].FirstOrDefault() ?? o, steps, firstTokens, cells[o.Cell]);
        Dictionary<string, ServingFit> bare = metered.DistinctBy(o => o.Cell).ToDictionary(o => o.Cell, Bare);
        ServingFit FitOf(Observation o) => bare.TryGetValue(o.Cell, out ServingFit? known) ? known : Bare(o);
        var power = PowerCalibration.To(metered, FitOf);
        return new(steps, firstTokens, power, forSteps) { fitOf = FitOf, Parts = [.. metered.DistinctBy(o => o.Part.Name)], metered = [.. bare.Keys] };
    }

    private HashSet<string> metered = [];
    private Func<Observation, ServingFit> fitOf = _ => throw new InvalidOperationException("made by To");

    /// <summary>What to expect of the board power of a family never metered, from each metered one in its turn.</summary>
    public static IReadOnlyList<Residual> FamiliesLeftOut(IReadOnlyList<Observation> observations, Calibrated whole)
    {
        Observation[] metered = [.. observations.Where(o => o.Point.BoardPower is not null)];
        List<Residual> residuals = [];
        foreach (IGrouping<string, Observation> family in metered.GroupBy(o => o.Family).OrderBy(one => one.Key, StringComparer.Ordinal))
        {
            var fit = PowerCalibration.To([.. metered.Where(o => o.Family != family.Key)], whole.fitOf);
            residuals.AddRange(family.Select(o => new Residual(o, null, null, fit.ShareOf(o) / (o.Point.BoardPower!.Value / o.Part.Tdp) - 1)));
        }
        return residuals;
    }

    public double StepSecondsOf(Observation o) => steps.SecondsOf(AsFitted(o));
    public double FirstTokenSecondsOf(Observation o) => firstTokens.SecondsOf(AsFitted(o));
    public double BoardShareOf(Observation o) => power.ShareOf(o);
    public PowerFit PartFitOf(Observation anyOnPart) => power.PartFitOf(anyOnPart);

    public ServingFit FitOf(Observation cell, FitQuality quality) => BareFit(cell, steps, firstTokens, bySteps[cell.Cell]) with
    {
        PowerBaseFraction = power.BaseFractionOf(cell)
            + (cell.Kind == RecordKind.Servers && !metered.Contains(cell.Cell) ? ServerOffset(cell) : 0),
        Quality = quality,
    };

    /// <summary>Seen through the record that its cell was fitted on: a board point of a cell with serving points.</summary>
    private Observation AsFitted(Observation o) =>
        bySteps[o.Cell].FirstOrDefault() is { } known ? o with { Kind = known.Kind } : o;

    private static ServingFit BareFit(
        Observation cell, StepCalibration steps, FirstTokenCalibration firstTokens, IEnumerable<Observation> points)
    {
        StepParameters p = steps.ParametersOf(cell);
        (double overhead, double queue) = firstTokens.ParametersOf(cell);
        return new(
            cell.Model.Family, cell.Model.Parameters, cell.Model.ActiveParameters, cell.Part.Name,
            cell.Part.MemoryBandwidth, cell.Part.Peak.Fp8, cell.Point.Precision,
            TimeSpan.FromSeconds(p.StepOverheadSeconds), TimeSpan.FromSeconds(p.LayerOverheadSeconds),
            p.BandwidthFraction, p.DecodeFraction, p.PrefillFraction,
            p.CollectiveBytesPerSecond is { } rate ? Bandwidth.FromSi(rate) : null, p.PromptCollectiveShare,
            TimeSpan.FromSeconds(overhead), queue, null,
            points.Select(o => o.Point.Batch).DefaultIfEmpty(cell.Point.Batch).Max(), new(0, 0, 0, null, ""));
    }
}
