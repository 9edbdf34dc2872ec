namespace Headroom.Scenarios.Regions;

/// <summary>What the catalog knows of a region beside its typical year, each fact with source and grade.</summary>
/// <param name="UtcOffsetHours">local standard time less UTC</param>
/// <param name="All">every fact by its key in the file</param>
/// <param name="Sources">full citations by the short key that facts use</param>
public sealed record RegionFacts(
    string Name,
    string Title,
    string Country,
    string Continent,
    string City,
    double LatitudeDegrees,
    double LongitudeDegrees,
    double ElevationMetres,
    double UtcOffsetHours,
    bool HasHourlySource,
    IReadOnlyDictionary<string, Fact> All,
    IReadOnlyDictionary<string, string> Sources)
{
    /// <summary>delivered gas, $/MMBtu (HHV)</summary>
    public Fact GasPrice => All["gasPrice"];

    /// <summary>annual mean of the grid, g/kWh; the basis is in its note</summary>
    public Fact CarbonIntensity => All["carbonIntensity"];

    /// <summary>industrial retail price, $/MWh</summary>
    public Fact IndustrialPrice => All["industrialPrice"];

    /// <summary>years from request to at least 100 MW at the grid</summary>
    public Fact GridQueue => All["gridQueue"];

    /// <summary>outlook for small modular reactors in words, with the first year of power if one is named</summary>
    public Fact Smr => All["smr"];

    /// <summary>whether law or policy in force keeps new reactors from being built</summary>
    public bool IsNuclearBarred => Smr.IsBarred;

    /// <summary>low, medium, high or extreme</summary>
    public Fact WaterStress => All["waterStress"];

    /// <summary>ASHRAE climate zone</summary>
    public Fact ClimateZone => All["climateZone"];

    /// <summary>published photovoltaic capacity factor, %; its note says AC or DC, fixed or tracking</summary>
    public Fact SolarCapacityFactor => All["solarCapacityFactor"];

    /// <summary>published capacity factor of onshore wind, %</summary>
    public Fact WindCapacityFactor => All["windCapacityFactor"];

    /// <summary>default for a large load, $/kW-month</summary>
    public Fact DemandCharge => All["demandCharge"];

    /// <summary>the rule a large load meets, in words</summary>
    public Fact LargeLoadRule => All["largeLoadRule"];
}

/// <summary>One fact: a range of one unit, or words, and where it is from.</summary>
/// <param name="Low">equal to Mid when the sources agree on one value; null for facts in words</param>
/// <param name="Text">the words of a fact in words; empty otherwise</param>
/// <param name="FirstYear">the first year named by an outlook; null for "none" and for other facts</param>
/// <param name="Grade">R recomputed, P primary, S secondary, D derived, E estimate, U recollection to verify</param>
/// <param name="Kind">measured, published, derived or estimated</param>
/// <param name="Line">line of the file, for findings</param>
public sealed record Fact(
    string Key, double? Low, double? Mid, double? High, string Unit, string Text, int? FirstYear,
    string Note, string Source, int Year, string Grade, string Kind, int Line)
{
    /// <summary>an outlook of <c>first: barred</c></summary>
    public bool IsBarred { get; init; }
}

/// <summary>A region as loaded: what its year is generated from, and its facts.</summary>
public sealed record Region(Sites.Years.RegionNormals Normals, RegionFacts Facts);
