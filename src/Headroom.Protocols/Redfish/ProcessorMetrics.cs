using System.Globalization;

namespace Headroom.Protocols.Redfish;

/// <summary>What held an accelerator back, and for how long in all.</summary>
public sealed record ProcessorMetrics
{
    public required ResourceIdentity Identity { get; init; }

    /// <summary>Counters, since the device started.</summary>
    public TimeSpan? ByPowerLimit { get; init; }
    public TimeSpan? ByHeat { get; init; }
    public TimeSpan? ByHardware { get; init; }
    public TimeSpan? BySoftware { get; init; }
    public TimeSpan? ByPowerBrake { get; init; }

    /// <summary>What holds it back now; null where the service does not say.</summary>
    public Limiters? Now { get; init; }

    public static ProcessorMetrics Of(RedfishNode at)
    {
        RedfishNode nvidia = at["Oem"]["Nvidia"];
        return new()
        {
            Identity = ResourceIdentity.Of(at),
            ByPowerLimit = at["PowerLimitThrottleDuration"].Duration,
            ByHeat = at["ThermalLimitThrottleDuration"].Duration,
            ByHardware = nvidia["HardwareViolationThrottleDuration"].Duration,
            BySoftware = nvidia["GlobalSoftwareViolationThrottleDuration"].Duration,
            ByPowerBrake = nvidia["PowerBrakeAssertionDuration"].Duration,
            Now = LimitersRead(nvidia),
        };
    }

    private static Limiters? LimitersRead(RedfishNode nvidia)
    {
        IReadOnlyList<string> reasons = nvidia["ThrottleReasons"].Texts;
        string? brake = nvidia["PowerBreakPerformanceState"].Text;
        if (reasons.Count == 0 && brake is null && !nvidia["ThrottleReasons"].Items.Any() && nvidia["ThrottleReasons"].Number is null) return null;
        Limiters sum = brake is "Throttled" or "Degraded" ? Limiters.HardwarePowerBrake : Limiters.None;
        foreach (string reason in reasons) sum |= LimiterNames.Of(reason);
        if (nvidia["ThrottleReasons"].Number is >= 0 and <= int.MaxValue and { } bits) sum |= LimiterNames.OfBits((long)bits);
        return sum;
    }
}

/// <summary>Why clocks are held, by the bits of NVML's clock event reasons.</summary>
[Flags]
public enum Limiters
{
    None = 0,

    /// <summary>0x1: nothing to do.</summary>
    Idle = 0x1,

    /// <summary>0x2: clocks that somebody set.</summary>
    ApplicationClocks = 0x2,

    /// <summary>0x4: the software power cap, which is what a limit does. Not a brake.</summary>
    SoftwarePowerCap = 0x4,

    /// <summary>0x8: hardware slows down, for heat or for the brake; by itself it does not say which.</summary>
    HardwareSlowdown = 0x8,

    /// <summary>0x10: a group of devices that keeps one clock.</summary>
    SyncBoost = 0x10,

    /// <summary>0x20: software holds the temperature.</summary>
    SoftwareThermal = 0x20,

    /// <summary>0x40: hardware holds the temperature.</summary>
    HardwareThermal = 0x40,

    /// <summary>0x80: the external power brake. Found by hand on 9 nodes after 36 h where nobody looked (NVIDIA/NVSentinel 1666).</summary>
    HardwarePowerBrake = 0x80,

    /// <summary>0x100: clocks of a display.</summary>
    DisplayClocks = 0x100,

    /// <summary>A reason that is told and not known.</summary>
    Unknown = 0x4000,
}

/// <summary>Names that services give to limiters.</summary>
public static class LimiterNames
{
    private const long Known = 0x1ff;

    public static Limiters OfBits(long bits) => (Limiters)(bits & Known) | ((bits & ~Known) != 0 ? Limiters.Unknown : Limiters.None);

    /// <summary>A bit mask in hex, or a name however it is written: <c>HW_POWER_BRAKE_SLOWDOWN</c>, <c>HWPowerBrakeSlowdown</c>,
    /// <c>SWPowerCap</c>.</summary>
    public static Limiters Of(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        string name = string.Concat(reason.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        if (name.StartsWith("0X", StringComparison.Ordinal)
            && long.TryParse(name.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out long bits)) return OfBits(bits);
        bool isSoftware = name.StartsWith("SW", StringComparison.Ordinal) || name.Contains("SOFTWARE", StringComparison.Ordinal);
        if (name.Length == 0 || name is "NONE" or "NA") return Limiters.None;
        if (name.Contains("BRAKE", StringComparison.Ordinal) || name.Contains("POWERBREAK", StringComparison.Ordinal)) return Limiters.HardwarePowerBrake;
        if (name.Contains("THERMAL", StringComparison.Ordinal)) return isSoftware ? Limiters.SoftwareThermal : Limiters.HardwareThermal;
        if (name.Contains("POWERCAP", StringComparison.Ordinal) || name.Contains("POWERLIMIT", StringComparison.Ordinal)) return Limiters.SoftwarePowerCap;
        if (name.Contains("SLOWDOWN", StringComparison.Ordinal)) return Limiters.HardwareSlowdown;
        if (name.Contains("IDLE", StringComparison.Ordinal)) return Limiters.Idle;
        if (name.Contains("SYNCBOOST", StringComparison.Ordinal)) return Limiters.SyncBoost;
        if (name.Contains("DISPLAY", StringComparison.Ordinal)) return Limiters.DisplayClocks;
        return name.Contains("CLOCK", StringComparison.Ordinal) ? Limiters.ApplicationClocks : Limiters.Unknown;
    }
}
