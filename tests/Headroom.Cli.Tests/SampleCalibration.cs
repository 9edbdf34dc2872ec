using Headroom.Compute;
using Headroom.Compute.Calibration;
using Headroom.Quantities;
using Headroom.Scenarios.Calibrating;
using Headroom.Scenarios.Catalog;

namespace Headroom.Cli.Tests;

/// <summary>A calibration of four points whose errors a reader can check: −10 %, +5 %, +20 % and 2 % on power.</summary>
static class SampleCalibration
{
    public static CalibrationAnswer Answer { get; } = new(
        new([.. Enumerable.Range(0, 4).Select(at => Of(at).Observation)], [new("disaggregated serving", 7)], ["InferenceX-derived, unofficial."], []),
        new([], new Dictionary<string, PowerFit> { ["h200-sxm"] = new(0.25, 0.2, 1.1, 0.3) }, [.. Enumerable.Range(0, 4).Select(Of)]),
        [.. Enumerable.Range(0, 3).Select(Of)]);

    static Residual Of(int at) => at switch
    {
        0 => new(Seen("llama-3.1-70b", 64), -0.10, 0.3, null),
        1 => new(Seen("llama-3.1-70b", 128), 0.05, null, null),
        2 => new(Seen("deepseek-r1", 32), 0.20, 0.1, null),
        _ => new(Seen("llama-3.1-70b", 16) with { Kind = RecordKind.Boards }, null, null, 0.02),
    };

    static Observation Seen(string model, double batch) => new(
        new("h200-sxm", model, Precision.Fp8, 922.Tokens, 922.Tokens, 8, batch, TimeSpan.FromMilliseconds(20), null, null, null, "an engine", "a file"),
        HardwareCatalog.Model(model), HardwareCatalog.Accelerator("h200-sxm"), RecordKind.Serving);
}
