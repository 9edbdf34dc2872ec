using Headroom.Protocols.OpenAdr;

namespace Headroom.Operator.Grid.OpenAdr;

/// <summary>What events say beside limits, for display; nothing here is acted on.</summary>
/// <param name="Words">A sentence for each payload of the interval that is in force or comes next.</param>
/// <param name="Prices">In force and coming, in the unit that the event states.</param>
/// <param name="Carbon">Grams of carbon dioxide per kWh, or as the event's descriptor says.</param>
public sealed record VenSignals(IReadOnlyList<string> Words, Lane Prices, Lane Carbon)
{
    public static VenSignals None { get; } = new([], Lane.Empty, Lane.Empty);

    internal static VenSignals Of(IReadOnlyList<KnownEvent> events, DateTimeOffset now, DateTimeOffset until)
    {
        List<string> words = [];
        foreach (KnownEvent known in events.Where(one => !EventCourse.IsCancelled(one.Event)))
        {
            foreach (CoursePiece piece in EventCourse.Of(known.Event, grants: false, new(now, until, known.FirstSeen, null)).Take(1))
            {
                string when = piece.From > now ? $"from {AdrMoment.Write(piece.From)}" : "now";
                foreach (AdrPayload payload in known.Event.Intervals[piece.Index].Payloads.Where(one =>
                    !one.Type.StartsWith("HEADROOM_", StringComparison.Ordinal)))
                    words.Add($"{when}: {payload}{(Timeline.UnitsOf(known, EventTypes.Canonical(payload.Type)) is { } units ? $" {units}" : "")}");
            }
        }
        return new(words, Timeline.OfNumbers(events, EventTypes.Price, now, until, null),
            Timeline.OfNumbers(events, EventTypes.GreenhouseGas, now, until, null));
    }
}
