namespace Headroom.Protocols.SunSpec;

/// <summary>AC controls: the limit and the set point of active power, each with its reversion.</summary>
public static class Model704
{
    public const ushort Id = 704;
    public const int Length = 65;
    public static SunSpecPoint LimitEnabled { get; } = new("WMaxLimPctEna", 14, SunSpecType.Enum16) { IsWritable = true };
    public static SunSpecPoint LimitPercent { get; } = new("WMaxLimPct", 15, SunSpecType.UInt16, 54) { IsWritable = true };
    public static SunSpecPoint LimitReversion { get; } = new("WMaxLimPctRvrt", 16, SunSpecType.UInt16, 54) { IsWritable = true };
    public static SunSpecPoint LimitEnabledReversion { get; } = new("WMaxLimPctEnaRvrt", 17, SunSpecType.Enum16) { IsWritable = true };
    public static SunSpecPoint LimitReversionTime { get; } = new("WMaxLimPctRvrtTms", 18, SunSpecType.UInt32) { IsWritable = true };
    public static SunSpecPoint LimitReversionLeft { get; } = new("WMaxLimPctRvrtRem", 20, SunSpecType.UInt32);
    public static SunSpecPoint SetEnabled { get; } = new("WSetEna", 22, SunSpecType.Enum16) { IsWritable = true };
    public static SunSpecPoint SetMode { get; } = new("WSetMod", 23, SunSpecType.Enum16) { IsWritable = true };
    public static SunSpecPoint Set { get; } = new("WSet", 24, SunSpecType.Int32, 55) { IsWritable = true };
    public static SunSpecPoint SetReversion { get; } = new("WSetRvrt", 26, SunSpecType.Int32, 55) { IsWritable = true };
    public static SunSpecPoint SetPercent { get; } = new("WSetPct", 28, SunSpecType.Int16, 56) { IsWritable = true };
    public static SunSpecPoint SetPercentReversion { get; } = new("WSetPctRvrt", 29, SunSpecType.Int16, 56) { IsWritable = true };
    public static SunSpecPoint SetEnabledReversion { get; } = new("WSetEnaRvrt", 30, SunSpecType.Enum16) { IsWritable = true };
    public static SunSpecPoint SetReversionTime { get; } = new("WSetRvrtTms", 31, SunSpecType.UInt32) { IsWritable = true };
    public static SunSpecPoint SetReversionLeft { get; } = new("WSetRvrtRem", 33, SunSpecType.UInt32);
    public static SunSpecPoint RampRate { get; } = new("WRmp", 49, SunSpecType.UInt16) { IsWritable = true };
    public static SunSpecPoint RampReference { get; } = new("WRmpRef", 50, SunSpecType.Enum16) { IsWritable = true };
    public static SunSpecPoint LimitScale { get; } = new("WMaxLimPct_SF", 54, SunSpecType.ScaleFactor);
    public static SunSpecPoint SetScale { get; } = new("WSet_SF", 55, SunSpecType.ScaleFactor);
    public static SunSpecPoint SetPercentScale { get; } = new("WSetPct_SF", 56, SunSpecType.ScaleFactor);
    public static IReadOnlyList<SunSpecPoint> Points { get; } =
    [
        LimitEnabled, LimitPercent, LimitReversion, LimitEnabledReversion, LimitReversionTime, LimitReversionLeft, SetEnabled,
        SetMode, Set, SetReversion, SetPercent, SetPercentReversion, SetEnabledReversion, SetReversionTime, SetReversionLeft,
        RampRate, RampReference, LimitScale, SetScale, SetPercentScale,
    ];
}
