using Headroom.Control;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Simulation;

namespace Headroom.Tests.Simulation;

/// <summary>What a firm limit does to the work under it.</summary>
public sealed class CeilingTests
{
    private static readonly StandingSite usual = new() { Serving = 12, Training = 12, Load = _ => 0.8, GridMost = 10.Megawatts, Length = 24.Minutes };

    private static readonly ServingPart[] tiers = [new("never", 0, 0.25), new("little", 1, 0.25), new("some", 2, 0.25), new("half", 3, 0.25)];

    private static Scenario Cut(double share, TimeSpan ramp, TimeSpan hold) => new()
    {
        Name = "cut",
        Limits = [new() { Name = "cut", From = 5.Minutes, Hold = hold, Notice = 10.Minutes, BaselineShare = share, Ramp = new(ramp, ramp, RampAnchor.Starts, null) }],
    };

    private static SimulationReport Held(double share, bool trains) => (usual with
    {
        Training = trains ? 4 : 0,
        Services = tiers,
        Scenario = Cut(share, 2.Minutes, 15.Minutes),
    }).Report();

    private static double[] LostFractions(SimulationReport report) => [.. report.Services.OrderBy(one => one.Tier).Select(one => one.LostFraction)];

    [Fact]
    public void Training_follows_a_ramp_and_users_lose_nothing()
    {
        SimulationReport free = usual.Report(), held = (usual with { Scenario = Cut(0.75, 5.Minutes, 5.Minutes) }).Report();
        LimitFigure limit = Assert.Single(held.Limits);
        Assert.True(limit.Kept, $"{limit.WorstExcess} above for {limit.LongestAbove}");
        Assert.Equal(0, held.Services[0].Lost().Tokens);
        Assert.InRange(held.Services[0].Served / free.Services[0].Served, 0.99, 1.01);
        Assert.True(held.Training[0].It < 0.9 * free.Training[0].It, "training gives");
        Assert.InRange(held.Mean("import", 12.Minutes, 15.Minutes) / usual.Usual.Megawatts, 0.65, 0.75);
        Assert.InRange(held.Mean("import", 22.Minutes, 24.Minutes) / free.Mean("import", 22.Minutes, 24.Minutes), 0.95, 1.01);
    }

    [Theory]
    [InlineData(0.8)]
    [InlineData(0.7)]
    [InlineData(0.6)]
    [InlineData(0.5)]
    public void Below_what_training_can_give_tiers_give_in_their_order(double share)
    {
        SimulationReport held = Held(share, trains: true);
        double[] lost = LostFractions(held);
        for (int tier = 1; tier <= 3; tier++) Assert.True(lost[tier] >= lost[tier - 1] - 1e-3, string.Join(", ", lost));
        if (lost[0] > 0) Assert.True(lost[1] > 0.3, $"tier 0 gives last: {string.Join(", ", lost)}");
        Assert.True(held.Limits[0].Kept, $"{held.Limits[0].WorstExcess} above for {held.Limits[0].LongestAbove}");
    }

    [Fact]
    public void A_deep_cut_takes_much_from_tier_three_and_nothing_from_tier_zero()
    {
        double[] lost = LostFractions(Held(0.75, trains: false));
        Assert.Equal(0, lost[0]);
        Assert.InRange(lost[3], 0.02, 1);
    }

    [Fact]
    public void Tier_zero_gives_when_nothing_else_is_left()
    {
        StandingSite site = usual with { Training = 0, Services = tiers };
        double share = 1.02 * site.Idling / site.Usual;
        double[] lost = LostFractions((site with { Scenario = Cut(share, 2.Minutes, 15.Minutes) }).Report());
        Assert.All(lost, one => Assert.InRange(one, 0.1, 1));
    }

    [Fact]
    public void Work_comes_back_within_the_ramp()
    {
        StandingSite site = usual with { RampLimit = 0.2.MegawattsPerMinute, IsSteady = true, Scenario = Cut(0.8, 0.Minutes, 5.Minutes) };
        SimulationReport report = site.Report();
        Assert.True(report.Limits[0].Kept, $"{report.Limits[0].WorstExcess}");
        Assert.True(report.Ramps.WorstRise <= 1.001 * 0.2.Megawatts, $"{report.Ramps.WorstRise}");
        Assert.True(report.Column("import")[^1] > 0.9 * site.Usual.Megawatts, "it comes back");
    }

    [Fact]
    public void A_limit_below_idle_that_is_announced_is_kept_and_racks_go_off_and_stay_off()
    {
        StandingSite site = usual with { Length = 24.Minutes };
        double share = 0.5 * site.Idling / site.Usual;
        SimulationReport report = (site with { Scenario = Cut(share, 0.Minutes, 19.Minutes) }).Report();
        Assert.True(report.Limits[0].Kept);
        Assert.True(report.Kept("limits"));
        Assert.Contains(report.Happenings, one => one.What.Contains("switched off", StringComparison.Ordinal));
        double level = share * site.Usual.Megawatts;
        int above = report.Column("import").Skip(8 * 60).Count(one => one > 1.001 * level);
        Assert.Equal(0, above);
        RunReading.Lawful(report, site);
    }

    [Fact]
    public void A_limit_below_idle_binds_from_the_first_minute_on()
    {
        Scenario cut = new() { Name = "cut", Limits = [new() { Name = "cut", From = 30.Seconds, BaselineShare = 0.5 * usual.Idling / usual.Usual }] };
        SimulationReport report = (usual with { Scenario = cut, Length = 5.Minutes }).Report();
        Assert.True(report.Mean("import", 4.Minutes, 5.Minutes) <= 1.001 * report.Mean("ceiling", 4.Minutes, 5.Minutes));
    }

    [Fact]
    public void Racks_that_a_limit_switched_off_come_back_after_it()
    {
        StandingSite site = usual with { Length = 24.Minutes };
        double share = 0.5 * site.Idling / site.Usual;
        SimulationReport report = (site with { Scenario = Cut(share, 0.Minutes, 5.Minutes) }).Report();
        Assert.True(report.Mean("IT", 22.Minutes, 24.Minutes) > 0.6 * report.Mean("IT", 1.Minutes, 4.Minutes), "racks are on again");
    }
}
