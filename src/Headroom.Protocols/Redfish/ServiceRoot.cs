namespace Headroom.Protocols.Redfish;

/// <summary>Where a service begins: all else is reached by following its links.</summary>
public sealed record ServiceRoot
{
    public string RedfishVersion { get; init; } = "";
    public string? Vendor { get; init; }
    public string? Product { get; init; }
    public string? Uuid { get; init; }
    public string? Systems { get; init; }
    public string? Chassis { get; init; }
    public string? Managers { get; init; }
    public string? Telemetry { get; init; }
    public string? Events { get; init; }
    public string? Sessions { get; init; }
    public string? SessionService { get; init; }
    public string? ThermalEquipment { get; init; }
    public string? PowerEquipment { get; init; }

    public static ServiceRoot Of(RedfishNode at) => new()
    {
        RedfishVersion = at["RedfishVersion"].Text ?? "",
        Vendor = at["Vendor"].Text,
        Product = at["Product"].Text,
        Uuid = at["UUID"].Text,
        Systems = at["Systems"].Link,
        Chassis = at["Chassis"].Link,
        Managers = at["Managers"].Link,
        Telemetry = at["TelemetryService"].Link,
        Events = at["EventService"].Link,
        Sessions = at["Links"]["Sessions"].Link,
        SessionService = at["SessionService"].Link,
        ThermalEquipment = at["ThermalEquipment"].Link,
        PowerEquipment = at["PowerEquipment"].Link,
    };
}

/// <summary>A computer, a chassis, a manager or a unit of equipment, by the links that matter here.</summary>
public sealed record ResourceLinks
{
    public required ResourceIdentity Identity { get; init; }
    public ResourceStatus Status { get; init; }

    /// <summary>GPU, CPU, …, of a processor; RackMount, Module, … of a chassis.</summary>
    public string? Kind { get; init; }
    public string? Processors { get; init; }
    public string? EnvironmentMetrics { get; init; }
    public string? Metrics { get; init; }
    public string? Controls { get; init; }
    public string? Sensors { get; init; }
    public string? LeakDetection { get; init; }
    public string? ThermalSubsystem { get; init; }
    public string? PowerSubsystem { get; init; }
    public string? PowerSmoothing { get; init; }
    public string? WorkloadPowerProfile { get; init; }
    public string? PowerComplianceManager { get; init; }
    public string? MetricReports { get; init; }
    public string? ServerSentEvents { get; init; }
    public string? LeakDetectors { get; init; }

    /// <summary>Detectors that groups of leak detection name (LeakDetection 1.2), wherever they stand.</summary>
    public IReadOnlyList<string> GroupedDetectors { get; init; } = [];
    public string? Batteries { get; init; }

    /// <summary>Of a service of sessions.</summary>
    public string? Sessions { get; init; }

    /// <summary>Of a manager: when it was started last; how a restart is noticed.</summary>
    public DateTimeOffset? LastReset { get; init; }

    public static ResourceLinks Of(RedfishNode at)
    {
        RedfishNode nvidia = at["Oem"]["Nvidia"];
        return new()
        {
            Identity = ResourceIdentity.Of(at),
            Status = ResourceStatus.Of(at["Status"]),
            Kind = at["ProcessorType"].Text ?? at["ChassisType"].Text ?? at["EquipmentType"].Text,
            Processors = at["Processors"].Link,
            EnvironmentMetrics = at["EnvironmentMetrics"].Link,
            Metrics = at["Metrics"].Link,
            Controls = at["Controls"].Link,
            Sensors = at["Sensors"].Link,
            LeakDetection = at["LeakDetection"].Link,
            ThermalSubsystem = at["ThermalSubsystem"].Link,
            PowerSubsystem = at["PowerSubsystem"].Link,
            PowerSmoothing = nvidia["PowerSmoothing"].Link,
            WorkloadPowerProfile = nvidia["WorkloadPowerProfile"].Link,
            PowerComplianceManager = nvidia["PowerComplianceManager"].Link,
            MetricReports = at["MetricReports"].Link,
            ServerSentEvents = at["ServerSentEventUri"].Text,
            LeakDetectors = at["LeakDetectors"].Link,
            GroupedDetectors = [.. at["LeakDetectorGroups"].Items.SelectMany(group => group["Detectors"].Items)
                .Select(one => one["DataSourceUri"].Text).OfType<string>()],
            Batteries = at["Batteries"].Link,
            Sessions = at["Sessions"].Link,
            LastReset = at["LastResetTime"].Moment,
        };
    }
}
