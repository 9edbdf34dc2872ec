using Headroom.Quantities;

namespace Headroom.Scenarios.FieldFiles;

/// <summary>The devices of a live site, as its field file lists them. Addresses and names; no secret stands in it.</summary>
public sealed record FieldDescription
{
    public required string Name { get; init; }
    public RedfishDescription Redfish { get; init; } = new();
    public IReadOnlyDictionary<string, FieldAccount> Accounts { get; init; } = new Dictionary<string, FieldAccount>();

    /// <summary>One for each rack; patterns of the file are written out.</summary>
    public IReadOnlyList<FieldRack> Racks { get; init; } = [];
    public IReadOnlyList<FieldCdu> Cdus { get; init; } = [];

    /// <summary>Null where none is listened to.</summary>
    public BmsDescription? Bms { get; init; }

    /// <summary>Services with leak detectors, beside those of units of coolant.</summary>
    public IReadOnlyList<FieldDevice> Leaks { get; init; } = [];

    /// <summary>The utility's meter; null where none is listed.</summary>
    public FieldDevice? Meter { get; init; }
    public IReadOnlyList<FieldDevice> Feeds { get; init; } = [];
    public IReadOnlyList<FieldDevice> Batteries { get; init; } = [];
    public IReadOnlyList<FieldDevice> Plants { get; init; } = [];
    public IReadOnlyList<FieldDevice> Services { get; init; } = [];
    public IReadOnlyList<FieldDevice> Runs { get; init; } = [];
}

/// <summary>How Redfish is spoken at this site.</summary>
public sealed record RedfishDescription
{
    public TimeSpan TimeOut { get; init; } = TimeSpan.FromSeconds(5);
    public TimeSpan WalkTimeOut { get; init; } = TimeSpan.FromSeconds(15);
    public TimeSpan WriteTimeOut { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Racks at a time.</summary>
    public int AtOnce { get; init; } = 64;

    /// <summary>Connections to one address.</summary>
    public int ConnectionsEach { get; init; } = 4;
    public TimeSpan CapLatency { get; init; } = TimeSpan.FromSeconds(40);
    public TimeSpan Audit { get; init; } = TimeSpan.FromSeconds(30);
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromSeconds(5);
    public string InputSensor { get; init; } = "TotalHSC_Power";
    public bool PrefersEach { get; init; }

    /// <summary>PEM file of the roots that sign the devices' certificates; null for the machine's own.</summary>
    public string? Roots { get; init; }

    /// <summary>PKCS #12 file of the certificate that is shown to devices; null for none.</summary>
    public string? Certificate { get; init; }

    /// <summary>Where found limits are kept.</summary>
    public string Found { get; init; } = "found-limits.tsv";
}

/// <summary>Who asks. The password comes from an environment variable or from a file.</summary>
public sealed record FieldAccount(string User, SecretPlace Password, bool IsBasic);

/// <param name="Addresses">Of its services: one, or one for each tray.</param>
/// <param name="Part">Part of a hall, by the plan's name.</param>
/// <param name="Rack">Kind of rack.</param>
public sealed record FieldRack(string Name, IReadOnlyList<Uri> Addresses, string Part, string Rack, string? Account, string? Work,
    int? Importance, Uri? Strip);

/// <param name="Part">Whose racks it cools; null for all.</param>
public sealed record FieldCdu(string Name, Uri Address, string? Account, string? Part, Temperature ReturnMost);

/// <summary>A device of another protocol.</summary>
/// <param name="Name">Of the plan's battery, plant, service, run or node of the tree.</param>
/// <param name="Kind">Such as modbus, prometheus, slurm, kubernetes, redfish.</param>
/// <param name="Options">As the kind wants it, in words.</param>
public sealed record FieldDevice(string Name, string Kind, string Address, int? Unit, string? Account, string Options)
{
    /// <summary>Its answers may carry another unit than was asked.</summary>
    public bool AnswersAsAny { get; init; }

    /// <summary>Modbus: null speaks in the clear.</summary>
    public TlsDescription? Tls { get; init; }

    /// <summary>A battery that stops by itself when our heartbeat stands still.</summary>
    public bool WatchesHeartbeat { get; init; }

    /// <summary>How a run is asked to save before it is paused; null asks nobody.</summary>
    public SaveDescription? Save { get; init; }
}

/// <param name="Certificate">PKCS #12 file of ours, with its key.</param>
/// <param name="Roots">PEM file of the roots that sign the device's certificate; null for the machine's own.</param>
/// <param name="Name">That the device's certificate carries; null for the host of its address.</param>
public sealed record TlsDescription(string Certificate, string? Roots, string? Name);

/// <param name="Hook">Called by POST with the run's name.</param>
/// <param name="Signal">Slurm: sent to the job before it is stopped.</param>
/// <param name="ByAnnotation">Kubernetes: asked and answered by annotations of the Job.</param>
public sealed record SaveDescription(Uri? Hook, string? Signal, bool ByAnnotation)
{
    /// <summary>It is paused without afterwards.</summary>
    public TimeSpan Within { get; init; } = TimeSpan.FromMinutes(2);
}
