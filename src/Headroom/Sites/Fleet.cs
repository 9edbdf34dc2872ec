using Headroom.Quantities;
using Headroom.Workloads;

namespace Headroom.Sites;

/// <summary>Several sites that serve the same users: where they stand, who asks for what from where, how far each may be sent.</summary>
public sealed record Fleet
{
    public required string Name { get; init; }
    public required PlanYear Year { get; init; }
    public Objective Objective { get; init; }
    public required IReadOnlyList<FleetSite> Sites { get; init; }
    public required IReadOnlyList<DemandRegion> Regions { get; init; }

    /// <summary>Round trips, by region and site.</summary>
    public required TimeSpan[][] RoundTrips { get; init; }
    public IReadOnlyList<FleetService> Services { get; init; } = [];

    /// <summary>Runs that any site may do a part of.</summary>
    public IReadOnlyList<TrainingRun> Training { get; init; } = [];

    /// <summary>The most that all sites together may cost in a year.</summary>
    public Money? YearlyCostMost { get; init; }

    /// <summary>The most that may be spent once on what is built at all sites.</summary>
    public Money? CapitalMost { get; init; }

    /// <summary>The years over which it grows, and how what is asked of it moves; its sites have the same years. Null where one year is planned.</summary>
    public Horizon? Horizon { get; init; }

    /// <summary>Every number that went in beside those of the sites.</summary>
    public IReadOnlyList<InputFact> Inputs { get; init; } = [];

    /// <summary>Whether a region's requests for a service may go to a site.</summary>
    public bool MayServe(FleetService service, int region, int site)
    {
        ArgumentNullException.ThrowIfNull(service);
        return service.RoundTripMost is not { } most || RoundTrips[region][site] <= most;
    }
}

/// <summary>A site and where it stands.</summary>
/// <param name="Site">With its own services and runs, which stay at home.</param>
public sealed record FleetSite(Site Site, Place Place);

/// <summary>Where users are.</summary>
/// <param name="UtcOffsetHours">Local standard time less UTC: shapes of demand follow the users' clock.</param>
public sealed record DemandRegion(string Name, Place Place, double UtcOffsetHours);

/// <summary>A service that users of several regions ask for.</summary>
/// <param name="Facts">Its demand is the sum over the regions.</param>
/// <param name="Demand">By region, in the fleet's order.</param>
/// <param name="RoundTripMost">Longest round trip over the network; null where any will do.</param>
public sealed record FleetService(Service Facts, IReadOnlyList<Series<TokenRate>> Demand, TimeSpan? RoundTripMost);
