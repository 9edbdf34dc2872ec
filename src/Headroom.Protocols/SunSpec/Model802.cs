namespace Headroom.Protocols.SunSpec;

/// <summary>Battery: state, reserves and limits. Its power is direct current.</summary>
public static class Model802
{
    public const ushort Id = 802;
    public const int Length = 62;
    public static SunSpecPoint ChargeRated { get; } = new("AHRtg", 2, SunSpecType.UInt16, 52);
    public static SunSpecPoint EnergyRated { get; } = new("WHRtg", 3, SunSpecType.UInt16, 53);
    public static SunSpecPoint ChargeMost { get; } = new("WChaRteMax", 4, SunSpecType.UInt16, 54);
    public static SunSpecPoint DischargeMost { get; } = new("WDisChaRteMax", 5, SunSpecType.UInt16, 54);
    public static SunSpecPoint StateOfChargeMost { get; } = new("SoCMax", 7, SunSpecType.UInt16, 56);
    public static SunSpecPoint StateOfChargeLeast { get; } = new("SoCMin", 8, SunSpecType.UInt16, 56);
    public static SunSpecPoint ReserveMost { get; } = new("SocRsvMax", 9, SunSpecType.UInt16, 56) { IsWritable = true };
    public static SunSpecPoint ReserveLeast { get; } = new("SoCRsvMin", 10, SunSpecType.UInt16, 56) { IsWritable = true };
    public static SunSpecPoint StateOfCharge { get; } = new("SoC", 11, SunSpecType.UInt16, 56);
    public static SunSpecPoint StateOfHealth { get; } = new("SoH", 13, SunSpecType.UInt16, 58);
    public static SunSpecPoint ChargeState { get; } = new("ChaSt", 16, SunSpecType.Enum16);
    public static SunSpecPoint LocalRemote { get; } = new("LocRemCtl", 17, SunSpecType.Enum16);
    public static SunSpecPoint DeviceHeartbeat { get; } = new("Hb", 18, SunSpecType.UInt16);
    public static SunSpecPoint ControllerHeartbeat { get; } = new("CtrlHb", 19, SunSpecType.UInt16) { IsWritable = true };
    public static SunSpecPoint State { get; } = new("State", 22, SunSpecType.Enum16);
    public static SunSpecPoint Events { get; } = new("Evt1", 26, SunSpecType.Bitfield32);
    public static SunSpecPoint Power { get; } = new("W", 47, SunSpecType.Int16, 63);
    public static SunSpecPoint Operation { get; } = new("SetOp", 50, SunSpecType.Enum16) { IsWritable = true };
    public static SunSpecPoint EnergyScale { get; } = new("WHRtg_SF", 53, SunSpecType.ScaleFactor);
    public static SunSpecPoint RateScale { get; } = new("WChaDisChaMax_SF", 54, SunSpecType.ScaleFactor);
    public static SunSpecPoint StateOfChargeScale { get; } = new("SoC_SF", 56, SunSpecType.ScaleFactor);
    public static SunSpecPoint StateOfHealthScale { get; } = new("SoH_SF", 58, SunSpecType.ScaleFactor);
    public static SunSpecPoint PowerScale { get; } = new("W_SF", 63, SunSpecType.ScaleFactor);
    public static IReadOnlyList<SunSpecPoint> Points { get; } =
    [
        ChargeRated, EnergyRated, ChargeMost, DischargeMost, StateOfChargeMost, StateOfChargeLeast, ReserveMost, ReserveLeast,
        StateOfCharge, StateOfHealth, ChargeState, LocalRemote, DeviceHeartbeat, ControllerHeartbeat, State, Events, Power,
        Operation, EnergyScale, RateScale, StateOfChargeScale, StateOfHealthScale, PowerScale,
    ];
}
