using CsCheck;
using Headroom.Compute;
using Headroom.Quantities;

namespace Headroom.Tests.Compute;

/// <summary>The curve through measured points: worked by hand, then its laws.</summary>
public sealed class MeasuredCurveTests
{
    private static MeasuredPoint Point(double batch, double ms, double? ttftMs = null, double? watts = null, string software = "e 1") => new(
        "h200-sxm", "llama-3.1-70b", Precision.Fp8, 1000.Tokens, 1000.Tokens, 8, batch, TimeSpan.FromMilliseconds(ms),
        ttftMs is { } first ? TimeSpan.FromMilliseconds(first) : null, watts?.Watts, null, software, "points.csv:2");

    [Fact]
    public void Between_two_points_it_is_the_line()
    {
        var curve = MeasuredCurve.Of([Point(10, 8, 100, 400), Point(30, 12, 300, 500)]);
        Assert.Equal(0.010, curve.StepSeconds(20), 1e-12);
        Assert.Equal(0.150, curve.FirstTokenSeconds(15)!.Value, 1e-12);
        Assert.Equal(475, curve.BoardWatts(25)!.Value, 1e-9);
        Assert.Equal((10, 30, 2), (curve.BatchLeast, curve.BatchMost, curve.Measured));
    }

    [Fact]
    public void Of_several_software_versions_at_a_batch_the_fastest_counts()
    {
        var curve = MeasuredCurve.Of([Point(8, 9, software: "old"), Point(8, 7, software: "new"), Point(16, 9.5)]);
        Assert.Equal(["new", "e 1"], curve.Frontier.Select(point => point.Software));
        Assert.Equal(3, curve.Measured);
    }

    /// <summary>ML.ENERGY, Llama-3.1-8B bf16 on one B200: 128 sequences were slower than 256 should make them.</summary>
    [Fact]
    public void A_point_that_another_beats_in_speed_and_tokens_is_dropped()
    {
        // batch 64 at 11.4 ms is 5,614 tok/s; batch 128 at 27.9 ms is 4,588 tok/s: later and fewer
        var curve = MeasuredCurve.Of([Point(64, 11.4), Point(128, 27.9), Point(256, 33.3)]);
        Assert.Equal([64.0, 256.0], curve.Frontier.Select(point => point.Batch));
    }

    [Fact]
    public void The_end_is_where_more_sequences_bring_no_more_tokens() =>
        Assert.Equal(511, MeasuredCurve.Of([Point(383, 41.4), Point(511, 52.1), Point(691, 71.9)]).BatchMost);   // 9,251, 9,808, 9,611 tok/s

    [Fact]
    public void Outside_it_there_is_no_answer()
    {
        var curve = MeasuredCurve.Of([Point(10, 8, 100, 400), Point(30, 12, 300, 500)]);
        foreach (double batch in new[] { 9.99, 30.01, 0, -1, double.NaN, double.PositiveInfinity })
        {
            Assert.False(curve.Within(batch));
            Assert.Throws<ArgumentOutOfRangeException>(() => curve.StepSeconds(batch));
            Assert.Null(curve.FirstTokenSeconds(batch));
            Assert.Null(curve.BoardWatts(batch));
        }
    }

    [Fact]
    public void What_was_measured_at_some_points_is_known_between_those()
    {
        var curve = MeasuredCurve.Of([Point(10, 8), Point(20, 9, ttftMs: 100), Point(40, 12), Point(60, 16, ttftMs: 300)]);
        Assert.Null(curve.FirstTokenSeconds(15));
        Assert.Equal(0.200, curve.FirstTokenSeconds(40)!.Value, 1e-12);
        Assert.Null(curve.BoardWatts(40));
    }

    [Fact]
    public void Unlike_points_make_no_curve()
    {
        Assert.Throws<ArgumentException>(() => MeasuredCurve.Of([]));
        Assert.Throws<ArgumentException>(() => MeasuredCurve.Of([Point(1, 5), Point(2, 6) with { Model = "qwen3-8b" }]));
        Assert.Throws<ArgumentException>(() => MeasuredCurve.Of([Point(1, 5), Point(2, 6) with { Cap = 500.Watts }]));
        Assert.Throws<ArgumentException>(() => MeasuredCurve.Of([Point(1, 5), Point(2, 6) with { WeightFormat = "int4" }]));
    }

    [Fact]
    public void Reading_a_curve_allocates_nothing()
    {
        var curve = MeasuredCurve.Of([Point(10, 8), Point(30, 12)]);
        double sum = curve.StepSeconds(11);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int k = 0; k < 1000; k++) sum += curve.StepSeconds(10 + k % 20);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(sum > 0);
    }

    private static readonly Gen<(MeasuredPoint[] Points, double[] Shares)> AnyPoints = Gen.Select(
        Gen.Select(Gen.Int[1, 600], Gen.Double[0.5, 300], Gen.Double[1, 9000].Nullable(), (batch, ms, first) => Point(batch, ms, first)).Array[1, 25],
        Gen.Double[0, 1].Array[2, 12]);

    private static double[] Batches(MeasuredCurve curve, double[] shares) =>
        [.. shares.Select(share => Math.Min(curve.BatchMost, curve.BatchLeast + share * (curve.BatchMost - curve.BatchLeast))).Order()];

    [Fact]
    public void More_sequences_are_never_faster_for_one_and_never_fewer_tokens_for_all() => AnyPoints.Sample((points, shares) =>
    {
        var curve = MeasuredCurve.Of(points);
        double[] batches = Batches(curve, shares);
        foreach ((double less, double more) in batches.Zip(batches.Skip(1)))
        {
            (double lessSeconds, double moreSeconds) = (curve.StepSeconds(less), curve.StepSeconds(more));
            Assert.True(moreSeconds >= lessSeconds * (1 - 1e-12));
            Assert.True(more / moreSeconds >= less / lessSeconds * (1 - 1e-12));
        }
    });

    [Fact]
    public void It_passes_through_the_points_it_keeps_and_none_of_the_others_beats_it() => AnyPoints.Sample((points, _) =>
    {
        var curve = MeasuredCurve.Of(points);
        Assert.All(curve.Frontier, kept => Assert.Equal(kept.TimePerToken.TotalSeconds, curve.StepSeconds(kept.Batch)));
        Assert.All(curve.Frontier, kept => Assert.Contains(kept, points));
        Assert.All(points, point => Assert.Contains(curve.Frontier, kept => kept.TimePerToken <= point.TimePerToken
            && kept.Batch / kept.TimePerToken.TotalSeconds >= point.Batch / point.TimePerToken.TotalSeconds));
    });

    [Fact]
    public void Between_neighbours_it_stays_between_their_values() => AnyPoints.Sample((points, shares) =>
    {
        var curve = MeasuredCurve.Of(points);
        foreach (double batch in Batches(curve, shares))
        {
            MeasuredPoint below = curve.Frontier.Last(point => point.Batch <= batch), above = curve.Frontier.First(point => point.Batch >= batch);
            double rounding = 1e-12 * above.TimePerToken.TotalSeconds;
            Assert.InRange(curve.StepSeconds(batch), below.TimePerToken.TotalSeconds - rounding, above.TimePerToken.TotalSeconds + rounding);
        }
    });

    [Fact]
    public void The_order_of_the_rows_does_not_matter() => AnyPoints.Sample((points, _) =>
        Assert.Equal(MeasuredCurve.Of(points).Frontier, MeasuredCurve.Of(points.Reverse()).Frontier));
}
