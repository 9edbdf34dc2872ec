using Headroom.Compute;
using Headroom.Quantities;

namespace Headroom.Scenarios.OperatingPoints;

/// <summary><c>serving_points.csv</c> as it is: rows of AIConfigurator's <c>silicon_sample.csv</c>, most of them from InferenceX.</summary>
internal sealed class ServingPoints : PointFormat
{
    /// <summary>InferenceX draws each length evenly from 0.8 to 1 of the nominal one: reference/compute.md §3.</summary>
    private const double MeanLengthFraction = 0.9;

    private static readonly NumberColumn input = new("isl", "tok", 1, Sensible.TokensLeast, Sensible.TokensMost);
    private static readonly NumberColumn output = new("osl", "tok", 1, Sensible.TokensLeast, Sensible.TokensMost);
    private static readonly NumberColumn accelerators = new("gpus", "", 1, 1, Sensible.AcceleratorsMost, IsWhole: true);
    private static readonly NumberColumn clients = new("conc", "", 1, Sensible.BatchLeast, Sensible.BatchMost);
    private static readonly NumberColumn firstToken =
        new("silicon_ttft_ms", "ms", 1e-3, Sensible.FirstTokenLeast, Sensible.FirstTokenMost);
    private static readonly NumberColumn perToken =
        new("silicon_tpot_ms", "ms", 1e-3, Sensible.TimePerTokenLeast, Sensible.TimePerTokenMost);

    public override OperatingPointFormat Kind => OperatingPointFormat.ServingPoints;
    public override string Title => "serving_points.csv";
    public override IReadOnlyList<string> Required { get; } =
    [
        "system", "model_path", "precision", "mode", "isl", "osl", "gpus", "conc", "silicon_ttft_ms", "silicon_tpot_ms",
        "ttft_lt_35pct_latency", "backend", "backend_version", "source",
    ];

    public override IReadOnlyList<string> Notices { get; } =
    [
        "InferenceX-derived, unofficial. Data: SemiAnalysis InferenceX and NVIDIA AIConfigurator (Apache-2.0).",
        "Batch is the number of clients. Lengths of InferenceX rows are 0.9 of the nominal ones, their mean.",
        "Aggregated gb200 and gb300 rows of more than 8 accelerators are totals of several nodes, written as one replica.",
    ];

    public override Func<PointRow, MeasuredPoint?> Reader(PointTable table) => row =>
    {
        if (IsSkipped(table, row)) return null;
        (Precision precision, string? format) = row.Format("precision", whenEmpty: "bf16");
        double lengths = IsInferenceX(row.Cell("source")) ? MeanLengthFraction : 1;
        var point = new MeasuredPoint(
            row.Text("system", "a system such as h200_sxm").ToLowerInvariant().Replace('_', '-'),
            ModelNames.Of(row.Text("model_path", "a path such as meta-llama/Llama-3.1-70B")),
            precision, (row.Number(input) * lengths).Tokens, (row.Number(output) * lengths).Tokens,
            (int)row.Number(accelerators), row.Number(clients), TimeSpan.FromSeconds(row.Number(perToken)),
            TimeSpan.FromSeconds(row.Number(firstToken)), BoardPower: null, Cap: null, Software(row, format), row.Source)
        {
            WeightFormat = format,
        };
        return row.IsSound ? point : null;
    };

    private static bool IsSkipped(PointTable table, PointRow row)
    {
        string mode = row.Cell("mode"), isLight = row.Cell("ttft_lt_35pct_latency");
        if (mode is not ("agg" or "disagg")) row.Wrong("mode", $"\"{mode}\"", "agg or disagg", "Correct it.");
        if (isLight is not ("True" or "False")) row.Wrong("ttft_lt_35pct_latency", $"\"{isLight}\"", "True or False", "Correct it.");
        string? reason =
            mode == "disagg" ? "disaggregated serving: prefill and decode on separate accelerators"
            : !row.Has("conc") ? "number of clients unknown"
            : isLight == "False" ? "overloaded: waiting for the first token takes 35 % of the latency or more"
            : null;
        if (reason is null || !row.IsSound) return !row.IsSound;
        table.Skip(reason);
        return true;
    }

    /// <summary>
    ///   Files named by a date or a gap analysis are InferenceX runs; a path of system, engine and version is a run of
    ///   AIConfigurator's own, with fixed lengths.
    /// </summary>
    private static bool IsInferenceX(string source) =>
        source.StartsWith("db-dump/", StringComparison.Ordinal) || !source.Contains('/');

    private static string Software(PointRow row, string? format)
    {
        string version = row.Has("backend_version") ? $" {row.Cell("backend_version")}" : "";
        string source = row.Cell("source").Replace("source_file=", "", StringComparison.Ordinal);
        return $"{row.Cell("backend")}{version}, {source}{(format is null ? "" : $", {format}")}";
    }
}
