namespace Headroom.Protocols.OpenAdr;

/// <summary>A report that is due.</summary>
/// <param name="Number">Of the descriptor's reports, from 0.</param>
/// <param name="At">When it is made.</param>
/// <param name="Intervals">It tells of these, in order.</param>
public sealed record ReportDue(int Number, DateTimeOffset At, IReadOnlyList<ReportSpan> Intervals);

/// <param name="Id">The event's own where it has intervals, else counted from 0.</param>
public readonly record struct ReportSpan(int Id, DateTimeOffset From, DateTimeOffset To);

/// <summary>When a report descriptor wants which intervals told (User Guide 7.5).</summary>
/// <remarks>
///   last(k)     = startInterval + k · frequency; a start of −1 is the last interval of a round, or the k-th round where intervals loop
///   historical  the report tells of the numIntervals that end with last(k), at the end of that interval
///   forecast    it tells of the numIntervals from last(k) on, at its beginning
///   numIntervals −1 is a whole round; frequency −1 is as many as are told; repeat −1 goes on as long as the intervals do
///   A late VEN tells of the last missed period only.
///   An event without intervals but with a period has implied ones, without end.
/// </remarks>
public static class ReportTimes
{
    /// <summary>The newest report that is due by now; null where none is yet, or where the VEN chooses (frequency 0, or no intervals at
    /// all).</summary>
    public static ReportDue? Latest(AdrEvent signal, AdrReportDescriptor descriptor, DateTimeOffset firstSeen, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(signal);
        ArgumentNullException.ThrowIfNull(descriptor);
        if (IsVenChosen(signal, descriptor)) return null;
        Rounds rounds = new(signal, firstSeen);
        long count = Told(descriptor, rounds), step = descriptor.Frequency > 0 ? descriptor.Frequency : count;
        long first = descriptor.StartInterval >= 0 ? descriptor.StartInterval : descriptor.Historical ? rounds.Length - 1 : 0;
        DateTimeOffset At(long k) => descriptor.Historical ? rounds.Span(first + k * step).To : rounds.Span(first + k * step).From;
        bool Exists(long k) => (descriptor.Repeat < 0 || k < Math.Max(descriptor.Repeat, 1)) && rounds.Has(first + k * step);
        if (!Exists(0) || At(0) > now) return null;
        // the due moments only grow, so the last one by now is found by halving
        long low = 0, high = 1;
        while (high < 1L << 40 && Exists(high) && At(high) <= now) (low, high) = (high, 2 * high);
        while (high - low > 1)
        {
            long middle = (low + high) / 2;
            if (Exists(middle) && At(middle) <= now) low = middle;
            else high = middle;
        }
        long last = first + low * step;
        long begin = descriptor.Historical ? Math.Max(0, last - count + 1) : last;
        List<ReportSpan> spans = [];
        for (long i = begin; i < begin + count && i <= (descriptor.Historical ? last : long.MaxValue)
            && rounds.Has(i); i++) spans.Add(rounds.Span(i));
        return new((int)Math.Min(low, int.MaxValue), At(low), spans);
    }

    /// <summary>The VEN says when, and of which intervals.</summary>
    public static bool IsVenChosen(AdrEvent signal, AdrReportDescriptor descriptor)
    {
        ArgumentNullException.ThrowIfNull(signal);
        ArgumentNullException.ThrowIfNull(descriptor);
        return descriptor.Frequency == 0 || descriptor.Intervals == ReportIntervals.OpenIntervals
            || signal.Intervals.Count == 0 && signal.Period is not { Duration: { IsZero: false, IsForever: false } };
    }

    /// <summary>Intervals that one report tells at most; who wants more asks more often.</summary>
    public const int IntervalsMost = 1000;

    private static long Told(AdrReportDescriptor descriptor, Rounds rounds) =>
        Math.Clamp(descriptor.NumIntervals > 0 ? descriptor.NumIntervals : rounds.Length, 1, IntervalsMost);

    /// <summary>Intervals counted on through all repetitions.</summary>
    private sealed class Rounds
    {
        private readonly AdrEvent signal;
        private readonly IReadOnlyList<CoursePiece> round;
        private readonly DateTimeOffset start, limit;
        private readonly TimeSpan length;

        public Rounds(AdrEvent signal, DateTimeOffset firstSeen)
        {
            this.signal = signal;
            round = EventCourse.Round(signal, firstSeen);
            if (round.Count == 0)
            {
                start = signal.Period?.Start?.At ?? EventCourse.Anchor(signal, firstSeen);
                length = signal.Period!.Duration!.Value.Nominal;
                limit = signal.Duration is { IsZero: false } whole ? whole.After(start) : DateTimeOffset.MaxValue;
                return;
            }
            start = round[0].From;
            DateTimeOffset end = round.Max(one => one.To);
            length = end - start;
            limit = signal.Duration is { IsZero: false } said ? said.After(start) : end;
        }

        public int Length => Math.Max(1, round.Count);

        public bool Has(long index) => index >= 0 && index < int.MaxValue && Span(index) is var span && span.From < limit
            && span.From < span.To && span.From < DateTimeOffset.MaxValue;

        public ReportSpan Span(long index)
        {
            long loop = index / Length;
            // beyond the calendar there is nothing to tell of
            if (length > TimeSpan.Zero && loop > DateTimeOffset.MaxValue.Ticks / length.Ticks)
                return new(0, DateTimeOffset.MaxValue, DateTimeOffset.MaxValue);
            TimeSpan on = TimeSpan.FromTicks(loop * length.Ticks);
            if (round.Count == 0) return new((int)Math.Min(index, int.MaxValue), start.Plus(on), start.Plus(on).Plus(length));
            if (length <= TimeSpan.Zero && loop > 0) return new(0, DateTimeOffset.MaxValue, DateTimeOffset.MaxValue);
            CoursePiece piece = round[(int)(index % Length)];
            DateTimeOffset to = piece.To.Plus(on);
            return new(signal.Intervals[piece.Index].Id, piece.From.Plus(on), to > limit ? limit : to);
        }
    }
}
