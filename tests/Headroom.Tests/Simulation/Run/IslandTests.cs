using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Simulation;
using Headroom.Sites;

namespace Headroom.Tests.Simulation;

/// <summary>Without the grid, and through its dips.</summary>
public sealed class IslandTests
{
    private static readonly StandingSite usual = new() { Serving = 12, Training = 8, Load = _ => 0.8, GridMost = 10.Megawatts, Length = 24.Minutes };
    private static readonly Scenario lost = new() { Name = "lost", GridLosses = [new(5.Minutes, 5.Minutes, null)] };

    /// <summary>Six dips of 0.25 to 0.40 pu, 42 to 66 ms, within 82 seconds, as on 2024-07-10.</summary>
    private static readonly Scenario dips = new()
    {
        Name = "dips",
        Dips = [.. Enumerable.Range(0, 6).Select(k => new VoltageDip((300 + 16.4 * k).Seconds, TimeSpan.FromMilliseconds(42 + 4.8 * k), 0.25 + 0.03 * k, 0.25))],
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Without_a_source_load_is_dropped_and_comes_back_once(bool smooths)
    {
        StandingSite site = usual with { Scenario = lost, Smooths = smooths };
        SimulationReport report = site.Report();
        Assert.True(report.Ceiling.Unserved > Energy.Zero);
        Assert.False(report.Kept("load"));
        Assert.InRange(report.Mean("IT", 6.Minutes, 10.Minutes), 0, 1e-6);
        Assert.Equal(0, report.Mean("import", 5.Minutes, 10.Minutes));
        Assert.Equal(1, report.Falls("IT"));
        Assert.True(report.Mean("IT", 22.Minutes, 24.Minutes) > 0.7 * report.Mean("IT", 1.Minutes, 5.Minutes), "it comes back");
        RunReading.Lawful(report, site);
    }

    [Fact]
    public void Racks_without_any_work_are_switched_off_too()
    {
        StandingSite site = usual with { Serving = 0, Training = 0, Spare = 5, Scenario = lost };
        SimulationReport report = site.Report();
        Assert.InRange(report.Mean("IT", 6.Minutes, 10.Minutes), 0, 1e-6);
        Assert.True(report.Mean("IT", 22.Minutes, 24.Minutes) > 0.9 * report.Mean("IT", 1.Minutes, 5.Minutes), "they come back");
        RunReading.Lawful(report, site);
    }

    [Fact]
    public void Enough_plants_of_its_own_carry_the_site()
    {
        StandingSite site = usual with { Scenario = lost, Plants = [(SupplyRunTests.Plant("turbine", 5.Minutes), 6.Megawatts, 0.5.Megawatts)] };
        SimulationReport report = site.Report(), sound = (site with { Scenario = null }).Report();
        Assert.Equal(0, report.Ceiling.Unserved.Joules);
        Assert.DoesNotContain(report.Happenings, one => one.What.Contains("switched off", StringComparison.Ordinal));
        Assert.InRange(report.Services[0].Served / sound.Services[0].Served, 0.999, 1.001);
        RunReading.Lawful(report, site);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void With_too_few_plants_part_of_the_load_goes_and_the_rest_is_served(bool smooths)
    {
        Power most = 0.75 * usual.Usual;
        StandingSite site = usual with { Scenario = lost, Smooths = smooths, Plants = [(SupplyRunTests.Plant("turbine", 5.Minutes), most, 0.2 * most)] };
        SimulationReport report = site.Report();
        Assert.InRange(report.Mean("draw", 6.Minutes, 10.Minutes) / most.Megawatts, 0.7, 1.001);
        Assert.Equal(0, report.Services[0].Shed.Tokens);
        Assert.InRange(report.Mean("IT", 22.Minutes, 24.Minutes) / report.Mean("IT", 1.Minutes, 5.Minutes), 0.8, 1.05);
        RunReading.Lawful(report, site);
    }

    [Fact]
    public void A_site_without_any_source_does_not_crash()
    {
        StandingSite site = usual with { GridMost = null };
        SimulationReport report = site.Report();
        Assert.Equal(0, report.Energy.Sources.Where(one => one.Name != "not served").Sum(one => one.Amount.Joules));
        RunReading.Lawful(report, site);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Six_dips_are_ridden_through_and_leave_nothing_behind(bool smooths)
    {
        StandingSite site = usual with { Smooths = smooths };
        SimulationReport sound = site.Report(), report = (site with { Scenario = dips }).Report();
        Assert.Equal(0, report.Ceiling.Unserved.Joules);
        Assert.Equal(0, report.Services[0].Lost().Tokens);
        Assert.InRange(report.Services[0].Served / sound.Services[0].Served, 0.998, 1.002);
        Assert.InRange(report.Training[0].Done / sound.Training[0].Done, 0.998, 1.002);
        RunReading.Lawful(report, site);
    }

    [Fact]
    public void Three_dips_within_a_minute_send_the_site_off_the_grid_and_it_comes_back()
    {
        StandingSite site = usual with { Scenario = dips, RideThrough = new(3, 60.Seconds) };
        SimulationReport report = site.Report();
        Assert.Contains(report.Happenings, one => one.What.Contains("leaves the grid", StringComparison.Ordinal));
        Assert.Equal(0, report.Mean("import", 336.Seconds, 9.Minutes));
        Assert.True(report.Mean("IT", 22.Minutes, 24.Minutes) > 0.7 * report.Mean("IT", 1.Minutes, 5.Minutes), "it comes back");
        Assert.Equal(1, report.Falls("IT"));
        RunReading.Lawful(report, site);
    }

    [Fact]
    public void Load_comes_back_in_its_stages()
    {
        StagedReturn staged = new(1.Minutes, 0.4 * usual.Usual, 8.Minutes);
        StandingSite site = usual with { Scenario = dips, RideThrough = new(3, 60.Seconds), Return = staged };
        SimulationReport report = site.Report();
        double stage = staged.Stage.Megawatts;
        double[] import = report.Column("import");
        // the third dip ends at 332.9 s; from a minute later on there is room, in which racks start for five minutes
        Assert.Equal(0, import[335..392].Max());
        // admission is right within half a per cent
        Assert.InRange(import[780..865].Max() / stage, 0.8, 1.005);
        Assert.InRange(import[880..1345].Max() / stage, 1.2, 2.01);
        Assert.True(report.Mean("IT", 23.Minutes, 24.Minutes) > 0.7 * report.Mean("IT", 1.Minutes, 5.Minutes), "it comes back");
        Assert.Single(report.Happenings, one => one.What.Contains("switched off", StringComparison.Ordinal));
        Assert.Single(report.Happenings, one => one.What.Contains("leaves the grid", StringComparison.Ordinal));
    }
}
