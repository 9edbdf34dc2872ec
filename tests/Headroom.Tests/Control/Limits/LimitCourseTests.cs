using Headroom.Control;
using Headroom.Quantities;
using static Headroom.Tests.Control.Limits.Books;

namespace Headroom.Tests.Control.Limits;

/// <summary>Moments, levels and paces of one limit, and the curve of several, worked by hand.</summary>
public sealed class LimitCourseTests
{
    private static LimitCourse Course(LimitEvent limit, Ramp? rate = null) => LimitCourse.Of(limit, 100.Megawatts, rate, TimeSpan.Zero);

    [Fact]
    public void A_limits_own_baseline_share_and_rate_come_before_those_of_the_site()
    {
        LimitCourse own = Course(Cut with { Level = null, BaselineShare = 0.25, Baseline = 80.Megawatts });
        Assert.Equal((80.Megawatts, 20.Megawatts), (own.Baseline, own.Level));
        Assert.Equal((100.Megawatts, 100.Megawatts), (Course(Cut with { Level = null }).Baseline, Course(Cut with { Level = null }).Level));
        Assert.Equal(25.Megawatts, Course(Cut with { Level = null, BaselineShare = 0.25 }).Level);
        LimitEvent slow = Cut with { Ramp = Cut.Ramp with { RateMost = 2.MegawattsPerMinute } };
        Assert.Equal(80.Minutes, Course(slow, 1.MegawattsPerMinute).LevelFrom);
        Assert.Equal(100.Minutes, Course(Cut, 1.MegawattsPerMinute).LevelFrom);
        Assert.Equal(60.Minutes, Course(Cut with { Level = 100.Megawatts }, 1.MegawattsPerMinute).LevelFrom);
    }

    /// <summary>Whole ticks upward; what is less than a thousandth of one is noise.</summary>
    [Theory]
    [InlineData(3333333.3, 3333334)]
    [InlineData(3333333.0004, 3333333)]
    [InlineData(3333333.004, 3333334)]
    public void A_ramp_takes_whole_ticks(double ticks, long whole)
    {
        Power from = Power.FromSi(ticks / 1e7);
        Assert.Equal(whole, LimitCourse.RampTime(TimeSpan.Zero, from, default, Ramp.FromSi(1)).Ticks);
        Assert.Equal(whole, LimitReturn.PartOf(TimeSpan.FromSeconds(1), Power.FromSi(1 - ticks / 1e7), Power.FromSi(1), default).Ticks);
        // a fail-safe that falls from there to nothing, of a baseline of 1 W and a ramp of 1 s
        BookedLimit limit = new(Says(Cut with { Baseline = Power.FromSi(1), Level = Power.FromSi(0.5), Ramp = new(TimeSpan.FromSeconds(1), TimeSpan.Zero, RampAnchor.Starts, null) }, 0,
            silence: new(1.Minutes, OnSilence.FailSafe) { FailSafe = default(Power) }), TimeSpan.Zero, Setting);
        Assert.Equal([new Line(0, whole, ticks / 1e7, 0), new Line(whole, long.MaxValue, 0, 0)], limit.Fall(TimeSpan.Zero, ticks / 1e7));
    }

    [Fact]
    public void The_part_of_a_ramp_that_is_left()
    {
        TimeSpan Part(double from, double level) => LimitReturn.PartOf(8.Minutes, from.Megawatts, 100.Megawatts, level.Megawatts);
        Assert.Equal([8.Minutes, 4.Minutes, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, 12.Minutes], [Part(60, 60), Part(80, 60), Part(100, 60), Part(110, 60), Part(90, 100), Part(40, 60)]);
    }

    [Fact]
    public void Pieces_of_no_length_are_left_out()
    {
        LimitCourse step = Course(Cut with { Ramp = LimitRamp.None, Recovery = TimeSpan.Zero });
        Assert.Equal([new Line(1.Hours.Ticks, 3.Hours.Ticks, 60e6, 60e6)], step.Lines());
        Assert.Equal(4, Course(Cut).Lines().Count());
    }

