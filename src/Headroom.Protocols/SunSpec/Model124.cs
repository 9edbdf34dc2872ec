namespace Headroom.Protocols.SunSpec;

/// <summary>Storage of older devices.</summary>
public static class Model124
{
    public const ushort Id = 124;
    public const int Length = 24;
    public static SunSpecPoint ChargeMost { get; } = new("WChaMax", 2, SunSpecType.UInt16, 18) { IsWritable = true };
    public static SunSpecPoint ControlMode { get; } = new("StorCtl_Mod", 5, SunSpecType.UInt16) { IsWritable = true };
    public static SunSpecPoint ReserveLeast { get; } = new("MinRsvPct", 7, SunSpecType.UInt16, 21) { IsWritable = true };
    public static SunSpecPoint StateOfCharge { get; } = new("ChaState", 8, SunSpecType.UInt16, 22);
    public static SunSpecPoint ChargeState { get; } = new("ChaSt", 11, SunSpecType.Enum16);
    public static SunSpecPoint DischargeRate { get; } = new("OutWRte", 12, SunSpecType.Int16, 25) { IsWritable = true };
    public static SunSpecPoint ChargeRate { get; } = new("InWRte", 13, SunSpecType.Int16, 25) { IsWritable = true };
    public static SunSpecPoint RateWindow { get; } = new("InOutWRte_WinTms", 14, SunSpecType.UInt16) { IsWritable = true };
    public static SunSpecPoint RateReversionTime { get; } = new("InOutWRte_RvrtTms", 15, SunSpecType.UInt16) { IsWritable = true };
    public static SunSpecPoint RateRampTime { get; } = new("InOutWRte_RmpTms", 16, SunSpecType.UInt16) { IsWritable = true };
    public static SunSpecPoint ChargeScale { get; } = new("WChaMax_SF", 18, SunSpecType.ScaleFactor);
    public static SunSpecPoint ReserveScale { get; } = new("MinRsvPct_SF", 21, SunSpecType.ScaleFactor);
    public static SunSpecPoint StateOfChargeScale { get; } = new("ChaState_SF", 22, SunSpecType.ScaleFactor);
    public static SunSpecPoint RateScale { get; } = new("InOutWRte_SF", 25, SunSpecType.ScaleFactor);
    public static IReadOnlyList<SunSpecPoint> Points { get; } =
    [
        ChargeMost, ControlMode, ReserveLeast, StateOfCharge, ChargeState, DischargeRate, ChargeRate, RateWindow, RateReversionTime,
        RateRampTime, ChargeScale, ReserveScale, StateOfChargeScale, RateScale,
    ];
}
