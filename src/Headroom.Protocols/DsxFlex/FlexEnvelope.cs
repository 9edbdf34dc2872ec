using System.Buffers;
using System.Text.Json;
using Headroom.Protocols.Text;

namespace Headroom.Protocols.DsxFlex;

/// <summary>A CloudEvent in structured mode, as DSX Flex uses it.</summary>
/// <remarks>
///   <c>specversion</c> is written as "1.0.2", which the schema of DSX Flex fixes, and read as that or as "1.0", which CloudEvents defines.
///   Nothing here is signed but <see cref="Jws"/>: id, time, source and correlation can be changed by whoever carries the message.
///   Source   DSX Flex 1.7.0, BaseCloudEvent; CloudEvents 1.0.2, JSON format; W3C Trace Context.
/// </remarks>
public sealed record FlexEnvelope
{
    public const int BytesMost = 2 << 20;

    private static readonly Dictionary<string, FlexKind> kinds = new(StringComparer.Ordinal)
    {
        ["grid.loadtarget.set.v1"] = FlexKind.LoadTargetSet,
        ["grid.powerstate.status.v1"] = FlexKind.PowerStateStatus,
        ["grid.powerbreach.alert.v1"] = FlexKind.PowerBreachAlert,
        ["grid.powerbreach.enforcement.v1"] = FlexKind.PowerBreachEnforcement,
    };
    private static readonly Dictionary<string, bool> versions = new(StringComparer.Ordinal) { ["1.0.2"] = true, ["1.0"] = true };

    /// <summary>Meant to be a version 4 UUID; any text of a peer is read.</summary>
    public required string Id { get; init; }
    public required FlexSource Source { get; init; }
    public required FlexKind Kind { get; init; }
    public required DateTimeOffset Time { get; init; }
    public string? TraceParent { get; init; }
    public string? TraceState { get; init; }
    public string? CorrelationId { get; init; }

    /// <summary>The signed data; null where they are plain.</summary>
    public string? Jws { get; init; }

    /// <summary>The plain data as JSON; null where they are signed.</summary>
    public byte[]? Plain { get; init; }

    /// <summary>Who wrote the source with the role's word; the old one must come on the old topic.</summary>
    public string AgentWord { get; init; } = FlexSource.AgentWord;

    public static FlexEnvelope? Read(ReadOnlyMemory<byte> utf8, out Malformed? malformed) =>
        JsonDoor.Read(utf8, BytesMost, Of, out malformed);

    private static FlexEnvelope? Of(JsonPart at)
    {
        at.Must("specversion").OneOf(versions);
        if (at.Said("datacontenttype") is { } content && !content.Text().StartsWith("application/json",
            StringComparison.OrdinalIgnoreCase)) content.Wrong("no JSON");
        string written = at.Must("source").Filled();
        if (FlexSource.Read(written) is not { } source)
        {
            at.Must("source").Wrong("no source of DSX Flex");
            return null;
        }
        JsonPart payload = at.Must("data");
        bool isSigned = payload.Element.ValueKind == JsonValueKind.String;
        if (!isSigned && !payload.IsObject) payload.Wrong("neither signed text nor an object");
        return new()
        {
            Id = at.Must("id").Filled(),
            Source = source,
            Kind = at.Must("type").OneOf(kinds),
            Time = at.Must("time").Moment(),
            TraceParent = at.Said("traceparent")?.Text(),
            TraceState = at.Said("tracestate")?.Text(1024),
            CorrelationId = at.Said("correlationid")?.Text(),
            Jws = isSigned ? payload.Text(Jose.Jws.LengthMost) : null,
            Plain = isSigned || !payload.IsObject ? null : JsonSerializer.SerializeToUtf8Bytes(payload.Element),
            AgentWord = written.StartsWith($"//grid/v1/{FlexSource.OldAgentWord}/", StringComparison.Ordinal) ? FlexSource.OldAgentWord
            : FlexSource.AgentWord,
        };
    }

    public byte[] Write()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("specversion", "1.0.2");
            json.WriteString("id", Id);
            json.WriteString("source", Source.Role == FlexRole.Agent ? $"//grid/v1/{AgentWord}/{Source.Name}" : Source.ToString());
            json.WriteString("type", kinds.First(one => one.Value == Kind).Key);
            json.WriteString("time", Rfc3339.Write(Time));
            json.WriteString("datacontenttype", "application/json");
            json.WriteString("subject", Kind switch
            {
                FlexKind.LoadTargetSet => "loadtarget",
                FlexKind.PowerStateStatus => "powerstate",
                _ => "powerbreach"
            });
            if (TraceParent is not null) json.WriteString("traceparent", TraceParent);
            if (TraceState is not null) json.WriteString("tracestate", TraceState);
            if (CorrelationId is not null) json.WriteString("correlationid", CorrelationId);
            json.WritePropertyName("data");
            if (Jws is not null) json.WriteStringValue(Jws);
            else json.WriteRawValue(Plain ?? "{}"u8.ToArray());
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
