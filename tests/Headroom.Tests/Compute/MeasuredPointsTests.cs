using Headroom.Compute;
using Headroom.Quantities;

namespace Headroom.Tests.Compute;

/// <summary>Which measured points answer a request, and what is told where none do.</summary>
public sealed class MeasuredPointsTests
{
    private static MeasuredPoint Point(int accelerators, double input, double output, double batch, double ms, Precision precision = Precision.Fp8) => new(
        "h200-sxm", "llama-3.1-70b", precision, input.Tokens, output.Tokens, accelerators, batch, TimeSpan.FromMilliseconds(ms),
        null, null, null, "e 1", "points.csv:2");

    private static readonly MeasuredPoints table = new(
    [
        Point(8, 921.6, 921.6, 4, 6.3), Point(8, 921.6, 921.6, 64, 13.5), Point(8, 7372.8, 921.6, 4, 7.1), Point(4, 921.6, 921.6, 4, 9),
        Point(8, 921.6, 921.6, 8, 5, Precision.Fp4) with { WeightFormat = "int4" }, Point(8, 921.6, 921.6, 8, 4, Precision.Fp4),
        Point(8, 921.6, 921.6, 8, 9) with { Cap = 500.Watts },
    ]);

    private static MeasuredCurve? Find(int accelerators = 8, double input = 1024, double output = 1024, Precision precision = Precision.Fp8,
        Power? cap = null, string? format = null) =>
        table.Find("h200-sxm", "llama-3.1-70b", precision, accelerators, input.Tokens, output.Tokens, cap, format);

    [Fact]
    public void Lengths_within_a_tenth_are_near_enough()
    {
        Assert.Equal(2, Find()!.Measured);                         // 0.9 × 1,024
        Assert.Equal(2, Find(input: 900, output: 850)!.Measured);
        Assert.Null(Find(output: 830));                            // 11 % more was measured
        Assert.Null(Find(input: 1030));
    }

    [Fact]
    public void Replica_cap_precision_and_weight_format_are_never_mixed()
    {
        Assert.Equal(0.009, Find(accelerators: 4)!.StepSeconds(4));
        Assert.Equal(0.009, Find(cap: 500.Watts)!.StepSeconds(8));
        Assert.Equal(0.004, Find(precision: Precision.Fp4)!.StepSeconds(8));
        Assert.Equal(0.005, Find(precision: Precision.Fp4, format: "int4")!.StepSeconds(8));
        Assert.Null(Find(accelerators: 2));
        Assert.Null(Find(precision: Precision.Bf16));
    }

    [Fact]
    public void What_is_there_can_be_told()
    {
        Assert.Equal(7, table.Count);
        Assert.Equal(["llama-3.1-70b fp4 on 8 h200-sxm", "llama-3.1-70b fp8 on 4 h200-sxm", "llama-3.1-70b fp8 on 8 h200-sxm",
            "llama-3.1-70b fp8 on 8 h200-sxm at 500 W", "llama-3.1-70b int4 on 8 h200-sxm"], table.Configurations.Select(one => $"{one}"));
        Assert.Equal(["llama-3.1-70b fp8 on 8 h200-sxm, 922 tok in, 922 tok out: 2 points, batch 4 to 64",
            "llama-3.1-70b fp8 on 8 h200-sxm, 7373 tok in, 922 tok out: 1 point, batch 4"],
            table.Shapes(table.Configurations[2]).Select(one => $"{one}"));
        Assert.Empty(table.Shapes(table.Configurations[0] with { Model = "other" }));
    }

    [Fact]
    public void The_nearest_are_of_the_same_model_then_precision_then_size()
    {
        IReadOnlyList<MeasuredShape> near = table.Nearest("h200-sxm", "llama-3.1-70b", Precision.Fp8, 2, 1000.Tokens, 1000.Tokens, most: 2);
        Assert.Equal([4, 8], near.Select(shape => shape.Configuration.Accelerators));
        Assert.All(near, shape => Assert.Equal(Precision.Fp8, shape.Configuration.Precision));
        Assert.Empty(table.Nearest("h200-sxm", "qwen3-8b", Precision.Fp8, 2, 1000.Tokens, 1000.Tokens));
    }
}
