using Headroom.Planning.Fleets;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;
using Headroom.Workloads;
using static Headroom.Planning.Tests.Fleets.Fleets;
using static Headroom.Planning.Tests.Planned;

namespace Headroom.Planning.Tests.Fleets;

/// <summary>Fleets worked by hand: racks of 100 kW give 100 tok/s, and of 60 kW give 70 tok/s; a site's bus takes <see cref="BusPerIt"/> of that.</summary>
public class FleetByHandTests
{
    static readonly double BusPerIt = Campus.BusPerIt(Campus.Air);
    static double[] Flat(double tokensPerSecond) => Years.Day(_ => tokensPerSecond);

    [Fact]
    public void Users_are_served_where_power_is_cheap_until_its_ceiling_and_beyond_it_where_it_is_dear()
    {
        // 30 racks under half a cap serve 2,100 tok/s; the cheap megawatt feeds 1 MW / 60 kW / BusPerIt racks of 70 tok/s
        double cheap = 1e3 / 60 / BusPerIt * 70;
        FleetReport plan = Planned(Of([Site("cheap", 1, 30), Site("dear", 5, 400)], 1, Service("chat", null, Flat(2100))));
        AssertClose(cheap, plan.At("cheap").Hours("chat served").Average() * 1e6, 1e-3, "served at the cheap site");
        AssertClose(2100 - cheap, plan.At("dear").Hours("chat served").Average() * 1e6, 1e-3, "served at the dear site");
        AssertClose(2100 * 8760.0 * 3600, plan.Flows.Sum(flow => flow.Tokens.Tokens), 1e-6, "all are served");
    }

    [Fact]
    public void Distance_keeps_users_at_the_dear_site_near_to_them()
    {
        Site[] sites = [Site("cheap", 5, 30), Site("dear", 5, 90)];
        FleetReport near = Planned(Of(sites, 2, Service("chat", Near, Flat(500), Flat(700))));
        AssertClose(700 * 8760.0 * 3600, near.Tokens("chat", "region 1", "dear"), 1e-6, "region 1 stays at home");
        Assert.Equal(0, near.Tokens("chat", "region 1", "cheap"));
        FleetReport anywhere = Planned(Of(sites, 2, Service("chat", null, Flat(500), Flat(700))));
        AssertClose(700 * 8760.0 * 3600, anywhere.Tokens("chat", "region 1", "cheap"), 1e-4, "region 1 goes where power is cheap");
        Assert.True(anywhere.Objective.Value < near.Objective.Value);
    }

    [Fact]
    public void A_training_run_is_done_where_and_when_power_is_free()
    {
        // 8 boards of 1 PFLOP/s at 40 % and 90 % goodput; four free hours a day at one of two sites that have their racks
        Site Standing(string name, double[] prices) => Site(name, 5, prices) with { Racks = [Campus.Standing(10)] };
        Site free = Standing("free", Years.Day(h => h < 4 ? 0 : 80)), dear = Standing("dear", Flat(80));
        double perHour = 10 * 8 * 1e15 * 0.4 * 0.9 * 3600;
        var run = new TrainingRun { Name = "run", Amount = (365 * 3.5 * perHour).FloatingPointOperations, FirstHour = 0, EndHour = 8760 };
        FleetReport plan = Planned(Of([dear, free], 1) with { Training = [run] });
        double[] compute = plan.At("free").Hours("run compute");
        AssertClose(365 * 3.5 * perHour, compute.Sum() * 3600 * 1e18, 1e-3, "all of it at the free site");
        AssertClose(compute.Sum(), compute.Where((_, t) => t % 24 < 4).Sum(), 1e-4, "all of it in free hours");
        AssertClose(run.Amount.Operations, plan.Training[0].Done.Operations, 1e-3, "the run is done");
    }

    [Fact]
    public void One_budget_binds_all_sites_and_has_a_price()
    {
        Fleet fleet = Of([Site("a", 5, 200), Site("b", 5, 260)], 1, Service("chat", null, Flat(2000)));
        FleetReport free = Planned(fleet);
        // under half a cap 2,000 tok/s take 28.6 racks, without a cap 20: less money buys fewer racks, and each token more energy
        Money budget = 0.85 * free.Capital;
        FleetReport tight = Planned(fleet with { CapitalMost = budget });
        AssertClose(budget.Dollars, tight.Capital.Dollars, 1e-4, "all of the budget is spent");
        Assert.True(tight.Objective.Value > free.Objective.Value);
        Assert.Contains(tight.Prices, price => price is { Site: null, Price.Constraint: "capital budget" });
        var refused = Assert.IsType<FleetAnswer.Refused>(Answer(fleet with { CapitalMost = 1000.Dollars }));
        Assert.Contains(Assert.IsType<PlanAnswer.Infeasible>(refused.Why).Conflicts, conflict => conflict.Family is "capital budget" or "chat from region 0 service");
    }

    [Fact]
    public void Regions_that_may_go_to_the_same_sites_share_their_flows()
    {
        Fleet fleet = Of([Site("a", 5, 30), Site("b", 5, 60)], 2, Service("chat", null, Flat(300), Flat(900)));
        string[] families = [.. Formulated(fleet).Program.RelationFamilies.Select(family => family.Name)];
        Assert.Contains("chat from region 0+region 1 service", families);
        Assert.DoesNotContain(families, family => family.Contains("arriving", StringComparison.Ordinal));
        FleetReport plan = Planned(fleet);
        foreach (string site in (string[])["a", "b"])
            AssertClose(3 * plan.Tokens("chat", "region 0", site), plan.Tokens("chat", "region 1", site), 1e-9, "each region its share");
    }

    [Fact]
    public void A_site_writes_the_same_rows_alone_and_in_a_fleet()
    {
        Site site = Site("alone", 4, 50) with { Services = [Service("chat", null, Flat(500)).Facts] };
        var alone = Formulation.Of(site, new Campus.TwoPoints()).Program.Arrays;
        var fleet = Formulated(Of([site], 1)).Program.Arrays;
        Assert.True(alone.RowStart.SequenceEqual(fleet.RowStart) && alone.ColumnIndex.SequenceEqual(fleet.ColumnIndex) && alone.Coefficient.SequenceEqual(fleet.Coefficient));
        Assert.True(alone.RowLower.SequenceEqual(fleet.RowLower) && alone.RowUpper.SequenceEqual(fleet.RowUpper) && alone.Cost.SequenceEqual(fleet.Cost));
    }
}
