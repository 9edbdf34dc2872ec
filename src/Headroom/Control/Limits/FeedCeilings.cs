using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>What holds on a feed, or on the site, at a moment.</summary>
/// <param name="Firm">The tightest firm limit, or the rating.</param>
/// <param name="Asked">The tightest limit of any firmness, or the rating; never above <paramref name="Firm"/>.</param>
/// <param name="FirmBinding">Null where the rating binds.</param>
/// <param name="AskedBinding">Null where the rating binds.</param>
public readonly record struct BookedCeiling(Power Firm, Power Asked, BookedLimit? FirmBinding, BookedLimit? AskedBinding);

/// <summary>What holds over a stretch.</summary>
public readonly record struct BookedStretch(CeilingInForce Firm, CeilingInForce Asked);

/// <summary>A moment at which a ceiling bends or steps, as far as the book knows.</summary>
/// <param name="Before">The firm ceiling up to this moment.</param>
/// <param name="After">The firm ceiling from this moment on.</param>
/// <param name="Binding">What binds from then on; null for the rating.</param>
public readonly record struct LimitChange(TimeSpan At, Power Before, Power After, BookedLimit? Binding);

/// <summary>The curves of one feed, drawn anew when something changes.</summary>
internal sealed class FeedCeilings(string? feed, LimitScope scope)
{
    private BookedLimit[] booked = [];
    private LimitCourse[] courses = [];
    private CeilingCurve firm = CeilingCurve.Of(scope.Rating, []), asked = CeilingCurve.Of(scope.Rating, []);

    public bool IsStale { get; set; }

    /// <summary>Moments at which silence changes a curve, in order.</summary>
    private TimeSpan[] silences = [];

    /// <summary>Of limits at one level the more important one is named: priority, then authority, source and name.</summary>
    public void Draw(IEnumerable<NamedLimit> names)
    {
        List<(BookedLimit Limit, Line[] Lines)> all = [];
        var silent = new List<TimeSpan>();
        foreach (NamedLimit name in names)
        {
            foreach (BookedLimit one in name.Demands)
            {
                if (one.Feed != feed) continue;
                all.Add((one, [.. name.LinesOf(one)]));
                if ((one.FallsAt(name.Voice.QuietFrom) ?? one.RevertsAt(name.Voice.Heard)) is { } silence) silent.Add(silence);
            }
            foreach (LimitReturn one in name.Returns)
                if (one.Limit.Feed == feed) all.Add((one.Limit, [.. one.Lines()]));
        }
        all = [.. all.OrderBy(one => one.Limit.Course.Limit.Priority).ThenBy(one => one.Limit.Message.Source.Authority)
            .ThenBy(one => one.Limit.Message.Source.Id, StringComparer.Ordinal).ThenBy(one => one.Limit.Message.Name, StringComparer.Ordinal)];
        booked = [.. all.Select(one => one.Limit)];
        courses = [.. booked.Select(one => one.Course)];
        asked = Curve(_ => true);
        firm = booked.All(one => one.IsFirm) ? asked : Curve(one => one.IsFirm);
        silences = [.. silent.Order()];
        IsStale = false;

        CeilingCurve Curve(Func<BookedLimit, bool> counts) => CeilingCurve.Of(scope.Rating, courses,
            all.SelectMany((one, k) => counts(one.Limit) ? one.Lines.Select(line => (line, k)) : []));
    }

    public BookedCeiling At(TimeSpan moment) =>
        new(firm.At(moment), Power.Min(asked.At(moment), firm.At(moment)), Whose(firm.BindingAt(moment)), Whose(asked.BindingAt(moment)));

    public CeilingInForce Firm(TimeSpan from, TimeSpan length) => firm.Over(from, length);
    public CeilingInForce Asked(TimeSpan from, TimeSpan length) => asked.Over(from, length);

    public BookedLimit? Whose(LimitCourse? course)
    {
        for (int k = 0; k < courses.Length; k++)
            if (ReferenceEquals(courses[k], course)) return booked[k];
        return null;
    }

    /// <summary>When a ceiling bends or steps next.</summary>
    public TimeSpan StraightUntil(TimeSpan moment)
    {
        TimeSpan first = firm.StraightUntil(moment), second = asked.StraightUntil(moment);
        return first < second ? first : second;
    }

    public TimeSpan SilentAfter(TimeSpan moment)
    {
        foreach (TimeSpan silence in silences)
            if (silence > moment) return silence;
        return TimeSpan.MaxValue;
    }

    public IEnumerable<LimitChange> Changes(TimeSpan from, TimeSpan until)
    {
        for (TimeSpan at = firm.StraightUntil(from); at < until; at = firm.StraightUntil(at))
            yield return new(at, firm.JustBefore(at), firm.At(at), Whose(firm.BindingAt(at)));
    }
}
