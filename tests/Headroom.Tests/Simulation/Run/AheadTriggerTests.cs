using Headroom.Control;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Simulation;

namespace Headroom.Tests.Simulation;

/// <summary>When a run looks ahead: every quarter of an hour, and as soon as something else is demanded than before.</summary>
public sealed class AheadTriggerTests
{
    [Fact]
    public void A_limit_that_is_replaced_under_its_name_is_looked_at_at_once()
    {
        StandingSite site = new()
        {
            Serving = 2,
            Training = 0,
            GridMost = 10.Megawatts,
            Length = 1.Hours,
            Scenario = new()
            {
                Name = "replaced",
                Limits = [new() { Name = "cut", From = 30.Minutes, Hold = 10.Minutes, Level = 0.1.Megawatts, Baseline = 1.Megawatts, Notice = 20.Minutes }],
            },
        };
        List<TimeSpan> accepted = [], looked = [];
        SimulationOrder order = site.Order() with
        {
            Faults = new() { Seed = 5, Post = new(0, 0, TimeSpan.Zero, 0) { ReplacedFraction = 1 } },
            Ahead = (_, madeAt) =>
            {
                looked.Add(madeAt);
                return new AheadAnswer.Stopped("nothing to find");
            },
        };
        EventTimeline events = EventTimeline.Compile(order.Scenario!, Simulator.Context(order), order.Seed).Timeline!;
        (SiteRun run, RunBook _) = Simulator.Open(order, new HeadroomPolicy(Simulator.MarginFraction), events);
        run.Post.Answered = (receipt, now) => { if (receipt.Outcome == LimitOutcome.Accepted) accepted.Add(now); };
        for (TimeSpan at = TimeSpan.Zero; at < order.Length - 6.Minutes; at += order.Step) run.Advance();
        Assert.Equal(2, accepted.Count);
        Assert.All(accepted, at => Assert.Contains(at + order.Step, looked));
        Assert.InRange(looked.Count, 4, 7);                // besides once in a quarter of an hour
    }
}
