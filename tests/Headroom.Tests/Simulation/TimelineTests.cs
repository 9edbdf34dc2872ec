using CsCheck;
using Headroom.Control;
using Headroom.Quantities;
using Headroom.Simulation;
using Headroom.Sites;

namespace Headroom.Tests.Simulation;

/// <summary>A scenario answers the same whatever step asks.</summary>
public sealed class TimelineTests
{
    static readonly ScenarioContext site = new(8.Hours, 200.Megawatts, 100.Megawatts)
    {
        Feeds = new Dictionary<string, FeedContext> { ["A"] = new(60.Megawatts, 50.Megawatts), ["B"] = new(60.Megawatts, 50.Megawatts) },
        Flexible = 80.Megawatts,
    };

    static readonly LimitEvent cut = new()
    {
        Name = "cut",
        BaselineShare = 0.75,
        From = 2.Hours,
        Hold = 3.Hours,
        Notice = 30.Minutes,
        Recovery = 1.Hours,
        Ramp = new(15.Minutes, 15.Minutes, RampAnchor.Starts, null),
    };

    static EventTimeline Timeline(Scenario scenario) => EventTimeline.Compile(scenario, site).Timeline!;
    static EventTimeline Timeline(params LimitEvent[] limits) => Timeline(new Scenario { Name = "x", Limits = limits });

    /// <summary>Megawatt-seconds under the ceiling of the cut, 2 h to 6.5 h, worked by hand: two trapezia, the level, the recovery.</summary>
    const double byHand = 2 * 900 * 87.5 + 10800 * 75 + 3600 * 100;

    [Theory, InlineData(0.1), InlineData(1), InlineData(60), InlineData(7.3)]
    public void A_ramp_is_exact_at_any_step(double step)
    {
        EventTimeline timeline = Timeline(cut);
        TimeSpan dt = step.Seconds;
        double sum = 0;
        for (TimeSpan t = 2.Hours; t < 6.5.Hours; t += dt)
        {
            TimeSpan length = t + dt > 6.5.Hours ? 6.5.Hours - t : dt;
            CeilingInForce ceiling = timeline.During(t, length).Firm;
            Assert.Equal(ceiling.AtStart, timeline.During(t, 1.Seconds).Firm.AtStart);
            Assert.True(ceiling.Least <= ceiling.Mean + 1.Watts && ceiling.Least <= ceiling.AtStart);
            sum += ceiling.Mean.Megawatts * length.TotalSeconds;
        }
        Assert.Equal(byHand, sum, byHand * 1e-12);
    }

    [Fact]
    public void The_named_moment_starts_or_ends_the_ramp()
    {
        LimitCourse starts = Timeline(cut).Limits[0];
        LimitCourse ends = Timeline(cut with { Ramp = cut.Ramp with { Anchor = RampAnchor.Ends } }).Limits[0];
        Assert.Equal((2.Hours, 2.25.Hours, 5.25.Hours, 5.5.Hours, 6.5.Hours),
            (starts.RampStart, starts.LevelFrom, starts.LevelTo, starts.RecoveredAt, starts.End));
        Assert.Equal((1.75.Hours, 2.Hours, 5.Hours), (ends.RampStart, ends.LevelFrom, ends.LevelTo));
        Assert.Equal(1.5.Hours, starts.Announced);
    }

    [Fact]
    public void There_is_no_snap_back_and_nothing_before_or_after()
    {
        EventTimeline timeline = Timeline(cut);
        double At(TimeSpan t) => timeline.During(t, 1.Seconds).Firm.AtStart.Megawatts;
        Assert.Equal([200, 100, 87.5, 75, 75, 100, 100, 200],
            new[] { 1.99.Hours, 2.Hours, 2.125.Hours, 2.25.Hours, 5.25.Hours, 5.5.Hours, 6.4.Hours, 6.5.Hours }.Select(At));
        Assert.Equal("cut", timeline.During(3.Hours, 1.Seconds).Firm.Binding!.Limit.Name);
        Assert.Null(timeline.During(1.Hours, 1.Seconds).Firm.Binding);
        Assert.Empty(timeline.KnownAt(1.49.Hours));
        Assert.Single(timeline.KnownAt(1.5.Hours));
    }

