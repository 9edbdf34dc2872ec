namespace Headroom.Protocols.SunSpec;

/// <summary>Three-phase meter, integers with scale factors. Direction is by wiring: the driver is told which.</summary>
public static class Model203
{
    public const ushort Id = 203;
    public const int Length = 105;
    public static SunSpecPoint Current { get; } = new("A", 2, SunSpecType.Int16, 6);
    public static SunSpecPoint CurrentScale { get; } = new("A_SF", 6, SunSpecType.ScaleFactor);
    public static SunSpecPoint Voltage { get; } = new("PhV", 7, SunSpecType.Int16, 15);
    public static SunSpecPoint VoltageScale { get; } = new("V_SF", 15, SunSpecType.ScaleFactor);
    public static SunSpecPoint Frequency { get; } = new("Hz", 16, SunSpecType.Int16, 17);
    public static SunSpecPoint FrequencyScale { get; } = new("Hz_SF", 17, SunSpecType.ScaleFactor);
    public static SunSpecPoint Power { get; } = new("W", 18, SunSpecType.Int16, 22);
    public static SunSpecPoint PowerScale { get; } = new("W_SF", 22, SunSpecType.ScaleFactor);
    public static SunSpecPoint EnergyExported { get; } = new("TotWhExp", 38, SunSpecType.Acc32, 54);
    public static SunSpecPoint EnergyImported { get; } = new("TotWhImp", 46, SunSpecType.Acc32, 54);
    public static SunSpecPoint EnergyScale { get; } = new("TotWh_SF", 54, SunSpecType.ScaleFactor);
    public static IReadOnlyList<SunSpecPoint> Points { get; } =
    [
        Current, CurrentScale, Voltage, VoltageScale, Frequency, FrequencyScale, Power, PowerScale, EnergyExported, EnergyImported,
        EnergyScale,
    ];
}
