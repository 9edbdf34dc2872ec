using CsCheck;
using Headroom.Compute;
using Headroom.Quantities;

namespace Headroom.Tests.Compute;

public sealed class RooflineTests
{
    private static readonly Replica LlamaOnH200 = Of(Known.Chat);

    private static Replica Of(ServingShape shape) => Replica.Of(Known.Llama70B, Known.H200, Known.Round, shape, accelerators: 4);

    [Fact]
    public void Step_time_of_llama_on_four_h200_matches_the_equation_worked_by_hand()
    {
        // (1), b = 64, G = 4, I = O = 1024, fp8:
        double overhead = 2e-3 + 10e-6 * 80 * 2;                                        // t_0 + t_L·L·log₂4            3.600 ms
        double traffic = (70.6e9 + 64 * 163_840 * (1024 + 512.0)) / (4 * 4.8e12 * .8);  // 86.7 GB at 15.4 TB/s         5.645 ms
        double attention = 2 * 80 * 8192 * 1024.0 * 1024 / 1024;                        // of a prompt, for each token it brings
        double arithmetic = 64 * (2 * 70.6e9 / .5 + (2 * 70.6e9 + attention) / .625) / (4 * 1979e12);   // decode 2.28 ms, prefill 1.84
        double collectives = 64 * 80 * 8192 * 8.0 * 3 / 4 * (1 + .8) / 200e9;           // there and back               2.265 ms
        Assert.Equal(15.64, 1000 * (overhead + traffic + arithmetic + collectives), 0.01);
        Assert.Equal(overhead + traffic + arithmetic + collectives, Roofline.StepSeconds(LlamaOnH200.Cost, 64), 1e-12);
        Assert.Equal(64 / Roofline.StepSeconds(LlamaOnH200.Cost, 64), Roofline.Throughput(LlamaOnH200, 64).TokensPerSecond, 1e-6);
    }

    [Fact]
    public void Memory_limits_the_batch_of_llama_on_four_h200_to_1824() =>
        // (3): [4·(0.9·151 − 3.5) − 70.6] GB / (163,840 · 1,536 B) = 459.0 GB / 251.7 MB
        Assert.Equal((4 * (0.9 * 151e9 - 3.5e9) - 70.6e9) / (163_840.0 * 1536), Roofline.BatchInMemory(LlamaOnH200), 1e-6);

    [Fact]
    public void First_token_of_llama_on_four_h200_waits_for_its_own_prompt_and_for_others()
    {
        // (4): t_P = [2·70.6e9·1024 + 2·80·8192·1024²] / (4·1979e12·.625) = 145.97 TFLOP / 4.95 PFLOP/s = 29.5 ms
        double prompt = (2 * 70.6e9 * 1024 + 2 * 80 * 8192 * 1024.0 * 1024) / (4 * 1979e12 * .625);
        double step = Roofline.StepSeconds(LlamaOnH200.Cost, 64);
        Assert.Equal(0.0295, prompt, 1e-4);
        Assert.Equal(0.050 + step + prompt * (1 + .5 * 8), Roofline.FirstTokenSeconds(LlamaOnH200, 64, step), 1e-12);
    }

    [Fact]
    public void A_prefix_cache_saves_arithmetic_in_the_step_and_in_the_first_token()
    {
        Replica cached = Of(Known.Chat with { PrefixHitShare = 0.5 });
        Assert.True(Roofline.StepSeconds(cached.Cost, 64) < Roofline.StepSeconds(LlamaOnH200.Cost, 64));
        Assert.True(cached.Cost.PromptSeconds < LlamaOnH200.Cost.PromptSeconds);
    }

    [Fact]
    public void Speculation_takes_the_arithmetic_of_decode_for_each_draft_and_gives_tokens_for_it()
    {
        // (5), q = 3, a = 2.5: decode's arithmetic and collectives four times; 2.5 tokens a step, and with them their prompts
        Replica drafted = Of(Known.Chat with { Speculation = new(3, 2.5) });
        Assert.Equal(4 * LlamaOnH200.Cost.DecodeSeconds, drafted.Cost.DecodeSeconds, 1e-15);
        Assert.Equal(2.5 * LlamaOnH200.Cost.PrefillSeconds, drafted.Cost.PrefillSeconds, 1e-15);
        double step = Roofline.StepSeconds(drafted.Cost, 8);
        Assert.Equal(step / 2.5, Roofline.TimePerToken(drafted, 8).TotalSeconds, 1e-7);
        Assert.Equal(2.5 * 8 / step, Roofline.Throughput(drafted, 8).TokensPerSecond, 1e-6);
        Assert.True(Roofline.TimePerToken(drafted, 8) < Roofline.TimePerToken(LlamaOnH200, 8), "it pays at small batches");
    }

    [Fact]
    public void One_sequence_touches_the_share_k_of_E_and_many_touch_all()
    {
        Assert.Equal(8.0 / 256, Roofline.Coverage(Known.DeepSeek, 1), 1e-12);
        Assert.Equal(1, Roofline.Coverage(Known.DeepSeek, 4096), 1e-6);
        Assert.Equal(1, Roofline.Coverage(Known.Llama70B, 1));
    }

    [Fact]
    public void Windowed_layers_cache_no_more_than_their_window()
    {
        // Gemma 3 27B in fp8: 40,960 a token, and 212,992 a token for the last 1,024
        Assert.Equal(500 * (40_960.0 + 212_992), Known.Gemma.Cache(Precision.Fp8, 500.Tokens).Bytes, 1e-3);
        Assert.Equal(8000 * 40_960.0 + 1024 * 212_992.0, Known.Gemma.Cache(Precision.Fp8, 8000.Tokens).Bytes, 1e-3);
        Assert.Equal(2 * 500 * (40_960.0 + 212_992), Known.Gemma.Cache(Precision.Bf16, 500.Tokens).Bytes, 1e-3);
    }

    [Fact]
    public void A_larger_batch_serves_more_and_slower() =>
        Gen.Select(Gen.Int[0, Known.Models.Length - 1], Gen.Double[1, 500], Gen.Double[1.01, 2]).Sample((index, batch, more) =>
        {
            Model model = Known.Models[index];
            Precision precision = model.Stores(Precision.Fp8) ? Precision.Fp8 : Precision.Fp4;
            Replica replica = Known.ReplicaOf(model, Known.B200, Known.Chat with { Precision = precision }, accelerators: 8);
            Assert.True(Roofline.StepSeconds(replica.Cost, more * batch) > Roofline.StepSeconds(replica.Cost, batch));
            Assert.True(Roofline.Throughput(replica, more * batch) > Roofline.Throughput(replica, batch));
        });

    [Fact]
    public void One_place_is_waited_for_as_the_single_queue_says() =>
        // M/M/1: W = S·u/(1 − u); u = 0.5, S = 10 s
        Assert.Equal(10, Queue.WaitSeconds(1, 0.5, 10), 1e-9);

    [Fact]
    public void Many_places_are_hardly_waited_for() =>
        // M/M/64 at 80 %: Erlang C gives 0.0157·S/(64·0.2) → 1.2 ms of 1 s
        Assert.InRange(Queue.WaitSeconds(64, 0.8, 1), 0.0008, 0.0080);
}
