namespace Headroom.Protocols.OpenAdr;

/// <summary>How an event is read: the window that is asked for, and what "now" means to it.</summary>
/// <param name="From">Nothing that ended by then is of interest.</param>
/// <param name="Until">Nothing that starts later is; an endless loop is followed so far.</param>
/// <param name="FirstSeen">When the event was first read.</param>
/// <param name="Seed">Of random starts; null for the nominal course.</param>
public readonly record struct CourseWindow(DateTimeOffset From, DateTimeOffset Until, DateTimeOffset FirstSeen, ulong? Seed);

/// <summary>One interval on the calendar.</summary>
/// <param name="Index">In the event's list.</param>
/// <param name="Loop">Which repetition, from 0.</param>
/// <param name="To"><see cref="DateTimeOffset.MaxValue"/> for an open end.</param>
public readonly record struct CoursePiece(int Index, int Loop, DateTimeOffset From, DateTimeOffset To);

/// <summary>Where the intervals of an event lie on the calendar (User Guide 7.3 and 7.4).</summary>
/// <remarks>
///   start(i)  = its own absolute start; else, for the first, the event's; else, for the first, now; else end(i − 1)
///   end(i)    = start(i) + its own duration, else the event's; without either an open end, or nothing for what grants capacity
///   zero      is no duration, unless all that is said is the idiom that cancels: an interval's own gives way to the event's, and of what has
///   a start it counts as absent; what grants capacity is granted for no time
///   now       = the earlier of the event's modification and when it was first read, so that reading it again does not move it
///   shift     = one draw for the whole event; an interval with an absolute start and a range of its own draws anew, for itself and its
///   followers
///   loops     = event.duration longer than the intervals repeats them, shorter cuts them; an absent one, or zero, does neither; repeated within less
///   than a second all of them hold throughout
/// </remarks>
public static class EventCourse
{
    /// <summary>A course is cut after so many pieces: a second's loop over days means no schedule.</summary>
    public const int PiecesMost = 20_000;

    public static IReadOnlyList<CoursePiece> Of(AdrEvent signal, bool grants, CourseWindow window)
    {
        ArgumentNullException.ThrowIfNull(signal);
        if (signal.Intervals.Count == 0) return [];
        DateTimeOffset now = Anchor(signal, window.FirstSeen);
        (DateTimeOffset From, DateTimeOffset To)[] nominal = Nominal(signal, grants, now);
        TimeSpan[] shifts = Shifts(signal, window.Seed);
        Repetition repeated = RepetitionOf(signal, nominal);
        List<CoursePiece> pieces = [];
        if (repeated.IsTooFast)
        {
            // of what is granted, the least is what it grants between two flickers: nothing
            for (int i = 0; i < nominal.Length && !grants; i++) Put(i, 0, repeated.Start, repeated.Limit);
            return pieces;
        }
        DateTimeOffset earliest = nominal.Min(one => one.From).Plus(shifts.Min());
        long first = repeated.Loops ? FirstLoop(repeated.End.Plus(shifts.Max()), repeated.Round, window) : 0;
        for (long loop = first; pieces.Count < PiecesMost && loop - first < PiecesMost; loop++)
        {
            TimeSpan on = loop * repeated.Round;
            if (loop > 0 && (!repeated.Loops || repeated.Start.Plus(on) >= repeated.Limit || earliest.Plus(on) > window.Until)) break;
            for (int i = 0; i < nominal.Length; i++) Put(i, loop, nominal[i].From.Plus(on), nominal[i].To.Plus(on));
        }
        return pieces;

        void Put(int i, long loop, DateTimeOffset from, DateTimeOffset to)
        {
            if (to > repeated.Limit) to = repeated.Limit;
            (from, to) = (from.Plus(shifts[i]), to.Plus(shifts[i]));
            if (from < to && to > window.From && from < window.Until) pieces.Add(new(i, (int)Math.Min(loop, int.MaxValue), from, to));
        }
    }

    /// <summary>Intervals that repeat faster are no schedule that a site could follow: all of them hold throughout, so that of limits the least does.</summary>
    public static TimeSpan RoundLeast { get; } = TimeSpan.FromSeconds(1);

    /// <summary>How the intervals of an event repeat.</summary>
    /// <param name="End">Of the first round.</param>
    /// <param name="Whole">Of the event; null where it states none and neither repeats nor cuts.</param>
    private readonly record struct Repetition(DateTimeOffset Start, DateTimeOffset End, AdrDuration? Whole)
    {
        /// <summary>Nothing lasts longer.</summary>
        public DateTimeOffset Limit { get; } = Whole?.After(Start) ?? DateTimeOffset.MaxValue;
        public TimeSpan Round => End - Start;
        public bool Loops => Whole is not null && Limit > End && Round > TimeSpan.Zero;
        public bool IsTooFast => Loops && Round < RoundLeast;
    }

    private static Repetition RepetitionOf(AdrEvent signal, (DateTimeOffset From, DateTimeOffset To)[] nominal) =>
        new(nominal[0].From, nominal.Max(one => one.To), signal.Duration is { IsZero: false } whole ? whole : null);

