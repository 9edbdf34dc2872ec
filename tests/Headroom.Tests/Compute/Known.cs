using Headroom.Compute;
using Headroom.Quantities;

namespace Headroom.Tests.Compute;

/// <summary>Accelerators, racks and models of reference/compute.md §2 and §3, as the catalog will state them.</summary>
internal static class Known
{
    public static readonly Accelerator H100 = Part("h100-sxm", 700, 70, 86, 3.35, 989, 1979, 1979, host: 350, PowerFit.Hopper);
    public static readonly Accelerator H200 = Part("h200-sxm", 700, 80, 151, 4.8, 989, 1979, 1979, host: 269, PowerFit.Hopper);
    public static readonly Accelerator B200 = Part("b200-sxm", 1000, 140, 193, 8.0, 2250, 4500, 9000, host: 300, PowerFit.Blackwell);
    public static readonly Accelerator B300 = Part("b300-sxm", 1100, 150, 288, 8.0, 2250, 4500, 14000, host: 310, PowerFit.Blackwell);
    public static readonly Accelerator Gb200 = Part("gb200", 1200, 120, 199, 8.0, 2500, 5000, 10000, host: 470, PowerFit.Blackwell);

    public static readonly RackType HgxH100 = Rack("hgx-h100", H100, 8, 8, nameplate: 10.2, idle: 2.6, liquid: 0, supplyCelsius: 27);
    public static readonly RackType HgxH200 = Rack("hgx-h200", H200, 8, 8, nameplate: 10.2, idle: 2.5, liquid: 0, supplyCelsius: 27);
    public static readonly RackType HgxB200 = Rack("hgx-b200", B200, 8, 8, nameplate: 14.3, idle: 2.9, liquid: 0, supplyCelsius: 27);
    public static readonly RackType HgxB200Water = HgxB200 with { Name = "hgx-b200-water", HostPower = 200.Watts, LiquidShare = 0.78, Idle = 2.45.Kilowatts };
    public static readonly RackType Nvl72 = Rack("gb200-nvl72", Gb200, 72, 72, nameplate: 132, idle: 18, liquid: 0.87, supplyCelsius: 40);
    public static readonly RackType[] Racks = [HgxH100, HgxH200, HgxB200, HgxB200Water, Nvl72];

    private static readonly PerPrecision<double> bytes = new(2.0, 1.0, 0.56);

    public static readonly Model Llama70B = Dense("llama-3.1-70b", "llama-dense", 70.6e9, 80, 163_840, 8192);
    public static readonly Model Llama8B = Dense("llama-3.1-8b", "llama-dense", 8.03e9, 32, 65_536, 4096);
    public static readonly Model Llama405B = Dense("llama-3.1-405b", "llama-dense", 405e9, 126, 258_048, 16_384);
    public static readonly Model Mixtral = new("mixtral-8x7b", "mixtral", 46.7e9.Items, 12.9e9.Items, 32, 65_536.Items, 8, 2, 0.965, 4096, bytes);
    public static readonly Model GptOss = new("gpt-oss-120b", "gpt-oss", 117e9.Items, 5.1e9.Items, 36, 20_275.Items, 128, 4, 0.98, 2880, new(2, 1, 0.53));
    public static readonly Model DeepSeek = new("deepseek-r1", "deepseek", 671e9.Items, 37e9.Items, 61, 35_136.Items, 256, 8, 0.975, 7168, bytes);
    public static readonly Model MiniMax = new("minimax-m2.5", "minimax", 229e9.Items, 10e9.Items, 62, 126_976.Items, 256, 8, 0.97, 3072, bytes);
    public static readonly Model Qwen = new("qwen3.5-397b", "qwen-moe", 397e9.Items, 17e9.Items, 60, 15_360.Items, 512, 10, 0.97, 4096, bytes);
    public static readonly Model[] Models = [Llama70B, Llama8B, GptOss, DeepSeek, MiniMax, Qwen];

    public static readonly ServingShape Chat = new(Precision.Fp8, 1024.Tokens, 1024.Tokens, TimeSpan.FromMilliseconds(50), 2.Seconds);

    public static RooflineFit FitOf(string family, string accelerator) =>
        RooflineFits.Shipped.Single(f => f.Family == family && f.Accelerator == accelerator);

    private static Accelerator Part(
        string name, int tdpWatts, int idleWatts, int gigabytes, double terabytesPerSecond,
        double bf16, double fp8, double fp4, int host, PowerFit fit) => new(
            name, tdpWatts.Watts, idleWatts.Watts, gigabytes.Gigabytes, terabytesPerSecond.TerabytesPerSecond,
            new(Teraflops(bf16), Teraflops(fp8), Teraflops(fp4)), host.Watts, fit);

    private static ComputeRate Teraflops(double tera) => (tera * 1e12).FloatingPointOperationsPerSecond;

    private static RackType Rack(
        string name, Accelerator part, int count, int domain, double nameplate, double idle, double liquid, double supplyCelsius) => new(
            name, part, count, domain, nameplate.Kilowatts, null, idle.Kilowatts, liquid, supplyCelsius.DegreesCelsius,
            130.Kilograms, 400_000.Dollars, TimeSpan.FromDays(5 * 365.25));

    private static Model Dense(string name, string family, double parameters, int layers, double kv, int width) =>
        new(name, family, parameters.Items, parameters.Items, layers, kv.Items, 1, 1, 0, width, bytes);
}
