using Headroom.Quantities;

namespace Headroom.Protocols.Redfish;

/// <summary>Equipment collections of a room: strips of racks, floor units, shelves, switches.</summary>
public sealed record PowerEquipment(IReadOnlyList<string> Collections)
{
    private static readonly string[] kinds = ["RackPDUs", "FloorPDUs", "PowerShelves", "TransferSwitches", "Switchgear", "ElectricalBuses"];

    public static PowerEquipment Of(RedfishNode at) => new([.. kinds.Select(kind => at[kind].Link).OfType<string>()]);
}

/// <summary>A strip, a floor unit, a power shelf or a switch.</summary>
public sealed record PowerDistribution
{
    public required ResourceIdentity Identity { get; init; }
    public ResourceStatus Status { get; init; }

    /// <summary>RackPDU, FloorPDU, PowerShelf, …</summary>
    public string? Kind { get; init; }
    public string? Metrics { get; init; }
    public string? Mains { get; init; }
    public string? Branches { get; init; }
    public string? Feeders { get; init; }
    public string? Subfeeds { get; init; }
    public string? Outlets { get; init; }
    public string? PowerComplianceManager { get; init; }

    public static PowerDistribution Of(RedfishNode at) => new()
    {
        Identity = ResourceIdentity.Of(at),
        Status = ResourceStatus.Of(at["Status"]),
        Kind = at["EquipmentType"].Text,
        Metrics = at["Metrics"].Link,
        Mains = at["Mains"].Link,
        Branches = at["Branches"].Link,
        Feeders = at["Feeders"].Link,
        Subfeeds = at["Subfeeds"].Link,
        Outlets = at["Outlets"].Link,
        PowerComplianceManager = at["Oem"]["Nvidia"]["PowerComplianceManager"].Link,
    };
}

/// <summary>What a unit of distribution carries.</summary>
public sealed record PowerDistributionMetrics(ResourceIdentity Identity, Power? Power, Energy? Energy, double? LoadFraction)
{
    public static PowerDistributionMetrics Of(RedfishNode at) => new(ResourceIdentity.Of(at), at["PowerWatts"].Reading.Watts,
        at["EnergykWh"].Reading.Number is { } hours ? Quantities.Energy.FromSi(3.6e6 * hours) : null, at["PowerLoadPercent"].Reading.Number / 100);
}

/// <summary>A circuit or an outlet.</summary>
/// <param name="Breaker">Normal, Tripped, Off; null where there is none or it does not say.</param>
/// <param name="PowerState">On, Off, PoweringOn, …</param>
/// <param name="PowerControl">Target of the action that takes <c>PowerState</c>.</param>
public sealed record Circuit(
    ResourceIdentity Identity, ResourceStatus Status, Power? Power, Energy? Energy, double? CurrentAmps, double? RatedAmps,
        string? Breaker, string? PowerState, string? PowerControl)
{
    public static Circuit Of(RedfishNode at) => new(ResourceIdentity.Of(at), ResourceStatus.Of(at["Status"]), at["PowerWatts"].Reading.Watts,
        at["EnergykWh"].Reading.Number is { } hours ? Quantities.Energy.FromSi(3.6e6 * hours) : null,
        at["CurrentAmps"].Reading.Number, at["RatedCurrentAmps"].Number, at["BreakerState"].Text, at["PowerState"].Text,
        at["Actions"]["#Circuit.PowerControl"].Target ?? at["Actions"]["#Outlet.PowerControl"].Target);
}

/// <summary>A battery of a chassis or a shelf.</summary>
public sealed record RedfishBattery(ResourceIdentity Identity, ResourceStatus Status, string? ChargeState, double? HealthFraction,
    string? Metrics)
{
    public static RedfishBattery Of(RedfishNode at) => new(ResourceIdentity.Of(at), ResourceStatus.Of(at["Status"]), at["ChargeState"].Text,
        at["StateOfHealthPercent"].Reading.Number / 100, at["Metrics"].Link);
}

/// <summary>What a battery holds.</summary>
public sealed record BatteryMetrics(ResourceIdentity Identity, double? ChargeFraction, Energy? Stored, double? HealthFraction)
{
    public static BatteryMetrics Of(RedfishNode at) => new(ResourceIdentity.Of(at), at["ChargePercent"].Reading.Number / 100,
        at["StoredEnergyWattHours"].Reading.Number is { } hours ? Quantities.Energy.FromSi(3600 * hours) : null, at["StateOfHealthPercent"].Reading.Number / 100);
}
