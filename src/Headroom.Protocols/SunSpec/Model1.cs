namespace Headroom.Protocols.SunSpec;

/// <summary>Common: who the device is.</summary>
public static class Model1
{
    public const ushort Id = 1;
    public const int Length = 66;
    public static SunSpecPoint Manufacturer { get; } = new("Mn", 2, SunSpecType.Text) { Length = 16 };
    public static SunSpecPoint Model { get; } = new("Md", 18, SunSpecType.Text) { Length = 16 };
    public static SunSpecPoint Options { get; } = new("Opt", 34, SunSpecType.Text) { Length = 8 };
    public static SunSpecPoint Version { get; } = new("Vr", 42, SunSpecType.Text) { Length = 8 };
    public static SunSpecPoint SerialNumber { get; } = new("SN", 50, SunSpecType.Text) { Length = 16 };
    public static SunSpecPoint Address { get; } = new("DA", 66, SunSpecType.UInt16) { IsWritable = true };
    public static IReadOnlyList<SunSpecPoint> Points { get; } = [Manufacturer, Model, Options, Version, SerialNumber, Address];
}