    [Fact]
    public void A_ramp_lengthens_where_its_rate_would_be_too_steep()
    {
        LimitEvent steep = cut with { Ramp = cut.Ramp with { RateMost = 1.MegawattsPerMinute } };      // 25 MW in 15 min is 1.67 MW/min
        Assert.Equal(25.Minutes, Timeline(steep).Limits[0].LevelFrom - 2.Hours);
        LimitEvent gentle = cut with { Ramp = cut.Ramp with { RateMost = 20.MegawattsPerMinute } };
        Assert.Equal(15.Minutes, Timeline(gentle).Limits[0].LevelFrom - 2.Hours);
    }

    [Fact]
    public void The_least_of_many_limits_is_the_least_at_every_moment() =>
        Gen.Select(Gen.Int[0, 7200], Gen.Int[1, 7200], Gen.Int[10, 99], Gen.Int[0, 1800], Gen.Int[0, 1]).Array[1, 6].Sample(drawn =>
        {
            LimitEvent[] limits = [.. drawn.Select(d => cut with
            {
                From = d.Item1.Seconds, Hold = d.Item2.Seconds, BaselineShare = d.Item3 / 100.0,
                Ramp = new(d.Item4.Seconds, d.Item4.Seconds, (RampAnchor)d.Item5, null),
            })];
            EventTimeline all = Timeline(limits);
            EventTimeline[] each = [.. limits.Select(one => Timeline(one))];
            for (TimeSpan t = TimeSpan.Zero; t < 5.Hours; t += 97.3.Seconds)
            {
                double expected = each.Min(one => one.During(t, 1.Seconds).Firm.AtStart.Megawatts);
                Assert.Equal(expected, all.During(t, 1.Seconds).Firm.AtStart.Megawatts, 1e-6);
                Assert.True(all.During(t, 60.Seconds).Firm.Least.Megawatts <= expected + 1e-6);
            }
        }, iter: 200);

    [Fact]
    public void Best_effort_is_asked_and_not_firm()
    {
        EventTimeline timeline = Timeline(cut with { Firmness = Firmness.BestEffort });
        StepEvents step = timeline.During(3.Hours, 1.Seconds);
        Assert.Equal((200.0, 75.0), (step.Firm.AtStart.Megawatts, step.Asked.AtStart.Megawatts));
    }

    [Fact]
    public void A_feed_has_its_own_ceiling_and_a_lost_one_has_none()
    {
        EventTimeline timeline = Timeline(new Scenario
        {
            Name = "x",
            Limits = [cut with { Feed = "A" }],
            Failures = [new(FailureKind.Feed, 1.Hours, 30.Minutes, 1, "B")],
            GridLosses = [new(7.Hours, null, null)],
        });
        Assert.Equal(37.5, timeline.Feed("A", 3.Hours, 1.Seconds).AtStart.Megawatts);
        Assert.Equal([60, 0, 60], new[] { 0.9.Hours, 1.2.Hours, 1.5.Hours }.Select(t => timeline.Feed("B", t, 1.Seconds).AtStart.Megawatts));
        Assert.Equal(200, timeline.During(3.Hours, 1.Seconds).Firm.AtStart.Megawatts);
        Assert.Equal((0.0, true), (timeline.During(7.5.Hours, 1.Seconds).Firm.AtStart.Megawatts, timeline.During(7.5.Hours, 1.Seconds).Grid.IsLost));
    }

