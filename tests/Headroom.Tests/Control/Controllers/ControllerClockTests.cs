using Headroom.Control;
using Headroom.Quantities;
using Headroom.Tests.Control.Limits;

namespace Headroom.Tests.Control.Controllers;

/// <summary>A clock that is wrong for a beat: no accepted limit is lost by it, and no new one is turned away.</summary>
public sealed class ControllerClockTests
{
    private static readonly LimitEvent morning = new() { Name = "morning", Level = 60.Megawatts, From = 10.Hours, To = 12.Hours };

    private static double CeilingAt(Controller controller, TimeSpan clock)
    {
        Observation seen = StandingBeats.Sees(0);
        seen.Now = clock;
        controller.Beat(seen);
        return seen.CeilingNow.Megawatts;
    }

    private static Controller AtEleven(LimitEvent limit)
    {
        Controller controller = StandingBeats.Of();
        controller.Receive(Books.Says(limit, 0), TimeSpan.Zero);
        for (int second = -30; second <= 0; second++) Assert.Equal(60, CeilingAt(controller, 11.Hours + second.Seconds), 1e-9);
        return controller;
    }

    [Theory]
    [InlineData(30)]
    [InlineData(-30)]
    [InlineData(3000)]
    public void A_beat_of_another_month_loses_no_limit_that_was_accepted(int days)
    {
        Controller controller = AtEleven(morning);
        TimeSpan jump = TimeSpan.FromDays(days);
        Assert.Equal(60, CeilingAt(controller, 11.Hours + 1.Seconds + jump), 1e-9);
        for (int second = 2; second < 200; second++) Assert.Equal(60, CeilingAt(controller, 11.Hours + second.Seconds), 1e-9);
        Assert.Single(controller.Book.Limits);
        Assert.Equal(LimitOutcome.Repeated, controller.Receive(Books.Says(morning, 0), 11.Hours + 200.Seconds).Outcome);
    }

    [Fact]
    public void A_message_that_comes_while_the_clock_is_wrong_makes_the_book_forget_nothing_either()
    {
        Controller controller = AtEleven(morning);
        controller.Receive(Books.Beat(660), 11.Hours + TimeSpan.FromDays(30));
        Assert.Equal(60, CeilingAt(controller, 11.Hours + 1.Seconds), 1e-9);
    }

    [Fact]
    public void A_clock_that_is_days_behind_turns_no_new_demand_away_before_it_is_believed()
    {
        Controller controller = AtEleven(morning with { From = 10.Hours, To = 12.Hours });
        TimeSpan behind = 11.Hours - TimeSpan.FromDays(3);
        LimitEvent more = new() { Name = "more", Level = 50.Megawatts, From = 11.Hours, To = 13.Hours };
        CeilingAt(controller, behind + 1.Seconds);
        Assert.Equal(LimitOutcome.Accepted, controller.Receive(Books.Says(more, 660), behind + 2.Seconds).Outcome);
        Assert.Equal(LimitOutcome.Heard, controller.Receive(Books.Beat(661), behind + 2.Seconds).Outcome);
        Assert.Equal(50, CeilingAt(controller, 11.Hours + 3.Seconds), 1e-9);
        // one that nobody could have issued yet by any clock is still refused
        Assert.Equal(LimitRefusal.IssuedAhead, controller.Receive(Books.Beat(660 + 1441), 11.Hours + 4.Seconds).Refusal);
    }
}
