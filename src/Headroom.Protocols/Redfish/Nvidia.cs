using System.Globalization;
using Headroom.Quantities;

namespace Headroom.Protocols.Redfish;

/// <summary>Power smoothing of a GPU: a floor that burns power so that steps are slow. What it burns counts in joules and gives no
/// tokens.</summary>
public sealed record PowerSmoothing
{
    public required ResourceIdentity Identity { get; init; }
    public bool? IsSupported { get; init; }
    public bool? IsEnabled { get; init; }
    public bool? RampsDownAtOnce { get; init; }

    /// <summary>The power that the floor is a share of.</summary>
    public Power? ProgrammedPeak { get; init; }
    public Power? Floor { get; init; }
    public double? FloorFraction { get; init; }
    public Ramp? Up { get; init; }
    public Ramp? Down { get; init; }
    public TimeSpan? Hysteresis { get; init; }
    public double? CircuitLifeFraction { get; init; }

    /// <summary>For the whole shelf at its input, from schema 1.4 on.</summary>
    public Ramp? InputRampMost { get; init; }
    public string? PresetProfiles { get; init; }
    public string? AppliedPreset { get; init; }
    public string? ActivatePreset { get; init; }

    public static PowerSmoothing Of(RedfishNode at)
    {
        RedfishNode storage = at["EnergyStorageFeatures"].IsObject ? at["EnergyStorageFeatures"] : at["StateOfChargeFeatures"];
        return new()
        {
            Identity = ResourceIdentity.Of(at),
            IsSupported = at["PowerSmoothingSupported"].Truth,
            IsEnabled = at["Enabled"].Truth ?? storage["PowerSmoothingEnabled"].Truth,
            RampsDownAtOnce = at["ImmediateRampDown"].Truth,
            ProgrammedPeak = at["TMPWatts"].Watts,
            Floor = at["TMPFloorWatts"].Watts,
            FloorFraction = at["TMPFloorPercent"].Number / 100,
            Up = WattsPerSecond(at["RampUpWattsPerSecond"]),
            Down = WattsPerSecond(at["RampDownWattsPerSecond"]),
            Hysteresis = at["RampDownHysteresisSeconds"].Number is >= 0 and <= 1e9 and { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            CircuitLifeFraction = at["RemainingLifetimeCircuitryPercent"].Number / 100,
            InputRampMost = WattsPerSecond(storage["MaxACPowerRampRateWattsPerSecond"]),
            PresetProfiles = at["PresetProfiles"].Link,
            AppliedPreset = at["AppliedPresetProfile"].Link,
            ActivatePreset = at["Actions"]["#NvidiaPowerSmoothing.ActivatePresetProfile"].Target,
        };
    }

    private static Ramp? WattsPerSecond(RedfishNode at) => at.Number is { } rate ? Ramp.FromSi(rate) : null;
}

/// <summary>A set of numbered power profiles, as services write it: a mask in hex.</summary>
public readonly record struct ProfileMask(UInt128 Bits)
{
    public bool IsNone => Bits == 0;

    public static bool TryRead(ReadOnlySpan<char> text, out ProfileMask mask)
    {
        mask = default;
        if (!text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)) return false;
        if (!UInt128.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out UInt128 bits)) return false;
        mask = new(bits);
        return true;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"0x{Bits:x}");
}

/// <summary>Profiles of power for kinds of work: which there are, which were asked for, which the device holds.</summary>
public sealed record WorkloadPowerProfile(ResourceIdentity Identity, ProfileMask? Supported, ProfileMask? Requested,
    ProfileMask? Enforced, string? Enable, string? Disable)
{
    /// <summary>A mask of nothing that can be asked for is a feature that is not there.</summary>
    public bool IsThere => Supported is { IsNone: false };

    public static WorkloadPowerProfile Of(RedfishNode at) => new(ResourceIdentity.Of(at), Mask(at["SupportedProfileMask"]), Mask(at["RequestedProfileMask"]),
        Mask(at["EnforcedProfileMask"]), at["Actions"]["#NvidiaWorkloadPower.EnableProfiles"].Target, at["Actions"]["#NvidiaWorkloadPower.DisableProfiles"].Target);

    private static ProfileMask? Mask(RedfishNode at) =>
        at.Text is { } text && ProfileMask.TryRead(text, out ProfileMask mask) ? mask : null;
}

/// <summary>The watch of a power shelf over its own supply. Its brake stays independent of whoever plans power.</summary>
public sealed record PowerCompliance(ResourceIdentity Identity, string? Kind, string? AssertBrake, string? DeassertBrake,
    string? PowerDomains)
{
    public static PowerCompliance Of(RedfishNode at) => new(ResourceIdentity.Of(at), at["ManagerType"].Text,
        at["Actions"]["#NvidiaPowerComplianceManager.AssertPowerBrake"].Target, at["Actions"]["#NvidiaPowerComplianceManager.DeassertPowerBrake"].Target, at["PowerDomains"].Link);
}
