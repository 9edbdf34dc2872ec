using Headroom.Algebra;
using Headroom.Planning.Expansion;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;
using Headroom.Solvers;
using Headroom.Workloads;
using static Headroom.Planning.Tests.Fleets.Fleets;
using static Headroom.Planning.Tests.Planned;

namespace Headroom.Planning.Tests.Fleets;

/// <summary>Fleets over years: what holds for each of the two couplings holds for both together.</summary>
public sealed class FleetYearsTests
{
    const double Gap = 1e-4;

    /// <summary>The same promises, demand and prices, once as a site's and once as those of a fleet of that site alone.</summary>
    [Fact]
    public void A_fleet_of_one_site_over_years_costs_what_the_site_costs()
    {
        double[] day = Years.Day(h => 900 + 300 * Math.Sin(Math.PI * h / 12));
        FleetService chat = Service("chat", Far, day);
        var run = new TrainingRun { Name = "run", Amount = 2e23.FloatingPointOperations, FirstHour = 100, EndHour = 6000, UtilisationFraction = 0.4, ComesBack = true };
        Horizon growing = Over(2023, 2025) with { DemandFactor = 1.25, TrainingFactor = 1.1, EnergyPriceFactor = 1.05 };
        Site bare = Site("alone", 4, Years.Day(h => 40 + 30 * Math.Cos(Math.PI * h / 12))) with { Horizon = growing };
        var site = Assert.IsType<ExpansionAnswer.Planned>(ExpansionPlanner.Plan(bare with { Services = [chat.Facts], Training = [run] }, new Campus.TwoPoints(),
            new StructuredSolver(), new OneByOne(), Gap, null, TestContext.Current.CancellationToken)).Report;

        FleetYearsReport fleet = Planned(Of([bare], 1, chat) with { Training = [run], Horizon = growing });

        Assert.InRange(fleet.Total.Dollars, site.Bound.Dollars * (1 - 1e-9), site.Total.Dollars * (1 + Gap));
        Assert.InRange(site.Total.Dollars, fleet.Bound.Dollars * (1 - 1e-9), fleet.Total.Dollars * (1 + Gap));
        for (int y = 0; y < 3; y++)
        {
            AssertClose(site.Years[y].Tokens.Served.Tokens, fleet.Years[y].Services[0].Served.Tokens, 1e-5, "tokens");
            AssertClose(site.Years[y].Tokens.Training[0].Done.Operations, fleet.Years[y].Training[0].Done.Operations, 1e-3, "compute");
        }
    }

    [Fact]
    public void A_fleet_over_one_year_costs_what_the_fleet_costs()
    {
        Fleet fleet = Pair(Over(2023, 2023));
        FleetReport year = Fleets.Planned(fleet with { Horizon = null });

        FleetYearsReport plan = Planned(fleet);

        Assert.InRange(year.Objective.Value, plan.Bound.Dollars * (1 - 1e-9), plan.Total.Dollars * (1 + 1e-6));
        Assert.True(plan.GapFraction <= Gap, $"gap {plan.GapFraction}");
        foreach (FlowFigure flow in plan.Years[0].Flows.Where(flow => flow.Service == "chat"))
            AssertClose(year.Tokens(flow.Service, flow.Region, flow.Site), flow.Tokens.Tokens, 0.02, $"{flow.Region} to {flow.Site}");
    }

    [Fact]
    public void Permuting_the_sites_changes_nothing()
    {
        Fleet fleet = Pair(Over(2023, 2024) with { DemandFactor = 1.3 });
        Fleet other = fleet with { Sites = [.. fleet.Sites.Reverse()], RoundTrips = [.. fleet.RoundTrips.Select(row => row.Reverse().ToArray())] };

        (FleetYearsReport one, FleetYearsReport two) = (Planned(fleet), Planned(other));

        AssertClose(one.Total.Dollars, two.Total.Dollars, 2 * Gap, "total");
        foreach (SiteYears site in one.Sites) AssertClose(site.Total.Dollars, two.Sites.Single(same => same.Site == site.Site).Total.Dollars, 0.01, site.Site);
    }

    /// <summary>A price that rises, racks that live two years and a second site that opens late tie sites and years at once.</summary>
    [Fact]
    public void All_sites_and_years_cost_what_HiGHS_says_they_cost()
    {
        Horizon horizon = Over(2023, 2024) with { DemandFactor = 1.3, EnergyPriceFactor = 1.2 };
        Fleet fleet = Pair(horizon);
        fleet = fleet with
        {
            Sites = [fleet.Sites[0], fleet.Sites[1] with
            {
                Site = fleet.Sites[1].Site with { Horizon = horizon with { Timing = new Dictionary<string, AssetTiming> { ["rack"] = new() { FromYear = 2024 } } } },
            }],
        };
        ProgramArrays rows = ExpansionPlanner.OnePiece(fleet, new Campus.TwoPoints()).Arrays;
        var theirs = (Outcome.Best)new HighsSolver().Solve(rows, new SolveOptions { Relax = true }, TestContext.Current.CancellationToken);

        FleetYearsReport plan = Planned(fleet);

        Assert.InRange(theirs.Solution.Objective, plan.Bound.Dollars * (1 - 1e-6), plan.Total.Dollars * (1 + 1e-6));
        Assert.True(plan.GapFraction <= Gap, $"gap {plan.GapFraction}");
        Assert.All(plan.Years[0].Flows, flow => Assert.Equal("cheap", flow.Site));
        Assert.Contains(plan.Years[1].Flows, flow => flow.Site == "dear");
    }

