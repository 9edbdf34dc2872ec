namespace Headroom.Protocols.SunSpec;

/// <summary>Storage capacity.</summary>
public static class Model713
{
    public const ushort Id = 713;
    public const int Length = 7;
    public static SunSpecPoint EnergyRated { get; } = new("WHRtg", 2, SunSpecType.UInt16, 7);
    public static SunSpecPoint EnergyAvailable { get; } = new("WHAvail", 3, SunSpecType.UInt16, 7);
    public static SunSpecPoint StateOfCharge { get; } = new("SoC", 4, SunSpecType.UInt16, 8);
    public static SunSpecPoint StateOfHealth { get; } = new("SoH", 5, SunSpecType.UInt16, 8);
    public static SunSpecPoint Status { get; } = new("Sta", 6, SunSpecType.Enum16);
    public static SunSpecPoint EnergyScale { get; } = new("WH_SF", 7, SunSpecType.ScaleFactor);
    public static SunSpecPoint PercentScale { get; } = new("Pct_SF", 8, SunSpecType.ScaleFactor);
    public static IReadOnlyList<SunSpecPoint> Points { get; } =
    [
        EnergyRated, EnergyAvailable, StateOfCharge, StateOfHealth, Status, EnergyScale, PercentScale,
    ];
}
