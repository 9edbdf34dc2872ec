using System.Globalization;
using Headroom.Cooling;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Catalog;
using Headroom.Scenarios.FleetFiles;
using Headroom.Scenarios.Regions;
using Headroom.Sites;

namespace Headroom.Scenarios.SiteFiles;

/// <summary>The keys <c>years</c> and <c>expansion</c>: the horizon, and when each asset can stand.</summary>
internal sealed class HorizonReading(Block root, Surroundings around, SiteNames names, SupplyReading supply, IReadOnlyList<RackChoice> racks, FleetYears? ofFleet)
{
    private const int YearsMost = 40, LatestYear = 2100;

    /// <summary>A flexible connection comes in this share of the queue's time.</summary>
    /// <remarks>Flexible 3 years where firm takes 5, the middle of strategies compared in the planning reference, section 8; grade D.</remarks>
    private const double FlexibleShare = 0.6;

    /// <summary>From order to service of racks that are sold already; an estimate.</summary>
    private const double RackDeliveryYears = 0.5;

    /// <summary>First and last year; absent where one year is planned.</summary>
    public static Got<(int First, int Last)> Years(Block root)
    {
        Got<string> text = root.Text("years");
        if (!text.IsGiven) return new(default, text.Origin, text.Line);
        string[] ends = text.Value!.Split("..", 2);
        if (ends.Length == 2 && Whole(ends[0]) is { } first && Whole(ends[1]) is { } last)
        {
            int least = HardwareCatalog.FirstYearOfSale;
            if (Math.Min(first, last) < least)
                root.Wrong("years", $"{first} to {last}", $"years from {least} to {LatestYear}", $"The catalog knows no racks of before {least}, and no prices. Write 2026..2040.");
            else if (Math.Max(first, last) > LatestYear)
                root.Wrong("years", $"{first} to {last}", $"years from {least} to {LatestYear}, and at most {YearsMost} of them", "Write 2026..2040.");
            else if (last >= first && last - first < YearsMost)
            {
                root.Reading.Fact("years", $"{first} to {last}", text.Line);
                return Got<(int, int)>.Given((first, last), text.Line);
            }
            else root.Wrong("years", $"{first} to {last}", $"the earlier year first, and at most {YearsMost} years", last < first ? $"Write {last}..{first}." : $"End with {first + YearsMost - 1}.");
        }
        else root.Wrong("years", $"\"{text.Value}\"", "two years with two dots between them", "Write 2026..2040.");
        return Got<(int, int)>.Poisoned(text.Line);
    }

