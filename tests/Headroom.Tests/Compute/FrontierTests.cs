using CsCheck;
using Headroom.Compute;
using Headroom.Quantities;
using Headroom.Scenarios.Catalog;

namespace Headroom.Tests.Compute;

public sealed class FrontierTests(ITestOutputHelper output)
{
    private static readonly DefaultFrontier model = new();

    private static readonly Gen<(RackType Rack, Model Model, ServingShape Shape)> AnyCase =
        Gen.Select(Gen.Int[0, Known.Racks.Length - 1], Gen.Int[0, Known.Models.Length - 1], Gen.Enum<Precision>(),
            Gen.Double[100, 8000], Gen.Double[100, 8000], Gen.Double[8, 300]).Select((rack, m, precision, input, written, tpot) =>
            (Known.Racks[rack], Known.Models[m],
                new ServingShape(Known.Models[m].Stores(precision) ? precision : Precision.Fp4, input.Tokens, written.Tokens, TimeSpan.FromMilliseconds(tpot), 10.Seconds)));

    [Fact]
    public void Every_frontier_rises_is_concave_and_keeps_its_latency() => AnyCase.Sample(c =>
    {
        Frontier frontier = model.FrontierOf(c.Rack, c.Model, c.Shape);
        if (frontier.IsEmpty) return;
        Assert.InRange(frontier.Points.Count, 1, 5);
        Assert.InRange(frontier.ReductionErrorFraction, 0, 0.02);
        (double watts, double tokens, double slope) = (frontier.Idle.Watts, 0, double.PositiveInfinity);
        OperatingPoint first = frontier.Least;
        foreach (OperatingPoint point in frontier.Points)
        {
            Assert.True(point.Power.Watts > watts && point.Tokens.TokensPerSecond > tokens, "rises");
            double next = (point.Tokens.TokensPerSecond - tokens) / (point.Power.Watts - watts);
            Assert.True(next <= slope * (1 + 1e-9), $"concave: {next} after {slope}");
            (watts, tokens) = (point.Power.Watts, point.Tokens.TokensPerSecond);
            if (point != first) slope = next;
            Assert.True(point.Latency.TimePerToken <= c.Shape.TimePerTokenMost + TimeSpan.FromTicks(1), "time per token");
            Assert.True(point.Latency.TimeToFirstToken <= c.Shape.TimeToFirstTokenMost + TimeSpan.FromTicks(1), "first token");
            Assert.InRange(point.CapFraction, 0.5, 1);
            Assert.True(point.AcceleratorPower < point.ServerPower && point.ServerPower < point.Power, "boundaries nest");
            Assert.True(point.Power <= c.Rack.Nameplate / (1 - c.Rack.NetworkShare), "nameplate");
        }
    }, iter: 300);

    [Fact]
    public void More_cap_never_serves_fewer_tokens() => AnyCase.Sample(c =>
    {
        Replica replica = Known.ReplicaOf(c.Model, c.Rack.Accelerator, c.Shape, accelerators: 8);
        double before = 0;
        for (int percent = 50; percent <= 100; percent += 5)
        {
            double tokens = CappedReplica.Of(replica, percent / 100.0 * c.Rack.Accelerator.Tdp.Watts, 512)?.TokensPerSecond ?? 0;
            Assert.True(tokens >= before * (1 - 1e-7), $"{percent} %: {tokens} after {before}");
            before = tokens;
        }
    }, iter: 200);

    [Fact]
    public void The_reduced_hull_is_below_the_full_curve_by_no_more_than_it_states() => AnyCase.Sample(c =>
    {
        Frontier few = model.FrontierOf(c.Rack, c.Model, c.Shape);
        Frontier full = new DefaultFrontier(mostPoints: 51).FrontierOf(c.Rack, c.Model, c.Shape);
        Assert.Equal(full.IsEmpty, few.IsEmpty);
        Assert.All(full.Points, p =>
        {
            double reduced = few.TokensAt(p.Power) / p.Tokens;
            Assert.InRange(reduced, 1 - few.ReductionErrorFraction - 1e-9, 1 + 1e-9);
        });
    }, iter: 100);

    [Fact]
    public void Llama_70B_on_eight_H200_serves_thousands_of_tokens_at_a_few_kilowatts()
    {
        Frontier frontier = model.FrontierOf(Known.HgxH200, Known.Llama70B, Known.Chat);
        Print("llama-70b fp8 1k/1k 50 ms on 8 x H200", frontier);
        Assert.False(frontier.Estimated);
        Assert.Contains("fit of llama-3.1-70b on h200-sxm in fp8", frontier.Basis);
        Assert.Contains("unofficial", frontier.Basis);
        Assert.InRange(frontier.Most.Tokens.TokensPerSecond, 10_000, 30_000);
        Assert.InRange(frontier.Most.Power.Kilowatts, 6.0, 8.1);
        Assert.InRange(frontier.Least.Tokens / frontier.Most.Tokens, 0.45, 0.85);
    }

