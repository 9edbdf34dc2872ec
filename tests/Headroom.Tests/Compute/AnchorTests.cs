using Headroom.Compute;
using Headroom.Quantities;

namespace Headroom.Tests.Compute;

/// <summary>
///   The measured anchors of reference/compute.md §4a: server boundary, AC wall, output tokens, closed division.
///   Source MLPerf® Inference v4.1 and v5.1; ratios derived; result not verified by MLCommons Association.
/// </summary>
/// <remarks>
///   Power is met everywhere. Throughput is met less well, always for stated reasons: these submissions run batches of
///   1,000–2,000 where the fits end at 512, with software tuned for one benchmark (Llama-70B comes out 7–24 % low); Server
///   keeps a margin for tails that a mean without queue does not know; and only Llama-70B has a fit of its own, so all
///   other rows test the fallback, which is optimistic by 20–65 %. GPT-J is left out: beam search of four is not modelled.
/// </remarks>
public sealed class AnchorTests(ITestOutputHelper output)
{
    private sealed record Anchor(
        string Name, RackType Rack, Model Model, Precision Precision, double Input, double Output, double CapWatts,
        double TpotMilliseconds, double TokensPerSecond, double WallWatts);

    // Input lengths are estimates except 405B: Llama-2 OpenOrca is taken as I = O = 291 (mean output derived in §4a, mean
    // input not found); CNN/DailyMail 778 in, 128 most out (U); Llama-3.1-405B 9,428 in, 684 out (U); Mixtral 291/145 (E).
    private static readonly Anchor[] anchors =
    [
        new("8xB200 air, Llama-2-70B fp4, Offline", Known.HgxB200, Known.Llama70B, Precision.Fp4, 291, 291, 1000, 1e6, 102_909, 10_401),
        new("8xB200 air, Llama-2-70B fp4, Server", Known.HgxB200, Known.Llama70B, Precision.Fp4, 291, 291, 1000, 200, 99_204, 10_435),
        new("8xB200 water, Llama-3.1-8B fp4, Offline", Known.HgxB200Water, Known.Llama8B, Precision.Fp4, 778, 128, 1000, 1e6, 146_960, 9_436),
        new("8xB200 water, Llama-3.1-8B fp4, Server", Known.HgxB200Water, Known.Llama8B, Precision.Fp4, 778, 128, 1000, 100, 128_689, 9_011),
        new("8xB200 water, Llama-3.1-405B fp4, Offline", Known.HgxB200Water, Known.Llama405B, Precision.Fp4, 9428, 684, 1000, 1e6, 1_637, 9_892),
        new("8xB200 water, Llama-3.1-405B fp4, Server", Known.HgxB200Water, Known.Llama405B, Precision.Fp4, 9428, 684, 1000, 175, 1_249, 9_566),
        new("8xH200 air 500 W, Llama-2-70B fp8, Offline", Known.HgxH200, Known.Llama70B, Precision.Fp8, 291, 291, 500, 1e6, 25_262, 6_153),
        new("8xH200 air 500 W, Llama-2-70B fp8, Server", Known.HgxH200, Known.Llama70B, Precision.Fp8, 291, 291, 500, 200, 23_113, 6_280),
        new("8xH200 air 500 W, Mixtral fp8, Offline", Known.HgxH200, Known.Mixtral, Precision.Fp8, 291, 145, 500, 1e6, 48_988, 6_155),
    ];

    [Fact]
    public void Wall_power_is_within_5_percent_in_the_median_and_12_at_worst()
    {
        double[] errors = [.. anchors.Select(a => Math.Abs(ErrorOf(a).Watts))];
        Assert.True(Median(errors) <= 0.05, $"median {Median(errors):0.0%}");
        Assert.True(errors.Max() <= 0.12, $"worst {errors.Max():0.0%}");
    }

    [Fact]
    public void Tokens_per_joule_of_the_fitted_family_are_within_20_percent_in_the_median()
    {
        double[] errors = [.. anchors.Where(a => a.Model == Known.Llama70B).Select(a => Math.Abs(ErrorOf(a).Efficiency))];
        Assert.True(Median(errors) <= 0.20, $"median {Median(errors):0.0%}");
    }

    [Fact]
    public void Families_without_a_fit_are_within_a_factor_of_two() =>
        Assert.All(anchors.Where(a => a.Model != Known.Llama70B), a => Assert.InRange(1 + ErrorOf(a).Efficiency, 0.5, 2));

    private (double Tokens, double Watts, double Efficiency) ErrorOf(Anchor a)
    {
        ServingShape shape = new(a.Precision, a.Input.Tokens, a.Output.Tokens, TimeSpan.FromMilliseconds(a.TpotMilliseconds), ServingShape.Whenever);
        FitChoice choice = FitChoice.For(RooflineFits.Shipped, a.Model, a.Rack.Accelerator);
        Replica? replica = ReplicaSize.Best(a.Rack, a.Model, shape, choice.Fit, batchMost: 2048);
        Assert.NotNull(replica);
        CappedReplica? running = CappedReplica.Of(replica, a.CapWatts.Watts, batchMost: 2048);
        Assert.NotNull(running);
        double tokens = 8.0 / replica.Accelerators * running.Value.Tokens.TokensPerSecond;
        double watts = ServerPower.OfRack(a.Rack, running.Value.Draw).Watts;
        (double Tokens, double Watts, double Efficiency) error =
            (tokens / a.TokensPerSecond - 1, watts / a.WallWatts - 1, tokens / watts / (a.TokensPerSecond / a.WallWatts) - 1);
        output.WriteLine($"{a.Name,-45} G {replica.Accelerators} b {running.Value.Latency.Batch,5:0}  {choice.Basis}");
        output.WriteLine($"  tok/s {tokens:0} ({error.Tokens:+0%;-0%})  W {watts:0} ({error.Watts:+0%;-0%})  tok/J {tokens / watts:0.000} ({error.Efficiency:+0%;-0%})");
        return error;
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
