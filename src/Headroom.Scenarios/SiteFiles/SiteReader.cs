using Headroom.Growth;
using Headroom.Quantities;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Catalog;
using Headroom.Scenarios.FleetFiles;
using Headroom.Scenarios.Format;
using Headroom.Scenarios.Regions;
using Headroom.Scenarios.Series;
using Headroom.Sites;
using Headroom.Workloads;

namespace Headroom.Scenarios.SiteFiles;

/// <summary>Reads the whole site from its root block, part by part; each part reads on where another failed.</summary>
/// <param name="ofFleet">The years of the fleet it stands in; null for a site alone.</param>
internal sealed class SiteReader(Reading reading, Block root, DataFiles files, FleetYears? ofFleet = null)
{
    private const int YearDefault = 2027;

    /// <summary>The site; null only where a required part is at fault, which then is a finding.</summary>
    public Site? Read()
    {
        Got<string> name = root.Text("site");
        Got<int> statedYear = root.Whole("year");
        Got<(int First, int Last)> years = YearsOf();
        var year = new PlanYear(statedYear.IsGiven ? statedYear.Value
            : YearChoice.OfSeries(root.Map, files) is { } dated and >= 1990 and <= 2100 ? dated
            : ofFleet?.YearOfHours ?? (years.IsGiven ? YearChoice.OfTraining(root.Map, years.Value.First, years.Value.Last) ?? years.Value.First : YearDefault));
        if (!statedYear.IsGiven) reading.Fact("year", $"{year.Year}", "the series' year, or the default of the site file");
        Got<Region> region = RegionOf();
        Got<double> discount = root.Amount("discountRate");
        if (discount.Origin == Origin.Absent) reading.Fact("discountRate", "7 %", "default of the site file");
        var around = new Surroundings(reading, year, region, discount.Or(0.07), root.Choice<CostColumn>("costs").Or(CostColumn.Mid))
        {
            IsOverYears = years.Origin != Origin.Absent,
            HasHalls = root.Map["halls"] is Yaml.YamlList,
            Derates = root.Map["halls"] is Yaml.YamlList || root.Has("weather"),
        };
        var series = new SeriesReading(reading, files);
        Got<Tier> tier = root.Choice<Tier>("tier");
        Got<Objective> objective = root.Choice<Objective>("objective");
        around.Weather = new WeatherReading(root, around, series, files).Read(isNeeded: around.HasHalls);
        around.IsWeatherPoisoned = around.Weather is null && root.Has("weather");

        Block? gridBlock = root.Nested("grid");
        GridConnection? grid = gridBlock is null ? null : new GridReading(gridBlock, around, series).Read();
        var supply = new SupplyReading(root, around, series);
        supply.Read();
        Got<double[]> otherLoad = series.Values(root, "otherLoad", (Hourly)SiteFormat.Site.Find("otherLoad")!.Form, year);

        var names = new SiteNames(reading, root.Map);
        List<Hall> halls = Halls(around, names);
        var racks = new RackReading(root, around, names);
        racks.Read();
        List<Service> services = Services(around, series, names, racks.Racks, out int servicesSeen, out bool hasValue);
        List<TrainingRun> training = Training(around, names, statedYear.IsSound);
        SitePolicy policy = PolicyReading.Read(root);
        if (gridBlock is not null && !gridBlock.Has("carbon") && region.Origin == Origin.Absent
            && (policy.CarbonMost is not null || policy.CarbonPrice > CarbonPrice.Zero))
            reading.Wrong(gridBlock.Line, "grid", "no carbon and no region", "the grid's emissions, since carbon is priced or capped",
                "Add `carbon: 380 g/kWh`, a CSV file, or a region.");
        GrowthOutlook growth = new GrowthReading(root, around, supply).Read();
        PowerTree tree = PolicyReading.Tree(root, around, names, tier.IsGiven ? tier.Value : null);

        var site = new Site
        {
            Name = name.Or(""),
            Tier = tier.IsGiven ? tier.Value : null,
            Region = region.IsGiven ? region.Value!.Facts.Name
                : "none",
            Year = year,
            Objective = objective.Or(Objective.LeastCost),
            Weather = (around.Weather ?? Iso(year)).ToWeather(),
            Grid = grid,
            Generators = supply.Generators,
            Batteries = supply.Batteries,
            Tree = tree,
            Halls = halls,
            Racks = racks.Racks,
            Services = services,
            Training = training,
            OtherLoad = otherLoad.IsGiven ? new Sites.Series<Power>(otherLoad.Value!) : null,
            Policy = policy,
            Horizon = new HorizonReading(root, around, names, supply, racks.Racks, ofFleet).Read(years),
            Growth = growth,
            Inputs = [.. reading.Facts.DistinctBy(fact => (fact.Path, fact.Text))],
        };
        new SiteChecks(root, around, site).Run(
            hasGrid: root.Has("grid"), suppliesSeen: supply.Seen, servicesSeen, hasValue, objective.IsSound);
        return site;
    }

