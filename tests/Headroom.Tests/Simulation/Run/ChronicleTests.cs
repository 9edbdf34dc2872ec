using Headroom.Control;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Simulation;
using Headroom.Workloads;

namespace Headroom.Tests.Simulation;

/// <summary>What a run tells of its events, and how it judges training that failures and limits hold up.</summary>
public sealed class ChronicleTests
{
    private static readonly StandingSite usual = new() { Serving = 8, Training = 8, Load = _ => 0.6, GridMost = 10.Megawatts, Length = 20.Minutes };

    private static readonly Scenario dip = new() { Name = "dip", Dips = [new(5.Minutes, TimeSpan.FromMilliseconds(50), 0.3, 0.3)] };

    private static Scenario Cut(double share) => new()
    {
        Name = "cut",
        Limits = [new() { Name = "cut", From = 5.Minutes, Hold = 10.Minutes, Notice = 5.Minutes, BaselineShare = share, Ramp = new(2.Minutes, 2.Minutes, RampAnchor.Starts, null) }],
    };

    private static CheckFigure Check(SimulationReport report, string what) => report.Checks.Single(one => one.What == what);

    [Fact]
    public void Events_are_told_when_they_come_and_when_they_end()
    {
        SimulationReport report = (usual with { Scenario = Cut(0.8) with { Dips = dip.Dips } }).Report();
        Assert.Contains(new HappeningFigure(5.Minutes, "voltage dips to 0.3 pu for 50 ms"), report.Happenings);
        Assert.Contains(report.Happenings, one => one.At == 5.Minutes && one.What.StartsWith("\"cut\" begins: from ", StringComparison.Ordinal));
        Assert.Contains(report.Happenings, one => one.At == 17.Minutes && one.What == "\"cut\" begins to end");
        Assert.Equal(report.Happenings.OrderBy(one => one.At), report.Happenings);
        Assert.DoesNotContain(report.Checks, one => one.What == "scenario");
    }

    [Fact]
    public void An_event_after_the_end_leaves_the_answer_open()
    {
        SimulationReport report = (usual with { Scenario = dip, Length = 4.Minutes }).Report();
        Assert.Null(Check(report, "scenario").Kept);
        Assert.Empty(report.Happenings);
    }

    [Fact]
    public void A_restart_without_training_leaves_the_answer_open()
    {
        Scenario restart = new() { Name = "restart", Restarts = [new(6.Minutes, 4.Minutes, [], null)] };
        Assert.Null(Check((usual with { Training = 0, Scenario = restart }).Report(), "scenario").Kept);
        Assert.DoesNotContain((usual with { Scenario = restart }).Report().Checks, one => one.What == "scenario");
    }

    [Fact]
    public void What_failures_take_from_training_is_told_and_is_no_fault_of_the_site()
    {
        SimulationReport report = (usual with { Run = StandingSite.Job("run") with { FailuresPerAcceleratorHour = 0.02 }, Length = 2.Hours }).Report();
        TrainedFigure run = report.Training[0];
        Assert.True(run.Failures > 3, $"{run.Failures} failures");
        Assert.True(run.Done < 0.9 * run.Planned, $"{run.Done} of {run.Planned}");
        Assert.InRange(run.Done / run.Planned / (run.GoodputFraction / run.PlannedGoodputFraction), 0.95, 1.05);
        Assert.Null(Check(report, "training").Kept);
    }

    [Theory]
    [InlineData(true, null)]
    [InlineData(false, false)]
    public void Training_that_a_limit_holds_back_is_broken_only_where_it_may_not_pause(bool mayPause, bool? kept)
    {
        SimulationReport report = (usual with { Run = StandingSite.Job("run") with { MayPause = mayPause, FailuresPerAcceleratorHour = 1e-9 }, Scenario = Cut(0.35) }).Report();
        Assert.True(report.Training[0].Done < 0.95 * report.Training[0].Planned);
        Assert.Equal(kept, Check(report, "training").Kept);
    }

    [Fact]
    public void The_peak_is_that_of_the_draw()
    {
        SimulationReport report = usual.Report();
        Assert.Equal(report.Buckets.Columns.Single(one => one.Name == "draw").Most.Max(), report.Energy.Peak.Megawatts, 9);
    }
}
