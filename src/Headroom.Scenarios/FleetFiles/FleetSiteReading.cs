using Headroom.Quantities;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Format;
using Headroom.Scenarios.Regions;
using Headroom.Scenarios.Series;
using Headroom.Scenarios.SiteFiles;
using Headroom.Scenarios.Yaml;
using Headroom.Sites;

namespace Headroom.Scenarios.FleetFiles;

/// <summary>The list <c>sites</c> of a fleet file.</summary>
internal sealed class FleetSiteReading(Reading reading, Block root, FleetYears years, IReadOnlyList<LostLine> lostLines)
{
    private static readonly string[] placeKeys = ["file", "latitude", "longitude"];

    public List<FleetSite> Sites { get; } = [];

    /// <summary>The file that each site was read from.</summary>
    public List<string> Files { get; } = [];

    /// <summary>Names, also of those at fault.</summary>
    public List<string> Names { get; } = [];

    public void Read(PlanYear year, Objective objective)
    {
        _ = root.List("sites") is { Count: 0 } && !root.Has("sites") && Missing();
        var named = new List<(string, int)>();
        foreach (Block block in root.List("sites"))
        {
            Got<string> file = block.Text("file");
            (Site? site, string from) = file.IsGiven ? (OfFile(block, file), file.Value!) : (OfBlock(block), reading.File);
            Place? place = PlaceReading.Of(block, site?.Region);
            if (site is null) continue;
            named.Add((site.Name, block.Line));
            Names.Add(site.Name);
            Fits(block, site, year, objective);
            if (place is not { } there) continue;
            Sites.Add(new(site, there));
            Files.Add(from);
        }
        SiteNames.FindTwice(reading, "sites", named);
        FindRates();
    }

    /// <summary>Dollars of a year weigh the same wherever they are spent.</summary>
    private void FindRates()
    {
        if (!years.AreMeant || Sites.FirstOrDefault()?.Site.Horizon is not { } first) return;
        if (Sites.Find(one => one.Site.Horizon?.DiscountFraction != first.DiscountFraction)?.Site is not { } other) return;
        root.Wrong("sites", $"{Sites[0].Site.Name} discounts at {Rate(first)}, {other.Name} at {Rate(other.Horizon!)}", "one rate for all sites over years",
            $"Write `discountRate: {Rate(first)}` at both.");
        static string Rate(Horizon horizon) => $"{QuantityText.Number(100 * horizon.DiscountFraction, 4)} %";
    }

    private bool Missing()
    {
        if (!reading.IsRootPartial) reading.Wrong(root.Line, "", "no `sites`", "a list of sites", "Add `sites:` and below it `- file: site.yaml`.");
        return true;
    }

    private Site? OfFile(Block block, Got<string> file)
    {
        foreach (YamlEntry entry in block.Map.Entries)
            if (!placeKeys.Contains(entry.Key) && SiteFormat.Site.Find(entry.Key) is not null)
                block.Wrong(entry.Key, $"`{entry.Key}` beside `file`", "either a file or the site's keys", $"Move the line into {file.Value}.");
        string path = Path.Combine(reading.Folder, file.Value!);
        if (!File.Exists(path))
        {
            block.Wrong("file", $"there is no file \"{file.Value}\"", "a site file beside the fleet file", "Correct the name.");
            return null;
        }
        SiteReading site = SiteFile.Read(path, years);
        reading.Add(site.Findings);
        return site.Site;
    }

    private Site? OfBlock(Block block)
    {
        if (!block.Has("site") && !reading.MayHaveLost(block.Map))
        {
            reading.Wrong(block.Line, block.Path, "neither `file` nor `site`", "a site file, or a site", "Add `file: site.yaml`, or `site: a name` and the site's keys.");
            return null;
        }
        // a reading of its own, for its inputs are the site's and not the fleet's
        var own = new Reading(reading.File, reading.Folder, lostLines);
        var data = new DataFiles(reading.Folder);
        Site? site = new SiteReader(own, new Block(own, block.Map, block.Path, FleetFormat.Site, block.Line), data, years).Read();
        reading.Add(own.Findings);
        reading.Add(data.Findings);
        return site;
    }

    private void Fits(Block block, Site site, PlanYear year, Objective objective)
    {
        if (site.Year != year)
            block.Wrong("file", $"{site.Name} is planned for {site.Year.Year}, the fleet for {year.Year}", "one year for all", $"Write `year: {site.Year.Year}` in the fleet, or change the site.");
        if (site.Horizon is { } own && !years.AreMeant)
            block.Note("file", $"{site.Name} alone is planned from {own.FirstYear} to {own.LastYear}", "one year, as the fleet", $"Nothing, or add `years: {own.FirstYear}..{own.LastYear}` to the fleet.");
        if (site.Objective != objective && site.Objective != Objective.LeastCost)
            block.Note("file", $"{site.Name} alone seeks something else", "the objective of the fleet", "Nothing: the fleet's objective holds for all its sites.");
    }
}

/// <summary>Where something is: stated, or where its region of the catalog is.</summary>
internal static class PlaceReading
{
    public static Place? Of(Block block, string? region)
    {
        Got<double> latitude = block.Amount("latitude"), longitude = block.Amount("longitude");
        if (latitude.IsGiven && longitude.IsGiven) return new(latitude.Value, longitude.Value);
        if (!latitude.IsSound || !longitude.IsSound) return null;
        if (latitude.IsGiven != longitude.IsGiven)
        {
            block.Wrong(latitude.IsGiven ? "latitude" : "longitude", $"`{(latitude.IsGiven ? "latitude" : "longitude")}` alone", "both, or neither", "Add the other.");
            return null;
        }
        if (region is not null && RegionCatalog.Names.Contains(region))
        {
            RegionFacts facts = RegionCatalog.Load(region).Facts;
            return new(facts.LatitudeDegrees, facts.LongitudeDegrees);
        }
        if (region is null or "none" && !block.Reading.MayHaveLost(block.Map) && !block.Has("file"))
            block.Reading.Wrong(block.Line, block.Path, "no place", "a region of the catalog, or latitude and longitude", "Add `region: ie`, or `latitude: 53 °` and `longitude: -6 °`.");
        else if (region == "none")
            block.Wrong("file", "a site without a region", "a place", "Add `latitude: 53 °` and `longitude: -6 °` beside `file`.");
        return null;
    }
}
