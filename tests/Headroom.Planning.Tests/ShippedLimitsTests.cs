using Headroom.Control;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Scenarios.ScenarioFiles;
using Headroom.Simulation;
using Headroom.Sites;
using Headroom.Solvers;
using Xunit;

namespace Headroom.Planning.Tests;

/// <summary>The shipped campus under the shipped limits, with the look ahead that the command line gives it.</summary>
public sealed class ShippedLimitsTests
{
    /// <summary>25 % off within fifteen minutes, and at the grid's 20 MW/min, for three hours; six clauses, and every other check but training's.</summary>
    /// <remarks>Sources: arXiv 2507.00909v1 (clauses, tiers at 10, 25, 50 %); Southern Company's 20 MW/min as arXiv 2601.12686 quotes it.</remarks>
    [Theory]
    [InlineData(243, 1, false)]     // 1 September, the tightest day
    [InlineData(243, 2, true)]
    [InlineData(198, 2, false)]     // 18 July
    [InlineData(309, 1, true)]      // 6 November
    public void A_quarter_goes_within_its_contract(int day, ulong seed, bool atTheGridsRamp)
    {
        Scenario emerald = ScenarioFile.Shipped("emerald");
        if (atTheGridsRamp)
            emerald = emerald with
            {
                Limits = [.. emerald.Limits.Select(limit => limit with { Ramp = limit.Ramp with { Down = TimeSpan.Zero, Up = TimeSpan.Zero } })],
            };
        var ran = (SimulationAnswer.Ran)Simulator.Run(Order(emerald, 24 * day, seed), null, null, TestContext.Current.CancellationToken);
        Assert.Empty(ran.Report.Checks.Where(check => check.Kept == false).Select(check => $"{check.What}: {check.Sentence}"));
    }

    /// <summary>Tokens against an optimum that knows the day, and against one cap for all.</summary>
    [Theory]
    [InlineData("deep-cut", 0.98)]
    [InlineData("two-cuts", 0.98)]
    [InlineData("rolling-cuts", 0.98)]      // six cuts 90 minutes apart, each announced 15 minutes before: what the next may need is not sold at 2,800 $/MWh
    public void Under_limits_nearly_all_is_served_that_can_be(string scenario, double ofBest)
    {
        SimulationOrder order = Order(ScenarioFile.Shipped(scenario), 24 * 243, 1);
        PolicyKind[] two = [Policies.Find("headroom")!, Policies.Find("uniform-cap")!];
        ComparisonAnswer answer = PolicyComparer.Compare(
            order, two, (inputs, stop) => OfflineOptimum.Both(inputs, new StructuredSolver(), stop), null, TestContext.Current.CancellationToken);
        PolicyComparison compared = Assert.IsType<ComparisonAnswer.Compared>(answer).Comparison;
        PolicyFigure ours = compared.Policies[0], uniform = compared.Policies[1];
        Assert.True(ours.Held, $"{scenario} is passed by {ours.WorstExcess}");
        double share = ours.Weighted / compared.Optimum!.Value;
        Assert.True(share >= ofBest, $"{scenario}: {share:0.0000} of the best day, {ofBest} asked");
        Assert.True(share <= 1, $"{scenario}: {share:0.0000} of what is called a bound");
        Assert.True(ours.Weighted >= 1.08 * uniform.Weighted, $"{scenario}: {ours.Weighted / uniform.Weighted:0.000} of one cap for all");
    }

    private static SimulationOrder Order(Scenario scenario, int firstHour, ulong seed)
    {
        (Site site, PlanReport planned) = Shipped.Planned("hyperscale");
        return new()
        {
            Site = site,
            Plan = planned.Orders,
            Scenario = scenario,
            FirstHour = firstHour,
            Seed = seed,
            Ahead = (inputs, madeAt) => AheadPlanner.Plan(inputs, madeAt, new StructuredSolver(), CancellationToken.None),
        };
    }
}
