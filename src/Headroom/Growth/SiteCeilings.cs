using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Growth;

/// <summary>The ceilings of a site and of its region, as one case of the outlook has them.</summary>
public static class SiteCeilings
{
    /// <summary>Those that the site states; what has no limit is no ceiling.</summary>
    public static IReadOnlyList<GrowthCeiling> Of(Site site, GrowthOutlook outlook, BaseNeed need, GrowthPick pick)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(outlook);
        ArgumentNullException.ThrowIfNull(need);
        ArgumentNullException.ThrowIfNull(pick);
        return [.. Grid(site, outlook, pick), .. Halls(site), .. Tree(site, need), .. Budget(site, outlook, need, pick)];
    }

    /// <summary>Firm grid as it stands, as it may grow, with what is flexible, with plants of the site's own; and the region's room.</summary>
    static IEnumerable<GrowthCeiling> Grid(Site site, GrowthOutlook outlook, GrowthPick pick)
    {
        Power firm = site.Grid?.Firm.Most ?? Power.Zero, flexible = site.Grid?.Flexible?.Size.Most ?? Power.Zero;
        if (site.Grid is { Firm: var size })
        {
            bool grows = size.Installed < size.Most;
            if (grows && size.Installed > Power.Zero) yield return OfGrid("firm grid standing", size.Installed, "what is connected today");
            if (IsLimit(size.Most)) yield return OfGrid(grows ? "firm grid as it may grow" : "firm grid", size.Most, "there in every hour");
            if (IsLimit(size.Most + flexible) && flexible > Power.Zero)
                yield return OfGrid("firm and flexible grid", size.Most + flexible, "there but for the hours in which the utility takes the flexible part");
        }
        Power standing = site.Generators.Where(IsFirm).Select(plant => plant.FirmFraction * plant.Size.Installed).Sum();
        CeilingStep[] steps = [.. outlook.Plants.Where(plant => plant.Firm > Power.Zero)
            .Select(plant => new CeilingStep(plant.FirstYear.At(pick[GrowthLever.LeadTime]), plant.Firm, plant.Name)).OrderBy(step => step.Year)];
        Power all = firm + flexible + standing + steps.Select(step => step.More).Sum();
        if (IsLimit(all) && (standing > Power.Zero || steps.Length > 0))
        {
            if (steps.Length > 0) yield return new("grid and plants as they come", GrowthBoundary.Meter, firm + flexible + standing, Words(steps)) { Steps = steps };
            yield return new("grid and all plants", GrowthBoundary.Meter, all, "as if every plant that may be built stood today, less forced outages");
        }
        if (site.Grid is not null && outlook.Region is { Peak: { } peak } region)
            yield return new($"room of {region.Name} in a year", GrowthBoundary.YearlyRise, RoomPerYear(region, peak.Mid, pick), region.ShareFraction == 1
                ? "all that the region adds for large loads in a year, against what the site adds" : "the site's part of what the region adds for large loads in a year, against what the site adds");
    }

    static GrowthCeiling OfGrid(string name, Power power, string basis) => new(name, GrowthBoundary.Meter, power, basis) { IsGrid = true };

    /// <summary>What the site can get of its region in a year.</summary>
    /// <remarks>
    ///   room = share · ρ · peak        ρ   what the region adds a year for large loads, of its peak: 2–5 %
    ///   Valid    an upper bound where share is 1: everybody else in the queue gets nothing.
    ///   Source   reference planning, "ceiling defaults" (estimate).
    /// </remarks>
    static Power RoomPerYear(RegionOutlook region, Power peak, GrowthPick pick) =>
        region.ShareFraction * region.RoomPerYearFraction.At(pick[GrowthLever.RegionRoom]) * peak;

    /// <summary>IT power of all halls, or of their positions where those end first.</summary>
    static IEnumerable<GrowthCeiling> Halls(Site site)
    {
        if (site.Halls.Count == 0) yield break;
        Power standing = site.Halls.Select(hall => Carried(hall, hall.Power.Installed)).Sum(), most = site.Halls.Select(hall => Carried(hall, hall.Power.Most)).Sum();
        if (standing < most && standing > Power.Zero) yield return new("halls standing", GrowthBoundary.It, standing, "IT power of the halls that stand, retrofits done");
        if (IsLimit(most)) yield return new(standing < most ? "halls as they may grow" : "halls", GrowthBoundary.It, most, "IT power of all halls, retrofits done");
    }

    static Power Carried(Hall hall, Power power) => hall.Positions is { } positions
        ? Power.Min(power, positions.Items * Power.Max(hall.PerRack, hall.Retrofit?.PerRack ?? Power.Zero)) : power;

    /// <summary>Nodes that carry every hall. A node carries IT power and losses, so its rating counts at the racks.</summary>
    static IEnumerable<GrowthCeiling> Tree(Site site, BaseNeed need) => need.It.Total == Power.Zero ? [] :
        site.Tree.Nodes.Where(node => site.Halls.All(hall => node.Halls.Contains(hall.Name)))
            .Select(node => new GrowthCeiling(node.Name, GrowthBoundary.It, site.Tree.EfficiencyFraction * node.Rating, $"rating of {node.Rating}, less losses"));

    /// <summary>What a budget pays for, at the price of a megawatt of site.</summary>
    /// <remarks>
    ///   C = P₀ + capital / price        C = yearly / rent        price and rent per power at the meter, racks and building together
    ///   P₀       what stands today is paid for: installed racks at their nameplate
    ///   Valid    as long as a megawatt costs what it costs today. Source   the catalog's growth file.
    /// </remarks>
    static IEnumerable<GrowthCeiling> Budget(Site site, GrowthOutlook outlook, BaseNeed need, GrowthPick pick)
    {
        Power paid = need.MeterPerItRatio * site.Racks.Select(rack => rack.Size.Installed.Items * RackProvision.NameplateAtCap(rack)).Sum();
        if (site.Policy.CapitalMost is { } capital && outlook.SitePrice?.At(pick[GrowthLever.SitePrice]) is { } price)
            yield return new("capital budget", GrowthBoundary.Meter, paid + (capital.Dollars / (1e3 * price.DollarsPerKilowatt)).Megawatts, $"{capital} at {price}");
        if (site.Policy.YearlyCostMost is { } yearly && outlook.SiteRent?.At(pick[GrowthLever.SitePrice]) is { } rent)
            yield return new("yearly budget", GrowthBoundary.Meter, (yearly.Dollars / (1e3 * rent.DollarsPerKilowattYear)).Megawatts, $"{yearly} at {rent}");
    }

    /// <summary>Sun, wind and plants that a permit holds to some hours carry no load of every hour.</summary>
    public static bool IsFirm(Generator plant)
    {
        ArgumentNullException.ThrowIfNull(plant);
        return plant.FirmFraction > 0 && plant.FullLoadHoursMost is null;
    }

    static bool IsLimit(Power power) => double.IsFinite(power.Watts) && power > Power.Zero;

    static string Words(CeilingStep[] steps) => "plants less forced outages: " + string.Join(", ", steps.Select(step =>
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{step.What} {step.More} from {step.Year:0.#}")));
}
