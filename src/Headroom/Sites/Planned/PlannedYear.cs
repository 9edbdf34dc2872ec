using Headroom.Quantities;

namespace Headroom.Sites;

/// <summary>What a plan decided, as orders: what stands, and what everything does in each hour. A simulator carries it out, a controller follows it.</summary>
/// <remarks>Every hourly array has one value for each hour of the year, first hour first; means of the hour. Positive feeds the bus.</remarks>
public sealed record PlannedYear
{
    public required string Site { get; init; }
    public required string Region { get; init; }
    public required int Year { get; init; }
    public Power GridFirm { get; init; }
    public Power GridFlexible { get; init; }

    /// <summary>Import less export; null for a site without a grid.</summary>
    public double[]? GridInjectionMegawatts { get; init; }
    public IReadOnlyList<PlannedGenerator> Generators { get; init; } = [];
    public IReadOnlyList<PlannedBattery> Batteries { get; init; } = [];

    /// <summary>The parts of the halls, each with one density and one cooling plant.</summary>
    public IReadOnlyList<PlannedHallPart> HallParts { get; init; } = [];
    public IReadOnlyList<PlannedRacks> Racks { get; init; } = [];
    public IReadOnlyList<PlannedRun> Runs { get; init; } = [];

    /// <summary>For services whose work may wait: what waits at the end of each hour.</summary>
    public IReadOnlyList<PlannedBacklog> Backlogs { get; init; } = [];

    /// <summary>Sums of the hour that the simulator is held against.</summary>
    public required double[] DrawMegawatts { get; init; }
    public required double[] ItMegawatts { get; init; }
    public required double[] CoolingMegawatts { get; init; }
    public required double[] LossMegawatts { get; init; }
}

/// <summary>A plant with the capacity that stands.</summary>
public sealed record PlannedGenerator(string Name, Power Capacity, double[] OutputMegawatts);

/// <summary>A battery with the power and the energy that stand.</summary>
/// <param name="StoredMegawattHours">At the end of each hour.</param>
public sealed record PlannedBattery(string Name, Power Power, Energy Energy, double[] InjectionMegawatts, double[] StoredMegawattHours);

/// <summary>A part of a hall.</summary>
/// <param name="Hall">Name of the hall.</param>
/// <param name="IsRebuilt">The part that the plan rebuilds for its retrofit's plant and density.</param>
/// <param name="Power">IT power of this part.</param>
public sealed record PlannedHallPart(string Hall, bool IsRebuilt, Power Power)
{
    public string Name => IsRebuilt ? $"{Hall} rebuilt" : Hall;
}

/// <summary>Racks of one kind in one part of a hall; plans count in fractions.</summary>
/// <param name="Part"><see cref="PlannedHallPart.Name"/>.</param>
public sealed record PlannedRacks(string Rack, string Part, double Count);

/// <summary>One workload on racks of one kind at one cap.</summary>
/// <param name="Workload">A service or a training run.</param>
/// <param name="Rack">Kind of rack.</param>
/// <param name="Parts">The parts of halls whose racks share the work, by name.</param>
/// <param name="CapFraction">Cap of the accelerators, of their TDP.</param>
/// <param name="PowerPerRack">At the IT boundary, while it runs.</param>
/// <param name="WorkPerRack">Output tokens per second, or FLOP per second of training; SI.</param>
/// <param name="Racks">How many run it, hour by hour.</param>
public sealed record PlannedRun(
    string Workload, string Rack, IReadOnlyList<string> Parts, double CapFraction, Power PowerPerRack, double WorkPerRack, double[] Racks);

/// <summary>Output tokens that wait at the end of each hour.</summary>
public sealed record PlannedBacklog(string Service, double[] Tokens);
