using Headroom.Protocols.Text;
using Headroom.Quantities;

namespace Headroom.Protocols.DsxFlex;

public enum BreachStatus { Active, Escalated, Resolved }
public enum BreachSeverity { Warning, Critical }
public enum ShedAction { PowerCap, Throttle, Suspend }

/// <summary>From mild to harsh. The last two are never a machine's to ask for: they cut work, or a breaker.</summary>
public enum InfrastructureAction { ShutdownNodes, ShutdownRacks, CutDataFeeds, TripBreakers }

/// <summary>Advice on what could give up power.</summary>
/// <param name="ResourceType">node, gpu, chassis.</param>
/// <param name="Priority">1 sheds first.</param>
/// <param name="Target">For a cap.</param>
public sealed record ShedHint(string ResourceId, string ResourceType, ShedAction Action, int Priority, Power? Target);

/// <summary>A feed takes more than its target by a meter: <c>grid.powerbreach.alert.v1</c>.</summary>
public sealed record PowerBreachAlert
{
    public const int HintsMost = 2000;

    private static readonly Dictionary<string, BreachStatus> statuses = new(StringComparer.Ordinal)
    {
        ["active"] = BreachStatus.Active,
        ["escalated"] = BreachStatus.Escalated,
        ["resolved"] = BreachStatus.Resolved,
    };
    private static readonly Dictionary<string, BreachSeverity> severities = new(StringComparer.Ordinal)
    {
        ["warning"] = BreachSeverity.Warning,
        ["critical"] = BreachSeverity.Critical,
    };
    private static readonly Dictionary<string, InfrastructureAction> actions = new(StringComparer.Ordinal)
    {
        ["SHUTDOWN_NODES"] = InfrastructureAction.ShutdownNodes,
        ["SHUTDOWN_RACKS"] = InfrastructureAction.ShutdownRacks,
        ["CUT_DATA_FEEDS"] = InfrastructureAction.CutDataFeeds,
        ["TRIP_BREAKERS"] = InfrastructureAction.TripBreakers,
    };
    internal static Dictionary<string, ShedAction> ShedActions { get; } = new(StringComparer.Ordinal)
    {
        ["power_cap"] = ShedAction.PowerCap,
        ["throttle"] = ShedAction.Throttle,
        ["suspend"] = ShedAction.Suspend,
    };

    public required string FeedTag { get; init; }
    public required BreachStatus Status { get; init; }
    public required BreachSeverity Severity { get; init; }

    /// <summary>The same from active to resolved; a UUID.</summary>
    public required string BreachId { get; init; }
    public required DateTimeOffset DetectedAt { get; init; }
    public DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>Of the message that set the target.</summary>
    public required string CorrelationId { get; init; }
    public required Power Target { get; init; }
    public required Power Measured { get; init; }
    public IReadOnlyList<ShedHint> Hints { get; init; } = [];
    public IReadOnlyList<InfrastructureAction> Actions { get; init; } = [];

    public static PowerBreachAlert? Read(ReadOnlyMemory<byte> utf8, out Malformed? malformed) =>
        JsonDoor.Read(utf8, FlexEnvelope.BytesMost, Of, out malformed);

    private static PowerBreachAlert Of(JsonPart at)
    {
        JsonPart breach = at.Must("breach"), target = at.Must("target");
        return new()
        {
            FeedTag = at.Must("feed_tag").Filled(),
            Status = at.Must("status").OneOf(statuses),
            Severity = at.Must("severity").OneOf(severities),
            BreachId = breach.Must("breach_id").Filled(),
            DetectedAt = breach.Must("detected_at").Moment(),
            ResolvedAt = breach.Said("resolved_at")?.Moment(),
            CorrelationId = target.Must("correlation_id").Text(),
            Target = target.Must("load_constraint").Power(),
            Measured = at.Must("measured_load").Power(),
            Hints = at.Said("shed_hints") is { } hints ? [.. hints.Items(HintsMost).Select(HintOf)] : [],
            Actions = [.. at.Must("infrastructure_actions").Items(actions.Count).Select(one => one.OneOf(actions))],
        };
    }

    private static ShedHint HintOf(JsonPart at) => new(at.Must("resource_id").Text(), at.Must("resource_type").Text(),
        at.Must("action").OneOf(ShedActions),
        (int)at.Must("priority").Whole(1, int.MaxValue), at.Said("target_power")?.Power());

    public byte[] Write() => FlexJson.Written(json =>
    {
        json.WriteStartObject();
        json.WriteString("feed_tag", FeedTag);
        json.WriteString("status", statuses.Word(Status));
        json.WriteString("severity", severities.Word(Severity));
        json.WriteStartObject("breach");
        json.WriteString("breach_id", BreachId);
        json.WriteString("detected_at", Rfc3339.Write(DetectedAt));
        if (ResolvedAt is { } resolved) json.WriteString("resolved_at", Rfc3339.Write(resolved));
        json.WriteEndObject();
        json.WriteStartObject("target");
        json.WriteString("correlation_id", CorrelationId);
        json.WritePower("load_constraint", Target);
        json.WriteEndObject();
        json.WritePower("measured_load", Measured);
        if (Hints.Count > 0)
        {
            json.WriteStartArray("shed_hints");
            foreach (ShedHint hint in Hints)
            {
                json.WriteStartObject();
                json.WriteString("resource_id", hint.ResourceId);
                json.WriteString("resource_type", hint.ResourceType);
                json.WriteString("action", ShedActions.Word(hint.Action));
                json.WriteNumber("priority", hint.Priority);
                if (hint.Target is { } power) json.WritePower("target_power", power);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteStartArray("infrastructure_actions");
        foreach (InfrastructureAction action in Actions) json.WriteStringValue(actions.Word(action));
        json.WriteEndArray();
        json.WriteEndObject();
    });
}
