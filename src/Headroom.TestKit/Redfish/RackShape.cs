using Headroom.Quantities;

namespace Headroom.TestKit.Redfish;

/// <summary>What an emulated rack is made of. The figures are those seen on one GB300 compute tray (<c>reference/protocols.md</c>
/// §4.1).</summary>
public sealed record RackShape
{
    public int Trays { get; init; } = 1;
    public int GpusPerTray { get; init; } = 4;
    public Power GpuLeast { get; init; } = Power.FromSi(200);
    public Power GpuMost { get; init; } = Power.FromSi(1400);
    public Power GpuIdle { get; init; } = Power.FromSi(232);

    /// <summary>Of a tray, beside its GPUs, at its input.</summary>
    public Power Beside { get; init; } = Power.FromSi(1200);

    /// <summary>From a write to the moment when it is enforced.</summary>
    public TimeSpan CapLatency { get; init; }

    /// <summary>The firmware knows limits that outlive resets, beside those that do not.</summary>
    public bool HasPersistentLimits { get; init; } = true;

    /// <summary>The bulk report tells set points too.</summary>
    public bool ReportsLimits { get; init; }

    /// <summary>A control for the sum of a tray's GPUs.</summary>
    public bool HasTotals { get; init; } = true;

    public int Gpus => Trays * GpusPerTray;
    public Power TotalMost => GpusPerTray * GpuMost;
    public Power TotalLeast => GpusPerTray * GpuLeast;
}

/// <summary>What goes wrong on a service. Each may be switched at any moment.</summary>
public sealed class RedfishFaults
{
    /// <summary>Answers come so late.</summary>
    public TimeSpan Slow { get; set; }

    /// <summary>So many requests are answered with 503; negative: all.</summary>
    public int Unavailable { get; set; }

    /// <summary>Writes of limits are refused: the property is read-only.</summary>
    public bool ReadOnlyLimits { get; set; }

    /// <summary>Writes of limits are answered well and change nothing.</summary>
    public bool IgnoresLimits { get; set; }

    /// <summary>The device enforces no more than this for one GPU, whatever is asked.</summary>
    public Power? EnforcesAtMost { get; set; }

    /// <summary>Readings of power are this many times the truth.</summary>
    public double LyingFactor { get; set; } = 1;

    /// <summary>The bulk report stays as it is for so long, its moments and its values, however often it is fetched; null: it is always of now.</summary>
    public TimeSpan? ReportStands { get; set; }

    /// <summary>Answers of 202 with a task that ends after this.</summary>
    public TimeSpan? TasksTake { get; set; }
}