    /// <summary>40 MW in 10 min, and 0.9 % of 100 MW a minute.</summary>
    [Theory]
    [InlineData(57.9, false)]
    [InlineData(58, true)]
    [InlineData(70, true)]
    [InlineData(72.9, true)]
    [InlineData(73, false)]
    [InlineData(177.9, false)]
    [InlineData(178, true)]
    [InlineData(192.9, true)]
    [InlineData(193, false)]
    public void Its_pace_holds_from_before_a_ramp_until_after_it(double minute, bool holds) =>
        Assert.Equal(holds ? 4.9 : 0, (Course(Cut).PaceAt(minute.Minutes, 2.Minutes, 3.Minutes)?.WattsPerSecond ?? 0) * 60e-6, 1e-9);

    [Fact]
    public void Each_ramp_has_its_own_pace_and_what_does_not_ramp_has_none()
    {
        LimitCourse course = Course(Cut with { Ramp = new(10.Minutes, 20.Minutes, RampAnchor.Starts, null) });
        Assert.Equal(4.9, course.PaceAt(65.Minutes, default, default)!.Value.WattsPerSecond * 60e-6, 1e-9);
        Assert.Equal(2.9, course.PaceAt(190.Minutes, default, default)!.Value.WattsPerSecond * 60e-6, 1e-9);
        Assert.Null(Course(Cut with { Ramp = LimitRamp.None }).PaceAt(1.Hours, 1.Minutes, 1.Minutes));
        Assert.Null(Course(Cut with { Level = 100.Megawatts }).PaceAt(1.Hours, 1.Minutes, 1.Minutes));
        LimitCourse none = Course(Cut) with { Level = 100.Megawatts };      // a ramp that has time and no height
        Assert.Null(none.PaceAt(65.Minutes, default, default));
    }

    private static readonly CeilingCurve curve = CeilingCurve.Of(200.Megawatts, [Course(Cut)]);

    [Theory]
    [InlineData(0, 10, 200, 200, 200, false)]
    [InlineData(60, 10, 60, 80, 100, true)]         // down
    [InlineData(50, 30, 60, 340 / 3.0, 200, true)]
    [InlineData(65, 2, 72, 76, 80, true)]
    [InlineData(185, 25, 80, 98, 80, true)]         // up from 80, least at its start
    [InlineData(240, 20, 100, 150, 100, true)]
    [InlineData(100, 10, 60, 60, 60, true)]
    public void A_curve_over_a_stretch(double from, double length, double least, double mean, double first, bool binds)
    {
        CeilingInForce over = curve.Over(from.Minutes, length.Minutes);
        Assert.Equal((least, first), (Math.Round(over.Least.Megawatts, 9), Math.Round(over.AtStart.Megawatts, 9)));
        Assert.Equal(mean, over.Mean.Megawatts, 1e-7);
        Assert.Equal(binds, over.Binding is not null);
    }

    [Fact]
    public void A_stretch_of_two_ticks_has_its_mean_and_one_of_none_is_refused()
    {
        Assert.Equal(150e6, curve.Over(1.Hours - TimeSpan.FromTicks(1), TimeSpan.FromTicks(2)).Mean.Watts, 0.1);
        Assert.Throws<ArgumentOutOfRangeException>(() => curve.Over(1.Hours, TimeSpan.Zero));
    }

    [Fact]
    public void Where_lines_cross_the_lower_one_holds_on_either_side_of_the_tick()
    {
        CeilingCurve two = CeilingCurve.Of(200.Megawatts, [Course(Cut), Course(Cut with { Name = "flat", Level = 77.7777.Megawatts, From = 0.Minutes, Ramp = LimitRamp.None, Recovery = TimeSpan.Zero })]);
        long tick = (long)(60 * 60 * 1e7 + 600e7 * (100 - 77.7777) / 40);
        Assert.Equal(77.7777e6, two.At(TimeSpan.FromTicks(tick)).Watts);
        Assert.True(two.At(TimeSpan.FromTicks(tick + 1)).Watts < 77.7777e6);
        Assert.Equal(["flat", "cut"], two.Courses.Select(one => one.Limit.Name));
        Assert.Equal("flat", two.Over(0.Minutes, 1.Hours).Binding!.Limit.Name);
    }

