using System.Globalization;
using Headroom.Comparing;
using Headroom.Quantities;
using Headroom.Scenarios.Regions;
using Headroom.Sites;

namespace Headroom.Scenarios.Comparing;

/// <summary>The compute side of a comparison: whose site, and how its racks are planned before any region is looked at.</summary>
/// <param name="Site">The site against a grid of one price, without plants of its own.</param>
/// <param name="UtcOffsetHours">Local time less UTC of its region.</param>
/// <param name="Findings">Of the file.</param>
public sealed record FixedFleetReading(Site? Site, double UtcOffsetHours, IReadOnlyList<Finding> Findings)
{
    /// <summary>Price of the grid that the fleet is planned against, and its charge for the peak: no hour is cheaper than another, so work that may wait evens out.</summary>
    public const double GridDollarsPerMegawattHour = 60, GridDollarsPerKilowattMonth = 9;

    /// <summary>Blocks of a site file that say where power comes from or what the site's own place allows; regions and strategies say it here.</summary>
    public static IReadOnlyList<string> LeftOut { get; } = ["supply", "grid", "reserve", "budget", "water", "carbon"];

    /// <summary>Reads the site whose racks are compared: a file, or the example of a tier.</summary>
    public static FixedFleetReading Of(string text, string file, string folder)
    {
        SiteReading own = SiteFile.Parse(text, file, folder);
        if (own.Site is not { } whole) return new(null, 0, own.Findings);
        double halls = whole.Halls.Sum(hall => hall.Power.Most.Megawatts), other = whole.OtherLoad?.Most.Megawatts ?? 0;
        if (whole.Halls.Count == 0 && other == 0)
            return new(null, 0, [.. own.Findings, new(Severity.Wrong, "halls", "neither halls nor otherLoad", "something that draws power", "Add halls and racks, or otherLoad.") { File = file }]);
        double most = double.IsFinite(halls) ? 2 * halls + other : 10_000;
        string over = string.Create(CultureInfo.InvariantCulture, $$"""
            objective: leastCost
            grid: {firm: {atMost: {{most}} MW}, price: {{GridDollarsPerMegawattHour}} $/MWh, demandCharge: {{GridDollarsPerKilowattMonth}} $/kW-month, carbon: 0 g/kWh}

            """);
        SiteReading fleet = SiteFile.ParseOver(text, file, folder, over, LeftOut);
        double offset = RegionCatalog.Names.Contains(whole.Region) ? RegionCatalog.Load(whole.Region).Facts.UtcOffsetHours : 0;
        // carbon is priced where the power is planned
        Site? site = fleet.Site is { } read ? read with { Policy = new SitePolicy { CarbonPrice = whole.Policy.CarbonPrice } } : null;
        return new(site, offset, fleet.Findings);
    }
}
