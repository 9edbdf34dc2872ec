using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>The ceiling over one step.</summary>
/// <param name="Least">What a draw that stays constant over the step must not pass.</param>
/// <param name="Mean">Exact mean over the step.</param>
/// <param name="AtStart">At the step's first moment.</param>
/// <param name="Binding">The limit that gives the least; null for the connection itself.</param>
public readonly record struct CeilingInForce(Power Least, Power Mean, Power AtStart, LimitCourse? Binding);

/// <summary>The least of a connection and of all limits on it, as straight pieces in exact time.</summary>
/// <remarks>
///   ceiling(t) = min(connection, course₁(t), course₂(t), …)
///   Pieces are half open, [start, end). Crossings of two ramps fall on whole ticks of 100 ns; everything else is exact, so the
///   value at a moment does not depend on the step that asks.
/// </remarks>
public sealed class CeilingCurve
{
    private readonly record struct Piece(long Start, long End, Line Line, int Limit);
    private readonly Piece[] pieces;
    private readonly LimitCourse[] courses;

    private CeilingCurve(Piece[] pieces, LimitCourse[] courses) => (this.pieces, this.courses) = (pieces, courses);

    /// <summary>The limits it was made from.</summary>
    public IReadOnlyList<LimitCourse> Courses => courses;

    public static CeilingCurve Of(Power connection, IEnumerable<LimitCourse> limits)
    {
        LimitCourse[] courses = [.. limits.OrderBy(course => course.RampStart)];
        return Of(connection, courses, courses.SelectMany((course, k) => course.Lines().Select(line => (line, k))));
    }

    /// <summary>From lines that are worked out already.</summary>
    /// <param name="drawn">Each line with the place of its course; of equal lines the first binds.</param>
    internal static CeilingCurve Of(Power connection, LimitCourse[] courses, IEnumerable<(Line Line, int Limit)> drawn)
    {
        List<(Line Line, int Limit)> lines = [(new(long.MinValue, long.MaxValue, connection.Watts, connection.Watts), -1), .. drawn];
        long[] cuts = [.. lines.SelectMany(one => new[] { one.Line.Start, one.Line.End }).Distinct().Order()];
        var pieces = new List<Piece>();
        for (int k = 0; k + 1 < cuts.Length; k++) Lowest(cuts[k], cuts[k + 1], lines, pieces);
        return new([.. pieces], courses);
    }

    /// <summary>The lowest line between two cuts, from crossing to crossing.</summary>
    private static void Lowest(long from, long to, List<(Line Line, int Limit)> lines, List<Piece> pieces)
    {
        (Line Line, int Limit)[] here = [.. lines.Where(one => one.Line.Start <= from && one.Line.End >= to)];
        for (long now = from; now < to;)
        {
            (Line line, int limit) = here.MinBy(one => (one.Line.At(now), one.Line.SlopePerTick));
            long next = to;
            foreach ((Line other, _) in here)
            {
                double closing = line.SlopePerTick - other.SlopePerTick;
                if (closing <= 0) continue;
                double meets = now + (other.At(now) - line.At(now)) / closing;
                if (meets < next) next = Math.Max(now + 1, (long)Math.Ceiling(meets));
            }
            pieces.Add(new(now, next, line, limit));
            now = next;
        }
    }

    /// <summary>The limit that binds at a moment; null for the connection itself.</summary>
    internal LimitCourse? BindingAt(TimeSpan moment) => Course(pieces[IndexAt(moment.Ticks)].Limit);

    /// <summary>When the straight piece of a moment ends.</summary>
    internal TimeSpan StraightUntil(TimeSpan moment) => TimeSpan.FromTicks(pieces[IndexAt(moment.Ticks)].End);

    /// <summary>What a ceiling comes to just before a moment.</summary>
    internal Power JustBefore(TimeSpan moment) => Power.FromSi(pieces[IndexAt(moment.Ticks - 1)].Line.At(moment.Ticks));

    public Power At(TimeSpan moment) => Power.FromSi(pieces[IndexAt(moment.Ticks)].Line.At(moment.Ticks));

    /// <summary>The ceiling over [start, start + length).</summary>
    public CeilingInForce Over(TimeSpan start, TimeSpan length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(length, TimeSpan.Zero);
        long from = start.Ticks, end = from + length.Ticks;
        int k = IndexAt(from);
        double first = pieces[k].Line.At(from), least = double.PositiveInfinity, sum = 0;
        int binding = pieces[k].Limit;
        if (pieces[k].End >= end && pieces[k].Line.SlopePerTick == 0)
            return new(Power.FromSi(first), Power.FromSi(first), Power.FromSi(first), Course(binding));
        for (long now = from; now < end; k++)
        {
            Piece piece = pieces[k];
            long until = Math.Min(piece.End, end);
            double before = piece.Line.At(now), after = piece.Line.At(until);
            if (Math.Min(before, after) < least) (least, binding) = (Math.Min(before, after), piece.Limit);
            sum += 0.5 * (before + after) * (until - now);
            now = until;
        }
        return new(Power.FromSi(least), Power.FromSi(sum / (end - from)), Power.FromSi(first), Course(binding));
    }

    private LimitCourse? Course(int limit) => limit < 0 ? null : courses[limit];

    private int IndexAt(long tick)
    {
        int low = 0, high = pieces.Length - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (pieces[middle].Start <= tick) low = middle;
            else high = middle - 1;
        }
        return low;
    }
}
