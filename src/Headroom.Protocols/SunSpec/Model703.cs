namespace Headroom.Protocols.SunSpec;

/// <summary>Entering service: how gently it comes back.</summary>
public static class Model703
{
    public const ushort Id = 703;
    public const int Length = 17;
    public static SunSpecPoint IsPermitted { get; } = new("ES", 2, SunSpecType.Enum16) { IsWritable = true };
    public static SunSpecPoint Delay { get; } = new("ESDlyTms", 9, SunSpecType.UInt32) { IsWritable = true };
    public static SunSpecPoint RandomDelay { get; } = new("ESRndTms", 11, SunSpecType.UInt32) { IsWritable = true };
    public static SunSpecPoint RampTime { get; } = new("ESRmpTms", 13, SunSpecType.UInt32) { IsWritable = true };
    public static SunSpecPoint DelayLeft { get; } = new("ESDlyRemTms", 15, SunSpecType.UInt32);
    public static IReadOnlyList<SunSpecPoint> Points { get; } =
    [
        IsPermitted, Delay, RandomDelay, RampTime, DelayLeft,
    ];
}
