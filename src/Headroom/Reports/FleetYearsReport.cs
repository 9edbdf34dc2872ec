using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Reports;

/// <summary>A fleet's plan over years as figures: what is built where and when, where models run in each year, and when power is there. No rendering.</summary>
public sealed record FleetYearsReport
{
    public required string Fleet { get; init; }
    public required int FirstYear { get; init; }
    public required int LastYear { get; init; }
    public required double DiscountFraction { get; init; }

    /// <summary>What is built and run at each site, in the fleet's order.</summary>
    public required IReadOnlyList<SiteYears> Sites { get; init; }

    /// <summary>Where the sites are, in the same order.</summary>
    public required IReadOnlyList<Place> Places { get; init; }
    public required IReadOnlyList<DemandRegion> Regions { get; init; }
    public required IReadOnlyList<FleetYearFigures> Years { get; init; }

    /// <summary>Paid and run at all sites over all years, in dollars of the first year, and what breaking promises costs.</summary>
    public required Money Total { get; init; }

    /// <summary>Of the total, what nobody is paid: tokens not served and training not done, at their prices.</summary>
    public required Money Penalties { get; init; }

    /// <summary>No plan is cheaper than this.</summary>
    public required Money Bound { get; init; }

    /// <summary>What waiting costs: tokens not sold, training not done, and payments for racks that stand without power, in dollars of the first year.</summary>
    public required Money Waiting { get; init; }
    public required SearchFigures Search { get; init; }
    public IReadOnlyList<InputFact> Inputs { get; init; } = [];

    public double GapFraction => Math.Max(0, Total.Dollars - Bound.Dollars) / Math.Max(1, Math.Abs(Total.Dollars));

    /// <summary>The first year from which on everything asked is served; null where that year does not come.</summary>
    public int? PowerYear => ExpansionReport.FirstOfServed(FirstYear, [.. Years.Select(year => year.IsServed)]);

    /// <summary>Years from the start to the first in which everything asked is served; null where that year does not come.</summary>
    public int? YearsToPower => PowerYear - FirstYear;
}

/// <summary>What a fleet's sites do together in a year.</summary>
public sealed record FleetYearFigures
{
    public required int Year { get; init; }

    /// <summary>Services of the fleet, all sites together.</summary>
    public required IReadOnlyList<ServiceFigure> Services { get; init; }
    public required IReadOnlyList<TrainingFigure> Training { get; init; }

    /// <summary>Who serves whom; without hours, which fifteen years of a fleet have too many of.</summary>
    public required IReadOnlyList<FlowFigure> Flows { get; init; }

    /// <summary>What promises not kept cost in the year, beside what the sites' own do.</summary>
    public required IReadOnlyList<CostItem> Running { get; init; }

    /// <summary>Whether every service of the fleet and of its sites has what its tier is promised, and training its compute.</summary>
    public required bool IsServed { get; init; }
}

/// <summary>How planning a fleet over years ended.</summary>
public abstract record FleetYearsAnswer
{
    FleetYearsAnswer() { }

    public sealed record Planned(FleetYearsReport Report) : FleetYearsAnswer;

    /// <summary>Nothing was found; in words, why.</summary>
    public sealed record None(string Why) : FleetYearsAnswer;
}
