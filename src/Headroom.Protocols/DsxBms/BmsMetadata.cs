using System.Text.Json;
using Headroom.Protocols.DsxFlex;
using Headroom.Protocols.Text;

namespace Headroom.Protocols.DsxBms;

/// <summary>What a state is called.</summary>
public readonly record struct BmsStateText(long Value, string Text);

/// <summary>What a point is: its unit or its states, the thing it belongs to, what that serves, and who writes it.</summary>
/// <remarks>Source   DSX BMS 1.0.0, "Metadata types and concepts". The only retained messages that are read.</remarks>
public sealed record BmsMetadata(string ObjectType, string PointType)
{
    public const int BytesMost = 64 << 10, ListMost = 1000;

    /// <summary>Such as C, LPM, kPa, %, kW; null where states are named instead.</summary>
    public string? Unit { get; init; }
    public IReadOnlyList<BmsStateText> States { get; init; } = [];
    public string? RackLocationName { get; init; }

    /// <summary>Agreed with the IT side beforehand: which rack.</summary>
    public string? RackLocationId { get; init; }
    public string? ObjectName { get; init; }
    public string? ObjectId { get; init; }

    /// <summary>The object that this one counts as a part of.</summary>
    public string? AssociateId { get; init; }

    /// <summary>Objects behind this one: the graph of power and of fluid towards the racks.</summary>
    public IReadOnlyList<string> Serves { get; init; } = [];

    /// <summary>Such as Secondary, Supply.</summary>
    public IReadOnlyList<string> ProcessArea { get; init; } = [];
    public string? Phase { get; init; }
    public bool IsSetpoint { get; init; }

    /// <summary>Of a heartbeat: which topics it stands for.</summary>
    public string? Scope { get; init; }

    /// <summary>Who must write the value; null where the BMS does.</summary>
    public string? Integration { get; init; }

    public static BmsMetadata? Read(ReadOnlyMemory<byte> utf8, out Malformed? malformed) =>
        JsonDoor.Read(utf8, BytesMost, Of, out malformed);

    private static BmsMetadata Of(JsonPart at)
    {
        string? Word(string name) => at.Said(name)?.Text();
        string[] Words(string name) => at.Said(name) is { } list ? [.. list.Items(ListMost).Select(one => one.Text())] : [];
        return new(at.Must("objectType").Filled(), at.Must("pointType").Filled())
        {
            Unit = Word("engUnit"),
            States = at.Said("stateText") is { } states ? [.. states.Items(ListMost).Select(one =>
            new BmsStateText(one.Must("value").Whole(), one.Must("text").Text()))] : [],
            RackLocationName = Word("rackLocationName"),
            RackLocationId = Word("rackLocationId"),
            ObjectName = Word("objectName"),
            ObjectId = Word("objectId"),
            AssociateId = Word("associateId"),
            Serves = Words("servesId"),
            ProcessArea = Words("processArea"),
            Phase = Word("phase"),
            IsSetpoint = at.Said("isSetpoint")?.Flag() ?? false,
            Scope = Word("scope"),
            Integration = Word("integration"),
        };
    }

    public byte[] Write() => FlexJson.Written(json =>
    {
        void Word(string name, string? text)
        {
            if (text is not null) json.WriteString(name, text);
        }
        void Words(string name, IReadOnlyList<string> texts)
        {
            if (texts.Count == 0) return;
            json.WriteStartArray(name);
            foreach (string text in texts) json.WriteStringValue(text);
            json.WriteEndArray();
        }
        json.WriteStartObject();
        Word("objectType", ObjectType);
        Word("pointType", PointType);
        Word("engUnit", Unit);
        if (States.Count > 0)
        {
            json.WriteStartArray("stateText");
            foreach (BmsStateText state in States)
            {
                json.WriteStartObject();
                json.WriteNumber("value", state.Value);
                json.WriteString("text", state.Text);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        Word("rackLocationName", RackLocationName);
        Word("rackLocationId", RackLocationId);
        Word("objectName", ObjectName);
        Word("objectId", ObjectId);
        Word("associateId", AssociateId);
        Words("servesId", Serves);
        Words("processArea", ProcessArea);
        Word("phase", Phase);
        if (IsSetpoint) json.WriteBoolean("isSetpoint", true);
        Word("scope", Scope);
        Word("integration", Integration);
        json.WriteEndObject();
    });
}
