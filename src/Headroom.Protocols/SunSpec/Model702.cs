namespace Headroom.Protocols.SunSpec;

/// <summary>Capacity: ratings, and settings within them.</summary>
public static class Model702
{
    public const ushort Id = 702;
    public const int Length = 50;
    public static SunSpecPoint PowerRated { get; } = new("WMaxRtg", 2, SunSpecType.UInt16, 45);
    public static SunSpecPoint ChargeRated { get; } = new("WChaRteMaxRtg", 10, SunSpecType.UInt16, 45);
    public static SunSpecPoint DischargeRated { get; } = new("WDisChaRteMaxRtg", 11, SunSpecType.UInt16, 45);
    public static SunSpecPoint PowerMost { get; } = new("WMax", 26, SunSpecType.UInt16, 45) { IsWritable = true };
    public static SunSpecPoint ChargeMost { get; } = new("WChaRteMax", 34, SunSpecType.UInt16, 45) { IsWritable = true };
    public static SunSpecPoint DischargeMost { get; } = new("WDisChaRteMax", 35, SunSpecType.UInt16, 45) { IsWritable = true };
    public static SunSpecPoint PowerScale { get; } = new("W_SF", 45, SunSpecType.ScaleFactor);
    public static IReadOnlyList<SunSpecPoint> Points { get; } =
    [
        PowerRated, ChargeRated, DischargeRated, PowerMost, ChargeMost, DischargeMost, PowerScale,
    ];
}
