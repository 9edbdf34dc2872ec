using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Tests.Control.Policies;

/// <summary>What is let in while room is short and work waits: two services of 1,000 tokens/s at 10 kJ each, and a ceiling that leaves 15 of their 20 MW.</summary>
public sealed class DrainingTests
{
    private static double[] Allowed(double ceilingMegawatts, double waiting, bool mayWait = false)
    {
        Observation seen = new(2, 0, 0, 0)
        {
            Step = TimeSpan.FromSeconds(1),
            CeilingNow = ceilingMegawatts.Megawatts,
            CeilingAhead = ceilingMegawatts.Megawatts,
            CeilingLater = ceilingMegawatts.Megawatts,
            CeilingSoon = ceilingMegawatts.Megawatts,
            Import = ceilingMegawatts.Megawatts,
            Idle = 10.Megawatts,
            Services = { [0] = Service(0, 0), [1] = Service(3, waiting) with { MayWait = mayWait } },
        };
        Orders orders = new(2, 0, 0, 0);
        orders.Begin();
        new HeadroomPolicy(0).Decide(seen, orders);
        return [.. orders.Allowed.Select(one => one?.TokensPerSecond ?? double.PositiveInfinity)];
    }

    private static ServiceNeed Service(int tier, double waiting) => new(tier, 1000.TokensPerSecond, null, 1e4, 1000.TokensPerSecond, 10.Megawatts)
    {
        Full = 10.Megawatts,
        Enforced = 10.Megawatts,
        WeightFactor = 1,
        Waiting = waiting.Tokens,
    };

    [Theory]
    [InlineData(0, 500)]
    [InlineData(2000, 300)]            // a tenth of what stands is taken off each second
    [InlineData(4999, 0.1)]
    [InlineData(6000, 0)]
    public void A_queue_that_stands_is_drained_within_ten_seconds_before_more_is_let_in(double waiting, double allowed)
    {
        double[] all = Allowed(25, waiting);
        Assert.Equal(allowed, all[1], 1e-6);
        Assert.True(all[0] >= 1000, $"{all[0]}: whoever loses nothing is let in whole");
    }

    [Fact]
    public void Work_that_may_wait_does_not_hurry_for_what_waits() => Assert.Equal(500, Allowed(25, 2000, mayWait: true)[1], 1e-6);

    [Fact]
    public void Where_room_is_enough_a_queue_keeps_nobody_out() => Assert.True(Allowed(31, 2000)[1] >= 1000);
}