    [Fact]
    public void Of_two_that_are_least_one_after_the_other_the_first_binds()
    {
        LimitEvent Flat(string name, double from) => new() { Name = name, Level = 60.Megawatts, From = from.Minutes, To = (from + 10).Minutes };
        CeilingCurve two = CeilingCurve.Of(200.Megawatts, [Course(Flat("late", 10)), Course(Flat("early", 0))]);
        Assert.Equal("early", two.Over(0.Minutes, 20.Minutes).Binding!.Limit.Name);
        Assert.Equal((60.Megawatts, 200.Megawatts), (two.JustBefore(20.Minutes), two.At(20.Minutes)));
        Assert.Equal((200.Megawatts, 60.Megawatts), (two.JustBefore(TimeSpan.Zero), two.At(TimeSpan.Zero)));
    }

    [Theory]
    [InlineData(59.999, double.PositiveInfinity)]
    [InlineData(60, 100)]
    [InlineData(65, 80)]
    [InlineData(70, 60)]
    [InlineData(179.999, 60)]
    [InlineData(185, 80)]
    [InlineData(190, 100)]
    [InlineData(249.999, 100)]
    [InlineData(250, double.PositiveInfinity)]
    public void A_limit_asks_for_its_course_and_for_nothing_outside_it(double minute, double megawatts) =>
        Assert.Equal(megawatts, Course(Cut).At(minute.Minutes).Megawatts, 1e-9);

    private static readonly TimeSpan tick = TimeSpan.FromTicks(1);

    /// <summary>From 100 to 0 MW in ten ticks: it crosses 95 MW after half of one, and no later moment may still say 95.</summary>
    [Fact]
    public void A_crossing_within_the_first_tick_holds_from_the_next_one()
    {
        LimitEvent steep = new() { Name = "steep", Level = default(Power), From = TimeSpan.Zero, Hold = 1.Minutes, Ramp = new(10 * tick, TimeSpan.Zero, RampAnchor.Starts, null) };
        LimitEvent flat = new() { Name = "flat", Level = 95.Megawatts, From = TimeSpan.Zero, Hold = 1.Minutes };
        CeilingCurve two = CeilingCurve.Of(200.Megawatts, [Course(steep), Course(flat)]);
        Assert.Equal([95, 90, 80], Enumerable.Range(0, 3).Select(k => Math.Round(two.At(k * tick).Megawatts, 6)));
    }

    /// <summary>It crosses 65 MW after three and a half ticks.</summary>
    [Fact]
    public void A_crossing_between_two_ticks_is_one_change_and_told_at_the_later_one()
    {
        LimitEvent steep = new() { Name = "steep", Level = default(Power), From = TimeSpan.Zero, Hold = 1.Minutes, Ramp = new(10 * tick, TimeSpan.Zero, RampAnchor.Starts, null) };
        LimitEvent flat = new() { Name = "flat", Level = 65.Megawatts, From = TimeSpan.Zero, Hold = 1.Minutes };
        CeilingCurve two = CeilingCurve.Of(200.Megawatts, [Course(steep), Course(flat)]);
        Assert.Equal((4 * tick, 10 * tick), (two.StraightUntil(TimeSpan.Zero), two.StraightUntil(4 * tick)));
    }

    [Fact]
    public void What_holds_for_one_tick_is_told_just_before_it_ends()
    {
        CeilingCurve one = CeilingCurve.Of(200.Megawatts, [Course(new() { Name = "short", Level = 60.Megawatts, From = TimeSpan.Zero, To = tick })]);
        Assert.Equal((60.Megawatts, 200.Megawatts), (one.JustBefore(tick), one.At(tick)));
    }

    /// <summary>The connection is the baseline, so that the ceiling falls without a step.</summary>
    [Fact]
    public void A_stretch_that_begins_flat_and_falls_has_the_least_at_its_end()
    {
        CeilingInForce over = CeilingCurve.Of(100.Megawatts, [Course(Cut)]).Over(55.Minutes, 10.Minutes);
        Assert.Equal((100, 80), (over.AtStart.Megawatts, over.Least.Megawatts));
        Assert.Equal("cut", over.Binding!.Limit.Name);
    }

    [Fact]
    public void A_rate_of_nearly_nothing_is_a_ramp_of_thirty_years_and_not_one_beyond_the_end_of_time() =>
        Assert.Equal(TimeSpan.FromSeconds(1e9), LimitCourse.RampTime(TimeSpan.Zero, Power.FromSi(100e6), Power.FromSi(60e6), Ramp.FromSi(1e-12)));
}
