namespace Headroom.Protocols.SunSpec;

/// <summary>AC measurement of a distributed resource. Positive power is generation.</summary>
public static class Model701
{
    public const ushort Id = 701;
    public const int Length = 153;
    public static SunSpecPoint AcType { get; } = new("ACType", 2, SunSpecType.Enum16);
    public static SunSpecPoint State { get; } = new("St", 3, SunSpecType.Enum16);
    public static SunSpecPoint InverterState { get; } = new("InvSt", 4, SunSpecType.Enum16);
    public static SunSpecPoint Connection { get; } = new("ConnSt", 5, SunSpecType.Enum16);
    public static SunSpecPoint Alarms { get; } = new("Alrm", 6, SunSpecType.Bitfield32);
    public static SunSpecPoint Mode { get; } = new("DERMode", 8, SunSpecType.Bitfield32);
    public static SunSpecPoint Power { get; } = new("W", 10, SunSpecType.Int16, 116);
    public static SunSpecPoint ApparentPower { get; } = new("VA", 11, SunSpecType.Int16, 118);
    public static SunSpecPoint Frequency { get; } = new("Hz", 17, SunSpecType.UInt32, 115);
    public static SunSpecPoint EnergyInjected { get; } = new("TotWhInj", 19, SunSpecType.UInt64, 120);
    public static SunSpecPoint EnergyAbsorbed { get; } = new("TotWhAbs", 23, SunSpecType.UInt64, 120);
    public static SunSpecPoint CabinetTemperature { get; } = new("TmpCab", 36, SunSpecType.Int16, 122);
    public static SunSpecPoint ThrottledPercent { get; } = new("ThrotPct", 110, SunSpecType.UInt16);
    public static SunSpecPoint ThrottleSource { get; } = new("ThrotSrc", 111, SunSpecType.Bitfield32);
    public static SunSpecPoint FrequencyScale { get; } = new("Hz_SF", 115, SunSpecType.ScaleFactor);
    public static SunSpecPoint PowerScale { get; } = new("W_SF", 116, SunSpecType.ScaleFactor);
    public static SunSpecPoint ApparentPowerScale { get; } = new("VA_SF", 118, SunSpecType.ScaleFactor);
    public static SunSpecPoint EnergyScale { get; } = new("TotWh_SF", 120, SunSpecType.ScaleFactor);
    public static SunSpecPoint TemperatureScale { get; } = new("Tmp_SF", 122, SunSpecType.ScaleFactor);
    public static IReadOnlyList<SunSpecPoint> Points { get; } =
    [
        AcType, State, InverterState, Connection, Alarms, Mode, Power, ApparentPower, Frequency, EnergyInjected, EnergyAbsorbed,
        CabinetTemperature, ThrottledPercent, ThrottleSource, FrequencyScale, PowerScale, ApparentPowerScale, EnergyScale,
        TemperatureScale,
    ];
}
