using System.Text.Json;
using Headroom.Tests;

namespace Headroom.Cli.Tests;

public sealed class TokensVerbTests : IDisposable
{
    static readonly SchemaCheck schema = new("tokens.schema.json");
    static readonly string[] boundaries = ["accelerator", "server", "it", "site"];
    readonly Scratch scratch = new();
    public void Dispose() => scratch.Dispose();

    static Ran Tokens(params string[] args) => FakeEngine.Run(FakeEngine.Planned, ["tokens", .. args]);

    static JsonElement Json(params string[] args) => JsonDocument.Parse(Tokens([.. args, "--json"]).Out).RootElement;

    static double Number(JsonElement of, params string[] path)
    {
        foreach (string name in path) of = of.GetProperty(name);
        return of.GetDouble();
    }

    [Fact]
    public void A_frontier_fits_a_hundred_columns()
    {
        Ran ran = Tokens("--model", "llama-3.1-70b", "--on", "h200x8", "--ttft", "2s", "--tpot", "15ms");
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.All(ran.Out.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
        Assert.InRange(ran.Out.Split('\n').Length, 20, 60);
    }

    [Fact]
    public void A_comparison_fits_a_hundred_columns_and_states_its_latency()
    {
        Ran ran = Tokens("--compare", "h100x8,h200x8,b200x8,gb200-nvl72", "--model", "llama-3.1-70b");
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Assert.All(ran.Out.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
        Assert.Contains("within 2 s to the first token and 50 ms per token", ran.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_of_the_options_is_told_at_once()
    {
        Ran ran = Tokens("--model", "llama-3.1-70", "--on", "h20x8", "--cap", "500", "--tpot", "50", "--draft", "3", "--batch", "9x", "--utilisation", "110%", "--pue", "0.9");
        Assert.Equal((2, ""), (ran.Code, ran.Out));
        Golden.Matches(ran.Error, "tokens-wrong.txt");
    }

    [Theory]
    [InlineData("h20ox8", "Did you mean h200x8?")]
    [InlineData("cray", "Known: h100, h200")]
    [InlineData("h200", "h200x8")]
    [InlineData("h200x99", "1 to 72 accelerators")]
    [InlineData("h200x12", "h200x16")]
    [InlineData("mi300x8", "mi300xx8")]
    public void A_wrong_name_of_hardware_is_told_with_a_remedy(string name, string remedy)
    {
        Ran ran = Tokens("--model", "llama-3.1-8b", "--on", name);
        Assert.Equal(2, ran.Code);
        Assert.Contains(remedy, ran.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hgx-h200", 8), InlineData("h200x1", 1), InlineData("mi300xx8", 8), InlineData("mi300x-oam8", 8), InlineData("gb200x4", 4), InlineData("b300x8", 8)]
    public void One_replica_takes_all_that_is_named(string name, int replica) =>
        Assert.Equal(replica, Number(Json("--model", "llama-3.1-8b", "--on", name), "replica"));

    [Fact]
    public void A_batch_beyond_memory_is_refused_by_name_and_one_beyond_the_fit_is_marked()
    {
        Assert.Contains("9,999 sequences", Tokens("--model", "llama-3.1-8b", "--on", "h100x1", "--batch", "9999").Error, StringComparison.Ordinal);
        JsonElement json = Json("--model", "llama-3.1-70b", "--on", "h200x8", "--batch", "64,1000");
        Assert.All(json.GetProperty("points").EnumerateArray(), point =>
            Assert.Equal(Number(point, "batch") > Number(json, "fittedBatchMost"), point.GetProperty("extrapolated").GetBoolean()));
    }

    [Theory]
    [InlineData("llama-3.1-70b", "h200x8"), InlineData("gpt-oss-120b", "b200x8"), InlineData("deepseek-r1", "mi300xx8"), InlineData("llama-3.1-8b", "gb200-nvl72")]
    public void The_laws_of_boundaries_and_caps_hold(string model, string on)
    {
        JsonElement json = Json("--model", model, "--on", on, "--tpot", "60ms");
        JsonElement[] points = [.. json.GetProperty("points").EnumerateArray()];
        Assert.Equal(points.Length, points.Select(point => (Number(point, "cap"), Number(point, "batch"))).Distinct().Count());
        foreach (JsonElement point in points)
        {
            Assert.Equal(Number(point, "tokensPerSecond") / Number(point, "power"), Number(point, "tokensPerJoule", "accelerator"));
            double[] ladder = [.. boundaries.Select(boundary => Number(point, "tokensPerJoule", boundary))];
            Assert.True(ladder[0] >= ladder[1] && ladder[1] >= ladder[2] && ladder[2] >= ladder[3]);
            Assert.InRange(Number(point, "power") / Number(json, "replica"), 0, Number(point, "cap") * (1 + 1e-9));
        }
        foreach (var batch in points.GroupBy(point => Number(point, "batch")))
        {
            double[] tokens = [.. batch.OrderBy(point => Number(point, "cap")).Select(point => Number(point, "tokensPerSecond"))];
            Assert.All(tokens.Zip(tokens.Skip(1)), pair => Assert.True(pair.Second >= pair.First * (1 - 1e-9)));
        }
        Assert.InRange(json.GetProperty("hull").GetArrayLength(), 1, 6);
        Assert.True(json.GetProperty("best").GetProperty("meets").GetBoolean());
    }

    [Fact]
    public void Parts_without_measurements_carry_the_word_estimate()
    {
        Assert.True(Json("--model", "llama-3.1-70b", "--on", "mi300xx8").GetProperty("estimate").GetBoolean());
        Assert.Contains("(estimate)", Tokens("--model", "llama-3.1-70b", "--on", "vr-nvl72").Out.Split('\n')[0], StringComparison.Ordinal);
        Assert.False(Json("--model", "llama-3.1-70b", "--on", "h200x8").GetProperty("estimate").GetBoolean());
    }

    [Fact]
    public void Derived_figures_carry_the_names_their_sources_ask_for()
    {
        string text = Tokens("--model", "llama-3.1-70b", "--on", "h200x8").Out.ReplaceLineEndings(" ");
        Assert.Contains("InferenceX-derived, unofficial", text, StringComparison.Ordinal);
        Assert.Contains("not verified by MLCommons Association", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_target_that_nothing_meets_is_exit_code_1_and_says_what_would()
    {
        Ran ran = Tokens("--model", "llama-3.1-8b", "--on", "h100x1", "--tpot", "1ms");
        Assert.Equal((1, ""), (ran.Code, ran.Error));
        Assert.Contains("What would do", ran.Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
        Ran tooLarge = Tokens("--model", "deepseek-r1", "--on", "h100x8");
        Assert.Equal(1, tooLarge.Code);
        Assert.Contains("at least 10 accelerators", tooLarge.Out.ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--on h200x8 --model llama-3.1-70b --tpot 20ms")]
    [InlineData("--on h100x1 --model llama-3.1-8b --tpot 1ms")]
    [InlineData("--on h100x8 --model deepseek-r1")]
    [InlineData("--on h100x8")]
    [InlineData("--compare h100x8,b200x8,mi300xx8 --model deepseek-r1")]
    public void A_document_of_each_kind_fits_the_schema(string args) => Assert.Empty(schema.Faults(Tokens([.. args.Split(' '), "--json"]).Out));

    [Fact]
    public void Out_writes_three_files()
    {
        foreach (string what in (string[])["--on h200x8", "--compare h100x8,h200x8"])
        {
            string folder = scratch.At(what[2..4]);
            Assert.Equal(0, Tokens(["--model", "llama-3.1-70b", .. what.Split(' '), "--out", folder]).Code);
            Assert.Equal(["tokens.csv", "tokens.json", "tokens.svg"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
            System.Xml.Linq.XElement.Load(Path.Combine(folder, "tokens.svg"));
        }
    }

    [Fact]
    public void Measurements_come_before_the_model_within_their_range_only()
    {
        string file = scratch.At("points.csv");
        File.WriteAllText(file, """
            accelerator,model,precision,input [tok],output [tok],accelerators,batch,tpot [ms],ttft [ms],boardPower [W]
            h200-sxm,llama-3.1-70b,fp8,1000,1000,8,16,10,100,500
            h200-sxm,llama-3.1-70b,fp8,1000,1000,8,64,20,200,600
            """);
        JsonElement[] points = [.. Json("--model", "llama-3.1-70b", "--on", "h200x8", "--points", file, "--batch", "8,32,64", "--cap", "550W")
            .GetProperty("points").EnumerateArray()];
        Assert.Equal(["model", "measured", "measuredUnderCapLaw", "model", "measured", "measured"], points.Select(point => point.GetProperty("basis").GetString()));
        Assert.Equal(64 / 0.020, Number(points[^1], "tokensPerSecond"), 6);
        Assert.Equal(8 * 600, Number(points[^1], "power"), 6);
        Assert.Equal(8 * 550, Number(points[2], "power"), 6);
        Ran none = Tokens("--model", "llama-3.1-70b", "--on", "h200x4", "--points", file);
        Assert.Equal(2, none.Code);
        Assert.Contains("Nearest are llama-3.1-70b fp8 on 8 h200-sxm", none.Error.ReplaceLineEndings(" ").Replace("      ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_calibration_is_told_in_tables_and_written_as_a_page()
    {
        Ran ran = FakeEngine.Run(FakeEngine.Planned, "calibrate", scratch.Folder, "--out", scratch.At("cal"));
        Assert.Equal((0, ""), (ran.Code, ran.Error));
        Golden.Matches(ran.Out.Replace(scratch.At("cal"), "out", StringComparison.Ordinal), "calibrate.txt");
        Assert.Contains("DeepSeek-R1 on B200 mixes runs", File.ReadAllText(scratch.At("cal/calibration.md")), StringComparison.Ordinal);
        Assert.True(File.Exists(scratch.At("cal/fits.yaml")));
    }

    [Fact]
    public void A_calibration_without_its_folder_is_exit_code_2_and_one_that_is_stopped_is_1()
    {
        Engine real = FakeEngine.Planned with { Calibrate = Engine.Real.Calibrate };
        Assert.Equal(2, FakeEngine.Run(real, "calibrate", scratch.At("nowhere")).Code);
        Ran empty = FakeEngine.Run(real, "calibrate", scratch.Folder, "--json");
        Assert.Equal((2, ""), (empty.Code, empty.Error));
        using var stop = new CancellationTokenSource();
        Engine stopped = FakeEngine.Planned with { Calibrate = (_, _, token) => { stop.Cancel(); token.ThrowIfCancellationRequested(); return SampleCalibration.Answer; } };
        Assert.Equal(1, FakeEngine.Run(stopped, stop.Token, "calibrate", scratch.Folder).Code);
    }
}
