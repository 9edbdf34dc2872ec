using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Tests.Control.Policies;

/// <summary>What each policy to compare with orders, beat by beat, on a site of a tier-0 service, a tier-3 service and a run that may pause.</summary>
public sealed class PolicyTests
{
    private static Observation Seen(double ceilingMegawatts, double now = 0) => new(2, 1, 0, 0)
    {
        Now = TimeSpan.FromSeconds(now),
        Step = TimeSpan.FromSeconds(1),
        CeilingNow = ceilingMegawatts.Megawatts,
        CeilingAhead = ceilingMegawatts.Megawatts,
        CeilingLater = ceilingMegawatts.Megawatts,
        CeilingSoon = ceilingMegawatts.Megawatts,
        Import = 40.Megawatts,
        Idle = 10.Megawatts,
        Services = { [0] = Service(0), [1] = Service(3) },
        Runs = { [0] = new(true, 10.Megawatts, 10.Megawatts, 10.Megawatts, true) },
    };

    private static ServiceNeed Service(int tier) =>
        new(tier, TokenRate.FromSi(1000), null, 1e4, TokenRate.FromSi(1000), 10.Megawatts) { Full = 10.Megawatts, Enforced = 10.Megawatts };

    private static Orders Decide(IPolicy policy, Observation seen, Orders? orders = null)
    {
        orders ??= new(2, 1, 0, 0);
        orders.Begin();
        policy.Decide(seen, orders);
        return orders;
    }

    [Theory]
    [InlineData(40, 1)]
    [InlineData(25, 0.5)]
    [InlineData(19, 0.3)]
    public void A_uniform_cap_is_the_same_for_all_and_fits_the_worst_case(double ceiling, double share)
    {
        Orders orders = Decide(new UniformCap(0), Seen(ceiling));
        Assert.Equal([share, share], orders.SlowFraction, (a, b) => Math.Abs(a - b) < 0.0101);
        Assert.Equal(10 * share, orders.RunMost[0].Megawatts, 0.11);
        Assert.True(10 + 10 * (orders.SlowFraction[0] + orders.SlowFraction[1]) + orders.RunMost[0].Megawatts <= ceiling + 1e-9);
    }

    [Fact]
    public void Power_is_stolen_from_the_least_important_first()
    {
        Orders orders = Decide(new StealGiveback(0), Seen(34.5));
        Assert.Equal([1.0, 1.0], orders.SlowFraction);
        Assert.Equal(4, orders.RunMost[0].Megawatts, 1e-9);
        orders = Decide(new StealGiveback(0), Seen(27));
        Assert.True(orders.Pause[0]);
        Assert.Equal([1.0, 0.7], orders.SlowFraction, (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void It_is_given_back_at_once_if_all_fits_and_only_after_a_while()
    {
        var policy = new StealGiveback(0);
        Orders orders = Decide(policy, Seen(27));
        Decide(policy, Seen(100, now: 10), orders);
        Assert.Equal(0.7, orders.SlowFraction[1], 1e-9);
        Decide(policy, Seen(100, now: 31), orders);
        Assert.Equal([1.0, 1.0], orders.SlowFraction);
        Assert.Equal(10, orders.RunMost[0].Megawatts, 1e-9);
        Assert.False(orders.Pause[0]);
    }

    [Fact]
    public void What_does_not_fit_at_once_comes_back_tier_by_tier()
    {
        var policy = new StealGiveback(0);
        Orders orders = Decide(policy, Seen(27));
        Decide(policy, Seen(29, now: 31), orders);
        Assert.Equal(0.8, orders.SlowFraction[1], 1e-9);
        Assert.Equal(0, orders.RunMost[0].Megawatts, 1e-9);
    }

    [Fact]
    public void The_first_threshold_caps_low_priority_and_the_second_high_priority_too()
    {
        Orders low = Decide(new Polca(), Seen(40 / 0.92)), high = Decide(new Polca(), Seen(40 / 0.97)), none = Decide(new Polca(), Seen(80));
        Assert.Equal([1, Polca.LowAtFirst], low.SlowFraction);
        Assert.Equal([Polca.HighAtSecond, Polca.LowAtSecond], high.SlowFraction);
        Assert.Equal([1.0, 1.0], none.SlowFraction);
        Assert.Equal(10 * Polca.LowAtFirst, low.RunMost[0].Megawatts, 1e-9);
    }

    [Fact]
    public void A_threshold_lets_go_only_below_its_band_and_after_a_while()
    {
        var policy = new Polca();
        Decide(policy, Seen(40 / 0.92));
        Decide(policy, Seen(40 / 0.87, now: 100));         // within the band
        Assert.Equal(1, policy.Passed);
        Decide(policy, Seen(40 / 0.80, now: 159));
        Assert.Equal(1, policy.Passed);
        Decide(policy, Seen(40 / 0.80, now: 160));
        Assert.Equal(0, policy.Passed);
    }

    [Theory]
    [InlineData(50, false)]
    [InlineData(51, true)]
    public void Price_alone_says_whether_training_runs_and_a_limit_says_nothing(double price, bool rests)
    {
        Observation seen = Seen(5);
        (seen.Price, seen.PriceMean) = (price.DollarsPerMegawattHour, 50.DollarsPerMegawattHour);
        Orders orders = Decide(new PriceOnly(), seen);
        Assert.Equal(rests, orders.Pause[0]);
        Assert.Equal(rests ? 0 : 10, orders.RunMost[0].Megawatts, 1e-9);
        Assert.Equal([1.0, 1.0], orders.SlowFraction);
    }

    [Fact]
    public void Every_policy_has_a_name_of_its_own_and_can_be_made()
    {
        Assert.Equal(Headroom.Control.Policies.Known.Count, Headroom.Control.Policies.Known.Select(one => one.Name).Distinct().Count());
        foreach (PolicyKind kind in Headroom.Control.Policies.Known)
        {
            Decide(kind.Make(0.003), Seen(30));
            Assert.Same(kind, Headroom.Control.Policies.Find(kind.Name));
        }
        Assert.Null(Headroom.Control.Policies.Find("none"));
    }
}
