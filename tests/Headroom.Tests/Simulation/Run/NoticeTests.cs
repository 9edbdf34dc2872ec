using Headroom.Control;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Simulation;
using Headroom.Sites;

namespace Headroom.Tests.Simulation;

/// <summary>A limit is answered when it is received: what meets its deadline from the notice given, or why nothing does.</summary>
public sealed class NoticeTests
{
    private static readonly StandingSite usual = new() { Serving = 12, Training = 12, GridMost = 10.Megawatts, Length = 20.Minutes };

    private static LimitFigure Figure(CapPath path, double noticeSeconds, double share = 0.8, (Power, Energy, Energy)? battery = null)
    {
        TimeSpan notice = TimeSpan.FromSeconds(noticeSeconds);
        return Assert.Single((usual with
        {
            CapPath = path,
            Battery = battery,
            Scenario = new()
            {
                Name = "cut",
                Limits = [new() { Name = "cut", From = 10.Minutes, Hold = 5.Minutes, Notice = notice, Level = share * usual.Usual, Ramp = LimitRamp.None }],
            },
        }).Report().Limits);
    }

    private static NoticeFigure Notice(CapPath path, double noticeSeconds, double share = 0.8, (Power, Energy, Energy)? battery = null) =>
        Assert.IsType<NoticeFigure>(Figure(path, noticeSeconds, share, battery).Notice);

    [Fact]
    public void Five_seconds_are_too_few_for_out_of_band_racks_and_the_report_says_why()
    {
        NoticeFigure notice = Notice(CapPath.OutOfBand, 5);
        Assert.False(notice.IsInTime);
        Assert.Equal(TimeSpan.FromSeconds(5), notice.Deadline);
        Assert.InRange(notice.Shed / usual.Usual, 0.15, 0.25);
        Assert.Contains("lands", notice.Why, StringComparison.Ordinal);
        Assert.Empty(notice.Steps);
    }

    [Fact]
    public void Caps_in_band_answer_five_seconds()
    {
        NoticeFigure notice = Notice(CapPath.InBand, 5);
        Assert.True(notice.IsInTime, notice.Why);
        NoticeStepFigure step = Assert.Single(notice.Steps);
        Assert.Equal(("in-band cap", false), (step.Actuator, step.Bridges));
        Assert.Equal(TimeSpan.FromSeconds(5) - TimeSpan.FromSeconds(1.1), step.OrderedBy);
        Assert.Equal(notice.Shed.Watts, step.Power.Watts, 1.0);
    }

    [Theory]
    [InlineData(41, false)]
    [InlineData(42, true)]
    public void Out_of_band_caps_need_their_latency_and_their_telemetry(double seconds, bool isInTime) =>
        Assert.Equal(isInTime, Notice(CapPath.OutOfBand, seconds, 0.55).IsInTime);

    [Fact]
    public void A_battery_bridges_until_slow_caps_have_landed()
    {
        NoticeFigure notice = Notice(CapPath.OutOfBand, 5, battery: (2.Megawatts, 4.MegawattHours, 3.MegawattHours));
        Assert.True(notice.IsInTime, notice.Why);
        Assert.Contains(notice.Steps, step => step.Bridges && step.Actuator == "storage" && step.HoldsFrom == TimeSpan.FromSeconds(5));
        NoticeFigure empty = Notice(CapPath.OutOfBand, 5, battery: (2.Megawatts, 4.MegawattHours, 1e-6.MegawattHours));
        Assert.False(empty.IsInTime);
    }

    [Fact]
    public void A_limit_above_the_draw_asks_nothing_of_anybody()
    {
        NoticeFigure notice = Notice(CapPath.OutOfBand, 0, share: 1.5);
        Assert.True(notice.IsInTime);
        Assert.Empty(notice.Steps);
        Assert.Equal(0, notice.Shed.Watts);
    }

    [Fact]
    public void What_idle_racks_draw_is_beyond_every_order()
    {
        NoticeFigure notice = Notice(CapPath.InBand, 500, share: 0.02);
        Assert.False(notice.IsInTime);
        Assert.Contains("too little", notice.Why, StringComparison.Ordinal);
    }
}
