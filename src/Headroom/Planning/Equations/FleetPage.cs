using Headroom.Compute;
using Headroom.Planning.Fleets;
using Headroom.Quantities;
using Headroom.Sites;
using Headroom.Workloads;

namespace Headroom.Planning.Equations;

/// <summary>What ties the sites of a fleet, printed from two small sites and two regions; their own rows stand on the other pages.</summary>
static class FleetPage
{
    public const string File = "fleet.md";

    static readonly EquationPage page = new(File, "Fleet",
        "Several sites in one program. Each writes the rows of the other pages under its own name; here stands what ties them: where users are served, training that any site may do a part of, one budget. "
        + "These rows are printed from a fleet of their own: `north` and `south`, and users in the `west`, who may go to either, and in the `east`, who are near to `south` only.",
        ["Fleets/FlowPlan.cs", "DemandPlan.cs", "Fleets/FleetFormulation.cs"], FlowPlan.Says + "\n\n" + FleetFormulation.Says)
    {
        Symbols =
        [
            new("flow[b,s,t]", "FlowPlan.flow", "* from * to *"), new("unserved[b,t]", "DemandPlan.Unserved", "* from * unserved"),
            new("waiting[b,t]", "DemandPlan.Waiting", "* from * waiting"),
        ],
        Relations = ["* arriving at *", "* from * service", "* from * backlog", "* compute", "yearly budget", "capital budget"],
        Costs = _ => true,
    };

    public static string Text()
    {
        FleetFormulation plan = FleetFormulation.Of(Reference(), new DefaultFrontier());
        return new PageText(plan.Program, plan.Ledger, new FamilyPlaces(plan.Program, [page])).Of(page);
    }

    /// <summary>The reference site twice, without what the other pages show.</summary>
    static Fleet Reference()
    {
        Site whole = ReferenceSite.Write();
        Site bare = whole with { Services = [], Training = [], Generators = [], Batteries = [], Policy = new() };
        Service asked = whole.Services.First(service => service.Deferrable is null), patient = whole.Services.First(service => service.Deferrable is not null);
        FleetService Half(Service service, TimeSpan? most) => new(service with { Tier = 1 }, [Halved(service.Demand), Halved(service.Demand)], most);
        TimeSpan near = TimeSpan.FromMilliseconds(20), far = TimeSpan.FromMilliseconds(90);
        return new Fleet
        {
            Name = "reference",
            Year = whole.Year,
            Sites = [new(bare with { Name = "north" }, new(60, 0)), new(bare with { Name = "south" }, new(40, 0))],
            Regions = [new("west", new(50, -10), 0), new("east", new(45, 20), 1)],
            RoundTrips = [[near, near], [far, near]],
            Services = [Half(asked, TimeSpan.FromMilliseconds(50)), Half(patient, null)],
            Training = whole.Training,
            YearlyCostMost = 200e6.Dollars,
            CapitalMost = 1e9.Dollars,
        };
    }

    static Series<TokenRate> Halved(Series<TokenRate> demand) => new([.. demand.Si.ToArray().Select(rate => rate / 2)]);
}
