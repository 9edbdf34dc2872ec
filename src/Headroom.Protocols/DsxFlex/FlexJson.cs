using System.Text.Json;
using Headroom.Protocols.Text;
using Headroom.Quantities;

namespace Headroom.Protocols.DsxFlex;

/// <summary>What the messages of DSX Flex share: powers with their unit, time windows, words.</summary>
internal static class FlexJson
{
    /// <summary>Beyond every site; larger is a mistake of units.</summary>
    public const double WattsMost = 1e12;

    private static readonly Dictionary<string, double> units = new(StringComparer.Ordinal)
    {
        ["watt"] = 1,
        ["kilowatt"] = 1e3,
        ["megawatt"] = 1e6
    };

    public static Power Power(this JsonPart at)
    {
        double watts = at.Must("value").Number() * at.Must("unit").OneOf(units);
        if (watts < 0) at.Wrong("a negative power");
        if (watts > WattsMost) at.Wrong($"more than {WattsMost:0} W");
        return Quantities.Power.FromSi(watts);
    }

    /// <summary>In kilowatts, the unit in which people of sites speak.</summary>
    public static void WritePower(this Utf8JsonWriter json, string name, Power power)
    {
        json.WriteStartObject(name);
        json.WriteNumber("value", power.Kilowatts);
        json.WriteString("unit", "kilowatt");
        json.WriteEndObject();
    }

    public static (DateTimeOffset? Start, DateTimeOffset? End) Interval(this JsonPart at)
    {
        if (!at.IsObject) at.Wrong("no object");
        return (at.Said("start_time")?.Moment(), at.Said("end_time")?.Moment());
    }

    public static void WriteInterval(this Utf8JsonWriter json, DateTimeOffset? start, DateTimeOffset? end)
    {
        json.WriteStartObject("interval");
        if (start is { } from) json.WriteString("start_time", Rfc3339.Write(from));
        if (end is { } until) json.WriteString("end_time", Rfc3339.Write(until));
        json.WriteEndObject();
    }

    public static bool BestEffort(this JsonPart at) => at.Said("strategy")?.Said("best_effort")?.Flag() ?? false;

    public static void WriteStrategy(this Utf8JsonWriter json, bool isBestEffort)
    {
        json.WriteStartObject("strategy");
        json.WriteBoolean("best_effort", isBestEffort);
        json.WriteEndObject();
    }

    public static string Word<T>(this IReadOnlyDictionary<string, T> words, T meaning) where T : struct, Enum =>
        words.First(one => one.Value.Equals(meaning)).Key;

    public static byte[] Written(Action<Utf8JsonWriter> write)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer)) write(json);
        return buffer.WrittenSpan.ToArray();
    }
}
