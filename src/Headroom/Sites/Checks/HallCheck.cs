using Headroom.Cooling;
using Headroom.Quantities;

namespace Headroom.Sites.Checks;

/// <summary>Each hall by itself: can its kind of cooling carry its density, and do all racks that must stand fit its power
/// together?</summary>
static class HallCheck
{
    /// <summary>What an air-cooled position usually carries. Source: project brief, 10–15 kW.</summary>
    public static readonly Power AirUsual = 15.Kilowatts;

    /// <summary>Where air ceases to work, with full containment. Source: STL Partners 2026, aidatacenterguide.com.</summary>
    public static readonly Power AirMost = 40.Kilowatts;

    /// <summary>The most that an active rear door carries. Source: HPE QuickSpecs 2026, doors of 14–75 kW.</summary>
    public static readonly Power RearDoorMost = 75.Kilowatts;

    public static IEnumerable<Finding> Of(Site site, IReadOnlyList<RackNeed> needs) =>
        [.. site.Halls.SelectMany(Density), .. TogetherFits(site, needs)];

    static IEnumerable<Finding> Density(Hall hall, int at)
    {
        Power? most = hall.Cooling.Kind switch { CoolingKind.Air => AirMost, CoolingKind.RearDoor => RearDoorMost, _ => null };
        if (most is not { } limit || hall.PerRack <= limit) yield break;
        CostRange range = hall.Cooling.Kind == CoolingKind.RearDoor ? CostRange.RearDoorToLiquid : CostRange.AirToLiquid;
        yield return new(Severity.CannotHost, $"halls[{at}].perRack",
            $"{hall.PerRack} per position with {Obstacle.Words(hall.Cooling.Kind)} cooling in hall {hall.Name}",
            $"at most {limit}, which is what {Obstacle.Words(hall.Cooling.Kind)} cooling removes",
            $"Lower it, or retrofit to direct liquid cooling at {hall.PerRack} per rack: {range.Times(hall.PerRack)} per rack.");
    }

    /// <summary>Kinds of racks may fit one by one and not together.</summary>
    static IEnumerable<Finding> TogetherFits(Site site, IReadOnlyList<RackNeed> needs)
    {
        Power must = needs.Select(need => need.OfAll).Sum();
        Power most = site.Halls.Select(hall => hall.Power.Most).Sum();
        bool aloneTooMuch = needs.Any(need => need.OfAll > most);
        if (site.Halls.Count == 0 || must <= most || aloneTooMuch) yield break;
        yield return new(Severity.CannotHost, "racks", $"racks that must stand, {must} by what each may draw",
            $"at most {most}, the power of all halls",
            $"Ask for fewer racks, or add hall power: {CostRange.NewHall.Times(must - most)}.");
    }
}
