using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Simulation;
using Headroom.Workloads;

namespace Headroom.Tests.Simulation;

/// <summary>How fast a site may change, and what softens it.</summary>
public sealed class RampRunTests
{
    private static readonly Ramp limit = 0.3.MegawattsPerMinute;
    private static readonly StandingSite usual = new() { Serving = 8, Training = 12, Load = _ => 0.7, GridMost = 10.Megawatts, RampLimit = limit, Length = 24.Minutes };

    /// <summary>A job that fails every five minutes in the mean.</summary>
    private static readonly TrainingRun frail = StandingSite.Job("run") with { FailuresPerAcceleratorHour = 0.02 };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Training_that_starts_again_climbs_within_the_ramp(bool smooths)
    {
        Scenario restart = new() { Name = "restart", Restarts = [new(6.Minutes, 4.Minutes, [], null)] };
        // a steady run smooths nothing
        StandingSite site = usual with { Scenario = restart, Smooths = smooths, IsSteady = !smooths };
        SimulationReport report = site.Report();
        Assert.True(report.Training[0].Paused > 3.Minutes, "it stood");
        double[] import = report.Column("import");
        for (int k = 6 * 60; k + 60 < import.Length; k++)
            Assert.True(import[k + 60] - import[k] <= 1.001 * 0.3, $"rises by {import[k + 60] - import[k]} MW in the minute from {k} s");
        Assert.True(report.Mean("import", 22.Minutes, 24.Minutes) > 0.85 * report.Mean("import", 0.Minutes, 1.Minutes), "it comes back");
        if (smooths) Assert.True(report.Ramps.Kept, $"{report.Ramps}");
        else Assert.False(report.Ramps.Kept, "a standstill is a step");
    }

    [Fact]
    public void A_restart_may_bring_its_own_ramp()
    {
        Scenario restart = new() { Name = "restart", Restarts = [new(6.Minutes, 4.Minutes, ["run"], 0.1.MegawattsPerMinute)] };
        SimulationReport report = (usual with { Scenario = restart, IsSteady = true, RampLimit = null, Length = 20.Minutes }).Report();
        double[] import = report.Column("import");
        for (int k = 6 * 60; k + 60 < import.Length; k++)
            Assert.True(import[k + 60] - import[k] <= 1.001 * 0.1, $"rises by {import[k + 60] - import[k]} MW in the minute from {k} s");
        Assert.Equal(0.1, report.Ramps.Limit!.Value.Megawatts, 6);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Load_comes_back_to_the_grid_within_the_ramp(bool smooths)
    {
        Scenario lost = new() { Name = "lost", GridLosses = [new(2.Minutes, 2.Minutes, null)] };
        SimulationReport report = (usual with { Scenario = lost, IsSteady = !smooths, Smooths = smooths }).Report();
        double[] import = report.Column("import");
        double worst = Enumerable.Range(4 * 60, import.Length - 5 * 60).Max(k => import[k + 60] - import[k]);
        Assert.True(worst <= 1.001 * 0.3, $"rises by {worst} MW in a minute");
        Assert.True(import[^1] > 0.7 * import[60], $"it comes back: {import[^1]} of {import[60]} MW");
    }

    [Fact]
    public void A_failing_job_keeps_the_ramp_with_smoothing_and_breaks_it_without()
    {
        SimulationReport plain = (usual with { Run = frail }).Report(), smooth = (usual with { Run = frail, Smooths = true }).Report();
        Assert.True(plain.Training[0].Failures > 0 && smooth.Training[0].Failures > 0, "it fails");
        Assert.False(plain.Ramps.Kept, $"{plain.Ramps}");
        Assert.True(smooth.Ramps.Kept, $"{smooth.Ramps}");
    }
}
