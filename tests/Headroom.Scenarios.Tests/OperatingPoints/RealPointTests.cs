using Headroom.Compute;
using Headroom.Quantities;
using Headroom.Scenarios.OperatingPoints;
using Headroom.Scenarios.Tests.Regions;

namespace Headroom.Scenarios.Tests.OperatingPoints;

/// <summary>The two public files as they are, where they lie beside the repository. InferenceX-derived figures are unofficial.</summary>
/// <remarks>Counts were taken with a script of its own (csv and collections of Python), not with this reader.</remarks>
public sealed class RealPointTests(ITestOutputHelper output)
{
    private static OperatingPointReading Read(string file)
    {
        string path = Repository.Path("..", "shared", "data", "compute", file);
        Assert.SkipWhen(!File.Exists(path), $"SKIPPED, NOT PASSED: {path} is not here");
        OperatingPointReading reading = OperatingPointFile.Read(path);
        Assert.Empty(reading.Findings.Select(one => one.Sentence()));
        return reading;
    }

    private static string Counts(IEnumerable<string> words) =>
        string.Join(", ", words.CountBy(word => word).OrderByDescending(pair => pair.Value).Select(pair => $"{pair.Key} {pair.Value}"));

    [Fact]
    public void Serving_points_reads_as_it_is()
    {
        OperatingPointReading reading = Read("serving_points.csv");
        Assert.Equal((OperatingPointFormat.ServingPoints, 2971, 2690), (reading.Format!.Value, reading.Rows, reading.Points.Count));
        Assert.Equal([("disaggregated", 222), ("overloaded:", 59)], reading.Skipped.Select(one => (one.Reason.Split(' ')[0], one.Rows)).Order());
        Assert.Equal("b200-sxm 1236, h200-sxm 608, h100-sxm 594, b300-sxm 195, gb200 57", Counts(reading.Points.Select(one => one.Accelerator)));
        Assert.Equal("deepseek-r1 380, llama-3.1-70b 351, minimax-m2.5 346, gpt-oss-120b 326, qwen3.5-397b 280, qwen3-32b 275, deepseek-v3 192, "
            + "llama-3.1-8b 187, qwen3-235b 161, kimi-k2.5 120, glm-5 72", Counts(reading.Points.Select(one => one.Model)));
        Assert.Equal("fp8 1396, fp4 904, bf16 322, int4 68",
            Counts(reading.Points.Select(one => one.WeightFormat ?? one.Precision.ToString().ToLowerInvariant())));
        double[] nominal = [128, 256, 512, 1000, 1024, 2000, 2048, 4000, 4096, 8000, 8192, 15000];
        Assert.Equal(2058, reading.Points.Count(one => !nominal.Contains(one.Input.Tokens)));
    }

    [Fact]
    public void Ml_energy_reads_as_it_is()
    {
        OperatingPointReading reading = Read("mlenergy_llm_configs.csv");
        Assert.Equal((OperatingPointFormat.MlEnergy, 838, 838), (reading.Format!.Value, reading.Rows, reading.Points.Count));
        Assert.Empty(reading.Skipped);
        Assert.Equal("b200-sxm 433, h100-sxm 405", Counts(reading.Points.Select(one => one.Accelerator)));
        Assert.Equal("Bf16 598, Fp8 175, Fp4 65", Counts(reading.Points.Select(one => $"{one.Precision}")));
        Assert.Equal("qwen3-235b 94", Counts(reading.Points.Select(one => one.Model).Where(name => name == "qwen3-235b")));
        Assert.Equal(597.636, reading.Points.Average(one => one.BoardPower!.Value.Watts), 1e-3);
        string[] unknown = [.. reading.Points.Select(one => one.Model).Where(name => name.Contains("-vl", StringComparison.Ordinal)
            || name.Contains("omni", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal)];
        Assert.Equal(["nemotron-nano-12b-v2-vl", "qwen3-omni-30b-a3b", "qwen3-vl-235b-a22b", "qwen3-vl-30b-a3b", "qwen3-vl-32b", "qwen3-vl-8b"], unknown);
    }

    /// <summary>Reference/compute.md §4b: 8 B of Llama-3.1 on one B200, batch 2,043: 14,799 tok/s at 691 W.</summary>
    [Fact]
    public void A_curve_of_ml_energy_holds_a_published_row()
    {
        MeasuredCurve curve = new MeasuredPoints(Read("mlenergy_llm_configs.csv").Points)
            .Find("b200-sxm", "llama-3.1-8b", Precision.Bf16, 1, 250.Tokens, 395.Tokens)!;
        Assert.Equal(9, curve.Measured);
        Assert.Equal(8, curve.Frontier.Count);                     // 128 sequences gave fewer tokens than 64
        Assert.Equal(2043, curve.BatchMost, 0.1);
        Assert.Equal(14_799, curve.BatchMost / curve.StepSeconds(curve.BatchMost), 0.5);
        Assert.Equal(691, curve.BoardWatts(curve.BatchMost)!.Value, 0.1);
    }

    [Fact]
    public void A_curve_of_serving_points_takes_the_fastest_software()
    {
        MeasuredCurve curve = new MeasuredPoints(Read("serving_points.csv").Points)
            .Find("h200-sxm", "llama-3.1-70b", Precision.Fp8, 8, 1024.Tokens, 1024.Tokens)!;
        Assert.Equal([4.0, 8, 16, 32, 64, 128], curve.Frontier.Select(one => one.Batch));
        Assert.Equal([6.259, 6.716, 7.693, 9.303, 13.506, 21.644], curve.Frontier.Select(one => one.TimePerToken.TotalMilliseconds));
        Assert.Equal(0.5 * (9.303 + 13.506) / 1000, curve.StepSeconds(48), 1e-12);
        Assert.Equal(0.143285, curve.FirstTokenSeconds(32)!.Value, 1e-9);
    }

    /// <summary>
    ///   Each batch of each curve, ends apart, is told from the others: median error 3.3 % over 940 batches, p90 14 %; a
    ///   roofline with fitted constants errs 6–24 % on the same set (reference/compute.md §3).
    /// </summary>
    [Fact]
    public void A_batch_left_out_is_told_by_its_neighbours_within_3_point_5_percent()
    {
        List<double> errors = [];
        foreach (var group in Read("serving_points.csv").Points.GroupBy(one => (MeasuredConfiguration.Of(one), one.Input, one.Output)))
        {
            foreach (IGrouping<double, MeasuredPoint> left in group.GroupBy(one => one.Batch))
            {
                MeasuredPoint[] others = [.. group.Where(one => one.Batch != left.Key)];
                if (others.Length == 0) continue;
                var curve = MeasuredCurve.Of(others);
                if (!curve.Within(left.Key)) continue;
                errors.Add(Math.Abs(curve.StepSeconds(left.Key) / left.Min(one => one.TimePerToken).TotalSeconds - 1));
            }
        }
        double[] sorted = [.. errors.Order()];
        double median = sorted[sorted.Length / 2], ninth = sorted[(int)(0.9 * sorted.Length)];
        output.WriteLine($"{sorted.Length} batches: median {median:0.0%}, mean {sorted.Average():0.0%}, p90 {ninth:0.0%}");
        Assert.InRange(sorted.Length, 900, 980);
        Assert.InRange(median, 0.025, 0.035);
        Assert.True(ninth < 0.15);
    }
}