    [Fact]
    public void Failures_weather_prices_and_dips_are_those_of_the_step()
    {
        EventTimeline timeline = Timeline(new Scenario
        {
            Name = "x",
            Failures = [new(FailureKind.Chiller, 1.Hours, 1.Hours, 2, null), new(FailureKind.Telemetry, 90.Minutes, null, 1, null)],
            HeatWaves = [new(TimeSpan.Zero, 4.Hours, 8.Kelvin, 4.Kelvin, WindowShape.Plateau)],
            Prices = [new(1.Hours, 2.Hours, null, 3, default), new(90.Minutes, 3.Hours, null, 1, 10.DollarsPerMegawattHour)],
            Dips = [new(100.Seconds, 0.066.Seconds, 0.25, 0.2)],
            Frequencies = [new(200.Seconds, 10.Seconds, 58.7)],
            Restarts = [new(1.Hours, 20.Minutes, [], 20.MegawattsPerMinute)],
        });
        Assert.Equal(2, timeline.During(1.5.Hours, 1.Seconds).CountFailed(FailureKind.Chiller));
        Assert.False(timeline.During(2.Hours, 1.Seconds).HasFailed(FailureKind.Chiller));
        Assert.True(timeline.During(7.Hours, 1.Seconds).HasFailed(FailureKind.Telemetry));
        Assert.Equal((4.0, 2.0), (timeline.During(0.Hours, 1.Hours).Weather.DryBulb.Kelvin, timeline.During(0.Hours, 1.Hours).Weather.WetBulb.Kelvin));
        Assert.Equal(6, timeline.During(0.Hours, 4.Hours).Weather.DryBulb.Kelvin, 1e-12);
        EnergyPrice PriceOf(TimeSpan t, TimeSpan length) => timeline.PriceDuring(t, length, 40.DollarsPerMegawattHour);
        Assert.Equal([40, 120, 125, 50, 40], new[] { 0, 1, 1.25, 2, 3 }.Select(h => Math.Round(PriceOf(h.Hours, 30.Minutes).DollarsPerMegawattHour, 9)));
        Assert.Equal((0.25, 0.2), (timeline.During(100.Seconds, 1.Seconds).Grid.LeastVoltageFraction, timeline.During(100.Seconds, 1.Seconds).Grid.LeastPhaseFraction));
        Assert.Equal(1, timeline.During(101.Seconds, 1.Seconds).Grid.LeastVoltageFraction);
        Assert.Equal(58.7, timeline.During(199.5.Seconds, 1.Seconds).Grid.LeastHertz);
        Assert.Single(timeline.DipsFrom(100.Seconds, 1.Seconds));
        Assert.Single(timeline.During(50.Minutes, 1.Seconds).TrainingStands);
        Assert.Equal(20, timeline.During(2.Hours, 1.Seconds).RampLimit!.Value.MegawattsPerMinute, 1e-9);
        Assert.Null(timeline.During(10.Minutes, 1.Seconds).RampLimit);
    }

    [Fact]
    public void What_does_not_fit_the_site_is_found_all_at_once()
    {
        TimelineReading reading = EventTimeline.Compile(new Scenario
        {
            Name = "x",
            Limits = [cut with { Feed = "C" }, cut with { Hold = null, To = 2.1.Hours }, cut with { Notice = default, Ramp = cut.Ramp with { Anchor = RampAnchor.Ends } }],
            Curtailments = [new() { Name = "c", HoursPerYear = 85, MeanLength = 2.Hours }],
        }, site with { Flexible = null });
        Assert.Null(reading.Timeline);
        Assert.Equal(["limits[0].feed", "limits[1]", "limits[2]", "curtailments[0]"], reading.Findings.Select(one => one.Path));
        Assert.Equal(Severity.Note, reading.Findings[2].Severity);
    }

    [Fact]
    public void Curtailments_come_to_85_hours_a_year_in_the_mean()
    {
        // hours of a year: about 42 windows of exponential length 2 h, standard deviation 18.3 h; of 4,000 seeds' mean 0.29 h, four of them 1.2 h
        CurtailmentStatistics flexible = new() { Name = "c", HoursPerYear = 85, MeanLength = 2.Hours };
        const int seeds = 4000;
        double hours = 0, windows = 0;
        for (ulong seed = 0; seed < seeds; seed++)
        {
            IReadOnlyList<(TimeSpan From, TimeSpan To)> drawn = flexible.Draw(8760.Hours, seed);
            hours += drawn.Sum(one => (one.To - one.From).TotalHours);
            windows += drawn.Count;
            Assert.All(drawn, one => Assert.True(one.From < one.To && one.To <= 8760.Hours));
        }
        Assert.InRange(hours / seeds, 85 - 1.2, 85 + 1.2);
        Assert.InRange(hours / windows, 1.97, 2.03);
        Assert.Equal(flexible.Draw(8760.Hours, 7), flexible.Draw(8760.Hours, 7));
    }

    [Fact]
    public void A_curtailment_takes_the_flexible_capacity_away()
    {
        Scenario scenario = new() { Name = "x", Seed = 3, Curtailments = [new() { Name = "c", HoursPerYear = 4000, MeanLength = 1.Hours, DepthFraction = 0.5 }] };
        EventTimeline timeline = Timeline(scenario);
        Assert.NotEmpty(timeline.Limits);
        Assert.All(timeline.Limits, one => Assert.Equal(160, one.Level.Megawatts, 1e-9));
        TimeSpan middle = timeline.Limits[0].LevelFrom + (timeline.Limits[0].LevelTo - timeline.Limits[0].LevelFrom) / 2;
        Assert.Equal(160, timeline.During(middle, 1.Seconds).Firm.AtStart.Megawatts, 1e-9);
        Assert.NotEqual(timeline.Limits.Select(one => one.LevelTo), EventTimeline.Compile(scenario, site, seed: 4).Timeline!.Limits.Select(one => one.LevelTo));
    }
}
