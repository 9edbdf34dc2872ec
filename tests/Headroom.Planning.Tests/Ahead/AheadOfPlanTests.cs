using Headroom.Control;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Simulation;
using Headroom.Sites;
using Headroom.Tests.Simulation;
using static Headroom.Planning.Tests.Ahead.Days;

namespace Headroom.Planning.Tests.Ahead;

/// <summary>From a site and its planned year to a look ahead, and the optimum against a run of seconds.</summary>
public class AheadOfPlanTests
{
    private static CeilingInForce Open(TimeSpan start, TimeSpan length)
    {
        Power none = Power.FromSi(double.PositiveInfinity);
        return new(none, none, none, null);
    }

    private static readonly TimeSpan[] twoHours = [.. Enumerable.Repeat(5.Minutes, 24)];

    /// <summary>60 racks that serve in full and 40 that train, with so much grid.</summary>
    private static StandingSite Standing(double shareOfUsual) => new StandingSite { Length = 2.Hours, GridMost = 100.Megawatts } is var open
        ? open with { GridMost = shareOfUsual * open.Usual } : throw new InvalidOperationException();

    [Fact]
    public void Inputs_tell_the_plan_in_the_order_of_the_observation()
    {
        SimulationOrder order = (Standing(1) with { Battery = (5.Megawatts, 10.MegawattHours, 4.MegawattHours), Load = hour => hour == 0 ? 1 : 0.5 }).Order();
        AheadInputs inputs = AheadOfPlan.Forecast(order, TimeSpan.Zero, twoHours, Open);
        Assert.Empty(AheadCheck.Of(inputs));
        double first = order.Site.Services[0].Demand[0].TokensPerSecond;
        Assert.Equal(first, inputs.Services[0].Demand[0].TokensPerSecond, 1e-6 * first);
        Assert.Equal(first / 2, inputs.Services[0].Demand[^1].TokensPerSecond, 1e-6 * first);
        // what one hour loses at the edge the other gains: the sum is the plan's
        Assert.Equal(1.5 * first * 12, inputs.Services[0].Demand.Sum(one => one.TokensPerSecond), 1e-6 * first);
        Assert.Equal(100, inputs.Fleets[0].Racks[0], 1e-9);
        Assert.Equal(40, inputs.Runs[0].RacksMost[0], 1e-9);
        Assert.Equal(4, inputs.Batteries[0].Stored.MegawattHours, 1e-9);
        Assert.Equal(order.Plan.DrawMegawatts[0] / order.Plan.ItMegawatts[0], inputs.DrawPerItRatio[0], 1e-9);
    }

    [Theory]
    [InlineData(0.9)]
    [InlineData(0.6)]
    public void A_run_of_seconds_serves_no_more_than_the_optimum_of_its_day(double share)
    {
        SimulationOrder order = (Standing(share) with { IsSteady = false }).Order();
        SimulationReport report = ((SimulationAnswer.Ran)Simulator.Run(order, null, null, CancellationToken.None)).Report;
        AheadInputs day = AheadOfPlan.Day(order, twoHours, Open);
        ServedFigure chat = report.Services[0];
        TokenRate came = TokenRate.FromSi(chat.Asked.Tokens / 7200);
        TokenCount bound = Optimum(day.WithDemand(chat.Name, [.. twoHours.Select(_ => came)])).Bound;
        Assert.True(chat.Served <= bound, $"{chat.Served} served, {bound} possible");
        Assert.True(chat.Served >= 0.8 * bound, $"{chat.Served} served, {bound} possible: a bound that says little");
    }
}
