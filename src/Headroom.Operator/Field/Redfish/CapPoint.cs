using Headroom.Protocols.Redfish;
using Headroom.Quantities;

namespace Headroom.Operator.Field.Redfish;

/// <summary>Whether a limit can be written. Nobody believes it before a write read back.</summary>
public enum CapAccess { Unproven, Proven, ReadOnly }

/// <summary>How a cap stands.</summary>
public enum CapStanding
{
    /// <summary>Nothing was asked.</summary>
    Idle,

    /// <summary>Asked, and its time has not run out.</summary>
    Asked,

    /// <summary>The device enforces what was asked, and draws no more.</summary>
    Confirmed,

    /// <summary>The device enforces something else than what was asked.</summary>
    Disputed,

    /// <summary>The device enforces what was asked and draws more all the same.</summary>
    Exceeded,

    /// <summary>The device refused, or did not answer.</summary>
    NotTaken,
}

/// <summary>A limit as it was found, to be given back: the value, not the maker's default.</summary>
/// <param name="SetPointWatts">Enforced when it was found; null where none was told.</param>
/// <param name="OneShotWatts">Asked for by whoever came before, until the next reset.</param>
public sealed record FoundCap(double? SetPointWatts, double? OneShotWatts, double? PersistentWatts)
{
    /// <summary>Nobody had ever asked for a limit: control goes back to the device.</summary>
    public bool NeverAsked => OneShotWatts is null && PersistentWatts is null;
}

/// <summary>One limit of a device, with its unit: a total over so many accelerators, never mixed up with a limit of each (control.md
/// AT-15).</summary>
internal sealed class CapPoint
{
    public required RedfishClient Client { get; init; }
    public required string Path { get; init; }

    /// <summary>A Control, whose body is its set point; else the limit within EnvironmentMetrics.</summary>
    public required bool IsControl { get; init; }

    /// <summary>Accelerators whose draw it limits together.</summary>
    public required int Devices { get; init; }

    /// <summary>First accelerator of the rack that it limits.</summary>
    public required int FirstDevice { get; init; }
    public Power Least { get; init; }
    public Power Most { get; init; } = Power.FromSi(double.PositiveInfinity);
    public double? DefaultWatts { get; init; }
    public string? ClearPath { get; init; }

    /// <summary>Firmware that keeps one limit beyond resets and another until the next.</summary>
    public bool HasPersistence { get; init; }

    public FoundCap? Found { get; set; }
    public CapAccess Access { get; set; }
    public CapStanding Standing { get; set; }

    /// <summary>Watts that are wanted of it, whether or not it took them; NaN before.</summary>
    public double WantedWatts { get; set; } = double.NaN;

    /// <summary>Watts that were asked for last and that it took; NaN before.</summary>
    public double RequestedWatts { get; set; } = double.NaN;
    public double EnforcedWatts { get; set; } = double.NaN;

    /// <summary>What the device says was asked, where it says it.</summary>
    public double? EchoedWatts { get; set; }

    /// <summary>Drawn by its accelerators, where the limit itself tells it.</summary>
    public double ReadingWatts { get; set; } = double.NaN;
    public double ArmedWatts { get; set; } = double.NaN;
    public string? ETag { get; set; }

    /// <summary>The tag changes although nobody writes: it is made from readings too.</summary>
    public bool TagMoves { get; set; }
    public long AskedAt { get; set; }

    /// <summary>Its first confirmation since it was asked.</summary>
    public long ConfirmedAt { get; set; }
    public string Why { get; set; } = "";

    public bool IsPending => Standing is CapStanding.Asked;

    /// <summary>What is asked of it for so many watts of each accelerator, within what the device takes.</summary>
    public Power For(Power each) => Power.Max(Least, Power.Min(Most, Devices * each));

    public byte[] Body(Power limit, bool? persistent) =>
        IsControl ? RedfishBody.SetPoint(limit) : persistent is { } choice ? RedfishBody.Limit(limit, choice) : RedfishBody.Limit(limit);

    /// <summary>Takes over what the device says; false where the answer was none of a limit.</summary>
    public bool Take(RedfishAnswer answer)
    {
        PowerLimit? limit;
        NvidiaLimits? nvidia = null;
        if (IsControl) limit = answer.Read(RedfishControl.Of)?.Limit;
        else
        {
            EnvironmentMetrics? metrics = answer.Read(EnvironmentMetrics.Of);
            (limit, nvidia) = (metrics?.Limit, metrics?.Nvidia);
        }
        if (limit?.SetPoint is not { } setPoint || !FieldNumber.IsWithin(setPoint.Watts, FieldNumber.RackWattsMost)) return false;
        EnforcedWatts = setPoint.Watts;
        ReadingWatts = limit.Reading is { } reading && FieldNumber.IsWithin(reading.Watts, FieldNumber.RackWattsMost) ? reading.Watts : double.NaN;
        EchoedWatts = (nvidia?.RequestedOneShot ?? nvidia?.RequestedPersistent)?.Watts;
        if (answer.ETag is { } tag) ETag = tag;
        return true;
    }
}
