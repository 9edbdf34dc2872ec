using CsCheck;
using Headroom.Control;
using Headroom.Quantities;
using Headroom.Simulation;

namespace Headroom.Tests.Simulation.Work;

public sealed class SheddingTests
{
    static (double[] Allowed, SheddingDepth Depth) Divide(double budget, params (double Asked, int Tier, double Cost)[] services)
    {
        var allowed = new TokenRate[services.Length];
        SheddingDepth depth = Shedding.Divide([.. services.Select(s => s.Asked.TokensPerSecond)], [.. services.Select(s => s.Tier)],
            [.. services.Select(s => s.Cost)], budget, allowed);
        return ([.. allowed.Select(a => a.TokensPerSecond)], depth);
    }

    [Theory]
    [InlineData(400, new double[] { 100, 100, 100, 100 }, SheddingDepth.None)]
    [InlineData(370, new double[] { 100, 100, 100, 70 }, SheddingDepth.Promised)]
    [InlineData(335, new double[] { 100, 100, 85, 50 }, SheddingDepth.Promised)]
    [InlineData(320, new double[] { 100, 95, 75, 50 }, SheddingDepth.Promised)]
    [InlineData(300, new double[] { 100, 90, 75, 35 }, SheddingDepth.BeyondPromise)]
    [InlineData(150, new double[] { 100, 50, 0, 0 }, SheddingDepth.BeyondPromise)]
    [InlineData(60, new double[] { 60, 0, 0, 0 }, SheddingDepth.Untouchable)]
    public void Tier_3_gives_first_and_tier_0_last(double budget, double[] expected, SheddingDepth depth)
    {
        (double[] allowed, SheddingDepth was) = Divide(budget, (100, 0, 1), (100, 1, 1), (100, 2, 1), (100, 3, 1));
        for (int i = 0; i < 4; i++) Assert.Equal(expected[i], allowed[i], 1e-9);
        Assert.Equal(depth, was);
    }

    [Fact]
    public void Work_that_may_wait_gives_before_any_tier()
    {
        (double[] allowed, SheddingDepth depth) = Divide(130, (100, Shedding.MayWait, 1), (100, 3, 1));
        Assert.Equal([30, 100], allowed);
        Assert.Equal(SheddingDepth.Promised, depth);
        (allowed, _) = Divide(80, (100, Shedding.MayWait, 1), (100, 3, 1));
        Assert.Equal([0, 80], allowed);
    }

    [Fact]
    public void The_budget_is_kept_and_used_and_no_promise_broken_without_need() => Gen.Select(
        Gen.Select(Gen.Double[0, 100], Gen.Int[0, 3], Gen.Double[0.1, 5]).Array[1, 8], Gen.Double[0, 1.2]).Sample((services, share) =>
    {
        double full = services.Sum(s => s.Item1 * s.Item3), budget = share * full;
        (double[] allowed, SheddingDepth depth) = Divide(budget, services);
        double used = services.Select((s, i) => allowed[i] * s.Item3).Sum();
        Assert.Equal(Math.Min(budget, full), used, 1e-6 * full + 1e-9);
        for (int i = 0; i < services.Length; i++)
        {
            Assert.InRange(allowed[i], 0, services[i].Item1);
            double promised = Headroom.Workloads.Service.FlexibleFraction(services[i].Item2);
            if (depth <= SheddingDepth.Promised) Assert.True(allowed[i] >= (1 - promised) * services[i].Item1 - 1e-9);
            if (depth < SheddingDepth.Untouchable && services[i].Item2 == 0) Assert.Equal(services[i].Item1, allowed[i]);
        }
    });
}
