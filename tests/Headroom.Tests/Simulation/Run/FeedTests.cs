using Headroom.Control;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Simulation;
using Headroom.Sites;

namespace Headroom.Tests.Simulation;

/// <summary>Feeds that open, by failure and by overload, and a blind controller.</summary>
public sealed class FeedTests
{
    private static readonly StandingSite usual = new()
    {
        Serving = 8,
        Training = 8,
        Load = _ => 0.8,
        GridMost = 10.Megawatts,
        Length = 20.Minutes,
        Tree = new(0.96, [new PowerNode("feed", 10.Megawatts, ["A"])]),
    };

    [Fact]
    public void A_feed_that_fails_takes_its_racks_down_and_they_come_back()
    {
        StandingSite site = usual with { Scenario = new() { Name = "feed", Failures = [new(FailureKind.Feed, 5.Minutes, 5.Minutes, 1, "feed")] } };
        SimulationReport report = site.Report();
        Assert.Equal(0, report.Mean("IT", 5.Minutes, 10.Minutes));
        Assert.Equal(0, report.Ceiling.Unserved.Joules);
        Assert.InRange(report.Mean("IT", 18.Minutes, 20.Minutes) / report.Mean("IT", 1.Minutes, 5.Minutes), 0.8, 1.2);
        RunReading.Lawful(report, site);
    }

    [Fact]
    public void A_grid_that_is_lost_on_one_feed_takes_its_racks_down()
    {
        StandingSite site = usual with { Scenario = new() { Name = "feed", GridLosses = [new(5.Minutes, 5.Minutes, "feed")] } };
        SimulationReport report = site.Report();
        Assert.Equal(0, report.Mean("IT", 5.Minutes, 10.Minutes));
        Assert.All(report.Limits, limit => Assert.True(limit.Kept, $"{limit.WorstExcess}"));
        Assert.True(report.Mean("IT", 11.Minutes, 20.Minutes) > 0);
    }

    [Fact]
    public void A_node_whose_racks_pass_its_rating_has_them_switched_off_before_it_trips()
    {
        StandingSite site = usual with { Tree = new(0.96, [new PowerNode("feed", 0.6 * usual.Usual, ["A"])]) };
        SimulationReport report = site.Report();
        Assert.False(report.Breakers.Single(one => one.Node == "feed").Tripped);
        Assert.True(report.Column("IT")[^1] > 0);
        RunReading.Lawful(report, site);
    }

    [Fact]
    public void A_node_far_above_its_rating_trips_and_stays_open()
    {
        StandingSite site = usual with { Tree = new(0.96, [new PowerNode("feed", 0.05 * usual.Usual, ["A"])]) };
        SimulationReport report = site.Report();
        BreakerFigure feed = report.Breakers.Single(one => one.Node == "feed");
        Assert.True(feed.Tripped);
        Assert.Contains(report.Happenings, one => one.What == "feed trips on overload");
        Assert.False(report.Kept("breakers"));
        Assert.Equal(0, report.Column("IT")[^1]);
        Assert.True(report.Services[0].Lost() > TokenCount.Zero);
        RunReading.Lawful(report, site);
    }

    [Fact]
    public void The_breaker_of_the_connection_trips_on_a_lasting_overload()
    {
        StandingSite site = usual with { GridMost = 0.5 * usual.Idling };
        SimulationReport report = site.Report();
        Assert.Contains(report.Happenings, one => one.What.Contains("switched off", StringComparison.Ordinal) || one.What.Contains("trips", StringComparison.Ordinal));
        RunReading.Lawful(report, site);
    }

    [Fact]
    public void Export_that_is_allowed_trips_no_breaker()
    {
        Power most = 4 * usual.Usual;
        StandingSite site = usual with
        {
            GridMost = usual.Usual,
            ExportMost = most,
            Plants = [(SupplyRunTests.Plant("reactor", 0.Minutes) with { Kind = GeneratorKind.Reactor, MinimumLoadFraction = 0.5 }, most, most)],
        };
        SimulationReport report = site.Report();
        Assert.True(report.Energy.Uses.Of("export") > 2 * usual.Usual * site.Length, "it sells more than it may draw");
        Assert.True(report.Kept("breakers"));
        Assert.True(report.Kept("load"));
        RunReading.Lawful(report, site);
    }

