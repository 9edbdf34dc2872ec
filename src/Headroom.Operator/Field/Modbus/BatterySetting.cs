using Headroom.Protocols.SunSpec;
using Headroom.Quantities;

namespace Headroom.Operator.Field.Modbus;

/// <summary>What a site states of a battery behind Modbus.</summary>
public sealed record BatterySetting
{
    /// <summary>Injection that the device falls back to by itself when we are gone; 0 rests.</summary>
    public Power RevertTo { get; init; }

    /// <summary>How long an order holds without being refreshed. Orders are refreshed when a third of it has gone.</summary>
    public TimeSpan RevertAfter { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Bounds that hold beside those the device states; the only ones where it states none.</summary>
    public Power? ChargeMost { get; init; }
    public Power? DischargeMost { get; init; }

    /// <summary>The device stops by itself when our heartbeat stands still, so that it may be operated without a reversion timer. To be tested before it is said.</summary>
    public bool WatchesHeartbeat { get; init; }

    /// <summary>A device counter that stands still for longer is a device that hangs.</summary>
    public TimeSpan HeartbeatMost { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>What was found by an earlier process and never put back; null looks for itself.</summary>
    public BatteryFound? Found { get; init; }
}

/// <summary>The control registers of a battery before we touched them, to be kept until they are put back.</summary>
/// <param name="Registers">Of model 704 from its ID on.</param>
public sealed record BatteryFound(IReadOnlyList<ushort> Registers)
{
    internal SunSpecWrite Restore() => SetPointOrder.Restore([.. Registers]);
    internal IReadOnlyList<SunSpecWrite> Singly() => SetPointOrder.RestoreSingly([.. Registers]);
}
