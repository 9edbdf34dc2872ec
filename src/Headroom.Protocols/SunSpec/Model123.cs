namespace Headroom.Protocols.SunSpec;

/// <summary>Immediate controls of older devices.</summary>
public static class Model123
{
    public const ushort Id = 123;
    public const int Length = 24;
    public static SunSpecPoint Connected { get; } = new("Conn", 4, SunSpecType.Enum16) { IsWritable = true };
    public static SunSpecPoint LimitPercent { get; } = new("WMaxLimPct", 5, SunSpecType.UInt16, 23) { IsWritable = true };
    public static SunSpecPoint LimitWindow { get; } = new("WMaxLimPct_WinTms", 6, SunSpecType.UInt16) { IsWritable = true };
    public static SunSpecPoint LimitReversionTime { get; } = new("WMaxLimPct_RvrtTms", 7, SunSpecType.UInt16) { IsWritable = true };
    public static SunSpecPoint LimitRampTime { get; } = new("WMaxLimPct_RmpTms", 8, SunSpecType.UInt16) { IsWritable = true };
    public static SunSpecPoint LimitEnabled { get; } = new("WMaxLim_Ena", 9, SunSpecType.Enum16) { IsWritable = true };
    public static SunSpecPoint LimitScale { get; } = new("WMaxLimPct_SF", 23, SunSpecType.ScaleFactor);
    public static IReadOnlyList<SunSpecPoint> Points { get; } =
    [
        Connected, LimitPercent, LimitWindow, LimitReversionTime, LimitRampTime, LimitEnabled, LimitScale,
    ];
}
