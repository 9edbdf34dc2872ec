using System.Globalization;
using Headroom.Compute.Waveforms;

namespace Headroom.Tests.Compute.Waveforms;

/// <summary>The public wall-power logs; all derived figures: result not verified by MLCommons Association.</summary>
internal static class MeasuredLogs
{
    public static PowerLog Gpt3OnH100() => Read("power/train_gpt3_64nodes_H100_AC_run1.csv", "total_nodes_W", "phase");
    public static PowerLog LoraOnH100() => Read("power/train_llama2_70b_lora_64nodes_H100_AC_run1.csv", "total_nodes_W", "phase");
    public static PowerLog LoraOnB200() => Read("power/train_llama2_70b_lora_1node_8xB200_AC_1s.csv", "node_W", phase: null, only: "in_run");
    public static PowerLog ServingOnB200() => Serving("power/wallpower_8xB200_air_llama2-70b-99_Server_1Hz.csv");
    public static PowerLog ServingOnH200() => Serving("power/wallpower_8xH200_MaxQ_llama2-70b-99_Server_1Hz.csv");

    /// <summary>The same log without its phase column.</summary>
    public static PowerLog WithoutPhases(PowerLog log) => new(
        [.. Enumerable.Range(0, log.Rows).Select(row => log.TimeOf(row).TotalSeconds)],
        [.. Enumerable.Range(0, log.Rows).Select(row => log.PowerOf(row).Watts)]);

    private static PowerLog Serving(string file)
    {
        var rows = SharedData.Rows(file);
        string[] keys = [.. rows[0].Keys];
        return new([.. rows.Select((_, i) => (double)i)], [.. rows.Select(row => Number(row[keys[1]]))]);
    }

    private static PowerLog Read(string file, string power, string? phase, string? only = null)
    {
        var rows = SharedData.Rows(file).Where(row => only is null || row[only] == "1").ToList();
        return new(
            [.. rows.Select(row => Number(row["t_s"]))], [.. rows.Select(row => Number(row[power]))],
            phase is null ? null : [.. rows.Select(row => row[phase] == "eval")]);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
