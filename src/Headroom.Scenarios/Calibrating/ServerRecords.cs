using System.Globalization;
using Headroom.Compute;
using Headroom.Quantities;
using Headroom.Scenarios.Series;

namespace Headroom.Scenarios.Calibrating;

/// <summary>
///   MLPerf Inference results as operating points of whole servers: derived, not verified by MLCommons Association.
/// </summary>
/// <remarks>
///   A result states tokens/s only. Offline is taken at the batch that fills memory, Server at the batch that gives
///   the time per token which its tail limit leaves in the mean: T = b/X either way, so the throughput is met
///   whatever the batch truly was. How a server divided the model among its accelerators is not told, so these fits
///   carry no cost of dividing it.
/// </remarks>
internal static class ServerRecords
{
    /// <param name="ServerSeconds">Time per token in the Server scenario: nine tenths of the 99th percentile where
    ///   one was published, else estimated.</param>
    private sealed record Workload(string Name, string Model, double Input, double Output, double ServerSeconds);

    // Lengths: outputs from the benchmarks' own logs (tokens per sample); inputs of Llama-2 (OpenOrca, as long as outputs),
    // Mixtral and DeepSeek-R1 are estimates; CNN/DailyMail 778; Llama-3.1-405B 9,428.
    private static readonly Workload[] workloads =
    [
        new("llama2-70b", "llama-2-70b", 294, 294, 0.115),
        new("llama3.1-8b", "llama-3.1-8b", 778, 128, 0.025),
        new("llama3.1-405b", "llama-3.1-405b", 9428, 684, 0.125),
        new("mixtral-8x7b", "mixtral-8x7b", 300, 145, 0.140),
        new("gptj", "gpt-j-6b", 778, 69, 0.050),
        new("deepseek-r1", "deepseek-r1", 800, 3880, 0.060),
    ];

    private const int ServerAccelerators = 8;

    /// <summary>Results without a cap of the H200 server whose capped results were metered.</summary>
    public static IEnumerable<MeasuredPoint> OfCapSweep(string path, Func<MeasuredPoint, double> batchInMemory) =>
        Rows(path).Select(row => Point(
            row["workload"], row["scenario"], "h200-sxm", Precision.Fp8, ServerAccelerators,
            double.Parse(row["perf_maxp"], CultureInfo.InvariantCulture), "MLPerf Inference v4.1, TensorRT-LLM", batchInMemory))
            .OfType<MeasuredPoint>();

    /// <summary>Results of closed-division servers: the fastest of each part, model and scenario.</summary>
    public static IEnumerable<MeasuredPoint> OfResults(string path, Func<MeasuredPoint, double> batchInMemory) => Rows(path)
        .Where(row => row["Category"] == "closed" && row["Performance_Units"] == "Tokens/s" && PartOf(row["Accelerator"]) is not null)
        .Where(row => double.Parse(row["a#"], CultureInfo.InvariantCulture) > 0)
        .Select(row => (Row: row, Each: double.Parse(row["Performance_Result"], CultureInfo.InvariantCulture)
            / double.Parse(row["a#"], CultureInfo.InvariantCulture) / Math.Max(1, double.Parse(row["Nodes"], CultureInfo.InvariantCulture))))
        .GroupBy(one => (one.Row["Model"], one.Row["Scenario"], one.Row["Accelerator"], one.Row["weight_data_types"]))
        .Select(same => same.MaxBy(one => one.Each))
        .Select(one => Point(
            one.Row["Model"], one.Row["Scenario"], PartOf(one.Row["Accelerator"])!, PrecisionOf(one.Row["weight_data_types"]),
            ServerAccelerators, ServerAccelerators * one.Each, "MLPerf Inference v5.1", batchInMemory))
        .OfType<MeasuredPoint>();

    private static MeasuredPoint? Point(
        string benchmark, string scenario, string part, Precision precision, int accelerators, double tokensPerSecond,
        string software, Func<MeasuredPoint, double> batchInMemory)
    {
        Workload? work = workloads.FirstOrDefault(one => benchmark.StartsWith(one.Name, StringComparison.Ordinal));
        if (work is null || scenario is not ("Offline" or "Server") || !(tokensPerSecond is > 0.001 and < 1e12)) return null;
        var point = new MeasuredPoint(
            part, work.Model, precision, work.Input.Tokens, work.Output.Tokens, accelerators, 1,
            TimeSpan.FromSeconds(1 / tokensPerSecond), null, null, null, software, $"{benchmark} {scenario}");
        double batch = scenario == "Offline" ? batchInMemory(point) : tokensPerSecond * work.ServerSeconds;
        return point with { Batch = batch, TimePerToken = TimeSpan.FromSeconds(batch / tokensPerSecond) };
    }

    private static string? PartOf(string accelerator) => accelerator switch
    {
        "NVIDIA B200-SXM-180GB" => "b200-sxm",
        "NVIDIA GB200" => "gb200",
        "NVIDIA GB300" => "gb300",
        "NVIDIA H100-SXM-80GB" => "h100-sxm",
        "AMD Instinct MI300X 192GB HBM3" => "mi300x",
        _ => null,
    };

    private static Precision PrecisionOf(string text) => text switch
    {
        "fp4" => Precision.Fp4,
        "fp8" => Precision.Fp8,
        _ => Precision.Bf16,
    };

    private static IEnumerable<Dictionary<string, string>> Rows(string path)
    {
        if (CsvText.Read(File.ReadAllBytes(path), new TableFindings(Path.GetFileName(path))) is not { } text) yield break;
        List<string> header = text.Cells(text.Rows[0].Text);
        foreach ((int _, string line) in text.Rows.Skip(1))
        {
            List<string> cells = text.Cells(line);
            if (cells.Count == header.Count) yield return header.Zip(cells).ToDictionary(pair => pair.First, pair => pair.Second);
        }
    }
}
