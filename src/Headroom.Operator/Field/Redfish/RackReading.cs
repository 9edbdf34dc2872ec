using Headroom.Protocols.Redfish;
using Headroom.Quantities;

namespace Headroom.Operator.Field.Redfish;

/// <summary>A rack as its services tell it: asked, enforced and drawn side by side.</summary>
public sealed record RackReading
{
    /// <summary>Of its accelerators, together; null where nobody tells.</summary>
    public Power? Drawn { get; init; }

    /// <summary>At the input of its trays; null where nobody tells.</summary>
    public Power? Input { get; init; }

    /// <summary>A counter of its accelerators, since the driver started.</summary>
    public Energy Energy { get; init; }
    public Temperature? Warmest { get; init; }

    /// <summary>Cap of all its accelerators together that was asked for; null before anything was.</summary>
    public Power? Requested { get; init; }

    /// <summary>Cap of all its accelerators together that its devices enforce; null where nobody tells.</summary>
    public Power? Enforced { get; init; }
    public CapStanding Standing { get; init; }

    /// <summary>How old the readings are.</summary>
    public TimeSpan Age { get; init; } = TimeSpan.MaxValue;

    /// <summary>Accelerators that a hardware power brake holds, by their number in the rack.</summary>
    public IReadOnlyList<int> Braked { get; init; } = [];

    /// <summary>All that holds any accelerator back, as far as is told.</summary>
    public Limiters Limiters { get; init; }

    /// <summary>What is wrong now, each a sentence.</summary>
    public IReadOnlyList<string> Alarms { get; init; } = [];
}

/// <summary>How a driver deals with the racks of a site.</summary>
public sealed record RackDriverSetting
{
    /// <summary>From a write to the moment when it must be in force; of the platform, with the date when it was measured (control.md
    /// §2).</summary>
    public TimeSpan CapLatency { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>A report that stands still for longer is no reading, where its device is known to sample more often.</summary>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Limits are read so often although nothing was asked: others write them too.</summary>
    public TimeSpan AuditEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What holds accelerators back is read so often for all of them, one or a few at a time.</summary>
    public TimeSpan LimitersEvery { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A draw above the cap by no more than this share counts as under it: sensors are no better.</summary>
    public double ToleranceShare { get; init; } = 0.02;

    /// <summary>Part of the path of sensors at the input of trays.</summary>
    public string InputSensor { get; init; } = "TotalHSC_Power";

    /// <summary>Caps of single accelerators although there are caps of sums.</summary>
    public bool PrefersEach { get; init; }

    /// <summary>The fail-safe is armed as the device's persistent limit where it has one.</summary>
    public bool ArmsFailSafe { get; init; } = true;

    public NamePool Names { get; init; } = new();
}
