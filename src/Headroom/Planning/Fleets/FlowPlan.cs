using Headroom.Algebra;
using Headroom.Quantities;
using Headroom.Sites;
using Headroom.Workloads;

namespace Headroom.Planning.Fleets;

/// <summary>Regions whose requests for a service may go to the same sites. They are alike in the program, so they share their flows.</summary>
/// <param name="Name">Names of its regions.</param>
/// <param name="Regions">Places in the fleet's list.</param>
/// <param name="Sites">Places in the fleet's list of the sites within reach that can run the service.</param>
sealed record Basin(string Name, int[] Regions, int[] Sites);

/// <summary>Where a service of the fleet is served: flows from the users' regions to the sites.</summary>
sealed class FlowPlan
{
    /// <summary>The equations, as docs/equations prints them above the rows of a real program.</summary>
    public const string Says = """
        at a site    Σ over its racks of tokens[t] = Σ over basins of flow[b,s,t]
        in a basin   Σ over sites of flow[b,s,t] + unserved[b,t] = demand[b,t];  deferrable work waits in its basin as at a site
        a basin: the regions from which the same sites are within the round trip that the service allows; demand[b] = Σ of theirs
        Where a site serves one basin only, its tokens are the flow, and neither row nor column is written.
        """;

    readonly Variables<TokenRate>?[][] flow;
    readonly ServicePlan?[] placed;

    FlowPlan(FleetService service, Basin[] basins, ServicePlan?[] placed)
    {
        (Service, Basins, this.placed) = (service, basins, placed);
        flow = [.. basins.Select(_ => new Variables<TokenRate>?[placed.Length])];
    }

    public FleetService Service { get; }
    public Basin[] Basins { get; }
    public DemandPlan[] Demand { get; private set; } = [];

    /// <param name="placed">The service at each site; null where it cannot run.</param>
    public static FlowPlan AddTo(YearFrame frame, Fleet fleet, FleetService service, ServicePlan?[] placed)
    {
        var plan = new FlowPlan(service, BasinsOf(fleet, service, placed), placed);
        for (int s = 0; s < placed.Length; s++) plan.AddSite(frame, fleet, s);
        plan.Demand = [.. plan.Basins.Select((basin, b) => DemandPlan.AddTo(frame, $"{service.Facts.Name} from {basin.Name}", service.Facts,
            DemandOf(service, basin), t => basin.Sites.Select(s => plan.FlowAt(b, s, t)).Sum()))];
        return plan;
    }

    static Basin[] BasinsOf(Fleet fleet, FleetService service, ServicePlan?[] placed)
    {
        // work that waits for hours minds no distance, and regions without demand ask for nothing
        IEnumerable<int> asking = Enumerable.Range(0, fleet.Regions.Count).Where(region => service.Demand[region].Most > TokenRate.Zero);
        return
        [
            .. asking.GroupBy(region => string.Join(' ', SitesOf(region))).Select(alike => new Basin(
                string.Join("+", alike.Select(region => fleet.Regions[region].Name)), [.. alike], SitesOf(alike.First()))),
        ];
        int[] SitesOf(int region) => [.. Enumerable.Range(0, fleet.Sites.Count).Where(site => placed[site] is not null && fleet.MayServe(service, region, site))];
    }

    static Series<TokenRate> DemandOf(FleetService service, Basin basin)
    {
        double[] sum = new double[service.Facts.Demand.Hours];
        foreach (int region in basin.Regions)
            for (int t = 0; t < sum.Length; t++) sum[t] += service.Demand[region].Si[t];
        return new(sum);
    }

    void AddSite(YearFrame frame, Fleet fleet, int site)
    {
        if (placed[site] is not { } service) return;
        int[] served = [.. Enumerable.Range(0, Basins.Length).Where(b => Basins[b].Sites.Contains(site))];
        if (served.Length < 2) return;
        string name = Service.Facts.Name, at = fleet.Sites[site].Site.Name;
        foreach (int b in served)
            flow[b][site] = frame.Program.Variable($"{name} from {Basins[b].Name} to {at}", frame.Hours, _ => TokenRate.Zero, t => Most(Basins[b], t));
        frame.Program.ForEach(frame.Hours, $"{name} arriving at {at}", t => service.Tokens(t) == served.Select(b => flow[b][site]![t]).Sum(),
            "a site serves what is sent to it");
    }

    /// <summary>No more flows in an hour than is asked for; work that may wait may all be served at once.</summary>
    TokenRate Most(Basin basin, int t) => Service.Facts.Deferrable is null
        ? 1.25 * basin.Regions.Select(region => Service.Demand[region][t]).Sum() : TokenRate.FromSi(double.PositiveInfinity);

    Expr<TokenRate> FlowAt(int basin, int site, int t) => flow[basin][site] is { } variables ? variables[t] : placed[site]!.Tokens(t);

    /// <summary>Tokens per second from a region to a site in each hour: its share of what its basin sends there.</summary>
    /// <remarks>
    ///   Regions of a basin are alike to the plan, so any division of a flow among them is as good; this one is by their demand in the hour
    ///   and, where work may wait, by their demand of the year.
    /// </remarks>
    public double[] Flow(Solution solution, int region, int site, int hours)
    {
        int b = Array.FindIndex(Basins, one => one.Regions.Contains(region));
        if (b < 0 || !Basins[b].Sites.Contains(site)) return new double[hours];
        double[] flows = flow[b][site] is { } variables ? InSi(solution.PlanValues(variables)) : RunPlan.WorkOf(placed[site]!.Runs, solution, hours);
        double share = Service.Demand[region].Mean / Demand[b].Demand.Mean;
        for (int t = 0; t < hours; t++)
        {
            double all = Demand[b].Demand.Si[t];
            flows[t] *= Service.Facts.Deferrable is null ? all > 0 ? Service.Demand[region].Si[t] / all : 0 : share;
        }
        return flows;
    }

    static double[] InSi(ReadOnlySpan<double> plan)
    {
        double[] si = new double[plan.Length];
        for (int t = 0; t < si.Length; t++) si[t] = plan[t] * PlanUnit.Of<TokenRate>().Si;
        return si;
    }
}
