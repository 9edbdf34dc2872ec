using System.Globalization;
using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Operator;

/// <summary>Makes what people see of a beat, and notices what they want to know. Decides nothing.</summary>
/// <param name="tallies">How limits were kept before this process.</param>
internal sealed class ViewMaker(SiteFacts site, Controller controller, SiteClock clock, IReadOnlyList<LimitTally> tallies)
{
    private const int HappeningsKept = 200;
    private static readonly TimeSpan ahead = TimeSpan.FromHours(24), seenAfterEnd = TimeSpan.FromHours(24), repeats = TimeSpan.FromMinutes(1);
    private readonly TimeSpan began = clock.Now;
    private readonly LinkedList<Happening> happenings = new();
    private readonly Dictionary<LimitMessage, LimitCount> counts = [];
    private readonly Dictionary<string, TimeSpan> told = [];
    private readonly List<(string Severity, string What)> noticed = [];
    private TimeSpan overSince = TimeSpan.MaxValue;
    private IReadOnlyList<Offer> offers = [];
    private DateTimeOffset? offersAt;

    /// <summary>How the limits that are seen were kept so far, for the next process.</summary>
    public IReadOnlyList<LimitTally> Tallies => [.. counts.Select(one => one.Value.TallyOf(one.Key))];

    /// <summary>What this beat brought, for the journal.</summary>
    public IReadOnlyList<(string Severity, string What)> Noticed => noticed;

    public void Offers(IReadOnlyList<Offer> made, DateTimeOffset at) => (offers, offersAt) = (made, at);

    public void Happened(Happening one)
    {
        happenings.AddFirst(one);
        if (happenings.Count > HappeningsKept) happenings.RemoveLast();
    }

    /// <summary>The same sentence is told once a minute at most.</summary>
    public bool IsNew(string what)
    {
        TimeSpan now = clock.Now;
        if (told.TryGetValue(what, out TimeSpan last) && now - last < repeats) return false;
        if (told.Count > HappeningsKept) told.Clear();
        told[what] = now;
        return true;
    }

    public SiteView Of(long beat, TimeSpan now, Observation seen, Orders orders, FieldFigures figures, BeatTiming timing)
    {
        noticed.Clear();
        Power ceiling = CeilingOf(seen), draw = DrawOf(seen, figures);
        Watch(now, seen, ceiling);
        WatchPromises(figures);
        return new()
        {
            Beat = beat,
            At = SiteClock.At(now),
            Ceiling = ceiling,
            Import = seen.Import,
            GridLives = seen.GridLives,
            Draw = draw,
            CeilingAhead = CeilingAhead(now, seen.ConnectionMost),
            Field = figures,
            Limits = Limits(now, seen),
            Offers = offers,
            OffersAt = offersAt,
            Orders = BeatWords.Of(seen, orders, figures, controller.Held),
            Happenings = [.. happenings],
            Timing = timing,
        };
    }

    public static Power CeilingOf(Observation seen) => Power.Min(seen.CeilingNow, seen.ConnectionMost);

    /// <summary>The controller's ratio says what is lost on the way; where racks are off it has nothing to be a ratio of, and what is metered draws all the same.</summary>
    public static Power DrawOf(Observation seen, FieldFigures figures) =>
        Power.Max(seen.DrawPerItRatio * figures.ItDraw, figures.ItDraw + figures.Cooling) + seen.Other;

    private List<CeilingStep> CeilingAhead(TimeSpan now, Power connection)
    {
        List<CeilingStep> steps = [new(SiteClock.At(now), Power.Min(connection, controller.Book.At(null, now).Firm))];
        foreach (LimitChange change in controller.Book.Changes(null, now, now + ahead)) steps.Add(new(SiteClock.At(change.At), Power.Min(connection, change.After)));
        return steps;
    }

