using Headroom.Quantities;

namespace Headroom.Reports;

/// <summary>Figures of a field at one beat that the controller does not need but people do. Powers at their own boundary; counters since the journal began.</summary>
public sealed record FieldFigures
{
    public Power ItDraw { get; init; }
    public Power Cooling { get; init; }
    public Power Losses { get; init; }
    public Power Generated { get; init; }

    /// <summary>Counters, for tokens per joule: divide differences of one window, never average ratios.</summary>
    public Energy AcceleratorEnergy { get; init; }
    public Energy ServerEnergy { get; init; }
    public Energy ItEnergy { get; init; }
    public Energy SiteEnergy { get; init; }
    public IReadOnlyList<ServiceFigures> Services { get; init; } = [];
    public IReadOnlyList<TrainingFigures> Runs { get; init; } = [];
    public IReadOnlyList<BatteryFigures> Batteries { get; init; } = [];
    public IReadOnlyList<PlantFigures> Plants { get; init; } = [];

    /// <summary>In the order of the site's power tree.</summary>
    public IReadOnlyList<NodeFigures> Tree { get; init; } = [];

    /// <summary>Rows or groups of racks, for the heat map.</summary>
    public IReadOnlyList<RackFigures> Racks { get; init; } = [];
    public IReadOnlyList<LoopFigures> CoolingLoops { get; init; } = [];

    /// <summary>Coolant and air that a building management system tells.</summary>
    public IReadOnlyList<HeatFigures> Temperatures { get; init; } = [];
}

/// <param name="Tokens">Output tokens served, a counter.</param>
/// <param name="Lost">Output tokens turned away or lost, a counter.</param>
public sealed record ServiceFigures(string Name, int Tier, TokenRate Asked, TokenRate Served, TokenCount Tokens, TokenCount Lost, Power ItDraw)
{
    /// <summary>Of its racks, a counter.</summary>
    public Energy ItEnergy { get; init; }
}

/// <param name="State">computing, paused, restarting, saving.</param>
public sealed record TrainingFigures(string Name, string State, Power ItDraw, double DoneShare);

/// <param name="Injection">Positive feeds the bus.</param>
public sealed record BatteryFigures(string Name, Power Injection, Energy Stored, Energy Capacity);

public sealed record PlantFigures(string Name, Power Output, Power Most);

public readonly record struct NodeFigures(Power Flow, bool IsLive);

/// <param name="Node">Index in the site's power tree of what feeds it.</param>
/// <param name="Racks">That stand in it.</param>
/// <param name="CapShare">Share of their power above idle that caps leave.</param>
/// <param name="RequestedShare">What was ordered; differs from the cap while a device has not followed.</param>
public readonly record struct RackFigures(string Name, int Node, double Racks, Power Draw, Power Rating, double CapShare, double RequestedShare, Temperature? Warmest, bool IsOn);

/// <summary>A loop of facility water or room air.</summary>
/// <param name="Name">Halls that it cools.</param>
/// <param name="Set">What its plant holds while it can.</param>
public sealed record LoopFigures(string Name, Temperature Supply, Temperature Set);

/// <summary>A temperature on which racks depend.</summary>
/// <param name="Now">Null where nothing that can be trusted is known.</param>
/// <param name="Most">Where racks would throttle themselves.</param>
public sealed record HeatFigures(string Name, Temperature? Now, Temperature Most);
