using Headroom.Quantities;

namespace Headroom.Protocols.Redfish;

/// <summary>A unit that distributes coolant.</summary>
public sealed record CoolingUnit
{
    public required ResourceIdentity Identity { get; init; }
    public ResourceStatus Status { get; init; }
    public Power? Capacity { get; init; }

    /// <summary>Such as Water; null where it is not said.</summary>
    public string? Coolant { get; init; }
    public string? PrimaryConnectors { get; init; }
    public string? SecondaryConnectors { get; init; }
    public string? Pumps { get; init; }
    public string? Reservoirs { get; init; }
    public string? EnvironmentMetrics { get; init; }
    public string? LeakDetection { get; init; }

    /// <summary>Target of the action that takes <c>Mode</c> Enabled or Disabled.</summary>
    public string? SetMode { get; init; }

    public static CoolingUnit Of(RedfishNode at) => new()
    {
        Identity = ResourceIdentity.Of(at),
        Status = ResourceStatus.Of(at["Status"]),
        Capacity = at["CoolingCapacityWatts"].Watts,
        Coolant = at["Coolant"]["CoolantType"].Text,
        PrimaryConnectors = at["PrimaryCoolantConnectors"].Link,
        SecondaryConnectors = at["SecondaryCoolantConnectors"].Link,
        Pumps = at["Pumps"].Link,
        Reservoirs = at["Reservoirs"].Link,
        EnvironmentMetrics = at["EnvironmentMetrics"].Link,
        LeakDetection = at["LeakDetection"].Link,
        SetMode = at["Actions"]["#CoolingUnit.SetMode"].Target,
    };
}

/// <summary>Where coolant enters and leaves a unit.</summary>
/// <remarks>
///   Q = V̇·ρ·c·ΔT        V̇   flow        ρ·c   of the coolant, for water near 4.16 MJ/(m³·K) at 30 to 50 °C        ΔT   return less
/// supply
///   The heat that the device states is checked against it: they come from different sensors.
/// </remarks>
public sealed record CoolantConnector
{
    /// <summary>Of water at 40 °C: 992 kg/m³ times 4.179 kJ/(kg·K).</summary>
    public const double WaterJoulesPerCubicMetreKelvin = 992 * 4179.0;

    public required ResourceIdentity Identity { get; init; }
    public ResourceStatus Status { get; init; }
    public VolumeFlow? Flow { get; init; }
    public Temperature? Supply { get; init; }
    public Temperature? Return { get; init; }
    public double? SupplyPressureKilopascal { get; init; }
    public double? ReturnPressureKilopascal { get; init; }
    public double? DeltaPressureKilopascal { get; init; }

    /// <summary>As the device states it.</summary>
    public Power? HeatRemoved { get; init; }
    public double? ValveOpenFraction { get; init; }

    /// <summary>Set points; null where the unit has none.</summary>
    public Temperature? SupplyWanted { get; init; }
    public VolumeFlow? FlowWanted { get; init; }
    public double? DeltaPressureWantedKilopascal { get; init; }

    /// <summary>From flow and temperatures; null where one of them is missing.</summary>
    public Power? HeatByFlow => Flow is { } flow && Supply is { } supply && Return is { } back
        ? Power.FromSi(flow.LitresPerMinute / 60_000 * WaterJoulesPerCubicMetreKelvin * (back - supply).Kelvin) : null;

    public static CoolantConnector Of(RedfishNode at) => new()
    {
        Identity = ResourceIdentity.Of(at),
        Status = ResourceStatus.Of(at["Status"]),
        Flow = Litres(at["FlowLitersPerMinute"].Reading.Number),
        Supply = at["SupplyTemperatureCelsius"].Reading.Celsius,
        Return = at["ReturnTemperatureCelsius"].Reading.Celsius,
        SupplyPressureKilopascal = at["SupplyPressurekPa"].Reading.Number,
        ReturnPressureKilopascal = at["ReturnPressurekPa"].Reading.Number,
        DeltaPressureKilopascal = at["DeltaPressurekPa"].Reading.Number,
        HeatRemoved = at["HeatRemovedkW"].Reading.Number is { } kilowatts ? Power.FromSi(1e3 * kilowatts) : null,
        ValveOpenFraction = at["ValvePositionPercent"].Reading.Number / 100,
        SupplyWanted = at["SupplyTemperatureControlCelsius"]["SetPoint"].Celsius,
        FlowWanted = Litres(at["FlowControlLitersPerMinute"]["SetPoint"].Number),
        DeltaPressureWantedKilopascal = at["DeltaPressureControlkPa"]["SetPoint"].Number,
    };

    private static VolumeFlow? Litres(double? perMinute) => perMinute is { } litres ? VolumeFlow.FromSi(litres / 60_000) : null;
}

/// <summary>A pump.</summary>
public sealed record Pump(ResourceIdentity Identity, ResourceStatus Status, double? SpeedFraction, double? WantedFraction)
{
    public static Pump Of(RedfishNode at) => new(ResourceIdentity.Of(at), ResourceStatus.Of(at["Status"]),
        at["PumpSpeedPercent"].Reading.Number / 100, at["SpeedControlPercent"]["SetPoint"].Number / 100);
}

/// <summary>Cooling equipment of a room.</summary>
/// <param name="Units">Collections of units that move coolant to racks: those that exchange heat, those with a reservoir and pumps alone, and
/// tanks that servers are immersed in; all are cooling units by their schema.</param>
public sealed record ThermalEquipment(IReadOnlyList<string> Units)
{
    public static ThermalEquipment Of(RedfishNode at) => new([.. ((string?[])[at["CDUs"].Link, at["RPUs"].Link, at["ImmersionUnits"].Link]).OfType<string>()]);
}
