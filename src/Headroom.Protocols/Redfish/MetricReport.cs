using System.Globalization;
using System.Text.Json;

namespace Headroom.Protocols.Redfish;

/// <summary>Which properties of a bulk report are read, and into which place.</summary>
/// <remarks>
///   Services write a report in the same order every time: the place that followed last time is tried first, and only a miss looks the
///   property up. Equal services may share one index, on any number of threads: what it learns is the same for all, and losing a lesson
///   costs a look-up.
/// </remarks>
public sealed class MetricIndex
{
    private readonly Dictionary<string, int> slots;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private volatile Lesson?[] order = new Lesson?[64];

    private sealed record Lesson(byte[] Property, int Slot);

    /// <param name="properties">Such as <c>/redfish/v1/Chassis/HGX_GPU_0/EnvironmentMetrics#/PowerWatts/Reading</c>; places are in this order.</param>
    public MetricIndex(IReadOnlyList<string> properties)
    {
        ArgumentNullException.ThrowIfNull(properties);
        slots = new(properties.Count, StringComparer.Ordinal);
        for (int i = 0; i < properties.Count; i++) slots[properties[i]] = i;
        lookup = slots.GetAlternateLookup<ReadOnlySpan<char>>();
        Count = properties.Count;
    }

    public int Count { get; }

    /// <summary>The place of the property that stands at a position of the report; −1 for one that nobody asked for.</summary>
    internal int SlotAt(int position, scoped ref Utf8JsonReader reader)
    {
        Lesson?[] known = order;
        if (position < known.Length && known[position] is { } last && reader.ValueTextEquals(last.Property)) return last.Slot;
        if (reader.ValueSpan.Length is 0 or > PropertyMost) return -1;
        Span<char> text = stackalloc char[PropertyMost];
        if (!lookup.TryGetValue(text[..reader.CopyString(text)], out int slot)) slot = -1;
        if (position < PositionsMost && !reader.ValueIsEscaped) Learn(position, new(reader.ValueSpan.ToArray(), slot));
        return slot;
    }

    private void Learn(int position, Lesson lesson)
    {
        Lesson?[] known = order;
        if (position >= known.Length)
        {
            Array.Resize(ref known, 2 * position);
            order = known;
        }
        known[position] = lesson;
    }

    private const int PropertyMost = 512, PositionsMost = 20_000;
}

/// <summary>A value of a report.</summary>
/// <param name="Value">NaN where the report has none.</param>
/// <param name="At">When the device read it; null where it does not say or cannot know.</param>
public readonly record struct MetricReading(double Value, DateTimeOffset? At)
{
    public static MetricReading None { get; } = new(double.NaN, null);
    public bool IsThere => !double.IsNaN(Value);
}

/// <summary>A bulk report of telemetry: one answer in the place of hundreds. Read as a stream, without an object for each value.</summary>
public static class MetricReport
{
    /// <summary>Fills the places of an index; those that the report lacks, and those whose value is no number or old by the service's own word, hold nothing.</summary>
    /// <remarks>NVIDIA's services send <c>nan</c>, or the last value with <c>MetricValueStale</c>, for a GPU that is lost.</remarks>
    /// <returns>Why it could not be read to its end, or null. Values before the fault are filled.</returns>
    public static Malformed? Read(ReadOnlySpan<byte> utf8, MetricIndex index, Span<MetricReading> into)
    {
        ArgumentNullException.ThrowIfNull(index);
        if (into.Length < index.Count) return new("", $"{into.Length} places for {index.Count} properties");
        if (utf8.Length > RedfishText.BytesMost) return new("", $"{utf8.Length} bytes; {RedfishText.BytesMost} are read at most");
        into[..index.Count].Fill(MetricReading.None);
        var reader = new Utf8JsonReader(utf8[RedfishText.MarkOf(utf8)..], new JsonReaderOptions { MaxDepth = RedfishText.DepthMost });
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return new("", "no resource");
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isValues = reader.ValueTextEquals("MetricValues"u8);
                if (!reader.Read()) break;
                if (isValues && reader.TokenType == JsonTokenType.StartArray) Values(ref reader, index, into);
                else reader.Skip();
            }
            return reader.TokenType == JsonTokenType.EndObject ? null : new($"byte {reader.BytesConsumed}", "ends too early");
        }
        catch (JsonException)
        {
            return new($"byte {reader.BytesConsumed}", "not JSON");
        }
        catch (InvalidOperationException)
        {
            return new($"byte {reader.BytesConsumed}", "text that is no Unicode");
        }
    }

    private static void Values(ref Utf8JsonReader reader, MetricIndex index, Span<MetricReading> into)
    {
        for (int position = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; position++)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }
            int slot = -1;
            double value = double.NaN;
            DateTimeOffset? at = null;
            bool isStale = false;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("MetricProperty"u8) && reader.Read())
                {
                    if (reader.TokenType == JsonTokenType.String) slot = index.SlotAt(position, ref reader);
                    else reader.Skip();
                }
                else if (reader.ValueTextEquals("MetricValue"u8) && reader.Read()) value = Number(ref reader);
                else if (reader.ValueTextEquals("Timestamp"u8) && reader.Read()) at = Moment(ref reader);
                else if (reader.ValueTextEquals("Oem"u8) && reader.Read()) isStale = IsStale(ref reader);
                else
                {
                    reader.Read();
                    reader.Skip();
                }
            }
            if (slot >= 0 && !isStale && double.IsFinite(value)) into[slot] = new(value, at);
        }
    }

    /// <summary>Whether <c>Nvidia.MetricValueStale</c> is true in the object where the reader stands; it stands at its end afterwards.</summary>
    private static bool IsStale(ref Utf8JsonReader reader)
    {
        bool isStale = false;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return false;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isNvidia = reader.ValueTextEquals("Nvidia"u8);
            reader.Read();
            if (!isNvidia || reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isMark = reader.ValueTextEquals("MetricValueStale"u8);
                reader.Read();
                if (isMark && reader.TokenType == JsonTokenType.True) isStale = true;
                reader.Skip();
            }
        }
        return isStale;
    }

    /// <summary>A number, which the standard writes as text.</summary>
    private static double Number(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number) return reader.TryGetDouble(out double value) ? value : double.NaN;
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return double.NaN;
        }
        return double.TryParse(reader.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : double.NaN;
    }

    private static DateTimeOffset? Moment(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }
        if (reader.TryGetDateTimeOffset(out DateTimeOffset at)) return at.Year >= 2000 ? at : null;
        return RedfishMoment.TryRead(reader.GetString(), out at) ? at : null;
    }

    /// <summary>The properties that a report tells, as they are written, to find out what it has.</summary>
    public static IReadOnlyList<string> Properties(RedfishNode at) => [.. at["MetricValues"].Items.Select(one => one["MetricProperty"].Text).OfType<string>()];
}
