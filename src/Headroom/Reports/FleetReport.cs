using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Reports;

/// <summary>How planning a fleet ended.</summary>
public abstract record FleetAnswer
{
    FleetAnswer() { }

    /// <summary>A plan, with its gap.</summary>
    public sealed record Planned(FleetReport Report) : FleetAnswer;

    /// <summary>No plan: infeasible, without end, or stopped, as for a site.</summary>
    public sealed record Refused(PlanAnswer Why) : FleetAnswer;
}

/// <summary>A fleet's plan as figures: what stands where, what flows, and what each site's ceiling is worth. No rendering.</summary>
public sealed record FleetReport
{
    public required string Fleet { get; init; }
    public required int Year { get; init; }
    public required ObjectiveFigure Objective { get; init; }
    public required IReadOnlyList<FleetSiteFigure> Sites { get; init; }
    public required IReadOnlyList<DemandRegion> Regions { get; init; }

    /// <summary>Round trips by region and site.</summary>
    public required TimeSpan[][] RoundTrips { get; init; }
    public required IReadOnlyList<FlowFigure> Flows { get; init; }

    /// <summary>Services of the fleet, all sites together.</summary>
    public required IReadOnlyList<ServiceFigure> Services { get; init; }
    public required IReadOnlyList<TrainingFigure> Training { get; init; }

    /// <summary>Yearly cost of all sites and of what goes unserved.</summary>
    public required Money Cost { get; init; }
    public required Money Unserved { get; init; }
    public required Money Capital { get; init; }
    public required LadderFigures Ladder { get; init; }
    public required CarbonFigures Carbon { get; init; }
    public required Energy Draw { get; init; }

    /// <summary>Of the sites, each with where, and of the budgets they share; the dearest first.</summary>
    public required IReadOnlyList<FleetPrice> Prices { get; init; }
    public required ModelFigures Model { get; init; }
    public IReadOnlyList<InputFact> Inputs { get; init; } = [];
}

/// <summary>One site's part of the plan, as figures of a site's plan.</summary>
/// <param name="Plan">Its objective is its own yearly cost, or its tokens; bound and gap are those of the whole fleet.</param>
public sealed record FleetSiteFigure(string Name, Place Place, PlanReport Plan);

/// <summary>Tokens of a service from a region to a site.</summary>
/// <param name="RoundTrip">Of the network between them.</param>
/// <param name="Hours">Tokens per second in each hour.</param>
public sealed record FlowFigure(string Service, string Region, string Site, TokenCount Tokens, TimeSpan RoundTrip, double[] Hours);

/// <summary>What one more unit of something scarce is worth.</summary>
/// <param name="Site">Null where all sites share it.</param>
public sealed record FleetPrice(string? Site, ShadowPrice Price);
