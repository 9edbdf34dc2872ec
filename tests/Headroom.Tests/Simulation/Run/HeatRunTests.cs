using Headroom.Cooling;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Simulation;

namespace Headroom.Tests.Simulation;

/// <summary>Leaks, failed cooling and hot days.</summary>
public sealed class HeatRunTests
{
    private static readonly StandingSite usual = new() { Serving = 8, Training = 8, Load = _ => 0.9, GridMost = 10.Megawatts, Length = 24.Minutes };

    private static Scenario Fails(FailureKind kind, int count, TimeSpan from, TimeSpan? length) =>
        new() { Name = "failure", Failures = [new(kind, from, length, count, null)] };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_leak_isolates_its_racks_and_no_others(bool smooths)
    {
        StandingSite site = usual with { Smooths = smooths, RampLimit = smooths ? 0.5.MegawattsPerMinute : null, Scenario = Fails(FailureKind.RackLeak, 3, 5.Minutes, 8.Minutes) };
        RowRecorder rows = new();
        SimulationReport report = site.Report(rows);
        for (int minute = 5; minute < 13; minute++)
            for (int row = 0; row < 16; row++)
                Assert.True(row < 3 ? rows.DrawnWatts[minute][row] == 0 : rows.DrawnWatts[minute][row] > 0, $"minute {minute}, row {row}: {rows.DrawnWatts[minute][row]} W");
        Assert.All(rows.DrawnWatts[15][..3], watts => Assert.True(watts > 0, "repaired racks draw again"));
        RunReading.Lawful(report, site);
    }

    [Fact]
    public void Two_leaks_isolate_as_many_racks_as_both()
    {
        Failure leak = new(FailureKind.RackLeak, 5.Minutes, null, 2, null);
        RowRecorder rows = new();
        (usual with { Length = 10.Minutes, Scenario = new() { Name = "leaks", Failures = [leak, leak with { From = 7.Minutes, Count = 3 }] } }).Report(rows);
        Assert.Equal(2, rows.DrawnWatts[6].Count(watts => watts == 0));
        Assert.Equal(5, rows.DrawnWatts[8].Count(watts => watts == 0));
    }

    [Fact]
    public void Without_pumps_racks_warm_up_and_throttle_until_they_are_repaired()
    {
        StandingSite site = usual with { Scenario = Fails(FailureKind.Pump, 100, 5.Minutes, 6.Minutes) };
        RowRecorder rows = new();
        SimulationReport report = site.Report(rows), sound = usual.Report();
        Assert.True(report.Heat.WarmestCoolant > sound.Heat.WarmestCoolant, $"{report.Heat.WarmestCoolant}");
        Assert.True(report.Heat.ThrottledRackHours > 0, $"{report.Heat}");
        Assert.All(rows.AllowedFraction[..5].SelectMany(one => one), one => Assert.Equal(1, one));
        Assert.All(rows.AllowedFraction[22..].SelectMany(one => one), one => Assert.Equal(1, one));
        Assert.InRange(report.Mean("IT", 22.Minutes, 24.Minutes) / sound.Mean("IT", 22.Minutes, 24.Minutes), 0.95, 1.1);
        RunReading.Lawful(report, site);
    }

    [Fact]
    public void A_failed_chiller_is_felt_on_a_hot_day_only()
    {
        StandingSite hot = usual with { DryBulb = 38.DegreesCelsius, Cooling = new(CoolingKind.DirectLiquid, 30.DegreesCelsius, Rejection.Chiller) };
        SimulationReport sound = hot.Report(), report = (hot with { Scenario = Fails(FailureKind.Chiller, 100, 5.Minutes, 5.Minutes) }).Report();
        Assert.True(report.Heat.WarmestLoop > sound.Heat.WarmestLoop, $"{report.Heat.WarmestLoop} {sound.Heat.WarmestLoop}");
        RunReading.Lawful(report, hot);
        SimulationReport cool = usual.Report(), without = (usual with { Scenario = Fails(FailureKind.Chiller, 100, 5.Minutes, 5.Minutes) }).Report();
        Assert.InRange(without.Heat.WarmestLoop.Kelvin - cool.Heat.WarmestLoop.Kelvin, -0.01, 0.5);
    }

    /// <summary>Left alone, the same coolant reaches 54 °C and its racks throttle themselves for 5.6 rack-hours.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Work_gives_way_before_coolant_that_warms_slowly_throttles_its_racks(int seconds)
    {
        StandingSite hot = usual with
        {
            DryBulb = 40.DegreesCelsius,
            Cooling = new(CoolingKind.DirectLiquid, 30.DegreesCelsius, Rejection.Chiller),
            Length = 1.Hours,
            Step = seconds.Seconds,
            Scenario = Fails(FailureKind.Chiller, 2, 5.Minutes, 40.Minutes),
        };
        SimulationReport report = hot.Report();
        Assert.InRange(report.Heat.WarmestCoolant.Celsius, 48, 52);
        Assert.Equal(0, report.Heat.ThrottledRackHours);
        RunReading.Lawful(report, hot);
    }

    [Fact]
    public void What_fails_as_the_run_begins_has_not_failed_for_hours()
    {
        SimulationReport report = (usual with { Length = 2.Minutes, Scenario = Fails(FailureKind.Pump, 100, 0.Minutes, null) }).Report(), sound = (usual with { Length = 2.Minutes }).Report();
        Assert.InRange(report.Column("warmest coolant")[0] - sound.Column("warmest coolant")[0], 0, 3);
    }

    [Fact]
    public void A_heat_wave_raises_cooling_power_and_water()
    {
        HeatWave wave = new(0.Minutes, 2.Hours, 15.Kelvin, 8.Kelvin, WindowShape.Flat);
        StandingSite site = usual with { DryBulb = 25.DegreesCelsius, Cooling = new(CoolingKind.DirectLiquid, 30.DegreesCelsius, Rejection.Adiabatic), Length = 1.Hours, Step = 10.Seconds };
        SimulationReport sound = site.Report(), hot = (site with { Scenario = new() { Name = "wave", HeatWaves = [wave] } }).Report();
        Assert.True(hot.Energy.Uses.Of("cooling") > 1.05 * sound.Energy.Uses.Of("cooling"));
        Assert.True(hot.Water.Total > sound.Water.Total, $"{hot.Water.Total} {sound.Water.Total}");
        RunReading.Lawful(hot, site);
    }
}