    [Fact]
    public void A_pair_without_a_fit_says_so_and_names_what_was_used()
    {
        Frontier nvl72 = model.FrontierOf(Known.Nvl72, Known.Llama70B, Known.Chat with { Precision = Precision.Fp4 });
        Print("llama-70b fp4 1k/1k 50 ms on GB200 NVL72", nvl72);
        Assert.True(nvl72.Estimated);
        Assert.Equal("estimate: no fit for llama-3.1-70b on gb200 in fp4; used llama-3.1-70b on b200-sxm in fp4, "
            + "scaled to the bandwidth and peak of gb200; gb200-nvl72 was never metered in public, its power is an estimate", nvl72.Basis);

        Frontier other = model.FrontierOf(Known.HgxH200, Known.Llama70B, Known.Chat with { Precision = Precision.Bf16 });
        Assert.True(other.Estimated);
        Assert.Equal("estimate: no fit for llama-3.1-70b on h200-sxm in bf16; used llama-3.1-70b on h100-sxm in bf16, scaled to the bandwidth and peak of h200-sxm", other.Basis);

        Frontier stranger = model.FrontierOf(Known.HgxH200, Known.Llama70B with { Family = "unheard-of" }, Known.Chat);
        Assert.True(stranger.Estimated);
        Assert.Equal("estimate: no fit for unheard-of on h200-sxm in fp8; used llama-3.1-70b on h200-sxm in fp8", stranger.Basis);
    }

    [Fact]
    public void A_replica_beyond_the_fits_says_so()
    {
        Frontier wide = model.FrontierOf(
            Known.Nvl72, HardwareCatalog.Model("kimi-k2.5"), Known.Chat with { Precision = Precision.Bf16 });
        Assert.Equal(16, wide.AcceleratorsPerReplica);   // 2,080 GB over 16 of 199 GB
        Assert.True(wide.Estimated);
        Assert.EndsWith("replicas of 16 accelerators extrapolate fits made up to 8", wide.Basis);
    }

    [Fact]
    public void What_does_not_fit_is_an_empty_frontier_with_a_reason()
    {
        Frontier tooBig = model.FrontierOf(Known.HgxH100, Known.DeepSeek, Known.Chat with { Precision = Precision.Bf16 });
        Assert.True(tooBig.IsEmpty);
        Assert.Equal("deepseek-r1 in bf16 takes 1342 GB: at least 32 accelerators of h100-sxm, but hgx-h100 joins 8", tooBig.Basis);

        Frontier tooFast = model.FrontierOf(Known.HgxH100, Known.Llama70B, Known.Chat with { TimePerTokenMost = TimeSpan.FromMilliseconds(1) });
        Assert.True(tooFast.IsEmpty);
        Assert.Contains("cannot meet 1 ms per token", tooFast.Basis);
    }

    [Fact]
    public void A_looser_latency_target_never_serves_less() => AnyCase.Sample(c =>
    {
        Frontier tight = model.FrontierOf(c.Rack, c.Model, c.Shape);
        Frontier loose = model.FrontierOf(c.Rack, c.Model, c.Shape with { TimePerTokenMost = 2 * c.Shape.TimePerTokenMost });
        if (tight.IsEmpty) return;
        Assert.True(loose.Most.Tokens.TokensPerSecond >= tight.Most.Tokens.TokensPerSecond * (1 - 1e-7));
    }, iter: 100);

    [Fact]
    public void A_hull_drops_what_lies_below_a_chord()
    {
        // (2, 1.5) lies below the chord from (1, 0.9) to (3, 3); (5, 2.5) falls; of two points at 4 the better one stays
        Assert.Equal([0, 2, 4], ConcaveHull.Over([1, 2, 3, 4, 4, 5], [0.9, 1.5, 3, 3.4, 3.5, 2.5]));
    }

    private void Print(string title, Frontier frontier)
    {
        output.WriteLine($"{title}: G {frontier.AcceleratorsPerReplica}, idle {frontier.Idle}, reduction {frontier.ReductionErrorFraction:0.00%}, {frontier.Basis}");
        foreach (OperatingPoint p in frontier.Points)
            output.WriteLine($"  cap {p.CapFraction:0%}  {p.Power}  {p.Tokens}  {p.AtIt}  {p.Latency.TimePerToken.TotalMilliseconds:0.0} ms  batch {p.Latency.Batch:0.0}");
    }
}
