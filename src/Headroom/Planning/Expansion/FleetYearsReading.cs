using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Planning.Expansion;

/// <summary>From what was found for a fleet to figures: each site as a site over years, and what ties them beside it.</summary>
static class FleetYearsReading
{
    public static FleetYearsReport Of(Fleet fleet, ExpansionFound found)
    {
        Horizon horizon = fleet.Horizon!;
        SiteYears[] sites = [.. found.Sites.Select(site => ExpansionReading.SiteOf(site, found.IsServed))];
        return new FleetYearsReport
        {
            Fleet = fleet.Name,
            FirstYear = horizon.FirstYear,
            LastYear = horizon.LastYear,
            DiscountFraction = horizon.DiscountFraction,
            Sites = sites,
            Regions = fleet.Regions,
            Years = [.. found.Fleet.Select((year, y) => year with { IsServed = found.IsServed(y) })],
            Total = found.Total,
            Bound = found.Bound,
            Waiting = sites.Select(site => site.Waiting).Sum() + found.Fleet.Select(year => horizon.WeightOf(year.Year) * LostIn(year)).Sum(),
            Search = found.Search,
            Inputs = fleet.Inputs,
        };
    }

    static Money LostIn(FleetYearFigures year) => year.Running.Where(item => item.Kind is "missed tokens" or "undone training").Select(item => item.PerYear).Sum();
}
