using System.Globalization;
using System.Text;
using Headroom.Compute;
using Headroom.Compute.Calibration;

namespace Headroom.Scenarios.Calibrating;

/// <summary>A calibration as the text of <c>data/fits.yaml</c>.</summary>
public static class FitsText
{
    private const string Head = """
        # Fits of the serving model: made by `headroom calibrate`, not by hand. Equations: docs/calibration.md.
        #
        # boards  P/TDP = base + memory · uB + arithmetic · uF^exponent, between idle and 1; base where the family has none of its own
        # fits    one row per family, part and precision
        #   stepOverhead, layerOverhead   seconds per step, and per step, layer and doubling of accelerators
        #   bandwidth, decode, prefill    achieved shares of memory bandwidth and of the dense peak
        #   collective                    achieved bandwidth between accelerators, each; absent where whole servers were measured
        #   promptCollective              what a prompt token costs of it, over a token written
        #   firstToken, queue             fixed wait for the first token; prompts of others waited for, per root of batch
        #   powerBase                     base of board power for this row, where boards were metered
        #   batchMost                     largest batch measured
        #   medianError, wideError        |error| of time per token on points left out of the fit: median, 90th percentile
        #   firstTokenError               median |error| of the wait for the first token on points left out
        #   powerError                    mean |error| of board power on points left out
        #   source                        serving, boards or servers, as below
        # All values are kind: fitted. Software moves fast: a row older than a year may be off by 1.5-3 times.

        sources:
          serving: "InferenceX-derived, unofficial: serving points of ai-dynamo/aiconfigurator (Apache-2.0), SemiAnalysis InferenceX and NVIDIA, 2025-26"
          boards: "ML.ENERGY benchmark (ml-energy/leaderboard, Apache-2.0), vLLM 0.11.1, 2026: GPU boards in steady state"
          servers: "MLCommons inference_results_v4.1 and v5.1 (Apache-2.0), 2024-25; derived, result not verified by MLCommons Association"


        """;

    /// <summary>The file, the same for the same calibration on every machine.</summary>
    public static string Of(CalibrationResult calibration)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        StringBuilder text = new(Head.ReplaceLineEndings("\n"));
        text.Append("boards:\n");
        foreach ((string part, PowerFit fit) in calibration.Boards.OrderBy(one => one.Key, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture,
                $"  - {{accelerator: {part}, base: {N(fit.BaseFraction)}, memory: {N(fit.MemoryFraction)}, arithmetic: {N(fit.ArithmeticFraction)}, exponent: {N(fit.ArithmeticExponent)}, source: boards, year: 2026, kind: fitted}}\n");
        text.Append("\nfits:\n");
        foreach (ServingFit fit in calibration.Fits) text.Append(Row(fit)).Append('\n');
        return text.ToString();
    }

    private static string Row(ServingFit fit)
    {
        List<string> cells =
        [
            $"family: {fit.Family}", $"accelerator: {fit.Accelerator}", $"precision: {fit.Precision.ToString().ToLowerInvariant()}",
            $"points: {fit.Quality.Points}",
            $"stepOverhead: {N(fit.StepOverhead.TotalMilliseconds)} ms", $"layerOverhead: {N(fit.LayerOverhead.TotalMicroseconds)} us",
            $"bandwidth: {N(fit.BandwidthFraction)}", $"decode: {N(fit.DecodeFraction)}", $"prefill: {N(fit.PrefillFraction)}",
        ];
        if (fit.CollectiveBandwidth is { } collective) cells.AddRange([$"collective: {N(collective.BytesPerSecond / 1e9)} GB/s", $"promptCollective: {N(fit.PromptCollectiveShare)}"]);
        cells.Add($"firstToken: {N(fit.FirstTokenOverhead.TotalMilliseconds)} ms");
        cells.Add($"queue: {N(fit.QueueFactor)}");
        if (fit.PowerBaseFraction is { } basis) cells.Add($"powerBase: {N(basis)}");
        cells.Add($"batchMost: {Math.Round(fit.BatchMost).ToString(CultureInfo.InvariantCulture)}");
        cells.Add($"medianError: {Percent(fit.Quality.MedianErrorFraction)}");
        cells.Add($"wideError: {Percent(fit.Quality.WideErrorFraction)}");
        if (fit.Quality.FirstTokenErrorFraction is { } first) cells.Add($"firstTokenError: {Percent(first)}");
        if (fit.Quality.PowerErrorFraction is { } power) cells.Add($"powerError: {Percent(power)}");
        cells.Add($"source: {fit.Quality.Source}");
        return $"  - {{{string.Join(", ", cells)}}}";
    }

    private static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    /// <summary>Three significant digits.</summary>
    internal static string N(double value)
    {
        if (value == 0) return "0";
        int digits = Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 0, 8);
        return Math.Round(value, digits).ToString("0.########", CultureInfo.InvariantCulture);
    }
}
