namespace Headroom.Protocols.SunSpec;

/// <summary>Three-phase meter, floating point. Direction is by wiring: the driver is told which.</summary>
public static class Model213
{
    public const ushort Id = 213;
    public const int Length = 124;
    public static SunSpecPoint Current { get; } = new("A", 2, SunSpecType.Float32);
    public static SunSpecPoint Voltage { get; } = new("PhV", 10, SunSpecType.Float32);
    public static SunSpecPoint Frequency { get; } = new("Hz", 26, SunSpecType.Float32);
    public static SunSpecPoint Power { get; } = new("W", 28, SunSpecType.Float32);
    public static SunSpecPoint EnergyExported { get; } = new("TotWhExp", 60, SunSpecType.Float32);
    public static SunSpecPoint EnergyImported { get; } = new("TotWhImp", 68, SunSpecType.Float32);
    public static IReadOnlyList<SunSpecPoint> Points { get; } =
    [
        Current, Voltage, Frequency, Power, EnergyExported, EnergyImported,
    ];
}
