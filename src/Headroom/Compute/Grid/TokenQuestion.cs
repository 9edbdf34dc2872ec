namespace Headroom.Compute;

/// <summary>What somebody wants to know about one model on one piece of hardware.</summary>
/// <param name="Rack">The hardware, with as many accelerators as were named.</param>
/// <param name="Shape">Precision, lengths, latency targets; <see cref="ServingShape.Whenever"/> where there is none.</param>
public sealed record TokenQuestion(Model Model, RackType Rack, ServingShape Shape)
{
    /// <summary>G; null for the size that gives most tokens.</summary>
    public int? Accelerators { get; init; }

    /// <summary>Caps of one board; none for ten steps from the lowest that the model answers for up to TDP.</summary>
    public IReadOnlyList<double> CapsWatts { get; init; } = [];

    /// <summary>Batches; none for powers of two up to what memory holds and the fit has seen, and the limit itself.</summary>
    public IReadOnlyList<double> Batches { get; init; } = [];

    /// <summary>Site power per IT power, 1 or more.</summary>
    public double SitePerItRatio { get; init; } = 1;

    /// <summary>Measurements, which come before the model wherever they reach.</summary>
    public MeasuredPoints? Measured { get; init; }

    /// <summary>Whether a latency is asked for at all.</summary>
    public bool HasTargets =>
        Shape.TimePerTokenMost < ServingShape.Whenever || Shape.TimeToFirstTokenMost < ServingShape.Whenever;

    /// <summary>The fit that answers for this model, part and precision.</summary>
    public FitChoice Choice { get; } = FitChoice.For(Model.Knowledge.Fits, Model, Rack.Accelerator, Shape.Precision);
}
