namespace Headroom.Comparing;

/// <summary>What one strategy comes to in one region: the least-cost supply of a fixed draw, or why there is none.</summary>
/// <remarks>A value for the wire: plain numbers, the unit as last word. It depends on nothing but its order.</remarks>
public sealed record SupplyAnswer
{
    public required string Region { get; init; }
    public required Strategy Strategy { get; init; }

    /// <summary>Why the strategy is impossible here; null where it was planned.</summary>
    public string? Impossible { get; init; }
    public IReadOnlyList<BuiltPlant> Build { get; init; } = [];
    public IReadOnlyList<CostLine> Costs { get; init; } = [];
    public IReadOnlyList<SourceEnergy> Energy { get; init; } = [];
    public double DrawMegawattHours { get; init; }
    public double PeakMegawatts { get; init; }
    public double PueRatio { get; init; }
    public double CarbonTonnes { get; init; }

    /// <summary>Water of the power plants on the site.</summary>
    public double PlantWaterCubicMetres { get; init; }
    public double CoolingWaterCubicMetres { get; init; }
    public int HoursTooHot { get; init; }

    /// <summary>Certified: no supply of these kinds costs less than the plan by more than this share.</summary>
    public double GapFraction { get; init; }
    public bool IsPlanned => Impossible is null;
    public double DollarsPerYear => Costs.Sum(line => line.DollarsPerYear);

    /// <summary>The carbon price that the plan was made under.</summary>
    public double CarbonDollarsPerTonne { get; init; }
}

/// <summary>A plant that stands in the plan.</summary>
/// <param name="Name">The technology, or "grid".</param>
/// <param name="FirmMegawatts">What it carries on the hottest day with its forced outages.</param>
public sealed record BuiltPlant(string Name, double Capacity, string Unit, double FirmMegawatts);

/// <summary>A yearly cost of the supply.</summary>
public sealed record CostLine(string Asset, string Kind, double DollarsPerYear);

/// <summary>Energy of the year from one source.</summary>
public sealed record SourceEnergy(string Name, double MegawattHours);
