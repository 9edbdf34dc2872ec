using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Simulation;
using Headroom.Sites;

namespace Headroom.Planning.Tests;

/// <summary>A plan carried out by the simulator is the plan.</summary>
public sealed class CarriedOutTests(ITestOutputHelper report)
{
    /// <summary>Asked: energies within 0.1 %; of the whole draw, for a source that gives next to nothing has no per cent to miss.</summary>
    private const double Fraction = 1e-3;

    [Theory]
    [MemberData(nameof(Shipped.Examples), MemberType = typeof(Shipped))]
    public void In_hourly_means_energies_are_the_plans_and_no_ceiling_is_broken(string example)
    {
        (Site site, PlanReport plan) = Shipped.Planned(example);
        foreach (int day in (int[])[Day(plan.TightestHour), Day(PeakHour(plan)), 20, 200])
        {
            SimulationReport run = Run(site, plan.Orders, day);
            Energy draw = run.Plan.Single(item => item.Name == "draw").Planned;
            foreach (AgreementFigure item in run.Plan)
            {
                double ofItself = item.DifferenceFraction ?? 0, ofDraw = (item.Simulated - item.Planned) / draw;
                report.WriteLine($"{example} day {day} {item.Name}: {item.Planned} planned, {ofItself:+0.0000 %;-0.0000 %}, {ofDraw:+0.0000 %;-0.0000 %} of the draw");
                Assert.True(Math.Abs(ofDraw) <= Fraction, $"{example} day {day}: {item.Name} {item.Planned} planned, {item.Simulated} simulated");
                if (item.Name is "draw" or "IT" or "import") Assert.True(Math.Abs(ofItself) <= Fraction, $"{example} day {day}: {item.Name} misses by {ofItself:P3}");
            }
            Power over = run.Ceiling.WorstHour ?? default;
            report.WriteLine($"{example} day {day}: worst hour {over} above its ceiling");
            Assert.True(over.Watts <= 1e-4 * plan.Energy.Peak.Watts, $"{example} day {day}: an hour's mean import is {over} above its ceiling");
            Assert.Equal(Energy.Zero, run.Ceiling.Unserved);
        }
    }

    [Fact]
    public void Requests_go_to_racks_that_have_places_left()
    {
        (Site site, PlanReport planned) = Shipped.Planned("edge");
        PlannedYear plan = planned.Orders;
        // 1 August: racks of one kind are full of both services for hours, and racks of the other kind idle
        SimulationOrder order = new() { Site = site, Plan = plan, FirstHour = 24 * 212 + 7, Length = TimeSpan.FromHours(3) };
        SimulationReport run = Assert.IsType<SimulationAnswer.Ran>(Simulator.Run(order, null, null, TestContext.Current.CancellationToken)).Report;
        Assert.True(plan.Runs.Where(one => one.Workload == "assistant").Select(one => one.Rack).Distinct().Count() > 1, "two kinds of racks serve it");
        Assert.All(run.Services, service => Assert.True(service.FirstToken.AttainedFraction > 0.995, $"{service.Name}: {service.FirstToken.AttainedFraction:P2} of first tokens in time"));
    }

    private static SimulationReport Run(Site site, PlannedYear plan, int day)
    {
        SimulationOrder order = new() { Site = site, Plan = plan, FirstHour = 24 * day, IsSteady = true };
        return Assert.IsType<SimulationAnswer.Ran>(Simulator.Run(order, null, null, TestContext.Current.CancellationToken)).Report;
    }

    private static int Day(int hour) => hour / 24;

    private static int PeakHour(PlanReport plan)
    {
        double[] import = plan.Orders.GridInjectionMegawatts!;
        return Array.IndexOf(import, import.Max());
    }
}
