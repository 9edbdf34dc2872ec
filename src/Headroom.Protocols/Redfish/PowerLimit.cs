using Headroom.Quantities;

namespace Headroom.Protocols.Redfish;

/// <summary>A limit on power and what holds of it. <c>SetPoint</c> is what the device enforces, which need not be what was asked of
/// it.</summary>
public sealed record PowerLimit
{
    public Power? SetPoint { get; init; }
    public Power? Default { get; init; }
    public Power? Least { get; init; }
    public Power? Most { get; init; }

    /// <summary>Power drawn under the limit, where the limit tells it.</summary>
    public Power? Reading { get; init; }

    /// <summary>Automatic, Override, Manual, Disabled. The same limit may say one thing here and another there, and Disabled beside
    /// Status Enabled.</summary>
    public string? Mode { get; init; }

    /// <summary>The Control that stands behind it.</summary>
    public string? Source { get; init; }

    public static PowerLimit? Of(RedfishNode at) => !at.IsObject ? null : new()
    {
        SetPoint = at["SetPoint"].Watts,
        Default = at["DefaultSetPoint"].Watts,
        Least = at["AllowableMin"].Watts,
        Most = at["AllowableMax"].Watts,
        Reading = at["Reading"].Watts,
        Mode = at["ControlMode"].Text,
        Source = at["DataSourceUri"].Text,
    };
}

/// <summary>Power, energy and temperature of a device, and its limit where it has one.</summary>
public sealed record EnvironmentMetrics
{
    public required ResourceIdentity Identity { get; init; }
    public Power? Power { get; init; }

    /// <summary>A counter.</summary>
    public Energy? Energy { get; init; }
    public Temperature? Temperature { get; init; }
    public PowerLimit? Limit { get; init; }
    public NvidiaLimits? Nvidia { get; init; }

    public static EnvironmentMetrics Of(RedfishNode at) => new()
    {
        Identity = ResourceIdentity.Of(at),
        Power = at["PowerWatts"].Reading.Watts,
        Energy = at["EnergyJoules"].Reading.Joules ?? (at["EnergykWh"].Reading.Number is { } hours ? Quantities.Energy.FromSi(3.6e6 * hours) : null),
        Temperature = at["TemperatureCelsius"].Reading.Celsius,
        Limit = PowerLimit.Of(at["PowerLimitWatts"]),
        Nvidia = NvidiaLimits.Of(at),
    };
}

/// <summary>What NVIDIA's extension says of a limit: what was asked, beside what is enforced.</summary>
public sealed record NvidiaLimits
{
    /// <summary>Asked for until the next reset; null: never asked.</summary>
    public Power? RequestedOneShot { get; init; }

    /// <summary>Asked for beyond resets; null: never asked.</summary>
    public Power? RequestedPersistent { get; init; }

    /// <summary>Whether a limit that is written now outlives resets; null where the firmware knows no such choice.</summary>
    public bool? Persistency { get; init; }

    /// <summary>Peak over rated power of the electrical design.</summary>
    public double? PeakRatio { get; init; }

    /// <summary>Gives control of the limit back to the device.</summary>
    public string? ClearOutOfBandSetPoint { get; init; }

    public static NvidiaLimits? Of(RedfishNode at)
    {
        RedfishNode nvidia = at["Oem"]["Nvidia"];
        string? clear = at["Actions"]["Oem"]["#NvidiaEnvironmentMetrics.ClearOOBSetPoint"].Target;
        if (!nvidia.IsObject && clear is null) return null;
        return new()
        {
            RequestedOneShot = nvidia["RequestedOneshotPowerLimitWatts"].Watts,
            RequestedPersistent = nvidia["RequestedPersistentPowerLimitWatts"].Watts,
            Persistency = nvidia["PowerLimitPersistency"].Truth,
            PeakRatio = nvidia["EDPpPercent"]["SetPoint"].Number / 100,
            ClearOutOfBandSetPoint = clear,
        };
    }
}

/// <summary>A Control: something that can be set, with its unit. Only one of power in watts is a cap.</summary>
public sealed record RedfishControl
{
    public required ResourceIdentity Identity { get; init; }
    public ResourceStatus Status { get; init; }

    /// <summary>Power, FrequencyMHz, Temperature, …</summary>
    public string? Kind { get; init; }

    /// <summary>As stated, such as <c>W</c> or <c>%</c>; null where nothing is.</summary>
    public string? Units { get; init; }

    /// <summary>In the units stated; seen: a set point in % between bounds in W.</summary>
    public double? SetPoint { get; init; }

    /// <summary>Null unless the control is of power in watts.</summary>
    public PowerLimit? Limit { get; init; }

    /// <summary>GPU, GPUSubsystem, CPU, …</summary>
    public string? PhysicalContext { get; init; }

    /// <summary>What the control acts on: a total over all of them.</summary>
    public IReadOnlyList<string> RelatedItems { get; init; } = [];

    public static RedfishControl Of(RedfishNode at)
    {
        string? kind = at["ControlType"].Text, units = at["SetPointUnits"].Text;
        return new()
        {
            Identity = ResourceIdentity.Of(at),
            Status = ResourceStatus.Of(at["Status"]),
            Kind = kind,
            Units = units,
            SetPoint = at["SetPoint"].Number,
            Limit = kind is "Power" && units is "W" or null && at["SetPoint"].Number is not null ? PowerLimit.Of(at)! with
            {
                Reading = at["Sensor"].Reading.Watts,
                Source = at["Sensor"]["DataSourceUri"].Text,
            } : null,
            PhysicalContext = at["PhysicalContext"].Text,
            RelatedItems = at["RelatedItem"].Links,
        };
    }
}

/// <summary>A sensor.</summary>
public sealed record Sensor
{
    public required ResourceIdentity Identity { get; init; }
    public ResourceStatus Status { get; init; }
    public double? Reading { get; init; }

    /// <summary>Such as <c>W</c>, <c>Cel</c>.</summary>
    public string? Units { get; init; }

    /// <summary>Power, EnergyJoules, Temperature, …</summary>
    public string? Kind { get; init; }

    /// <summary>Null where it is not told or cannot be true.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    public static Sensor Of(RedfishNode at) => new()
    {
        Identity = ResourceIdentity.Of(at),
        Status = ResourceStatus.Of(at["Status"]),
        Reading = at["Reading"].Number,
        Units = at["ReadingUnits"].Text,
        Kind = at["ReadingType"].Text,
        ReadAt = at["ReadingTime"].Moment,
    };
}
