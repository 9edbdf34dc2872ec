using Headroom.Compute;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Growth;

/// <summary>Power needed at the start of one year, at the meter.</summary>
/// <param name="Low">Demand low, all else in the middle.</param>
/// <param name="Mid">Everything in the middle, by kind of work.</param>
/// <param name="High">Demand high, all else in the middle.</param>
/// <param name="Least">Low end of the full range: least demand, most progress.</param>
/// <param name="Most">High end of the full range: most demand, least progress.</param>
public sealed record YearNeed(int Year, Power Low, WorkPower Mid, Power High, Power Least, Power Most);

/// <summary>One ceiling and the years in which it is met.</summary>
/// <param name="NeedAtFirst">The need in the first year at the ceiling's boundary.</param>
/// <param name="Low">With low demand, which is the later year.</param>
/// <param name="Mid">With everything in the middle.</param>
/// <param name="High">With high demand, the earlier year.</param>
/// <param name="Earliest">With everything that hastens at once.</param>
/// <param name="Latest">With everything that delays at once.</param>
/// <param name="AtDoubleCeiling">In the middle, were the ceiling twice as high.</param>
/// <param name="AtHalfJoules">In the middle, with half the joules per token and per FLOP.</param>
/// <param name="AtHalfJoulesPerToken">In the middle, with half the joules per token.</param>
public sealed record CeilingForecast(
    GrowthCeiling Ceiling, Power NeedAtFirst, CeilingYear Low, CeilingYear Mid, CeilingYear High, CeilingYear Earliest, CeilingYear Latest,
    CeilingYear AtDoubleCeiling, CeilingYear AtHalfJoules, CeilingYear AtHalfJoulesPerToken, IReadOnlyList<TornadoBar> Tornado);

/// <summary>How fast a site's demand grows, and when that meets its ceilings and its region's.</summary>
public sealed record Forecast
{
    public required string Site { get; init; }
    public required string Region { get; init; }
    public required GrowthOutlook Outlook { get; init; }
    public required BaseNeed Base { get; init; }
    public required IReadOnlyList<YearNeed> Years { get; init; }

    /// <summary>Lowest first, as they stand in the first year and seen from the meter; the region last.</summary>
    public required IReadOnlyList<CeilingForecast> Ceilings { get; init; }

    /// <summary>The one to speak of: the first to be met after the first year; else the highest that is met already; null without a ceiling.</summary>
    public CeilingForecast? Headline => Ceilings.Where(one => !one.Mid.IsAlready).MinBy(one => one.Mid.Year)
        ?? Ceilings.LastOrDefault(one => one.Ceiling.Boundary != GrowthBoundary.YearlyRise);

    /// <summary>Whether anything grows at all: a site without work has no forecast.</summary>
    public bool HasWork => Base.It.Total > Power.Zero;

    /// <summary>The forecast of a site whose file was read with its outlook.</summary>
    public static Forecast Of(Site site, GrowthOutlook outlook, IFrontierModel model)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(outlook);
        return Of(site, outlook, BaseNeedOf.Site(site, model));
    }

    /// <summary>The same from a need that is known.</summary>
    public static Forecast Of(Site site, GrowthOutlook outlook, BaseNeed need)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(outlook);
        ArgumentNullException.ThrowIfNull(need);
        IReadOnlyList<GrowthCeiling> ceilings = SiteCeilings.Of(site, outlook, need, GrowthPick.Mid);
        return new()
        {
            Site = site.Name,
            Region = site.Region,
            Outlook = outlook,
            Base = need,
            Years = [.. Enumerable.Range(outlook.FromYear, outlook.UntilYear - outlook.FromYear + 1).Select(year => YearOf(outlook, need, year))],
            Ceilings = [.. ceilings.Select((ceiling, i) => CeilingOf(outlook, need, pick => SiteCeilings.Of(site, outlook, need, pick)[i]))
                .OrderBy(one => one.Ceiling.Boundary == GrowthBoundary.YearlyRise)
                .ThenBy(one => one.Ceiling.Standing.Watts * (one.Ceiling.Boundary == GrowthBoundary.It ? need.MeterPerItRatio : 1))],
        };
    }

    static PowerNeed Need(GrowthOutlook outlook, BaseNeed need, GrowthPick pick) => new(outlook, pick, need.It, need.Meter);

    static YearNeed YearOf(GrowthOutlook outlook, BaseNeed need, int year)
    {
        WorkPower At(GrowthPick pick) => Need(outlook, need, pick).At(GrowthBoundary.Meter, year);
        return new(year, At(GrowthPick.Scenario(GrowthCase.Low)).Total, At(GrowthPick.Mid), At(GrowthPick.Scenario(GrowthCase.High)).Total,
            At(GrowthPick.Latest).Total, At(GrowthPick.Earliest).Total);
    }

    static CeilingForecast CeilingOf(GrowthOutlook outlook, BaseNeed need, Func<GrowthPick, GrowthCeiling> ceilingAt)
    {
        CeilingYear At(GrowthPick pick) => Crossing.Of(Need(outlook, need, pick), ceilingAt(pick));
        GrowthCeiling ceiling = ceilingAt(GrowthPick.Mid);
        PowerNeed mid = Need(outlook, need, GrowthPick.Mid);
        return new(ceiling, mid.At(ceiling.Boundary, outlook.FromYear).Total,
            At(GrowthPick.Scenario(GrowthCase.Low)), At(GrowthPick.Mid), At(GrowthPick.Scenario(GrowthCase.High)),
            At(GrowthPick.Earliest), At(GrowthPick.Latest), Crossing.Of(mid, ceiling.Times(2)),
            Crossing.Of(mid with { WorkPerJouleRatio = 2 }, ceiling), Crossing.Of(mid with { TokensPerJouleRatio = 2 }, ceiling),
            Headroom.Growth.Tornado.Of(outlook, At));
    }
}
