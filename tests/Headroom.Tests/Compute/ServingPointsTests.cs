using Headroom.Compute;
using Headroom.Quantities;

namespace Headroom.Tests.Compute;

/// <summary>The shipped fits against public serving measurements: InferenceX-derived, unofficial; reference/compute.md §3.</summary>
public sealed class ServingPointsTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("h100_sxm", 0.066)]
    [InlineData("h200_sxm", 0.063)]
    [InlineData("b200_sxm", 0.113)]
    public void Llama_70B_is_within_its_stated_error_plus_5_points(string system, double statedErrorFraction)
    {
        double[] errors = Errors(system, "meta-llama/Llama-3.1-70B", Known.Llama70B);
        output.WriteLine($"Llama-70B {system}: n {errors.Length}, median {Median(errors):0.0%}, mean {errors.Average():0.0%}");
        Assert.True(errors.Length >= 20, $"only {errors.Length} rows left");
        Assert.True(Median(errors) <= statedErrorFraction + 0.05, $"median error {Median(errors):0.0%}");
    }

    [Theory]
    [InlineData("h100_sxm", "openai/gpt-oss-120b", "gpt-oss", 0.108)]
    [InlineData("h200_sxm", "openai/gpt-oss-120b", "gpt-oss", 0.108)]
    [InlineData("h200_sxm", "MiniMaxAI/MiniMax-M2.5", "minimax", 0.076)]
    [InlineData("h200_sxm", "Qwen/Qwen3.5-397B-A17B", "qwen-moe", 0.198)]
    [InlineData("h200_sxm", "deepseek-ai/DeepSeek-R1", "deepseek", 0.226)]
    [InlineData("b300_sxm", "MiniMaxAI/MiniMax-M2.5", "minimax", 0.086)]
    [InlineData("b300_sxm", "Qwen/Qwen3.5-397B-A17B", "qwen-moe", 0.183)]
    [InlineData("b200_sxm", "openai/gpt-oss-120b", "gpt-oss", 0.086)]
    [InlineData("b200_sxm", "MiniMaxAI/MiniMax-M2.5", "minimax", 0.107)]
    [InlineData("b200_sxm", "Qwen/Qwen3.5-397B-A17B", "qwen-moe", 0.157)]
    [InlineData("b200_sxm", "deepseek-ai/DeepSeek-R1", "deepseek", 0.262)]
    public void Mixtures_are_within_their_stated_error_plus_5_points(string system, string path, string family, double statedErrorFraction)
    {
        double[] errors = Errors(system, path, Known.Models.Single(m => m.Family == family));
        output.WriteLine($"{family} {system}: n {errors.Length}, median {Median(errors):0.0%}, mean {errors.Average():0.0%}");
        Assert.True(Median(errors) <= statedErrorFraction + 0.05, $"median error {Median(errors):0.0%}");
    }

    /// <summary>Selection of §3: aggregated, not overloaded, fastest per (precision, I, O, G, b); lengths average 0.9 of nominal.</summary>
    private static double[] Errors(string system, string path, Model model)
    {
        Accelerator part = system switch { "h100_sxm" => Known.H100, "h200_sxm" => Known.H200, "b200_sxm" => Known.B200, _ => Known.B300 };
        RooflineFit fit = Known.FitOf(model.Family, part.Name);
        return [.. SharedData.Rows("compute/serving_points.csv")
            .Where(r => r["system"] == system && r["model_path"] == path && r["mode"] == "agg" && r["ttft_lt_35pct_latency"] == "True")
            .GroupBy(r => (r["precision"], r["isl"], r["osl"], r["gpus"], r["conc"]))
            .Select(g => g.MinBy(r => double.Parse(r["silicon_tpot_ms"]))!)
            .Select(r => RelativeError(r, model, part, fit))];
    }

    private static double RelativeError(Dictionary<string, string> row, Model model, Accelerator part, RooflineFit fit)
    {
        Precision precision = row["precision"] switch { "fp4" => Precision.Fp4, "bf16" => Precision.Bf16, _ => Precision.Fp8 };
        ServingShape shape = Known.Chat with
        {
            Precision = precision,
            Input = (0.9 * double.Parse(row["isl"])).Tokens,
            Output = (0.9 * double.Parse(row["osl"])).Tokens,
        };
        var replica = Replica.Of(model, part, fit, shape, (int)double.Parse(row["gpus"]));
        double measured = double.Parse(row["silicon_tpot_ms"]) / 1000;
        return Math.Abs(Roofline.StepSeconds(replica, double.Parse(row["conc"])) / measured - 1);
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
