using Headroom.Protocols.Text;
using Headroom.Quantities;

namespace Headroom.Protocols.DsxFlex;

public enum EnforcementAction { Applied, Reverted }
public enum EnforcementCode { Success, Partial, Error }
public enum EnforcedCode { Applied, Failed, Skipped }

/// <summary>What became of one hint.</summary>
/// <param name="Applied">The cap that is in force, where it differs from what was asked.</param>
public sealed record EnforcementResult(string ResourceId, string ResourceType, ShedAction Requested, EnforcedCode Code, string? Message,
    Power? Applied);

/// <summary>What the infrastructure did about a breach: <c>grid.powerbreach.enforcement.v1</c>.</summary>
public sealed record BreachEnforcement(string BreachId, string FeedTag, EnforcementAction Action, EnforcementCode Code, DateTimeOffset At)
{
    private static readonly Dictionary<string, EnforcementAction> actions = new(StringComparer.Ordinal)
    {
        ["applied"] = EnforcementAction.Applied,
        ["reverted"] = EnforcementAction.Reverted,
    };
    private static readonly Dictionary<string, EnforcementCode> codes = new(StringComparer.Ordinal)
    {
        ["success"] = EnforcementCode.Success,
        ["partial"] = EnforcementCode.Partial,
        ["error"] = EnforcementCode.Error,
    };
    private static readonly Dictionary<string, EnforcedCode> enforced = new(StringComparer.Ordinal)
    {
        ["applied"] = EnforcedCode.Applied,
        ["failed"] = EnforcedCode.Failed,
        ["skipped"] = EnforcedCode.Skipped,
    };

    public string? Diagnosis { get; init; }
    public IReadOnlyList<EnforcementResult> Results { get; init; } = [];

    public static BreachEnforcement? Read(ReadOnlyMemory<byte> utf8, out Malformed? malformed) =>
        JsonDoor.Read(utf8, FlexEnvelope.BytesMost, Of, out malformed);

    private static BreachEnforcement Of(JsonPart at) => new(at.Must("breach_id").Filled(), at.Must("feed_tag").Filled(),
        at.Must("action").OneOf(actions), at.Must("code").OneOf(codes),
        at.Must("timestamp").Moment())
    {
        Diagnosis = at.Said("diag_msg")?.Text(4096),
        Results = [.. at.Must("results").Items(PowerBreachAlert.HintsMost).Select(ResultOf)],
    };

    private static EnforcementResult ResultOf(JsonPart at) => new(at.Must("resource_id").Text(), at.Must("resource_type").Text(),
        at.Must("requested_action").OneOf(PowerBreachAlert.ShedActions), at.Must("code").OneOf(enforced), at.Said("message")?.Text(4096),
        at.Said("applied_power")?.Power());

    public byte[] Write() => FlexJson.Written(json =>
    {
        json.WriteStartObject();
        json.WriteString("breach_id", BreachId);
        json.WriteString("feed_tag", FeedTag);
        json.WriteString("action", actions.Word(Action));
        json.WriteString("code", codes.Word(Code));
        if (Diagnosis is not null) json.WriteString("diag_msg", Diagnosis);
        json.WriteStartArray("results");
        foreach (EnforcementResult one in Results)
        {
            json.WriteStartObject();
            json.WriteString("resource_id", one.ResourceId);
            json.WriteString("resource_type", one.ResourceType);
            json.WriteString("requested_action", PowerBreachAlert.ShedActions.Word(one.Requested));
            json.WriteString("code", enforced.Word(one.Code));
            if (one.Message is not null) json.WriteString("message", one.Message);
            if (one.Applied is { } power) json.WritePower("applied_power", power);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("timestamp", Rfc3339.Write(At));
        json.WriteEndObject();
    });
}