    [Fact]
    public void What_sites_and_years_pay_and_run_for_adds_up_to_the_total()
    {
        FleetYearsReport plan = Planned(Pair(Over(2023, 2024) with { DemandFactor = 1.3 }));

        double sites = plan.Sites.Sum(site => site.Total.Dollars);
        double years = plan.Sites.Sum(site => site.Years.Select((year, y) => (site.Payments[y] + year.RunningTotal).Dollars / Math.Pow(1.07, y)).Sum());
        AssertClose(plan.Total.Dollars, sites, 1e-6, "sites");
        AssertClose(sites, years, 1e-3, "years");
        Assert.Equal((2023, 0), (plan.PowerYear, plan.YearsToPower));
    }

    /// <summary>2,000 tok/s are asked, and until racks come to the second site the first one's hall serves half of them.</summary>
    [Fact]
    public void Power_that_comes_late_to_one_site_is_missed_by_the_fleet_until_then()
    {
        Horizon late = Over(2023, 2025, ("rack", new() { LeadYears = 2 }));
        Site Held(string name, Horizon horizon) => Site(name, 10, 50) with { Racks = [Campus.UpTo(10, 100_000.Dollars)], Horizon = horizon };
        double[] day = Years.Day(_ => 1000);
        FleetService chat = Service("chat", null, day, day);
        chat = chat with { Facts = chat.Facts with { Value = 200.DollarsPerMillionTokens } }; // 100 tok/s of a rack for a year: 630,000 $
        Fleet fleet = Of([Held("ready", Over(2023, 2025)), Held("late", late)], 2, chat) with { Horizon = Over(2023, 2025) };

        FleetYearsReport plan = Planned(fleet);

        Assert.Equal((2025, 2), (plan.PowerYear, plan.YearsToPower));
        Assert.Equal([false, false, true], plan.Years.Select(year => year.IsServed));
        AssertClose(0.5, plan.Years[1].Services[0].Missed.Tokens / plan.Years[1].Services[0].Demand.Tokens, 1e-4, "missed");
        Assert.True(plan.Waiting.Dollars > 0 && plan.Years[2].Services[0].Missed.Tokens < 1e-6 * plan.Years[2].Services[0].Demand.Tokens);
        Assert.Equal(0, plan.Sites[1].Assets.Single(path => path.Name == "rack").Built[1]);
    }

    /// <summary>Twenty racks would serve all; the budget of both sites buys fifteen.</summary>
    [Fact]
    public void A_budget_of_capital_holds_for_all_sites_and_years_together()
    {
        double[] day = Years.Day(_ => 1000);
        Fleet fleet = Of([Site("one", 10, 50) with { Horizon = Over(2023, 2024) }, Site("two", 10, 50) with { Horizon = Over(2023, 2024) }], 2, Service("chat", null, day, day)) with
        {
            Horizon = Over(2023, 2024),
            CapitalMost = 1.5e6.Dollars,
        };

        FleetYearsReport plan = Planned(fleet);

        double built = plan.Sites.Sum(site => site.Assets.Single(path => path.Name == "rack").Built.Sum());
        AssertClose(15, built, 1e-3, "racks");
        Assert.Null(plan.PowerYear);
    }

    /// <summary>A cheap and a dear site, two regions; chat goes anywhere, and batch waits for twelve hours.</summary>
    static Fleet Pair(Horizon horizon)
    {
        double[] day = Years.Day(h => 700 + 300 * Math.Sin(Math.PI * h / 12)), night = Years.Day(h => 500 - 200 * Math.Sin(Math.PI * h / 12));
        FleetService batch = Service("batch", null, Years.Day(_ => 100), Years.Day(_ => 100));
        return Of([Site("cheap", 1.5, Years.Day(h => 30 + 10 * Math.Cos(Math.PI * h / 12))) with { Horizon = horizon }, Site("dear", 4, 90) with { Horizon = horizon }], 2,
            Service("chat", null, day, night), batch with { Facts = batch.Facts with { Deferrable = TimeSpan.FromHours(12) } }) with
        { Horizon = horizon };
    }

    static Horizon Over(int first, int last, params (string Asset, AssetTiming Timing)[] timing) =>
        new() { FirstYear = first, LastYear = last, Timing = timing.ToDictionary(one => one.Asset, one => one.Timing) };

    static FleetYearsReport Planned(Fleet fleet)
    {
        FleetYearsAnswer answer = ExpansionPlanner.Plan(
            fleet, new Campus.TwoPoints(), new StructuredSolver(), new OneByOne(), Gap, null, TestContext.Current.CancellationToken);
        Assert.True(answer is FleetYearsAnswer.Planned, (answer as FleetYearsAnswer.None)?.Why);
        return ((FleetYearsAnswer.Planned)answer).Report;
    }
}