    /// <summary>Its own years, or those of its fleet; both may be stated where they are the same.</summary>
    private Got<(int First, int Last)> YearsOf()
    {
        Got<(int First, int Last)> own = HorizonReading.Years(root);
        if (ofFleet is not { AreMeant: true }) return own;
        if (own.IsGiven && ofFleet.Years.IsGiven && own.Value != ofFleet.Years.Value)
            root.Wrong("years", $"{own.Value.First} to {own.Value.Last}", $"the years of its fleet, {ofFleet.Years.Value.First} to {ofFleet.Years.Value.Last}",
                "Remove `years` from the site: those of the fleet hold.");
        return own.IsSound ? ofFleet.Years : own;
    }

    private Got<Region> RegionOf()
    {
        Got<string> name = root.Text("region");
        if (!name.IsGiven) return new(null, name.Origin, name.Line);
        if (RegionCatalog.Names.Contains(name.Value!))
        {
            reading.Fact("region", name.Value!, name.Line);
            return Got<Region>.Given(RegionCatalog.Load(name.Value!), name.Line);
        }
        root.Wrong("region", $"the catalog has no region \"{name.Value}\"", "a region of the catalog",
            Nearest.Remedy(name.Value!, RegionCatalog.Names.ToList()));
        return Got<Region>.Poisoned(name.Line);
    }

    private List<Hall> Halls(Surroundings around, SiteNames names)
    {
        var halls = new List<Hall>();
        var named = new List<(string, int)>();
        foreach (Block block in root.List("halls"))
        {
            var one = new HallReading(block, around);
            Hall? hall = one.Read();
            if (one.Name is { } name)
            {
                named.Add((name, one.NameLine));
                names.Halls.Add(name);
            }
            if (hall is not null) halls.Add(hall);
        }
        SiteNames.FindTwice(reading, "halls", named);
        return halls;
    }

    private List<Service> Services(
        Surroundings around, SeriesReading series, SiteNames names, List<RackChoice> racks, out int seen, out bool hasValue)
    {
        var services = new List<Service>();
        var named = new List<(string, int)>();
        (seen, hasValue) = (0, false);
        foreach (Block block in root.List("services"))
        {
            seen++;
            var one = new ServiceReading(block, around, series, names, files);
            if (one.Named is { } name) named.Add(name);
            hasValue |= one.HasValue;
            if (one.Read(racks) is { } service) services.Add(service);
        }
        SiteNames.FindTwice(reading, "services", named);
        return services;
    }

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

    /// <summary>Where nothing depends on weather: 15 °C and 60 % humidity, the conditions of ISO 2314.</summary>
    private static SiteWeather Iso(PlanYear year)
    {
        double[] dry = new double[year.Hours], humidity = new double[year.Hours];
        Array.Fill(dry, 15);
        Array.Fill(humidity, 0.6);
        return SiteWeather.Of(dry, humidity, 101_325, null, null, "ISO conditions");
    }
}