    /// <summary>Racks that smooth and a grid with a ramp: there a limit once took ever more from work that it did not bind.</summary>
    [Theory]
    [InlineData(1.1)]
    [InlineData(1.5)]
    public void A_limit_on_a_feed_that_does_not_bind_changes_nothing(double share)
    {
        StandingSite free = usual with { Smooths = true, RampLimit = 0.1 * usual.Usual / 1.Minutes, Training = 0, Serving = 16, Spare = 0 };
        Scenario loose = new()
        {
            Name = "loose",
            Limits = [new() { Name = "loose", Feed = "feed", From = 5.Minutes, Hold = 10.Minutes, Level = share * free.Usual, Notice = 5.Minutes }],
        };
        SimulationReport without = free.Report(), held = (free with { Scenario = loose }).Report();
        Assert.True(held.Limits[0].Kept);
        Assert.Equal(without.Services[0].Served, held.Services[0].Served);
        Assert.Equal(without.Energy.Draw, held.Energy.Draw);
    }

    [Fact]
    public void A_limit_on_a_feed_that_binds_takes_what_it_must()
    {
        StandingSite free = usual with { Training = 0, Serving = 16, Tier = 3 };
        Power level = free.Idling + 0.5 * (free.Usual - free.Idling);
        Scenario tight = new()
        {
            Name = "tight",
            Limits = [new() { Name = "tight", Feed = "feed", From = 6.Minutes, Hold = 10.Minutes, Level = level, Notice = 6.Minutes }],
        };
        SimulationReport without = free.Report(), held = (free with { Scenario = tight }).Report();
        Assert.True(held.Limits[0].Kept, $"{held.Limits[0].WorstExcess} for {held.Limits[0].LongestAbove}");
        // twelve of twenty minutes at no less than a third of what is served without
        Assert.InRange(held.Services[0].Served / without.Services[0].Served, 0.5, 0.95);
        RunReading.Lawful(held, free with { Scenario = tight });
    }

    /// <summary>Below what idle racks draw, and nothing at all: announced, they go off in time, stay off while it holds and come back.</summary>
    [Theory]
    [InlineData(0.5, false)]
    [InlineData(0.5, true)]
    [InlineData(0, false)]
    [InlineData(0, true)]
    public void A_limit_on_a_feed_below_idle_switches_racks_off_in_time_and_they_come_back(double share, bool ramps)
    {
        StandingSite free = usual with { Training = 0, Serving = 16, Tier = 3, Length = 40.Minutes };
        Scenario deep = new()
        {
            Name = "deep",
            Limits = [new() { Name = "deep", Feed = "feed", From = 10.Minutes, Hold = 12.Minutes, Level = share * free.Idling, Baseline = free.Usual, Notice = 10.Minutes,
                Ramp = ramps ? new(4.Minutes, 2.Minutes, RampAnchor.Ends, null) : LimitRamp.None }],
        };
        SimulationReport held = (free with { Scenario = deep }).Report();
        Assert.True(held.Limits[0].Kept, $"{held.Limits[0].WorstExcess} for {held.Limits[0].LongestAbove}");
        Assert.True(held.Mean("IT", 38.Minutes, 40.Minutes) > 0.5 * held.Mean("IT", 1.Minutes, 5.Minutes));
        RunReading.Lawful(held, free with { Scenario = deep });
    }

    [Fact]
    public void A_blind_controller_still_holds_a_limit_that_was_known()
    {
        Scenario blind = new()
        {
            Name = "blind",
            Limits = [new() { Name = "cut", From = 5.Minutes, Hold = 10.Minutes, BaselineShare = 0.75, Notice = 10.Minutes }],
            Failures = [new(FailureKind.Telemetry, 2.Minutes, 15.Minutes, 1, null)],
        };
        StandingSite site = usual with { Scenario = blind };
        SimulationReport report = site.Report();
        Assert.Equal(20.Minutes, report.Run.Done);
        Assert.True(report.Limits[0].Kept, $"{report.Limits[0].WorstExcess} for {report.Limits[0].LongestAbove}");
        Assert.True(report.Services[0].Served.Tokens > 0);
        RunReading.Lawful(report, site);
    }
}
