namespace Headroom.Protocols.SunSpec;

/// <summary>Control: who may command, and the heartbeats of both sides.</summary>
public static class Model715
{
    public const ushort Id = 715;
    public const int Length = 7;
    public static SunSpecPoint LocalRemote { get; } = new("LocRemCtl", 2, SunSpecType.Enum16);
    public static SunSpecPoint DeviceHeartbeat { get; } = new("DERHb", 3, SunSpecType.UInt32);
    public static SunSpecPoint ControllerHeartbeat { get; } = new("ControllerHb", 5, SunSpecType.UInt32) { IsWritable = true };
    public static SunSpecPoint AlarmReset { get; } = new("AlarmReset", 7, SunSpecType.UInt16) { IsWritable = true };
    public static SunSpecPoint Operation { get; } = new("OpCtl", 8, SunSpecType.Enum16) { IsWritable = true };
    public static IReadOnlyList<SunSpecPoint> Points { get; } =
    [
        LocalRemote, DeviceHeartbeat, ControllerHeartbeat, AlarmReset, Operation,
    ];
}
