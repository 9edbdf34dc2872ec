using Headroom.Control;
using Headroom.Protocols.OpenAdr;

namespace Headroom.Operator.Grid.OpenAdr;

/// <summary>A limit that the schedule asks for.</summary>
/// <param name="Key">Lane, event and interval: what its name is made of.</param>
/// <param name="To">Null for an open end.</param>
/// <param name="Said">Where the VTN says so; null for a fail-safe.</param>
internal sealed record WantedLimit(string Key, string? Feed, DateTimeOffset From, DateTimeOffset? To, double Kilowatts, Firmness Firmness,
    Stretch? Said)
{
    public TimeSpan RampDown => Seconds(EventTypes.RampDown);
    public TimeSpan RampUp => Seconds(EventTypes.RampUp);
    public TimeSpan Notice => Seconds(EventTypes.Notice);
    public TimeSpan Recovery => Seconds(EventTypes.Recovery);
    public string Extras => Said is null ? ""
        : $"{RampDown.Ticks} {RampUp.Ticks} {Notice.Ticks} {Recovery.Ticks} {Said.Event.Priority}{(Firmness == Firmness.Firm ? "" : $" {Firmness}")}";

    /// <summary>A private payload of the interval.</summary>
    private TimeSpan Seconds(string type) => Said?.Interval.Payloads.FirstOrDefault(one => one.Type == type)?.Figure is > 0 and < 1e9
        and { } seconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.Zero;
}

/// <summary>The schedule as limits: one lane each for capacity, dispatch, levels and emergencies, at each place.</summary>
/// <remarks>
///   Every lane is worked out twice, with nominal and with shifted starts, and the lesser holds: what tightens comes early, what relaxes
///   late.
///   The horizon ends at a midnight UTC, so that the same schedule asks for the same limits all day long.
/// </remarks>
internal static class WantedLimits
{
    /// <summary>Stretches of one lane that are handed on at most: a book of limits holds a thousand names of a source, and the next poll
    /// hands on more.</summary>
    public const int StretchesMost = 300;

    public static IReadOnlyList<WantedLimit> Of(VenSchedule schedule, VenSetting setting, IReadOnlySet<string> ownTargets,
        Quantities.Power siteFailSafe, DateTimeOffset now, ICollection<string> findings)
    {
        // from a little before now, so that a loop of seconds is not followed to its cut before it gets here
        DateTimeOffset from = now.AddHours(-1), until = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero).AddDays(1) + setting.Horizon;
        List<WantedLimit> all = [];
        foreach (string? feed in setting.Feeds.Values.Distinct().Prepend(null))
        {
            IReadOnlyList<KnownEvent> events = schedule.At(feed, setting, ownTargets);
            foreach (KnownEvent known in events)
                foreach (string finding in known.Event.Findings.Concat(EventCourse.ZeroFindings(known.Event))) findings.Add($"event {known.Event.Id}: {finding}");
            double? failSafe = feed is null && setting.HoldsFailSafe ? (setting.FailSafe ?? siteFailSafe).Kilowatts : null;
            if (failSafe is { } number && !double.IsFinite(number)) failSafe = null;
            Lane Power(string type, ulong? seed) => Timeline.OfPower(events, type, from, until, seed, findings);
            IReadOnlyList<CeilingStretch> Capacity(ulong? seed) =>
                CapacityCeiling.Of(Power(EventTypes.ImportLimit, seed), Power(EventTypes.ImportSubscription, seed),
                Power(EventTypes.ImportReservation, seed), setting.Reservation, failSafe, from, until);
            IReadOnlyList<CeilingStretch> Plain(Lane lane) => CapacityCeiling.Of(lane, Lane.Empty, Lane.Empty, ReservationMeaning.Ignored,
                null, from, until);
            void Add(string lane, Firmness firmness, Func<ulong?, IReadOnlyList<CeilingStretch>> course) =>
                all.AddRange(Limits(lane, feed, CapacityCeiling.Least(course(null), course(setting.Seed)), firmness, now, until));
            Add("", Firmness.Firm, Capacity);
            Add("dispatch ", setting.DispatchFirmness, seed => Plain(Power(EventTypes.DispatchSetpoint, seed)));
            Add("level ", setting.DispatchFirmness, seed => Plain(Levels(Timeline.OfNumbers(events, EventTypes.Simple, from, until, seed),
                setting)));
            foreach (string alert in (string[])[EventTypes.GridEmergency, EventTypes.BlackStart])
                if (setting.EmergencyLevel is { } level)
                    Add("emergency ", Firmness.Firm, seed => Plain(Held(Timeline.OfWords(events, alert, from, until, seed),
                        level.Kilowatts)));
            foreach (LaneConflict conflict in Power(EventTypes.ImportLimit, null).Conflicts)
                findings.Add($"events {conflict.Kept.Id} and {conflict.Dropped.Id} have one priority and speak of the same time; {conflict.Kept.Id} holds");
        }
        return all;
    }

    private static IEnumerable<WantedLimit> Limits(string lane, string? feed, IReadOnlyList<CeilingStretch> course, Firmness firmness,
        DateTimeOffset now, DateTimeOffset until)
    {
        int given = 0;
        foreach (CeilingStretch one in course)
        {
            if (one.Kilowatts is not { } kilowatts || one.To <= now) continue;
            string key = one.Said is { } said ? $"{lane}{said.Event.Id}:{said.Interval.Id}" : $"{lane}fail-safe";
            // what goes on beyond the horizon stays until the next look: a ceiling never ends because nobody looked further
            DateTimeOffset? to = one.To < until ? one.To : lane.Length == 0 || one.Said is not { } more
                || more.To == DateTimeOffset.MaxValue ? null : more.To > until ? more.To : until;
            // a ceiling of which more is to come than is handed on stays until more is
            if (++given == StretchesMost && lane.Length == 0) to = null;
            if (given > StretchesMost) yield break;
            yield return new(feed is null ? key : $"{key} @{feed}", feed, one.From, to, kilowatts, firmness, one.Said);
        }
    }

    private static Lane Levels(Lane lane, VenSetting setting)
    {
        double? Of(double level) => level >= 1 && level <= setting.SimpleLevels.Count ? setting.SimpleLevels[(int)level - 1]?.Kilowatts
            : null;
        return new([.. lane.Stretches.Select(one => Of(one.Value) is { } kilowatts ? one with { Value = kilowatts }
            : null).OfType<Stretch>()], lane.Conflicts);
    }

    private static Lane Held(Lane lane, double kilowatts) => new([.. lane.Stretches.Select(one => one with { Value = kilowatts })], []);
}