    private static int? Whole(string text) => int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int year) ? year : null;

    public Horizon? Read(Got<(int First, int Last)> years)
    {
        Block? block = root.Nested("expansion");
        if (block is not null && years.Origin == Origin.Absent)
            block.Reading.Wrong(block.Line, "expansion", "`expansion` without `years`", "the years over which the site grows", "Add `years: 2026..2040`, or remove `expansion`.");
        Dictionary<string, AssetTiming> timing = Defaults();
        foreach ((string name, int line, Block asset) in block?.Named("assets") ?? [])
        {
            if (timing.TryGetValue(name, out AssetTiming? known)) timing[name] = Stated(asset, known);
            else if (names.UnknownRacks.Count == 0)
                root.Reading.Wrong(line, asset.Path, $"this site has no asset \"{name}\"", string.Join(", ", timing.Keys), Nearest.Remedy(name, [.. timing.Keys]));
        }
        double Factor(string key) => block?.Amount(key) is { IsGiven: true } stated ? 1 + stated.Value : ofFleet?.Factor(key) ?? 1;
        var horizon = new Horizon
        {
            FirstYear = years.Or(default).First,
            LastYear = years.Or(default).Last,
            DiscountFraction = around.DiscountFraction,
            DemandFactor = Factor("demand"),
            DemandFactorOf = OwnGrowth(root),
            TrainingFactor = Factor("training"),
            SoftwareFactor = Factor("software"),
            EnergyPriceFactor = Factor("energyPrice"),
            FuelPriceFactor = Factor("fuelPrice"),
            Timing = timing,
        };
        return years.IsGiven ? horizon : null;
    }

    /// <summary>Services that grow at their own pace.</summary>
    public static Dictionary<string, double> OwnGrowth(Block root)
    {
        var growth = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (Block service in root.List("services"))
            if (service.Amount("growth") is { IsGiven: true } own && service.Text("name") is { IsGiven: true } name) growth[name.Value!] = 1 + own.Value;
        return growth;
    }

    /// <summary>What catalog and region know of every asset of the site.</summary>
    private Dictionary<string, AssetTiming> Defaults()
    {
        var timing = new Dictionary<string, AssetTiming>(StringComparer.Ordinal);
        if (root.Has("grid"))
        {
            Fact? queue = around.Region.IsGiven ? around.Region.Value!.Facts.GridQueue : null;
            string source = queue is null ? "no region: no queue is known" : $"grid queue of {around.Region.Value!.Facts.Title} ({queue.Source}, {queue.Year}, {queue.Grade})";
            timing["grid"] = new() { LeadYears = queue?.Mid ?? 0, Source = source };
            timing["grid flexible"] = new() { LeadYears = FlexibleShare * (queue?.Mid ?? 0), Source = $"{FlexibleShare:0%} of the {source}" };
        }
        foreach ((string name, string technology) in supply.TechnologyOf) timing[name] = OfTechnology(name, technology);
        foreach (string hall in names.Halls) AddHall(timing, hall);
        foreach (RackChoice rack in racks) timing[rack.Type.Name] = OfRack(rack.Type.Name);
        return timing;
    }

    private AssetTiming OfTechnology(string name, string technology)
    {
        int? own = supply.From.TryGetValue(name, out int from) ? from : null;
        if (technology == Format.Technologies.Other) return new() { FromYear = own, Source = "a plant of kind other: no lead time is known" };
        CatalogEntry entry = CatalogFile.Load("supply").Root.Entry("supply").Entry(technology);
        CatalogFact? lead = entry.Find("leadTime"), change = entry.Find("priceChange");
        int? region = technology == "smr" && around.Region.IsGiven ? around.Region.Value!.Facts.Smr.FirstYear : null;
        return new()
        {
            LeadYears = lead?.Si(UnitTable.Years) ?? 0,
            FromYear = own ?? region,
            PriceFactor = 1 + (change?.Si(UnitTable.Share) ?? 0),
            Source = (lead?.Citation ?? "none is known") + (region is null ? "" : $"; first in {region} in {around.Region.Value!.Facts.Title}"),
        };
    }

    private static void AddHall(Dictionary<string, AssetTiming> timing, string hall)
    {
        CatalogFact time = CatalogFile.Load("cooling").Root.Entry("hall").Fact("time");
        CatalogFact rebuilding = CatalogFile.Load("cooling").Root.Entry("cooling").Entry(HallReading.Camel(CoolingKind.Air)).Entry("retrofit").Fact("time");
        timing[$"hall {hall}"] = new() { LeadYears = time.Si(UnitTable.Years), Source = time.Citation };
        timing[$"hall {hall} rebuilt"] = new() { LeadYears = rebuilding.Si(UnitTable.Years), Source = rebuilding.Citation };
    }

    private static AssetTiming OfRack(string name) => new()
    {
        LeadYears = RackDeliveryYears,
        FromYear = HardwareCatalog.RackEntry(name).TextOrNull("available") is { } first ? Whole(first) : null,
        Source = "delivery of racks, our estimate (E); first year of sale from the catalog",
    };

    private AssetTiming Stated(Block asset, AssetTiming known)
    {
        Got<double> lead = asset.Amount("leadTime"), change = asset.Amount("priceChange");
        Got<double> power = asset.Amount("mostPerYear"), count = asset.Amount("countPerYear");
        Got<int> from = asset.Whole("from"), retires = asset.Whole("retires");
        bool isRack = racks.Any(rack => asset.Path.EndsWith($".{rack.Type.Name}", StringComparison.Ordinal));
        if (isRack && asset.Has("mostPerYear"))
            asset.Wrong("mostPerYear", "a power of racks a year", "a number of racks a year", "Write `countPerYear`.");
        return known with
        {
            LeadYears = lead.Or(known.LeadYears),
            FromYear = from.IsGiven ? from.Value : known.FromYear,
            MostPerYear = power.IsGiven ? power.Value : count.IsGiven ? count.Value : null,
            PriceFactor = change.IsGiven ? 1 + change.Value : known.PriceFactor,
            RetiresInYear = retires.IsGiven ? retires.Value : null,
            Source = lead.IsGiven ? $"{root.Reading.File}:{lead.Line}" : known.Source,
        };
    }
}
