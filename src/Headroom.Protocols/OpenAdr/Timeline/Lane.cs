namespace Headroom.Protocols.OpenAdr;

/// <summary>A value of one payload type and place, while it holds.</summary>
/// <param name="Event">That says so.</param>
/// <param name="IntervalIndex">In its list.</param>
/// <param name="Value">As its payload says it; kW where it is a power.</param>
public sealed record Stretch(DateTimeOffset From, DateTimeOffset To, double Value, AdrEvent Event, int IntervalIndex)
{
    public int Loop { get; init; }
    public AdrInterval Interval => Event.Intervals[IntervalIndex];
}

/// <summary>Two events of one priority that speak of the same time.</summary>
public sealed record LaneConflict(DateTimeOffset From, AdrEvent Kept, AdrEvent Dropped);

/// <summary>One payload type at one place, all its events painted over each other.</summary>
/// <remarks>
///   · The lower priority number wins, 0 first; absent ranks below every number.
///   · A short urgent event cuts a hole; the long one resumes after it.
///   · Equal priorities: of limits the least, else the newest modification. The conflict is told.
/// </remarks>
public sealed record Lane(IReadOnlyList<Stretch> Stretches, IReadOnlyList<LaneConflict> Conflicts)
{
    /// <summary>Conflicts that are told at most: whoever has more has another problem.</summary>
    private const int ConflictsMost = 100;

    public static Lane Empty { get; } = new([], []);

    /// <param name="isLimit">The least wins among equals.</param>
    public static Lane Paint(IEnumerable<Stretch> all, bool isLimit)
    {
        Stretch[] asked = [.. all.Where(one => one.From < one.To).OrderBy(one => one.From)];
        if (asked.Length == 0) return Empty;
        DateTimeOffset[] cuts = [.. asked.SelectMany(one => (DateTimeOffset[])[one.From, one.To]).Distinct().Order()];
        List<Stretch> painted = [];
        List<LaneConflict> conflicts = [];
        List<Stretch> active = [];
        Stretch? standing = null;       // who won before, while nobody has gone
        DateTimeOffset soonest = DateTimeOffset.MaxValue;
        int next = 0;
        for (int i = 0; i + 1 < cuts.Length; i++)
        {
            if (soonest <= cuts[i])
            {
                active.RemoveAll(one => one.To <= cuts[i]);
                soonest = active.Count > 0 ? active.Min(one => one.To) : DateTimeOffset.MaxValue;
                standing = null;
            }
            int seen = standing is null ? 0 : active.Count;
            for (; next < asked.Length && asked[next].From <= cuts[i]; active.Add(asked[next++]))
                if (asked[next].To < soonest) soonest = asked[next].To;
            if (active.Count == 0) continue;
            Stretch winner = standing ?? active[0];
            for (int k = seen; k < active.Count; k++)
                if (Wins(active[k], winner, isLimit)) winner = active[k];
            for (int k = ReferenceEquals(winner, standing) ? seen : 0; k < active.Count && conflicts.Count < ConflictsMost; k++)
                if (IsConflict(winner, active[k])
                    && !conflicts.Exists(one => ReferenceEquals(one.Kept, winner.Event) && ReferenceEquals(one.Dropped, active[k].Event)))
                    conflicts.Add(new(cuts[i], winner.Event, active[k].Event));
            standing = winner;
            if (painted.Count > 0 && painted[^1] is { } last && last.To == cuts[i] && ReferenceEquals(last.Event, winner.Event)
                && last.IntervalIndex == winner.IntervalIndex && last.Loop == winner.Loop
                && last.Value == winner.Value) painted[^1] = last with { To = cuts[i + 1] };
            else painted.Add(winner with { From = cuts[i], To = cuts[i + 1] });
        }
        return new(painted, conflicts);
    }

    /// <summary>What holds at a moment; null where nothing is said.</summary>
    public Stretch? At(DateTimeOffset moment)
    {
        int low = 0, high = Stretches.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            Stretch one = Stretches[middle];
            if (moment < one.From) high = middle - 1;
            else if (moment >= one.To) low = middle + 1;
            else return one;
        }
        return null;
    }

    private static bool IsConflict(Stretch winner, Stretch other) => !ReferenceEquals(other.Event, winner.Event)
        && other.Event.Priority == winner.Event.Priority && other.Value != winner.Value;

    private static bool Wins(Stretch one, Stretch other, bool isLimit)
    {
        if (ReferenceEquals(one, other)) return false;
        int rank = (one.Event.Priority ?? long.MaxValue).CompareTo(other.Event.Priority ?? long.MaxValue);
        if (rank == 0 && one.Event.Priority.HasValue != other.Event.Priority.HasValue) return one.Event.Priority.HasValue;
        if (rank != 0) return rank < 0;
        if (isLimit && one.Value != other.Value) return one.Value < other.Value;
        if (one.Event.Modified != other.Event.Modified)
            return (one.Event.Modified ?? DateTimeOffset.MinValue) > (other.Event.Modified ?? DateTimeOffset.MinValue);
        int id = string.CompareOrdinal(one.Event.Id, other.Event.Id);
        return id != 0 ? id > 0 : one.IntervalIndex > other.IntervalIndex;
    }
}
