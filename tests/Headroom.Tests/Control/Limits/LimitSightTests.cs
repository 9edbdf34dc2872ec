using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Tests.Control.Limits;

/// <summary>What a beat is shown of limits to come: from where import falls to them, and when the way of a ramp is held.</summary>
public sealed class LimitSightTests
{
    /// <summary>A step down to 60 MW after an hour, for two.</summary>
    private static readonly LimitEvent step = new() { Name = "step", Level = 60.Megawatts, From = 1.Hours, To = 3.Hours };

    private static LimitSight Of(params LimitEvent[] limits)
    {
        LimitSight sight = new(new(), Books.Of([.. limits.Select(one => Books.Says(one, 0))]));
        sight.Changed();
        return sight;
    }

    private static Observation At(LimitSight sight, TimeSpan now, double? import = 100, double? rampPerMinute = 5)
    {
        var seen = new Observation(0, 0, 0, 0)
        {
            Now = now,
            Step = 1.Seconds,
            CapDelay = 2.Seconds,
            ConnectionMost = 200.Megawatts,
            GridRamp = rampPerMinute is { } ramp ? ramp.MegawattsPerMinute : null,
            Import = import?.Megawatts,
        };
        sight.Fill(seen, BeatState.First(0, now));
        return seen;
    }

    [Theory]
    [InlineData(40, 200)]               // its window of three minutes at the end of the look, from 54 minutes on, ends before the step
    [InlineData(43.5, 123)]             // 60 + 0.9·5·14: in fourteen minutes the step is less than three ahead
    [InlineData(50.5, 60 + 4.5 * 7)]
    [InlineData(56.5, 64.5)]
    [InlineData(57.5, 60)]              // there more than two minutes early
    [InlineData(120, 60)]
    [InlineData(180.5, 200)]            // over
    public void Import_falls_to_a_step_at_nine_tenths_of_the_ramp_and_is_there_two_minutes_early(double minute, double most)
    {
        Assert.Equal(most, At(Of(step), minute.Minutes).ImportMostByFall.Megawatts, 1e-9);
    }

    [Fact]
    public void Who_follows_it_at_the_grids_ramp_is_under_a_step_before_it_comes()
    {
        LimitSight sight = Of(step with { Level = 80.Megawatts });
        double import = 120, worst = double.PositiveInfinity;
        for (TimeSpan now = 45.Minutes; now < 1.Hours; now += 1.Seconds)
        {
            double most = At(sight, now).ImportMostByFall.Megawatts;
            import = Math.Max(import - 5.0 / 60, Math.Min(import, most));
            if (now >= 58.Minutes) worst = Math.Min(worst, 80 - import);
            if (now < 46.Minutes) Assert.Equal(120, import);           // no earlier than it has to
        }
        Assert.True(worst >= -1e-9, $"{-worst} MW above the step two minutes before it");
    }

    [Fact]
    public void The_earliest_of_two_steps_binds_and_the_deeper_one_further_off_as_well()
    {
        LimitEvent first = step with { Name = "first", Level = 100.Megawatts, From = 50.Minutes };
        Assert.Equal(100, At(Of(first, step), 47.5.Minutes).ImportMostByFall.Megawatts, 1e-9);         // the other lets it be at 60 + 4.5·10
        Assert.Equal(60 + 4.5 * 8, At(Of(first, step), 49.5.Minutes).ImportMostByFall.Megawatts, 1e-9);
    }

    [Fact]
    public void Without_a_grids_ramp_or_without_a_limit_on_the_site_import_is_held_by_no_fall()
    {
        Assert.Equal(double.PositiveInfinity, At(Of(step), 57.Minutes, rampPerMinute: null).ImportMostByFall.Watts);
        Assert.Equal(double.PositiveInfinity, At(Of(), 57.Minutes).ImportMostByFall.Watts);
        Assert.Equal(double.PositiveInfinity, At(Of(step with { Feed = "A", Level = 30.Megawatts }), 57.Minutes).ImportMostByFall.Watts);
    }

    /// <summary>(100 − 60) MW in ten minutes, and 0.9 % of the baseline a minute.</summary>
    private const double Pace = 4 + 0.9;

    [Theory]
    [InlineData(49, 100, null)]         // more than ten minutes before it
    [InlineData(51, 100, Pace)]
    [InlineData(51, 100.8, Pace)]
    [InlineData(51, 101, null)]         // more than 0.9 % above the baseline: it has to come down first, faster than the ramp
    [InlineData(59.9, 150, null)]
    [InlineData(60, 150, Pace)]         // once it ramps its way is kept
    [InlineData(65, 150, Pace)]
    [InlineData(70.9, 150, Pace)]       // and a minute after it
    [InlineData(71.1, 60, null)]
    [InlineData(175, 60, Pace)]         // before it goes up
    [InlineData(185, 80, Pace)]
    [InlineData(191.1, 100, null)]
    public void The_way_of_a_limit_is_held_before_its_ramp_once_import_is_down_at_its_baseline(double minute, double import, double? pace)
    {
        Observation seen = At(Of(Books.Cut), minute.Minutes, import, rampPerMinute: null);
        if (pace is { } expected) Assert.Equal(expected, seen.RampLimit!.Value.WattsPerSecond * 60 / 1e6, 1e-9);
        else Assert.Null(seen.RampLimit);
    }

    [Fact]
    public void A_site_without_a_meter_is_held_to_the_way_of_a_limit_before_its_ramp()
    {
        Assert.Equal(Pace, At(Of(Books.Cut), 51.Minutes, import: null, rampPerMinute: null).RampLimit!.Value.WattsPerSecond * 60 / 1e6, 1e-9);
    }

    [Theory]
    [InlineData(100, 4.9)]
    [InlineData(150, 5)]
    public void While_import_is_far_above_the_baseline_the_grids_own_ramp_is_the_only_one(double import, double now)
    {
        Observation seen = At(Of(Books.Cut), 55.Minutes, import);
        Assert.Equal(now, seen.RampLimit!.Value.WattsPerSecond * 60 / 1e6, 1e-9);
        Assert.Equal(Pace, seen.RampAhead!.Value.WattsPerSecond * 60 / 1e6, 1e-9);
        Assert.Equal(import - now, seen.ImportLeastByRamp.Megawatts, 1e-9);
    }
}
