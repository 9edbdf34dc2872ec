using Headroom.Compute;
using Headroom.Quantities;

namespace Headroom.Scenarios.OperatingPoints;

/// <summary><c>mlenergy_llm_configs.csv</c> as it is: the configurations of the ML.ENERGY leaderboard.</summary>
internal sealed class MlEnergyPoints : PointFormat
{
    /// <summary>Mean tokens read per request: the file has none. Estimates of the Headroom project, grade E.</summary>
    private static readonly Dictionary<string, double> inputTokens = new(StringComparer.Ordinal)
    {
        ["lm-arena-chat"] = 250,
        ["gpqa"] = 250,
        ["sourcegraph-fim"] = 1500,
        ["image-chat"] = 1000,
        ["video-chat"] = 2000,
    };

    private static readonly NumberColumn output =
        new("avg_output_len", "tok", 1, Sensible.TokensLeast, Sensible.TokensMost);
    private static readonly NumberColumn accelerators = new("num_gpus", "", 1, 1, Sensible.AcceleratorsMost, IsWhole: true);
    private static readonly NumberColumn batch = new("avg_batch_size", "", 1, Sensible.BatchLeast, Sensible.BatchMost);
    private static readonly NumberColumn tokens = new("output_throughput_tokens_per_sec", "tok/s", 1, 1e-3, 1e12);
    private static readonly NumberColumn watts =
        new("avg_power_watts", "W", 1, Sensible.WattsLeast, Sensible.WattsMost * Sensible.AcceleratorsMost);

    public override OperatingPointFormat Kind => OperatingPointFormat.MlEnergy;
    public override string Title => "mlenergy_llm_configs.csv";
    public override IReadOnlyList<string> Required { get; } =
    [
        "task", "avg_batch_size", "avg_output_len", "avg_power_watts", "gpu_model", "model_id", "num_gpus",
        "output_throughput_tokens_per_sec", "weight_precision",
    ];

    public override IReadOnlyList<string> Notices { get; } =
    [
        "Derived from the ML.ENERGY benchmark (ml-energy/leaderboard, Apache-2.0): GPU boards only, steady state, vLLM 0.11.1.",
        "Tokens read per request are estimates by task, grade E: lm-arena-chat 250, gpqa 250, sourcegraph-fim 1,500, "
            + "image-chat 1,000, video-chat 2,000.",
        "Time per token is the mean, batch over throughput; the median between two tokens is about a tenth shorter.",
    ];

    /// <remarks>T = b/X; board power = W/G.</remarks>
    public override Func<PointRow, MeasuredPoint?> Reader(PointTable table) => row =>
    {
        (Precision precision, string? format) = row.Format("weight_precision");
        string task = row.Cell("task");
        if (!inputTokens.TryGetValue(task, out double input))
            row.Wrong("task", $"\"{task}\"", string.Join(", ", inputTokens.Keys),
                "Its input length is unknown: convert the row to Headroom's own format, and state it there.");
        double count = row.Number(accelerators), sequences = row.Number(batch), board = row.Number(watts) / count;
        double seconds = sequences / row.Number(tokens);
        if (row.IsSound && seconds is < Sensible.TimePerTokenLeast or > Sensible.TimePerTokenMost)
            row.Wrong(batch.Header, $"{row.Cell(batch.Header)} over {row.Cell(tokens.Header)} tok/s is {QuantityText.Number(seconds)} s a token",
                "1 µs to 1 h", "Correct the batch or the throughput.");
        string model = ModelNames.Of(row.Text("model_id", "a path such as Qwen/Qwen3-14B"));
        string part = Accelerator(row.Text("gpu_model", "H100 or B200"));
        double tokensOut = row.Number(output);
        var point = new MeasuredPoint(
            part, model, precision, input.Tokens, tokensOut.Tokens, (int)count, sequences, TimeSpan.FromSeconds(row.IsSound ? seconds : 1),
            TimeToFirstToken: null, board.Watts, Cap: null, Software(row, task), row.Source)
        {
            WeightFormat = format,
        };
        return row.IsSound ? point : null;
    };

    /// <summary>The benchmark runs on SXM boards; a part that it does not have keeps its name, in lower case.</summary>
    private static string Accelerator(string text) =>
        text.ToLowerInvariant() is var name && name is "h100" or "h200" or "b200" or "b300" ? $"{name}-sxm" : name;

    private static string Software(PointRow row, string task)
    {
        string Parallel(string header, string letters) => row.Has(header) ? $", {letters} {row.Cell(header)}" : "";
        return $"vLLM 0.11.1, ML.ENERGY {task}{Parallel("tensor_parallel", "tp")}{Parallel("expert_parallel", "ep")}"
            + Parallel("data_parallel", "dp");
    }
}
