using Headroom.Compute;
using Headroom.Sites;

namespace Headroom.Scenarios.OperatingPoints;

/// <summary>Whose columns a file of operating points has.</summary>
public enum OperatingPointFormat
{
    /// <summary>Ours, with units in the header: docs/operating-points.md.</summary>
    Headroom,

    /// <summary><c>serving_points.csv</c>: InferenceX-derived rows of AIConfigurator.</summary>
    ServingPoints,

    /// <summary><c>mlenergy_llm_configs.csv</c>: the ML.ENERGY benchmark.</summary>
    MlEnergy,
}

/// <summary>Rows that are sound but no operating point of one replica, and why.</summary>
public sealed record SkippedRows(string Reason, int Rows);

/// <summary>What a file of operating points gave.</summary>
/// <param name="Format">Null where the header belongs to none.</param>
/// <param name="Points">In the order of the file; empty where any finding is <see cref="Severity.Wrong"/>.</param>
/// <param name="Rows">Rows below the header: points, skipped rows and faulty ones.</param>
/// <param name="Skipped">Never faulty rows: those are findings.</param>
/// <param name="Notices">Sentences that whatever is derived from the file must carry, and estimates made in reading it.</param>
public sealed record OperatingPointReading(
    OperatingPointFormat? Format, IReadOnlyList<MeasuredPoint> Points, int Rows, IReadOnlyList<SkippedRows> Skipped,
    IReadOnlyList<string> Notices, IReadOnlyList<Finding> Findings);
