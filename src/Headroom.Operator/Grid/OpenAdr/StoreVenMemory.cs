using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Headroom.Operator.Store;
using Headroom.Protocols.OpenAdr;

namespace Headroom.Operator.Grid.OpenAdr;

/// <summary>Keeps the state of a VEN in the store of the journal, so that whoever takes over, on whatever machine, goes on with it.</summary>
public sealed class StoreVenMemory(IJournalStore store, string name) : IVenMemory
{
    private readonly KeptState kept = new(store, $"openadr/{name}");

    public async ValueTask<VenState?> LoadAsync(CancellationToken stop)
    {
        if (await kept.ReadAsync(stop).ConfigureAwait(false) is not { } bytes) return null;
        try
        {
            return Read(bytes);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            // of another version: the VTN tells everything again
            return null;
        }
    }

    /// <exception cref="OperatorGone">Another process wrote meanwhile.</exception>
    public ValueTask SaveAsync(VenState state, CancellationToken stop) => kept.KeepAsync(Write(state), stop);

    internal static byte[] Write(VenState state)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter writer = new(buffer);
        writer.WriteStartObject();
        writer.WriteNumber("version", 1);
        if (state.VenId is { } ven) writer.WriteString("ven", ven);
        writer.WriteStartArray("granted");
        foreach (string target in state.Granted) writer.WriteStringValue(target);
        writer.WriteEndArray();
        writer.WriteStartArray("answered");
        foreach (string list in state.Answered) writer.WriteStringValue(list);
        writer.WriteEndArray();
        writer.WriteStartArray("programs");
        foreach (AdrProgram program in state.Programs) writer.WriteRawValue(AdrWriter.Object(program));
        writer.WriteEndArray();
        writer.WriteStartArray("events");
        foreach (RememberedEvent one in state.Events)
        {
            writer.WriteStartObject();
            writer.WritePropertyName("event");
            writer.WriteRawValue(AdrWriter.Object(one.Event));
            writer.WriteString("firstSeen", one.FirstSeen);
            writer.WriteBoolean("isDiscarded", one.IsDiscarded);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStartArray("sent");
        foreach (SentDemand one in state.Sent) Write(writer, one);
        writer.WriteEndArray();
        writer.WriteStartObject("reports");
        foreach ((string key, SentReport report) in state.Reports)
        {
            writer.WriteStartObject(key);
            writer.WriteNumber("number", report.Number);
            writer.WriteString("at", report.At);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    internal static VenState? Read(byte[] bytes)
    {
        using JsonDocument document = JsonDocument.Parse(bytes);
        JsonElement root = document.RootElement;
        if (root.GetProperty("version").GetInt32() != 1) return null;
        VenState state = new()
        {
            VenId = root.TryGetProperty("ven", out JsonElement ven) ? ven.GetString() : null,
            Answered = root.TryGetProperty("answered", out JsonElement answered) ? Texts(answered) : [],
            Programs = [.. root.GetProperty("programs").EnumerateArray()
                .Select(one => AdrReader.Program(Bytes(one)).Value).OfType<AdrProgram>()],
            Events = [.. root.GetProperty("events").EnumerateArray()
                .Select(one => AdrReader.Event(Bytes(one.GetProperty("event"))).Value is { } signal
                ? new RememberedEvent(signal, one.GetProperty("firstSeen").GetDateTimeOffset(), one.GetProperty("isDiscarded").GetBoolean())
                    : null).OfType<RememberedEvent>()],
            Sent = [.. root.GetProperty("sent").EnumerateArray().Select(Demand)],
            Reports = root.GetProperty("reports").EnumerateObject()
                .ToDictionary(one => one.Name, one => new SentReport(one.Value.GetProperty("number").GetInt32(), one.Value.GetProperty("at")
                    .GetDateTimeOffset())),
        };
        return state with { Granted = root.TryGetProperty("granted", out JsonElement granted) ? Texts(granted) : Presumed(state) };
    }

    /// <summary>What was granted, of a state that does not say it yet: targets of events from which a limit of the whole site stands. A target
    /// that means a feed is in the setting.</summary>
    private static string[] Presumed(VenState state) =>
    [
        .. state.Events.Where(one => state.Sent.Any(sent => sent.IsLive && sent.Feed is null && $" {sent.Key}".Contains($" {one.Event.Id}:",
            StringComparison.Ordinal))).SelectMany(one => one.Event.Targets).Distinct(),
    ];

    private static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(one => one.GetString()).OfType<string>()];

    private static void Write(Utf8JsonWriter writer, SentDemand one)
    {
        writer.WriteStartObject();
        writer.WriteString("name", one.Name);
        writer.WriteString("key", one.Key);
        if (one.Feed is { } feed) writer.WriteString("feed", feed);
        writer.WriteString("from", one.From);
        if (one.To is { } to) writer.WriteString("to", to);
        writer.WriteNumber("kW", one.Kilowatts);
        writer.WriteString("issued", one.Issued.Ticks.ToString(CultureInfo.InvariantCulture));
        writer.WriteNumber("sequence", one.Sequence);
        writer.WriteBoolean("isLive", one.IsLive);
        writer.WriteString("extras", one.Extras);
        writer.WriteEndObject();
    }

    private static SentDemand Demand(JsonElement one) => new(
        one.GetProperty("name").GetString()!, one.GetProperty("key").GetString()!, one.TryGetProperty("feed", out JsonElement feed)
            ? feed.GetString() : null,
        one.GetProperty("from").GetDateTimeOffset(), one.TryGetProperty("to", out JsonElement to) ? to.GetDateTimeOffset() : null,
            one.GetProperty("kW").GetDouble(),
        TimeSpan.FromTicks(long.Parse(one.GetProperty("issued").GetString()!, CultureInfo.InvariantCulture)), one.GetProperty("sequence")
            .GetInt64(), one.GetProperty("isLive").GetBoolean())
    {
        Extras = one.GetProperty("extras").GetString()!,
    };

    private static ReadOnlyMemory<byte> Bytes(JsonElement one) => System.Text.Encoding.UTF8.GetBytes(one.GetRawText());
}
