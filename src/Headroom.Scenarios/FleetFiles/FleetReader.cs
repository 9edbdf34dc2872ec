using Headroom.Quantities;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Catalog;
using Headroom.Scenarios.Series;
using Headroom.Scenarios.SiteFiles;
using Headroom.Scenarios.Yaml;
using Headroom.Sites;
using Headroom.Workloads;

namespace Headroom.Scenarios.FleetFiles;

/// <summary>Reads the whole fleet from its root block, part by part; each part reads on where another failed.</summary>
internal sealed class FleetReader
{
    private const int YearDefault = 2027;
    private readonly Reading reading;
    private readonly Block root;
    private readonly DataFiles files;
    private readonly FleetYears years;
    private readonly FleetSiteReading sites;
    private readonly DemandRegionReading regions;

    public FleetReader(Reading reading, Block root, DataFiles files, IReadOnlyList<LostLine> lostLines)
    {
        (this.reading, this.root, this.files) = (reading, root, files);
        years = new(root);
        (sites, regions) = (new(reading, root, years, lostLines), new(reading, root));
    }

    /// <summary>The file of each site.</summary>
    public IReadOnlyList<string> SiteFiles => sites.Files;

    /// <summary>The fleet; null where a required part is at fault, which then is a finding.</summary>
    public Fleet? Read()
    {
        Got<string> name = root.Text("fleet");
        Got<int> statedYear = root.Whole("year");
        var year = new PlanYear(statedYear.IsGiven ? statedYear.Value : years.YearOfHours ?? YearDefault);
        if (!statedYear.IsGiven) reading.Fact("year", $"{year.Year}", "default of the fleet file");
        Got<Objective> objective = root.Choice<Objective>("objective");
        if (years.AreMeant && objective.IsGiven && objective.Value != Objective.LeastCost)
            root.Wrong("objective", $"`{Word(objective.Value)}` over years", "leastCost: years are planned at least cost", "Remove the line, or `years`.");
        sites.Read(year, objective.Or(Objective.LeastCost));
        regions.Read();
        double[][]? roundTrips = new RoundTripReading(reading, root, sites, regions).Read();
        // what the sites take from the fleet alone: year, and racks that hold the models
        var around = new Surroundings(reading, year, Got<Regions.Region>.Absent(root.Line), 0.07, CostColumn.Mid) { IsOverYears = years.AreMeant };
        var names = new SiteNames(reading, root.Map);
        names.Racks.AddRange(sites.Sites.SelectMany(site => site.Site.Racks).Select(rack => rack.Type.Name).Distinct());
        IReadOnlyList<FleetService> services = new FleetServiceReading(around, new SeriesReading(reading, files), names, files, regions)
            .Read(root, [.. sites.Sites.SelectMany(site => site.Site.Racks)]);
        IReadOnlyList<TrainingRun> training = Training(around, names, statedYear.IsSound);
        FindTwiceBetween([.. services.Select(service => service.Facts.Name), .. training.Select(run => run.Name)]);
        Block? budget = root.Nested("budget");
        if (years.AreMeant && budget is not null && budget.Has("yearly"))
            budget.Note("yearly", "a yearly budget over years", "`capital`, which holds for the whole horizon", "Nothing: yearly budgets do not bind over years.");
        if (!name.IsGiven || sites.Sites.Count == 0 || regions.Regions.Count == 0 || roundTrips is null) return FindNothing();
        var fleet = new Fleet
        {
            Name = name.Value!,
            Year = year,
            Objective = objective.Or(Objective.LeastCost),
            Sites = sites.Sites,
            Regions = regions.Regions,
            RoundTrips = [.. roundTrips.Select(row => row.Select(TimeSpan.FromSeconds).ToArray())],
            Services = services,
            Training = training,
            YearlyCostMost = Given(budget, "yearly"),
            CapitalMost = Given(budget, "capital"),
            Horizon = years.HorizonAt(sites.Sites[0].Site.Horizon?.DiscountFraction ?? 0.07),
            Inputs = [.. reading.Facts.DistinctBy(fact => (fact.Path, fact.Text))],
        };
        if (!reading.Findings.Any(finding => finding.Severity == Severity.Wrong)) FindOutOfReach(fleet);
        return fleet;
    }

    /// <summary>A list that is not there or is empty would otherwise leave neither a fleet nor a finding.</summary>
    private Fleet? FindNothing()
    {
        if (reading.IsRootPartial || reading.Findings.Any(finding => finding.Severity == Severity.Wrong)) return null;
        string key = sites.Sites.Count == 0 ? "sites" : "demandRegions";
        reading.Wrong(root.LineOf(key), key, $"no {key}", "at least one", $"Add `{key}:` and a list below it; docs/fleet.md has an example.");
        return null;
    }

    private static string Word(Objective objective) => objective == Objective.MostTokens ? "mostTokens" : "mostValue";

    private static Money? Given(Block? block, string key) => block?.Quantity<Money>(key) is { IsGiven: true } given ? given.Value : null;

    private List<TrainingRun> Training(Surroundings around, SiteNames names, bool isYearSound)
    {
        var runs = new List<TrainingRun>();
        var named = new List<(string, int)>();
        foreach (Block block in root.List("training"))
        {
            var one = new TrainingReading(block, around, names, isYearSound);
            if (one.Named is { } name) named.Add(name);
            if (one.Read() is { } run) runs.Add(run);
        }
        SiteNames.FindTwice(reading, "training", named);
        return runs;
    }

    /// <summary>A workload of the fleet and one of a site's own must not share a name: reports could not tell them apart.</summary>
    private void FindTwiceBetween(string[] ofFleet)
    {
        foreach (FleetSite one in sites.Sites)
            foreach (string twice in one.Site.Services.Select(service => service.Name).Concat(one.Site.Training.Select(run => run.Name)).Intersect(ofFleet))
                root.Wrong("sites", $"\"{twice}\" is a workload of the fleet and of {one.Site.Name}", "each name once", "Rename one of the two.");
    }

    /// <summary>Users whom no site may serve are no plan's fault.</summary>
    private void FindOutOfReach(Fleet fleet)
    {
        IReadOnlyList<Block> blocks = root.List("services");
        for (int k = 0; k < fleet.Services.Count; k++)
            for (int region = 0; region < fleet.Regions.Count; region++)
            {
                FleetService service = fleet.Services[k];
                if (service.Demand[region].Most == TokenRate.Zero || Enumerable.Range(0, fleet.Sites.Count).Any(site => fleet.MayServe(service, region, site))) continue;
                int near = Enumerable.Range(0, fleet.Sites.Count).MinBy(site => fleet.RoundTrips[region][site]);
                double milliseconds = fleet.RoundTrips[region][near].TotalMilliseconds;
                blocks[k].Wrong("latency", $"{service.RoundTripMost!.Value.TotalMilliseconds:0.#} ms of network: no site is that near to {fleet.Regions[region].Name}",
                    $"at least {Math.Ceiling(milliseconds):0} ms, to {fleet.Sites[near].Site.Name}", $"Write `network: {Math.Ceiling(milliseconds):0} ms`, or add a site nearer.");
            }
    }
}
