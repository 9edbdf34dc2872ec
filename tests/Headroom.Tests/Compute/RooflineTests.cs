using CsCheck;
using Headroom.Compute;
using Headroom.Quantities;

namespace Headroom.Tests.Compute;

public sealed class RooflineTests
{
    private static readonly Replica LlamaOnH200 =
        Replica.Of(Known.Llama70B, Known.H200, Known.FitOf("llama-dense", "h200-sxm"), Known.Chat, accelerators: 4);

    [Fact]
    public void Step_time_of_llama_on_four_h200_matches_the_equation_worked_by_hand()
    {
        // (1) reference/compute.md §1.2, b = 64, G = 4, I = O = 1024, fp8:
        double overhead = 23.4e-6 * 80 * 2;                                        // t_L·L·log₂4                    3.744 ms
        double traffic = (70.6e9 + 64 * 163_840 * (1024 + 512.0)) / (4 * 4.8e12 * .86);  // 86.7 GB at 16.5 TB/s     5.251 ms
        double arithmetic = 64 * 2 * 70.6e9 * 2 / (4 * 1979e12 * .508);            // 18.1 TFLOP at 4.02 PFLOP/s      4.494 ms
        Assert.Equal(13.489, 1000 * (overhead + traffic + arithmetic), 0.01);
        Assert.Equal(overhead + traffic + arithmetic, Roofline.StepSeconds(LlamaOnH200, 64), 1e-12);
        Assert.Equal(64 / (overhead + traffic + arithmetic), Roofline.Throughput(LlamaOnH200, 64).TokensPerSecond, 1e-6);
    }

    [Fact]
    public void Memory_limits_the_batch_of_llama_on_four_h200_to_1339() =>
        // (3): [4·(0.9·151 − 3.5) − 70.6] GB / (163,840 · 2,048 B) = 459.0 GB / 335.5 MB
        Assert.Equal((4 * (0.9 * 151e9 - 3.5e9) - 70.6e9) / (163_840.0 * 2048), Roofline.BatchInMemory(LlamaOnH200), 1e-6);

    [Fact]
    public void First_token_of_llama_on_four_h200_takes_36_ms() =>
        // (4): [2·70.6e9·1024 + 2·80·8192·1024²] / (4·1979e12·.508) = (144.6 + 1.4) TFLOP / 4.02 PFLOP/s
        Assert.Equal(0.0363, Roofline.FirstTokenSeconds(LlamaOnH200), 1e-4);

    [Fact]
    public void A_prefix_cache_saves_arithmetic_in_the_step_and_in_the_first_token()
    {
        Replica cached = LlamaOnH200 with { Shape = Known.Chat with { PrefixHitShare = 0.5 } };
        Assert.True(Roofline.StepSeconds(cached, 64) < Roofline.StepSeconds(LlamaOnH200, 64));
        Assert.True(Roofline.FirstTokenSeconds(cached) < Roofline.FirstTokenSeconds(LlamaOnH200));
    }

    [Fact]
    public void One_sequence_touches_the_share_k_of_E_and_many_touch_all()
    {
        Assert.Equal(8.0 / 256, Roofline.Coverage(Known.DeepSeek, 1), 1e-12);
        Assert.Equal(1, Roofline.Coverage(Known.DeepSeek, 4096), 1e-6);
        Assert.Equal(1, Roofline.Coverage(Known.Llama70B, 1));
    }

    [Fact]
    public void A_larger_batch_serves_more_and_slower() =>
        Gen.Select(Gen.Int[0, Known.Models.Length - 1], Gen.Double[1, 500], Gen.Double[1.01, 2]).Sample((index, batch, more) =>
        {
            Model model = Known.Models[index];
            FitChoice choice = FitChoice.For(RooflineFits.Shipped, model, Known.B200);
            var replica = Replica.Of(model, Known.B200, choice.Fit, Known.Chat, accelerators: 8);
            Assert.True(Roofline.StepSeconds(replica, more * batch) > Roofline.StepSeconds(replica, batch));
            Assert.True(Roofline.Throughput(replica, more * batch) > Roofline.Throughput(replica, batch));
        });
}
