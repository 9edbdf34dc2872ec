using System.IO.Compression;
using System.Text;
using Headroom.Compute;
using Headroom.Quantities;
using Headroom.Scenarios.OperatingPoints;
using Headroom.Scenarios.Tests.Series;

namespace Headroom.Scenarios.Tests.OperatingPoints;

/// <summary>A few rows in each format, worked by hand.</summary>
public sealed class OperatingPointFileTests
{
    private const string OwnHeader =
        "accelerator,model,precision,input [tok],output [tok],accelerators,batch,cap [W],tpot [ms],ttft [ms],boardPower [W],software";
    private const string ServingHeader = "system,model_path,precision,mode,isl,osl,gpus,conc,silicon_ttft_ms,silicon_tpot_ms,tok_s_user,"
        + "ttft_lt_35pct_latency,backend,backend_version,source";
    private const string MlEnergyHeader = "task,avg_batch_size,avg_output_len,avg_power_watts,data_parallel,expert_parallel,gpu_model,"
        + "model_id,nickname,num_gpus,output_throughput_tokens_per_sec,tensor_parallel,weight_precision";

    private static OperatingPointReading Sound(string text)
    {
        OperatingPointReading reading = OperatingPointFile.Parse(text, "points.csv");
        Assert.Empty(reading.Findings.Select(one => one.Sentence()));
        Assert.Equal(reading.Rows, reading.Points.Count + reading.Skipped.Sum(one => one.Rows));
        return reading;
    }

    [Fact]
    public void A_row_of_our_own_format()
    {
        OperatingPointReading reading = Sound($"{OwnHeader}\nh200-sxm,llama-3.1-70b,fp8,922,922,8,64,600,13.5,225,598,\"vLLM 0.19.0, tp 8\"\n");
        Assert.Equal(OperatingPointFormat.Headroom, reading.Format);
        Assert.Equal(new("h200-sxm", "llama-3.1-70b", Precision.Fp8, 922.Tokens, 922.Tokens, 8, 64, TimeSpan.FromMilliseconds(13.5),
            TimeSpan.FromMilliseconds(225), 598.Watts, 600.Watts, "vLLM 0.19.0, tp 8", "points.csv:2"), Assert.Single(reading.Points));
        Assert.Empty(reading.Notices);
    }

    [Fact]
    public void What_was_not_measured_may_be_an_empty_cell_or_no_column()
    {
        MeasuredPoint empty = Sound($"{OwnHeader}\ng,m,fp4,9,9,1,1,,5,,,\n").Points[0];
        MeasuredPoint none = Sound("accelerator,model,precision,input [tok],output [tok],accelerators,batch,tpot [ms]\ng,m,fp4,9,9,1,1,5\n").Points[0];
        Assert.Equal(empty, none);
        Assert.Equal((null, null, null, ""), (none.TimeToFirstToken, none.BoardPower, none.Cap, none.Software));
    }

    [Fact]
    public void Columns_come_in_any_order_and_unit_and_others_are_for_people()
    {
        MeasuredPoint point = Sound("# measured on 3 March\nremark;tpot [s];batch;accelerators;output [ktok];input [ktok];precision;model;accelerator;boardPower [kW]\n"
            + "quiet night;0.0135;64;8;1;2;bf16;our-own-instruct;h200-sxm;0.598\n").Points[0];
        Assert.Equal((2000.Tokens, 1000.Tokens, 598.Watts), (point.Input, point.Output, point.BoardPower!.Value));
        Assert.Equal(13.5, point.TimePerToken.TotalMilliseconds);
        Assert.Equal(("our-own-instruct", "points.csv:3"), (point.Model, point.Source));
    }

    [Fact]
    public void Rows_of_serving_points()
    {
        OperatingPointReading reading = Sound(ServingHeader + "\n"
            + "h200_sxm,meta-llama/Llama-3.1-70B,fp8,agg,1024,8192,8.0,64.0,225.423,13.506,74,True,trtllm,1.2.0,db-dump/2026-04-27\n"
            + "h100_sxm,Qwen/Qwen3-32B,,agg,1024,512,2.0,16.0,80,11,90,True,vllm,,source_file=h100_sxm/vllm/0.12.0/qwen3_32b.csv\n"
            + "b200_sxm,moonshotai/Kimi-K2.5,int4,agg,1024,1024,8.0,4.0,80,11,90,True,vllm,,source_file=kimi-k2.5-gap-analysis.csv\n"
            + "gb200,deepseek-ai/DeepSeek-R1,fp4,disagg,8192,1024,32.0,512.0,80,11,90,False,trtllm,,db-dump/2026-04-27\n"
            + "gb200,deepseek-ai/DeepSeek-R1,fp4,disagg,8192,1024,32.0,,80,11,90,True,trtllm,,db-dump/2026-04-27\n"
            + "b200_sxm,zhipuai/GLM-5,fp8,agg,8192,1024,8.0,512.0,80000,11,90,False,sglang,,db-dump/2026-04-27\n"
            + "b200_sxm,zhipuai/GLM-5,fp8,agg,8192,1024,8.0,,800,11,90,True,sglang,,db-dump/2026-04-27\n");
        Assert.Equal(OperatingPointFormat.ServingPoints, reading.Format);
        Assert.Equal(new("h200-sxm", "llama-3.1-70b", Precision.Fp8, (0.9 * 1024).Tokens, (0.9 * 8192).Tokens, 8, 64,
            TimeSpan.FromMilliseconds(13.506), TimeSpan.FromMilliseconds(225.423), null, null, "trtllm 1.2.0, db-dump/2026-04-27", "points.csv:2"),
            reading.Points[0]);
        Assert.Equal(("qwen3-32b", Precision.Bf16, 1024.Tokens, "vllm, h100_sxm/vllm/0.12.0/qwen3_32b.csv"),
            (reading.Points[1].Model, reading.Points[1].Precision, reading.Points[1].Input, reading.Points[1].Software));
        Assert.Equal((Precision.Fp4, "int4", "vllm, kimi-k2.5-gap-analysis.csv, int4"),
            (reading.Points[2].Precision, reading.Points[2].WeightFormat, reading.Points[2].Software));
        Assert.Equal([("disaggregated", 2), ("overloaded:", 1), ("number", 1)], reading.Skipped.Select(one => (one.Reason.Split(' ')[0], one.Rows)));
        Assert.Contains(reading.Notices, one => one.Contains("unofficial", StringComparison.Ordinal));
    }

