namespace Headroom.Compute.Calibration;

/// <summary>A measured point with the model and the part that it was measured on.</summary>
/// <param name="Kind">Which record it comes from.</param>
public sealed record Observation(MeasuredPoint Point, Model Model, Accelerator Part, RecordKind Kind)
{
    /// <summary>Dense or mixture: what mixtures share among themselves they do not share with dense models.</summary>
    public string Sort => Model.IsMixtureOfExperts ? "mixture" : "dense";
    public string Family => Model.Family;
    /// <summary>What one fit is made for.</summary>
    public string Cell => $"{Model.Family}|{Part.Name}|{Point.Precision}";
    /// <summary>What was run: equal keys differ in software only.</summary>
    public string Key =>
        $"{Point.Accelerator}|{Point.Model}|{Point.Precision}|{Point.Input.Tokens:R}|{Point.Output.Tokens:R}|{Point.Accelerators}|{Point.Batch:R}";

    /// <summary>Lengths in thousands: <c>1k/8k</c>.</summary>
    public string Lengths => $"{Math.Max(1, Math.Round(Point.Input.Tokens / 1e3)):0}k/{Math.Max(1, Math.Round(Point.Output.Tokens / 1e3)):0}k";

    public ServingShape Shape { get; } =
        new(Point.Precision, Point.Input, Point.Output, ServingShape.Whenever, ServingShape.Whenever);

    /// <summary>
    ///   One fold of five, by a hash of what was run: the same on every machine and for every software version.
    /// </summary>
    /// <remarks>Source   FNV-1a, 32 bit.</remarks>
    public int Fold
    {
        get
        {
            uint hash = 2166136261;
            foreach (char c in Key) hash = (hash ^ c) * 16777619;
            hash = (hash ^ (hash >> 13)) * 0x5bd1e995;
            return (int)((hash ^ (hash >> 15)) % Folds);
        }
    }

    public const int Folds = 5;
}

/// <summary>Whose measurements.</summary>
public enum RecordKind
{
    /// <summary>Serving points under load: InferenceX-derived, unofficial.</summary>
    Serving,
    /// <summary>ML.ENERGY benchmark: boards metered in steady state.</summary>
    Boards,
    /// <summary>Whole servers tuned for one benchmark: MLPerf, derived, not verified by MLCommons Association.</summary>
    Servers,
}
