using System.Buffers;
using System.Text.Json;
using Headroom.Control;

namespace Headroom.Operator.Journal;

/// <summary>The text of a <see cref="BeatBody"/> whose readings were written before the controller saw them.</summary>
public static class BeatText
{
    public static byte[] Of(byte[] seen, Orders orders, IReadOnlyList<Change> changes, BeatFigures figures)
    {
        ArgumentNullException.ThrowIfNull(seen);
        var buffer = new ArrayBufferWriter<byte>(seen.Length + 4096);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("seen");
            writer.WriteRawValue(seen, skipInputValidation: true);
            writer.WritePropertyName("orders");
            StateText.Write(writer, typeof(Orders), orders);
            writer.WritePropertyName("changes");
            StateText.Write(writer, typeof(IReadOnlyList<Change>), changes);
            writer.WritePropertyName("figures");
            StateText.Write(writer, typeof(BeatFigures), figures);
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