    [Fact]
    public void A_row_of_ml_energy()
    {
        // 63.8 sequences at 5,589 tok/s are 11.415 ms a token; 2 boards of 1,233 W are 616.5 W each
        OperatingPointReading reading = Sound(
            $"{MlEnergyHeader}\nlm-arena-chat,63.8,389.7,1233,1,1,B200,nvidia/Llama-3.1-8B-Instruct-FP8,\"Llama, 8B\",2,5589,2,mxfp4\n");
        MeasuredPoint point = Assert.Single(reading.Points);
        Assert.Equal(OperatingPointFormat.MlEnergy, reading.Format);
        Assert.Equal(("b200-sxm", "llama-3.1-8b", Precision.Fp4, 2, 63.8), (point.Accelerator, point.Model, point.Precision, point.Accelerators, point.Batch));
        Assert.Equal((250.Tokens, 389.7.Tokens, 616.5.Watts), (point.Input, point.Output, point.BoardPower!.Value));
        Assert.Equal(11.415, point.TimePerToken.TotalMilliseconds, 1e-3);
        Assert.Equal(5589, point.Tokens.TokensPerSecond, 1);
        Assert.Equal("vLLM 0.11.1, ML.ENERGY lm-arena-chat, tp 2, ep 1, dp 1", point.Software);
        Assert.Null(point.TimeToFirstToken);
        Assert.Contains(reading.Notices, one => one.Contains("grade E", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("meta-llama/Llama-3.1-8B-Instruct", "llama-3.1-8b")]
    [InlineData("meta-llama/Meta-Llama-3.1-405B-Instruct-FP8", "llama-3.1-405b")]
    [InlineData("meta-llama/Llama-2-70b-chat-hf", "llama-2-70b")]
    [InlineData("meta-llama/Llama-4-Scout-17B-16E-Instruct", "llama-4-scout")]
    [InlineData("meta-llama/Llama-4-Maverick-17B-128E-Instruct-FP8", "llama-4-maverick")]
    [InlineData("Qwen/Qwen3-30B-A3B-Thinking-2507", "qwen3-30b-a3b")]
    [InlineData("Qwen/Qwen3-235B-A22B-Thinking-2507-FP8", "qwen3-235b")]
    [InlineData("Qwen/Qwen3-Coder-480B-A35B-Instruct-FP8", "qwen3-coder-480b")]
    [InlineData("Qwen/Qwen3.5-397B-A17B", "qwen3.5-397b")]
    [InlineData("deepseek-ai/DeepSeek-R1-0528", "deepseek-r1")]
    [InlineData("nvidia/DeepSeek-R1-NVFP4", "deepseek-r1")]
    [InlineData("deepseek-ai/DeepSeek-V3.1", "deepseek-v3")]
    [InlineData("google/gemma-3-27b-it", "gemma-3-27b")]
    [InlineData("nvidia/NVIDIA-Nemotron-Nano-9B-v2", "nemotron-nano-9b")]
    [InlineData("nvidia/NVIDIA-Nemotron-Nano-12B-v2-VL-BF16", "nemotron-nano-12b-v2-vl")]
    [InlineData("mistralai/Mixtral-8x7B-Instruct-v0.1", "mixtral-8x7b")]
    [InlineData("EleutherAI/gpt-j-6b", "gpt-j-6b")]
    [InlineData("Qwen/Qwen3-VL-8B-Instruct", "qwen3-vl-8b")]
    [InlineData("deepseek-ai/DeepSeek-R1-Distill-Llama-70B", "deepseek-r1-distill-llama-70b")]
    [InlineData("instruct", "instruct")]
    [InlineData("", "")]
    public void A_published_path_names_a_model_of_the_catalog(string path, string name)
    {
        Assert.Equal(name, ModelNames.Of(path));
        Assert.Equal(name, ModelNames.Of(name));
    }

    [Fact]
    public void A_file_may_be_compressed()
    {
        using var folder = new TemporaryFolder();
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionMode.Compress)) zip.Write(Encoding.UTF8.GetBytes($"{OwnHeader}\ng,m,fp8,9,9,1,1,,5,,,\n"));
        Assert.Single(OperatingPointFile.Read(folder.Write("points.csv.gz", packed.ToArray())).Points);
    }

    [Fact]
    public void A_file_that_is_not_there_is_a_finding() => Assert.Equal(
        "nowhere.csv  there is no such file; expected a CSV file of operating points. Check the path.",
        Assert.Single(OperatingPointFile.Read("nowhere.csv").Findings).Sentence());
}
