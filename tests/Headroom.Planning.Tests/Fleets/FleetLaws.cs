using Headroom.Planning.Fleets;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;
using Headroom.Solvers;
using Headroom.Workloads;
using static Headroom.Planning.Tests.Fleets.Fleets;
using static Headroom.Planning.Tests.Planned;

namespace Headroom.Planning.Tests.Fleets;

/// <summary>What holds for every fleet.</summary>
public class FleetLaws
{
    const double Same = 1e-6;

    [Fact]
    public void A_fleet_of_one_site_is_the_site()
    {
        double[] day = Years.Day(h => 900 + 300 * Math.Sin(Math.PI * h / 12)), prices = Years.Day(h => 40 + 30 * Math.Cos(Math.PI * h / 12));
        Service batch = Service("batch", null, day).Facts with { Deferrable = TimeSpan.FromHours(6), Tier = 1, Unserved = 2.DollarsPerMillionTokens };
        var run = new TrainingRun { Name = "run", Amount = 2e23.FloatingPointOperations, FirstHour = 100, EndHour = 6000, UtilisationFraction = 0.4 };
        FleetService chat = Service("chat", Far, day);
        Site bare = Site("alone", 4, prices), whole = bare with { Services = [chat.Facts, batch], Training = [run] };
        Fleet fleet = Of([bare], 1, chat, new(batch, [batch.Demand], null)) with { Training = [run] };
        PlanReport site = By(whole, new Campus.TwoPoints());
        FleetReport plan = Planned(fleet);
        AssertClose(site.Objective.Value, plan.Objective.Value, Same, "objective");
        Assert.True(plan.Objective.GapFraction <= 1e-6);
        AssertClose(site.Tokens.Served.Tokens, plan.Sites[0].Plan.Tokens.Served.Tokens, Same, "tokens");
    }

    [Fact]
    public void Permuting_the_sites_changes_nothing()
    {
        Fleet fleet = Random(7);
        int[] order = [2, 0, 1];
        Fleet other = fleet with { Sites = [.. order.Select(s => fleet.Sites[s])], RoundTrips = [.. fleet.RoundTrips.Select(row => order.Select(s => row[s]).ToArray())] };
        (FleetReport one, FleetReport two) = (Planned(fleet), Planned(other));
        AssertClose(one.Objective.Value, two.Objective.Value, Same, "objective");
        foreach (FleetSiteFigure site in one.Sites) AssertClose(site.Plan.Cost.Total.Dollars, two.At(site.Name).Cost.Total.Dollars, 1e-3, site.Name);
    }

    [Fact]
    public void More_ceiling_never_costs_more_and_its_price_is_what_it_saves()
    {
        double[] day = Years.Day(h => 2000 + 800 * Math.Sin(Math.PI * h / 12));
        Fleet With(double cheap) => Of([Site("cheap", cheap, 30), Site("dear", 4, 90)], 2, Service("chat", null, day, day));
        double At(double cheap) => Planned(With(cheap)).Objective.Value;
        FleetReport plan = Planned(With(2));
        ShadowPrice price = plan.Prices.Single(one => one.Site == "cheap" && one.Price.Constraint == "grid firm").Price;
        Assert.StartsWith("One more megawatt of firm grid at cheap is worth", price.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain(plan.Prices, one => one.Site == "dear" && one.Price.Constraint == "grid firm");
        (double less, double more) = (At(1.98), At(2.02));
        Assert.True(more <= plan.Objective.Value * (1 + Same) && plan.Objective.Value <= less * (1 + Same));
        AssertClose((less - more) / 0.04, price.Worth, 0.01, "$/MW-yr");
    }

    [Theory, InlineData(1), InlineData(2)]
    public void A_random_fleet_agrees_with_HiGHS_and_serves_every_hour(int seed)
    {
        Fleet fleet = Random(seed);
        FleetReport ours = Planned(fleet), theirs = Planned(fleet, new HighsSolver());
        AssertClose(theirs.Objective.Value, ours.Objective.Value, Same, "objective");
        Assert.True(ours.Objective.Bound <= ours.Objective.Value * (1 + 1e-12));
        foreach (FleetService service in fleet.Services)
            for (int region = 0; region < fleet.Regions.Count; region++)
            {
                double[] served = new double[Years.Hours];
                foreach (FlowFigure flow in ours.Flows.Where(flow => flow.Service == service.Facts.Name && flow.Region == fleet.Regions[region].Name))
                {
                    Assert.True(service.RoundTripMost is not { } most || flow.RoundTrip <= most, "nobody is served from further than the service allows");
                    for (int t = 0; t < served.Length; t++) served[t] += flow.Hours[t];
                }
                if (service.Facts.Deferrable is null)
                    for (int t = 0; t < served.Length; t++) Assert.Equal(service.Demand[region].Si[t], served[t], 1e-2); // of thousands of tok/s
            }
    }

    /// <summary>Three sites of random ceilings and prices, three regions, a near, a far and a patient service.</summary>
    static Fleet Random(int seed)
    {
        var random = new Random(seed);
        double[] Day(double most) => Years.Day(_ => most * (0.4 + 0.6 * random.NextDouble()));
        Site[] sites = [.. Enumerable.Range(0, 3).Select(s => Site($"site {s}", 1.5 + 2 * random.NextDouble(), Day(150)))];
        FleetService batch = Service("batch", null, Day(300), Day(300), Day(300));
        return Of(sites, 3, Service("near", Near, Day(500), Day(500), Day(500)), Service("far", Far, Day(500), Day(500), Day(500)),
            batch with { Facts = batch.Facts with { Deferrable = TimeSpan.FromHours(12) } });
    }
}
