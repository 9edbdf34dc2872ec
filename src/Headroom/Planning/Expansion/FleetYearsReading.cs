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
        SiteYears[] sites = [.. found.Sites.Select(site => ExpansionReading.SiteOf(site, found))];
        return new FleetYearsReport
        {
            Fleet = fleet.Name,
            FirstYear = horizon.FirstYear,
            LastYear = horizon.LastYear,
            DiscountFraction = horizon.DiscountFraction,
            Sites = sites,
            Places = [.. fleet.Sites.Select(site => site.Place)],
            Regions = fleet.Regions,
            Years = [.. found.Fleet.Select((year, y) => year with { IsServed = found.IsServed(y) })],
            Total = found.Total,
            Penalties = sites.Select(site => site.Penalties).Sum() + found.Fleet.Select(year => horizon.WeightOf(year.Year) * ExpansionReading.PenaltiesOf(year.Running)).Sum(),
            Bound = found.Bound,
            Waiting = sites.Select(site => site.Waiting).Sum() + found.Fleet.Where((_, y) => !found.IsServed(y)).Select(year => horizon.WeightOf(year.Year) * LostIn(year)).Sum(),
            Search = found.Search,
            Inputs = fleet.Inputs,
        };
    }

    static Money LostIn(FleetYearFigures year) => year.Running.Where(item => item.IsLost).Select(item => item.PerYear).Sum();
}
