using Headroom.Compute;
using Headroom.Quantities;
using Headroom.Scenarios.Catalog;

namespace Headroom.Tests.Compute;

/// <summary>Accelerators, racks and models of the catalog, by short names.</summary>
internal static class Known
{
    public static readonly Accelerator H200 = HardwareCatalog.Accelerator("h200-sxm");
    public static readonly Accelerator B200 = HardwareCatalog.Accelerator("b200-sxm");

    public static readonly RackType HgxH100 = HardwareCatalog.Rack("hgx-h100");
    public static readonly RackType HgxH200 = HardwareCatalog.Rack("hgx-h200");
    public static readonly RackType HgxB200 = HardwareCatalog.Rack("hgx-b200");
    public static readonly RackType HgxB200Water = HardwareCatalog.Rack("hgx-b200-liquid");
    public static readonly RackType Nvl72 = HardwareCatalog.Rack("gb200-nvl72");
    public static readonly RackType[] Racks = [HgxH100, HgxH200, HgxB200, HgxB200Water, Nvl72];

    public static readonly Model Llama70B = HardwareCatalog.Model("llama-3.1-70b");
    public static readonly Model Llama8B = HardwareCatalog.Model("llama-3.1-8b");
    public static readonly Model GptOss = HardwareCatalog.Model("gpt-oss-120b");
    public static readonly Model DeepSeek = HardwareCatalog.Model("deepseek-r1");
    public static readonly Model Gemma = HardwareCatalog.Model("gemma-3-27b");
    public static readonly Model Qwen = HardwareCatalog.Model("qwen3.5-397b");
    public static readonly Model[] Models = [Llama70B, Llama8B, GptOss, DeepSeek, Gemma, Qwen];

    public static readonly ServingShape Chat = new(Precision.Fp8, 1024.Tokens, 1024.Tokens, TimeSpan.FromMilliseconds(50), 2.Seconds);

    /// <summary>The formats a model is stored in; gpt-oss is mxfp4 only.</summary>
    public static bool Stores(this Model model, Precision precision) => !double.IsNaN(model.BytesPerWeight[precision]);

    public static ServingFit FitOf(Model model, Accelerator part, Precision precision) =>
        FitChoice.For(model.Knowledge.Fits, model, part, precision).Fit;

    public static Replica ReplicaOf(Model model, Accelerator part, ServingShape shape, int accelerators) =>
        Replica.Of(model, part, FitOf(model, part, shape.Precision), shape, accelerators);

    /// <summary>A fit with round numbers, for working by hand.</summary>
    public static readonly ServingFit Round = FitOf(Llama70B, H200, Precision.Fp8) with
    {
        StepOverhead = TimeSpan.FromMilliseconds(2),
        LayerOverhead = TimeSpan.FromMicroseconds(10),
        BandwidthFraction = 0.8,
        DecodeFraction = 0.5,
        PrefillFraction = 0.625,
        CollectiveBandwidth = 0.2.TerabytesPerSecond,
        PromptCollectiveShare = 0.8,
        FirstTokenOverhead = TimeSpan.FromMilliseconds(50),
        QueueFactor = 0.5,
    };
}
