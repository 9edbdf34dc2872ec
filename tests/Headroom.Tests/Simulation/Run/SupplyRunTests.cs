using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Simulation;
using Headroom.Sites;

namespace Headroom.Tests.Simulation;

/// <summary>Batteries and plants beside the grid.</summary>
public sealed class SupplyRunTests
{
    private static readonly StandingSite usual = new() { Serving = 12, Training = 0, Load = _ => 0.8, GridMost = 10.Megawatts, Length = 20.Minutes };

    private static Scenario Cut(double share, TimeSpan hold) => new()
    {
        Name = "cut",
        Limits = [new() { Name = "cut", From = 5.Minutes, Hold = hold, BaselineShare = share }],
    };

    [Fact]
    public void A_battery_carries_a_short_limit()
    {
        StandingSite site = usual with { Battery = (1.Megawatts, 0.2.MegawattHours, 0.15.MegawattHours), Scenario = Cut(0.7, 3.Minutes) };
        SimulationReport report = site.Report(), without = (site with { Battery = null }).Report();
        Assert.True(report.Limits[0].Kept, $"{report.Limits[0].WorstExcess}");
        Assert.Equal(0, report.Services[0].Lost().Tokens);
        Assert.True(report.Batteries[0].Discharged > Energy.Zero);
        Assert.True(without.Services[0].Lost() > TokenCount.Zero, "without it users lose");
        RunReading.Lawful(report, site);
    }

    [Theory]
    [InlineData(0.02, 20)]
    [InlineData(0.05, 60)]
    public void What_is_stored_never_leaves_its_bounds(double storedMegawattHours, int seconds)
    {
        StandingSite site = usual with
        {
            Battery = (2.Megawatts, 0.05.MegawattHours, storedMegawattHours.MegawattHours),
            Step = seconds.Seconds,
            Scenario = Cut(0.6, 10.Minutes),
        };
        RunReading.Lawful(site.Report(), site);
    }

    [Fact]
    public void A_battery_that_fails_gives_nothing()
    {
        Failure failure = new(FailureKind.Battery, 0.Minutes, null, 1, "battery");
        StandingSite site = usual with
        {
            Battery = (1.Megawatts, 0.2.MegawattHours, 0.15.MegawattHours),
            Scenario = Cut(0.7, 3.Minutes) with { Failures = [failure] },
        };
        Assert.Equal(0, site.Report().Batteries[0].Discharged.Joules);
    }

    [Fact]
    public void A_planned_plant_starts_in_time()
    {
        StandingSite site = usual with
        {
            Plants = [(Plant("turbine", 5.Minutes), 1.Megawatts, 0.5.Megawatts)],
            PlantHours = t => t == 0 ? 0 : 1,
            Length = 90.Minutes,
            Step = 10.Seconds,
        };
        SimulationReport report = site.Report();
        Assert.Equal(1, report.Generators[0].Starts);
        // hours pass over a quarter of an hour, half before and half after the edge
        Assert.InRange(report.Mean("turbine", 0.Minutes, 52.Minutes), 0, 0);
        Assert.InRange(report.Mean("turbine", 68.Minutes, 90.Minutes), 0.499, 0.501);
        Assert.InRange(report.Plan.Single(one => one.Name == "turbine").DifferenceFraction ?? 1, -0.02, 0.02);
    }

    [Fact]
    public void A_plant_on_standby_needs_its_start_time()
    {
        StandingSite site = usual with
        {
            Plants = [(Plant("diesel", 2.Minutes), 4.Megawatts, 0.Megawatts)],
            Scenario = new() { Name = "lost", GridLosses = [new(5.Minutes, 10.Minutes, null)] },
        };
        SimulationReport report = site.Report();
        double[] fed = report.Column("diesel");
        Assert.All(fed[..(7 * 60 - 1)], one => Assert.Equal(0, one));
        Assert.True(fed[(8 * 60)..(14 * 60)].Max() > 0.2, "it feeds the racks that came back");
        Assert.Equal(1, report.Generators[0].Starts);
    }

    [Fact]
    public void A_plant_that_fails_feeds_nothing_and_comes_back()
    {
        StandingSite site = usual with
        {
            Plants = [(Plant("turbine", 1.Minutes) with { LargestUnit = 1.Megawatts }, 1.Megawatts, 0.5.Megawatts)],
            Scenario = new() { Name = "failure", Failures = [new(FailureKind.Generator, 5.Minutes, 5.Minutes, 1, "turbine")] },
        };
        SimulationReport report = site.Report();
        Assert.InRange(report.Mean("turbine", 1.Minutes, 5.Minutes), 0.499, 0.501);
        Assert.Equal(0, report.Mean("turbine", 5.Minutes, 10.Minutes));
        Assert.InRange(report.Mean("turbine", 12.Minutes, 20.Minutes), 0.499, 0.501);
        Assert.Equal(0, report.Ceiling.Unserved.Joules);
        RunReading.Lawful(report, site);
    }

    [Fact]
    public void Two_failures_of_one_plant_take_two_units()
    {
        Failure one = new(FailureKind.Generator, 5.Minutes, null, 1, "engines");
        StandingSite site = usual with
        {
            Plants = [(Plant("engines", 0.Minutes) with { LargestUnit = 0.25.Megawatts }, 1.Megawatts, 1.Megawatts)],
            Scenario = new() { Name = "failures", Failures = [one, one with { From = 8.Minutes }] },
        };
        SimulationReport report = site.Report();
        Assert.InRange(report.Mean("engines", 6.Minutes, 8.Minutes), 0.749, 0.751);
        Assert.InRange(report.Mean("engines", 9.Minutes, 20.Minutes), 0.499, 0.501);
    }

    [Fact]
    public void Surplus_is_curtailed()
    {
        Generator sun = Plant("sun", 0.Minutes) with { Kind = GeneratorKind.Solar, HeatRate = default };
        StandingSite site = usual with { Plants = [(sun, 5.Megawatts, 4.Megawatts)] };
        SimulationReport report = site.Report();
        Assert.InRange(report.Energy.Uses.Of("export").Joules, 0, 1);
        Assert.InRange(report.Energy.Sources.Of("sun") / report.Energy.Draw, 1 - 1e-9, 1 + 1e-9);
        RunReading.Lawful(report, site);
    }

    [Fact]
    public void What_a_plant_at_its_least_feeds_beyond_the_draw_is_booked()
    {
        Generator reactive = Plant("engine", 0.Minutes) with { MinimumLoadFraction = 0.5 };
        StandingSite site = usual with { GridMost = null, Plants = [(reactive, 8.Megawatts, 4.Megawatts)] };
        RunReading.Lawful(site.Report(), site);
    }

    internal static Generator Plant(string name, TimeSpan start) => new()
    {
        Name = name,
        Kind = GeneratorKind.GasEngine,
        Size = Sizing<Power>.Fixed(1.Megawatts),
        HeatRate = HeatRate.FromSi(2.5),
        AvailableFraction = [.. Enumerable.Repeat(1.0, 8760)],
        StartTime = start,
    };
}
