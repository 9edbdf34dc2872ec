using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Operator;

/// <summary>The narrow waist between the service and what it operates: read an observation, write orders. A simulated and a live site are the same to it.</summary>
public interface IField : IAsyncDisposable
{
    /// <summary>What the controller must know of it, and what limits act on.</summary>
    ControlFacts Facts { get; }
    LimitBookSetting Limits { get; }
    SiteFacts Site { get; }

    /// <summary>Reads everything for one beat. What does not answer in time is stale, and the observation says so; this never throws for a silent device.</summary>
    /// <param name="now">The beat's moment, since <see cref="SiteClock.Epoch"/>.</param>
    ValueTask<FieldReading> ReadAsync(TimeSpan now, TimeSpan step, CancellationToken stop);

    /// <summary>Carries orders out; returns once they are sent, with what could not be. Confirmations come with the next readings.</summary>
    ValueTask<FieldAnswer> WriteAsync(Orders orders, CancellationToken stop);
}

/// <summary>What one beat read.</summary>
/// <param name="Seen">For the controller. The field may fill the same object in every beat.</param>
/// <param name="Figures">For people.</param>
public sealed record FieldReading(Observation Seen, FieldFigures Figures);

/// <summary>What became of orders.</summary>
/// <param name="Faults">Devices that did not take theirs, each a sentence.</param>
public sealed record FieldAnswer(IReadOnlyList<string> Faults)
{
    public static FieldAnswer Done { get; } = new([]);
}

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
    public IReadOnlyList<RunFigures> Runs { get; init; } = [];
    public IReadOnlyList<BatteryFigures> Batteries { get; init; } = [];
    public IReadOnlyList<PlantFigures> Plants { get; init; } = [];

    /// <summary>In the order of <see cref="SiteFacts.Tree"/>.</summary>
    public IReadOnlyList<NodeFigures> Tree { get; init; } = [];

    /// <summary>Rows or groups of racks, for the heat map.</summary>
    public IReadOnlyList<RackFigures> Racks { get; init; } = [];
    public IReadOnlyList<LoopFigures> CoolingLoops { get; init; } = [];
}

/// <param name="Tokens">Output tokens served, a counter.</param>
/// <param name="Lost">Output tokens turned away or lost, a counter.</param>
public sealed record ServiceFigures(string Name, int Tier, TokenRate Asked, TokenRate Served, TokenCount Tokens, TokenCount Lost, Power ItDraw);

/// <param name="State">computing, paused, restarting, saving.</param>
public sealed record RunFigures(string Name, string State, Power ItDraw, double DoneShare);

/// <param name="Injection">Positive feeds the bus.</param>
public sealed record BatteryFigures(string Name, Power Injection, Energy Stored, Energy Capacity);

public sealed record PlantFigures(string Name, Power Output, Power Most);

public readonly record struct NodeFigures(Power Flow, bool IsLive);

/// <param name="Node">Index in <see cref="SiteFacts.Tree"/> of what feeds it.</param>
/// <param name="Racks">That stand in it.</param>
/// <param name="CapShare">Share of their power above idle that caps leave.</param>
/// <param name="RequestedShare">What was ordered; differs from the cap while a device has not followed.</param>
public readonly record struct RackFigures(string Name, int Node, double Racks, Power Draw, Power Rating, double CapShare, double RequestedShare, Temperature? Warmest, bool IsOn);

/// <param name="Most">Where racks would throttle themselves.</param>
public sealed record LoopFigures(string Name, Temperature Supply, Temperature? Return, Temperature Most);
