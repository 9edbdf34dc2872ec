using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Headroom.Quantities;

namespace Headroom.Protocols.Redfish;

/// <summary>Messages to bytes: bodies of what is written to a service.</summary>
public static class RedfishBody
{
    /// <summary>Limits are whole watts: finer steps mean nothing to a device, and some refuse a fraction. Rounded down, so that a
    /// rounded cap never lets more through.</summary>
    public static long WholeWatts(Power limit) => (long)Math.Floor(limit.Watts + 1e-6);

    /// <summary>For <c>EnvironmentMetrics</c>.</summary>
    public static byte[] Limit(Power limit) => Line("{\"PowerLimitWatts\":{\"SetPoint\":"u8, WholeWatts(limit), "}}"u8);

    /// <summary>The same, told whether the limit shall outlive resets (NVIDIA's extension).</summary>
    public static byte[] Limit(Power limit, bool persistent) => Line("{\"PowerLimitWatts\":{\"SetPoint\":"u8, WholeWatts(limit),
        persistent ? "},\"Oem\":{\"Nvidia\":{\"PowerLimitPersistency\":true}}}"u8 : "},\"Oem\":{\"Nvidia\":{\"PowerLimitPersistency\":false}}}"u8);

    /// <summary>For a <c>Control</c>.</summary>
    public static byte[] SetPoint(Power limit) => Line("{\"SetPoint\":"u8, WholeWatts(limit), "}"u8);

    /// <summary>For a set point within another resource, such as <c>SupplyTemperatureControlCelsius</c>.</summary>
    public static byte[] Nested(string property, double setPoint) => Write(json =>
    {
        json.WriteStartObject(property);
        json.WriteNumber("SetPoint", setPoint);
        json.WriteEndObject();
    });

    public static byte[] Session(string user, string password) => Write(json =>
    {
        json.WriteString("UserName", user);
        json.WriteString("Password", password);
    });

    /// <summary>Parameters of an action.</summary>
    public static byte[] Action(string parameter, string value) => Write(json => json.WriteString(parameter, value));

    public static byte[] Preset(int profile) => Write(json => json.WriteNumber("ProfileId", profile));

    public static byte[] Profiles(ProfileMask mask) => Write(json => json.WriteString("ProfileMask", mask.ToString()));

    public static ReadOnlyMemory<byte> Nothing { get; } = Encoding.ASCII.GetBytes("{}");

    private static byte[] Line(ReadOnlySpan<byte> before, long number, ReadOnlySpan<byte> after)
    {
        Span<byte> to = stackalloc byte[160];
        before.CopyTo(to);
        Utf8Formatter.TryFormat(number, to[before.Length..], out int digits);
        after.CopyTo(to[(before.Length + digits)..]);
        return to[..(before.Length + digits + after.Length)].ToArray();
    }

    private static byte[] Write(Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>(128);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
