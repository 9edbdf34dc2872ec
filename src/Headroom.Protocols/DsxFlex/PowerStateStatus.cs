using Headroom.Protocols.Text;
using Headroom.Quantities;

namespace Headroom.Protocols.DsxFlex;

/// <summary>Why a state is published.</summary>
public enum FlexFeedEvent { TargetSet, StartRampDown, EndRampDown, StartRampUp, EndRampUp, Periodic }

/// <summary>All feeds of an agent at a moment: <c>grid.powerstate.status.v1</c>.</summary>
/// <remarks>
///   <c>calculated_load</c> and <c>compliant</c> are an agent's arithmetic, not a meter's: no evidence.
///   Until 1 June 2026 <c>event</c> stood once at the root, since then in every feed, under one version number: both are read, the new one is written.
/// </remarks>
public sealed record PowerStateStatus(DateTimeOffset At, IReadOnlyDictionary<string, FlexFeedState> Feeds)
{
    public const int FeedsMost = 1000;

    private static readonly Dictionary<string, FlexFeedEvent> events = new(StringComparer.Ordinal)
    {
        ["target_set"] = FlexFeedEvent.TargetSet,
        ["start_ramp_down"] = FlexFeedEvent.StartRampDown,
        ["end_ramp_down"] = FlexFeedEvent.EndRampDown,
        ["start_ramp_up"] = FlexFeedEvent.StartRampUp,
        ["end_ramp_up"] = FlexFeedEvent.EndRampUp,
        ["periodic"] = FlexFeedEvent.Periodic,
    };

    public static PowerStateStatus? Read(ReadOnlyMemory<byte> utf8, out Malformed? malformed) =>
        JsonDoor.Read(utf8, FlexEnvelope.BytesMost, Of, out malformed);

    private static PowerStateStatus Of(JsonPart at)
    {
        FlexFeedEvent? root = at.Said("event")?.OneOf(events);
        return new(at.Must("snapshot_time").Moment(), at.Must("feeds").Properties(FeedsMost).ToDictionary(one => one.Name, one =>
            FeedOf(one.Part, root), StringComparer.Ordinal));
    }

    private static FlexFeedState FeedOf(JsonPart at, FlexFeedEvent? root)
    {
        JsonPart facts = at.Must("metadata");
        return new(new(facts.Must("power_minimum").Power(), facts.Must("power_maximum").Power(), facts.Must("default_constraint").Power()))
        {
            Targets = [.. at.Must("targets").Items(LoadTargetSet.TargetsMost).Select(TargetOf)],
            CalculatedLoad = at.Must("calculated_load").Power(),
            IsInFlight = at.Must("in_flight").Flag(),
            Event = at.Said("event")?.OneOf(events) ?? root ?? at.Must("event").OneOf(events),
            EventStarted = at.Said("power_event_start_time")?.Moment(),
            IsCompliant = at.Must("compliant").Flag(),
        };
    }

    private static FlexFeedTarget TargetOf(JsonPart at)
    {
        (DateTimeOffset? start, DateTimeOffset? end) = at.Must("interval").Interval();
        return new(at.Must("active").Flag(), at.Must("load_constraint").Power(), start, end, at.BestEffort(),
            at.Must("correlation_id").Text());
    }

    public byte[] Write() => FlexJson.Written(json =>
    {
        json.WriteStartObject();
        json.WriteString("snapshot_time", Rfc3339.Write(At));
        json.WriteStartObject("feeds");
        foreach ((string tag, FlexFeedState feed) in Feeds)
        {
            json.WriteStartObject(tag);
            json.WriteStartObject("metadata");
            json.WritePower("power_minimum", feed.Facts.Minimum);
            json.WritePower("power_maximum", feed.Facts.Maximum);
            json.WritePower("default_constraint", feed.Facts.Default);
            json.WriteEndObject();
            json.WriteStartArray("targets");
            foreach (FlexFeedTarget one in feed.Targets)
            {
                json.WriteStartObject();
                json.WriteBoolean("active", one.IsActive);
                json.WritePower("load_constraint", one.Constraint);
                json.WriteInterval(one.Start, one.End);
                json.WriteStrategy(one.IsBestEffort);
                json.WriteString("correlation_id", one.CorrelationId);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WritePower("calculated_load", feed.CalculatedLoad);
            json.WriteBoolean("in_flight", feed.IsInFlight);
            json.WriteString("event", events.Word(feed.Event));
            if (feed.EventStarted is { } started) json.WriteString("power_event_start_time", Rfc3339.Write(started));
            json.WriteBoolean("compliant", feed.IsCompliant);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteEndObject();
    });
}

/// <summary>What of a feed does not change in an event.</summary>
/// <param name="Default">Holds while no target is active.</param>
public readonly record struct FlexFeedFacts(Power Minimum, Power Maximum, Power Default);

/// <summary>A feed at a moment.</summary>
public sealed record FlexFeedState(FlexFeedFacts Facts)
{
    public IReadOnlyList<FlexFeedTarget> Targets { get; init; } = [];
    public Power CalculatedLoad { get; init; }
    public bool IsInFlight { get; init; }
    public FlexFeedEvent Event { get; init; } = FlexFeedEvent.Periodic;
    public DateTimeOffset? EventStarted { get; init; }
    public bool IsCompliant { get; init; }
}

/// <param name="CorrelationId">Of the message that set it; a UUID.</param>
public readonly record struct FlexFeedTarget(bool IsActive, Power Constraint, DateTimeOffset? Start, DateTimeOffset? End,
    bool IsBestEffort, string CorrelationId);