    /// <summary>Where an interval lies by itself, whatever the window: for reports, which count intervals.</summary>
    public static IReadOnlyList<CoursePiece> Round(AdrEvent signal, DateTimeOffset firstSeen)
    {
        ArgumentNullException.ThrowIfNull(signal);
        if (signal.Intervals.Count == 0) return [];
        return [.. Nominal(signal, grants: false, Anchor(signal, firstSeen)).Select((one, i) => new CoursePiece(i, 0, one.From, one.To))];
    }

    /// <summary>What "now" means for an event.</summary>
    public static DateTimeOffset Anchor(AdrEvent signal, DateTimeOffset firstSeen)
    {
        ArgumentNullException.ThrowIfNull(signal);
        return signal.Modified is { } modified && modified < firstSeen ? modified : firstSeen;
    }

    /// <summary>Taken back by the idiom of the guide. Reports and reservations use the same words and mean something else.</summary>
    public static bool IsCancelled(AdrEvent signal)
    {
        ArgumentNullException.ThrowIfNull(signal);
        if (signal.Period is not { IsCancel: true } || signal.ReportDescriptors.Count > 0) return false;
        bool isOverridden = signal.Intervals.Any(interval => interval.Period is { Duration.IsZero: false });
        bool isReservation = signal.Intervals.Count > 0
            && signal.Intervals.All(interval => interval.Payloads.Count > 0
                && interval.Payloads.All(payload => EventTypes.Grants(EventTypes.Canonical(payload.Type))));
        return !isOverridden && !isReservation;
    }

    private static (DateTimeOffset From, DateTimeOffset To)[] Nominal(AdrEvent signal, bool grants, DateTimeOffset now)
    {
        var nominal = new (DateTimeOffset From, DateTimeOffset To)[signal.Intervals.Count];
        for (int i = 0; i < nominal.Length; i++)
        {
            AdrPeriod? own = signal.Intervals[i].Period;
            DateTimeOffset from = own?.Start?.At ?? (i > 0 ? nominal[i - 1].To : signal.Period?.Start?.At ?? now);
            DateTimeOffset to = DurationOf(own, signal.Period, grants).After(from);
            nominal[i] = (from, to < from ? from : to);
        }
        return nominal;
    }

    private static AdrDuration DurationOf(AdrPeriod? own, AdrPeriod? whole, bool grants) =>
        grants ? own?.Duration ?? whole?.Duration ?? AdrDuration.Zero
            : own?.Duration is { IsZero: false } said ? said : (whole ?? own)?.Meant ?? AdrDuration.Forever;

    /// <summary>What was assumed of durations of zero and of rounds of nearly zero, in sentences: nobody who means a limit says that it lasts no time.</summary>
    public static IEnumerable<string> ZeroFindings(AdrEvent signal)
    {
        ArgumentNullException.ThrowIfNull(signal);
        if (IsCancelled(signal)) yield break;
        AdrDuration[] taken = [.. signal.Intervals.Where(one => (one.Period?.Duration ?? signal.Period?.Duration) is { IsZero: true }
            && one.Payloads.Any(payload => !EventTypes.Grants(EventTypes.Canonical(payload.Type))))
            .Select(one => DurationOf(one.Period, signal.Period, grants: false))];
        if (taken.Any(one => one is { IsZero: false, IsForever: false })) yield return "an interval states a duration of zero; that of the event is taken";
        if (taken.Any(one => one.IsForever)) yield return "an interval has no duration but zero; an open end is taken";
        if (taken.Any(one => one.IsZero)) yield return "an interval lasts no time; it asks for nothing";
        if (signal.Intervals.Count > 0 && RepetitionOf(signal, Nominal(signal, grants: false, DateTimeOffset.UnixEpoch)).IsTooFast)
            yield return "its intervals repeat within less than a second, which is no schedule; limits of all of them hold throughout, and nothing is granted";
    }

    private static TimeSpan[] Shifts(AdrEvent signal, ulong? seed)
    {
        var shifts = new TimeSpan[signal.Intervals.Count];
        if (seed is not { } known) return shifts;
        TimeSpan current = TimeSpan.Zero;
        for (int i = 0; i < shifts.Length; i++)
        {
            AdrPeriod? own = signal.Intervals[i].Period;
            // zero is the schema's default: it says no more than nothing
            AdrDuration? range = own?.RandomizeStart is { IsZero: false } said ? said : null;
            if (i == 0) range ??= signal.Period?.RandomizeStart;
            else if (own is not { Start.At: not null }) range = null;
            if (range is { } spread) current = RandomShift.Of(signal, i, spread, known);
            shifts[i] = current;
        }
        return shifts;
    }

    /// <summary>Loops that ended before the window are skipped, not followed.</summary>
    /// <param name="end">Of the first, with its latest shift.</param>
    private static long FirstLoop(DateTimeOffset end, TimeSpan round, CourseWindow window) =>
        window.From <= end ? 0 : (long)Math.Floor((window.From - end) / round);
}
