using Headroom.Compute;
using Headroom.Quantities;

namespace Headroom.Tests.Compute;

/// <summary>A user's own measurements in plans and in the grid of tokens.</summary>
public sealed class MeasuredFrontierTests
{
    private static MeasuredPoint Point(double batch, double ms, double? ttftMs = 200, double? watts = 550, double? capWatts = null) => new(
        "h200-sxm", "llama-3.1-70b", Precision.Fp8, 1000.Tokens, 1000.Tokens, 8, batch, TimeSpan.FromMilliseconds(ms),
        ttftMs is { } first ? TimeSpan.FromMilliseconds(first) : null, watts?.Watts, capWatts?.Watts, "e 1", "points.csv:2");

    private static Model With(params MeasuredPoint[] points) =>
        Known.Llama70B with { Knowledge = Known.Llama70B.Knowledge with { Measured = new(points) } };

    private static readonly ServingShape shape = Known.Chat with { Input = 1000.Tokens, Output = 1000.Tokens };

    [Fact]
    public void A_plan_takes_the_measured_batch_that_keeps_the_target_and_never_one_beyond_the_last()
    {
        Frontier frontier = new DefaultFrontier().FrontierOf(Known.HgxH200, With(Point(16, 8), Point(64, 14)), shape);
        Assert.True(frontier.IsMeasured);
        Assert.Equal(64 / 0.014, frontier.Most.Tokens.TokensPerSecond, 1e-6);
        Assert.Equal(8 * 550, frontier.Most.AcceleratorPower.Watts, 1e-6);
        Assert.StartsWith("measured: 2 points of llama-3.1-70b on 8 h200-sxm", frontier.Basis);

        Frontier tight = new DefaultFrontier().FrontierOf(Known.HgxH200, With(Point(16, 8), Point(64, 14)), shape with { TimePerTokenMost = TimeSpan.FromMilliseconds(11) });
        Assert.Equal(40 / 0.011, tight.Most.Tokens.TokensPerSecond, 1e-3);      // half way between 8 and 14 ms is half way between 16 and 64
    }

    [Fact]
    public void Points_measured_under_a_cap_alone_serve_at_that_cap()
    {
        // 500 W is not a whole per cent of 700 W
        Frontier frontier = new DefaultFrontier().FrontierOf(Known.HgxH200, With(Point(16, 8, watts: 480, capWatts: 500), Point(64, 14, watts: 500, capWatts: 500)), shape);
        Assert.Equal(64 / 0.014, frontier.Most.Tokens.TokensPerSecond, 1e-6);
        Assert.Equal(500.0 / 700, frontier.Most.CapFraction, 1e-9);
    }

    [Fact]
    public void Measurements_that_miss_the_target_are_an_empty_frontier_that_says_so()
    {
        Frontier frontier = new DefaultFrontier().FrontierOf(Known.HgxH200, With(Point(16, 80)), shape);
        Assert.True(frontier.IsEmpty);
        Assert.Contains("none of them meets the latency targets", frontier.Basis);
    }

    [Fact]
    public void Other_lengths_are_the_models_and_the_basis_says_so()
    {
        Frontier frontier = new DefaultFrontier().FrontierOf(Known.HgxH200, With(Point(16, 8)), shape with { Input = 4000.Tokens });
        Assert.False(frontier.IsMeasured);
        Assert.Contains("the measurements have nothing for llama-3.1-70b on h200-sxm in these lengths", frontier.Basis);
    }

    [Fact]
    public void The_grid_takes_its_best_from_the_measurements_and_marks_all_others()
    {
        var question = new TokenQuestion(Known.Llama70B, Known.HgxH200, shape) { Accelerators = 8, Measured = new([Point(16, 8), Point(64, 14)]) };
        TokenGrid grid = TokenGrid.Of(question);
        Assert.Equal(64, grid.Best!.Value.Batch);
        Assert.Equal(PointBasis.Measured, grid.Best.Value.Basis);
        Assert.All(grid.Points.Where(point => point.Batch is < 16 or > 64), point => Assert.Equal(PointBasis.Model, point.Basis));
    }

    [Fact]
    public void The_grid_names_what_lies_beyond_the_record_and_keeps_its_best_within_it()
    {
        TokenGrid grid = TokenGrid.Of(new TokenQuestion(Known.Llama70B, Known.HgxH200, Known.Chat with { TimePerTokenMost = ServingShape.Whenever, TimeToFirstTokenMost = ServingShape.Whenever }) { Accelerators = 8 });
        double most = Known.FitOf(Known.Llama70B, Known.H200, Precision.Fp8).BatchMost;
        Assert.Contains(grid.Points, point => point.Batch > most);
        Assert.All(grid.Points, point => Assert.Equal(point.Batch > most, point.Extrapolated));
        Assert.True(grid.Best!.Value.Batch <= most);
        Assert.InRange(grid.Hull.Count, 1, 6);
        Assert.All(grid.Points.Where(point => point.Batch == grid.Batches[^1] && point.Binds != Binding.Cap), point => Assert.Equal(Binding.Memory, point.Binds));
    }

    [Fact]
    public void Random_arrivals_leave_a_batch_that_neither_waits_for_places_nor_for_prompts()
    {
        // at 95 % of places taken a small replica waits long for a place, a large one long for the prompts of others
        ServingShape random = Known.Chat with { UtilisationFraction = 0.95, TimeToFirstTokenMost = 1.Seconds };
        Replica replica = Known.ReplicaOf(Known.Llama70B, Known.H200, random, accelerators: 8);
        ReplicaPoint? best = CappedReplica.Of(replica, 700, batchMost: 4096);
        Assert.NotNull(best);
        Assert.True(best.Value.Meets(random));
        Assert.False(ReplicaPoint.At(replica, 700, 2).Meets(random));
        Assert.False(ReplicaPoint.At(replica, 700, best.Value.Batch * 1.01).Meets(random));
    }

    [Fact]
    public void Drafts_touch_more_experts()
    {
        ServingShape drafted = Known.Chat with { Speculation = new(3, 2.4) };
        Replica plain = Known.ReplicaOf(Known.DeepSeek, Known.B200, Known.Chat, 8), speculating = Known.ReplicaOf(Known.DeepSeek, Known.B200, drafted, 8);
        Assert.Equal(Math.Pow(plain.Cost.MissedPerSequence, 4), speculating.Cost.MissedPerSequence, 1e-12);
        Assert.InRange(Roofline.Throughput(speculating, 1) / Roofline.Throughput(plain, 1), 1.2, 2.3);
    }
}
