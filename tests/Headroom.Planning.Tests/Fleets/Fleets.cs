using Headroom.Algebra;
using Headroom.Planning.Fleets;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;
using Headroom.Solvers;
using Headroom.Workloads;

namespace Headroom.Planning.Tests.Fleets;

/// <summary>Fleets with round numbers: racks of 100 kW that give 100 tok/s, one hall and one grid at each site.</summary>
static class Fleets
{
    public static readonly TimeSpan Near = TimeSpan.FromMilliseconds(10), Far = TimeSpan.FromMilliseconds(90);

    /// <summary>A site that may have up to 50 racks at 100,000 $ each.</summary>
    public static Site Site(string name, double megawatts, double[] dollarsPerMegawattHourOfDay) => Campus.Of(
        Campus.Grid(megawatts, 0) with { Price = Years.Repeat<EnergyPrice>(dollarsPerMegawattHourOfDay, "$/MWh") }, Campus.UpTo(50, 100_000.Dollars)) with
    { Name = name };

    public static Site Site(string name, double megawatts, double dollarsPerMegawattHour) => Site(name, megawatts, Years.Day(_ => dollarsPerMegawattHour));

    /// <summary>A service that each region asks for by the hour of the day.</summary>
    public static FleetService Service(string name, TimeSpan? roundTripMost, params double[][] tokensPerSecondOfDay)
    {
        double[] sum = Years.Day(h => tokensPerSecondOfDay.Sum(region => region[h]));
        return new(Campus.Chat(default) with { Name = name, Demand = Years.Repeat<TokenRate>(sum, "tok/s") },
            [.. tokensPerSecondOfDay.Select(day => Years.Repeat<TokenRate>(day, "tok/s"))], roundTripMost);
    }

    /// <summary>Region k is near to site k and far from the others.</summary>
    public static Fleet Of(Site[] sites, int regions, params FleetService[] services) => new()
    {
        Name = "fleet",
        Year = Years.Of2023,
        Sites = [.. sites.Select((site, s) => new FleetSite(site, new(0, 30 * s)))],
        Regions = [.. Enumerable.Range(0, regions).Select(r => new DemandRegion($"region {r}", new(1, 30 * r), 0))],
        RoundTrips = [.. Enumerable.Range(0, regions).Select(r => sites.Select((_, s) => r == s ? Near : Far).ToArray())],
        Services = services,
    };

    public static FleetFormulation Formulated(Fleet fleet) => FleetFormulation.Of(fleet, new Campus.TwoPoints());

    public static FleetReport Planned(Fleet fleet, ISolver? solver = null)
    {
        FleetAnswer answer = Answer(fleet, solver);
        Assert.True(answer is FleetAnswer.Planned, (answer as FleetAnswer.Refused)?.Why.ToString());
        return ((FleetAnswer.Planned)answer).Report;
    }

    public static FleetAnswer Answer(Fleet fleet, ISolver? solver = null) =>
        FleetPlanner.Plan(Formulated(fleet), solver ?? new StructuredSolver(), new PlanOptions { GapFraction = 1e-7 }, null, TestContext.Current.CancellationToken);

    public static PlanReport At(this FleetReport fleet, string site) => fleet.Sites.Single(one => one.Name == site).Plan;

    public static double Tokens(this FleetReport fleet, string service, string region, string site) =>
        fleet.Flows.Where(flow => flow.Service == service && flow.Region == region && flow.Site == site).Sum(flow => flow.Tokens.Tokens);
}