    /// <summary>Import above its ceiling for more than a meter's noise and a few seconds is an alarm.</summary>
    private void Watch(TimeSpan now, Observation seen, Power ceiling)
    {
        bool isOver = seen.Import is { } import && double.IsFinite(ceiling.Watts) && import > (1 + NoiseShare) * ceiling;
        if (!isOver)
        {
            if (isTold) noticed.Add(("note", "import is under its ceiling again"));
            (overSince, isTold) = (TimeSpan.MaxValue, false);
            return;
        }
        if (overSince > now) overSince = now;
        if (isTold || overSince > now - patience) return;
        isTold = true;
        noticed.Add(("alarm", $"import {Mega(seen.Import!.Value)} is above its ceiling of {Mega(ceiling)}"));
    }

    /// <summary>Nothing of tier 0 is to be lost: where tokens are, somebody hears of it.</summary>
    private void WatchPromises(FieldFigures figures)
    {
        foreach (ServiceFigures one in figures.Services.Where(one => one.Tier == 0))
        {
            if (lost.TryGetValue(one.Name, out TokenCount before) && one.Lost.Tokens - before.Tokens >= 1 && IsNew($"tier 0 {one.Name}"))
                noticed.Add(("alarm", $"{one.Name}, tier 0, turns work away"));
            lost[one.Name] = one.Lost;
        }
    }

    private readonly Dictionary<string, TokenCount> lost = [];
    private const double NoiseShare = 0.002;
    private bool isTold;
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(5);

    private List<LimitView> Limits(TimeSpan now, Observation seen)
    {
        List<LimitView> views = [];
        HashSet<LimitMessage> kept = [];
        foreach (BookedLimit one in controller.Book.Limits.OrderBy(one => one.Course.RampStart).ThenBy(one => one.Message.Name, StringComparer.Ordinal))
        {
            LimitCourse course = one.Course;
            if (course.End < now - seenAfterEnd) continue;
            kept.Add(one.Message);
            if (!counts.TryGetValue(one.Message, out LimitCount? count)) counts[one.Message] = count = new(tallies.FirstOrDefault(tally => tally.Is(one.Message)));
            string state = now < course.RampStart ? "coming" : now < course.LevelFrom ? "ramping" : now < course.LevelTo ? "in force" : now < course.End ? "returning" : "over";
            if (count.State != state)
            {
                // what the process before knew it told: a journal that is told every limit of a day again with every start grows with the square of both
                if (count.State is not null || state != "coming" && one.KnownSince >= began) noticed.Add(("note", $"limit {one.Message.Name} of {one.Message.Source.Id} is {state}"));
                count.State = state;
            }
            if (state is "ramping" or "in force" or "returning" && Flow(one.Feed, seen) is { } flow) count.Add(flow, course.At(now));
            views.Add(new(one.Message.Name, one.Message.Source.Id, course.Limit.Authority, course.Limit.Firmness, one.Feed, state, course.Level, SiteClock.At(course.RampStart),
                course.LevelTo > now + TimeSpan.FromDays(3650) ? null : SiteClock.At(course.LevelTo), SiteClock.At(one.KnownSince), count.KeptShare, count.Worst)
            { Beats = count.Beats });
        }
        foreach (LimitMessage gone in counts.Keys.Where(one => !kept.Contains(one)).ToArray()) counts.Remove(gone);
        return views;
    }

    private Power? Flow(string? feed, Observation seen)
    {
        if (feed is null) return seen.Import;
        for (int f = 0; f < site.Tree.Count && f < seen.Feeds.Length; f++) if (site.Tree[f].Name == feed) return seen.Feeds[f].Flow;
        return null;
    }

    internal static string Mega(Power power) => string.Create(CultureInfo.InvariantCulture, $"{power.Megawatts:0.###} MW");

    private sealed class LimitCount(LimitTally? before)
    {
        private long beats = before?.Beats ?? 0, kept = before?.Kept ?? 0;

        public string? State { get; set; }
        public long Beats => beats;
        public Power Worst { get; private set; } = before?.Worst ?? default;
        public LimitTally TallyOf(LimitMessage message) => new(message.Source, message.Name, message.Stamp, beats, kept, Worst);
        public double? KeptShare => beats > 0 ? (double)kept / beats : null;

        public void Add(Power flow, Power asked)
        {
            beats++;
            if (flow <= (1 + NoiseShare) * asked) kept++;
            else Worst = Power.Max(Worst, flow - asked);
        }
    }
}
