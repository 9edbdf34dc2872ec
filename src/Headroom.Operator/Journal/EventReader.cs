using System.Text.Json;
using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Operator.Journal;

/// <summary>Reads a journal once, checks its chain, and tells what became of one limit.</summary>
/// <remarks>What it holds in memory does not grow with the journal: beats of the last hours, and of each limit of that name those from an hour before to an hour after.</remarks>
public sealed class EventReader
{
    private static readonly TimeSpan hour = TimeSpan.FromHours(1), minute = TimeSpan.FromMinutes(1);

    /// <summary>How far back a limit that came late finds the hour before its ramp.</summary>
    private static readonly TimeSpan recalled = TimeSpan.FromHours(4);
    private readonly string name;
    private readonly string? source;
    private readonly BaselineMethod method;
    private readonly Queue<Metered> recent = [];
    private readonly Dictionary<LimitSource, Followed> followed = [];
    private readonly HashSet<string> known = [];
    private JournalHead head = JournalHead.Empty;
    private LimitBook? book;
    private IReadOnlyList<FeedFacts> feeds = [];
    private MessageBody? asked;
    private string site = "";
    private TimeSpan? lastBeat;
    private TimeSpan ends = TimeSpan.MinValue, step = TimeSpan.FromSeconds(1);
    private bool isFresh = true;

    private EventReader(string name, string? source, BaselineMethod method) => (this.name, this.source, this.method) = (name, source, method);

    /// <param name="entries">From the first on.</param>
    /// <param name="name">Of the limit, as its authority calls it; of several demands of one source and that name the last that was accepted counts.</param>
    /// <param name="source">Whose: an id, an authority, or AUTHORITY/ID; null where only one source used the name.</param>
    public static async ValueTask<EventAnswer> ReadAsync(IAsyncEnumerable<JournalEntry> entries, string name, string? source, BaselineMethod method, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var reader = new EventReader(name, source, method);
        try
        {
            await foreach (JournalEntry entry in entries.WithCancellation(stop))
            {
                if (HashChain.Fault(reader.head, entry) is { } fault) return new EventAnswer.Broken(fault);
                reader.Take(entry);
                reader.head = new(entry.Sequence, entry.Hash);
            }
        }
        catch (Exception unread) when (StateText.IsUnread(unread))
        {
            return new EventAnswer.Broken($"entry {reader.head.Sequence + 1} cannot be read: {unread.Message}");
        }
        return reader.Answer();
    }

    private EventAnswer Answer() => followed.Count switch
    {
        0 => new EventAnswer.Unknown([.. known]),
        1 => new EventAnswer.Told(Report(followed.Values.Single())),
        _ => new EventAnswer.Ambiguous([.. followed.Keys.Select(TextOf).Order(StringComparer.Ordinal)]),
    };

    /// <summary>A source as people name it.</summary>
    public static string TextOf(LimitSource source) => $"{source.Authority}/{source.Id}";

    private bool IsAsked(LimitSource one) => source is null || source == one.Id
        || string.Equals(source, one.Authority.ToString(), StringComparison.OrdinalIgnoreCase) || string.Equals(source, TextOf(one), StringComparison.OrdinalIgnoreCase);

    /// <summary>What the meters said in one beat.</summary>
    /// <param name="Import">Of the site; null where its meter said nothing.</param>
    private sealed record Metered(TimeSpan At, Power? Import, IReadOnlyDictionary<string, Power> Flows, BeatFigures Figures)
    {
        public Power? Of(string? feed) => feed is null ? Import : Flows.TryGetValue(feed, out Power flow) ? flow : null;
    }

    /// <param name="Import">What the limit is about: the site's import, or the flow of its feed.</param>
    /// <param name="Firm">What the limit asked for at that moment.</param>
    private readonly record struct Sample(TimeSpan At, Power Import, Power Firm, BeatFigures Figures);

    /// <summary>The newest demand of a source under the name, and what was metered about it.</summary>
    private sealed class Followed(BookedLimit limit)
    {
        public BookedLimit Limit { get; set; } = limit;

        /// <summary>When its authority took it back; null while it did not.</summary>
        public TimeSpan? CancelledAt { get; set; }
        public List<Sample> Samples { get; set; } = [];

        /// <summary>How far apart beats are, metered or not: the least while it was followed.</summary>
        public TimeSpan Step { get; set; } = TimeSpan.MaxValue;

        /// <summary>The earlier of the moments at which somebody knew of it and at which its ramp began.</summary>
        public TimeSpan Before => Limit.KnownSince < Limit.Course.RampStart ? Limit.KnownSince : Limit.Course.RampStart;

        /// <summary>As it came to be: what was taken back asks for nothing from then on.</summary>
        public LimitCourse Course => CancelledAt is { } at && at < Limit.Course.End
            ? Limit.Course with { LevelTo = Earlier(Limit.Course.LevelTo, at), RecoveredAt = Earlier(Limit.Course.RecoveredAt, at), End = at }
            : Limit.Course;

        public void Add(Metered beat, bool isKnown, TimeSpan step)
        {
            if (beat.At >= Course.End + hour) return;
            Step = Earlier(Step, step);
            if (beat.Of(Limit.Feed) is not { } flow) return;
            Samples.Add(new(beat.At, flow, isKnown && beat.At < Course.End ? Limit.Course.At(beat.At) : Power.FromSi(double.PositiveInfinity), beat.Figures));
        }

        private static TimeSpan Earlier(TimeSpan a, TimeSpan b) => a < b ? a : b;
    }

    private void Take(JournalEntry entry)
    {
        if (SiteClock.At(entry.At) is var at && at > ends) ends = at;
        switch (entry.Kind)
        {
            case JournalKinds.Opened:
                var opened = StateText.Read<OpenedBody>(entry.Body);
                (site, feeds) = (opened.Site.Name, opened.Facts.Feeds);
                book = opened.From is { } saved ? new(opened.Limits, saved.Book) : new(opened.Limits);
                (lastBeat, isFresh) = (null, true);
                break;
            case JournalKinds.Message:
                asked = StateText.Read<MessageBody>(entry.Body);
                break;
            case JournalKinds.Receipt:
                if (asked is { } message) Take(message, StateText.Read<ReceiptBody>(entry.Body));
                asked = null;
                break;
            case JournalKinds.Beat:
                Metered beat = Read(entry);
                Measure(beat.At);
                recent.Enqueue(beat);
                while (beat.At - recent.Peek().At > recalled) recent.Dequeue();
                foreach (Followed one in followed.Values) one.Add(beat, isKnown: true, step);
                break;
        }
    }

    /// <summary>How far apart beats are: the least of this process, and until it beat twice that of the one before. A clock that stands or goes back tells nothing.</summary>
    private void Measure(TimeSpan at)
    {
        if (lastBeat is { } before && at > before && (isFresh || at - before < step)) (step, isFresh) = (at - before, false);
        lastBeat = at;
    }

    private Metered Read(JournalEntry entry)
    {
        using JsonDocument body = JsonDocument.Parse(entry.Body);
        JsonElement seen = body.RootElement.GetProperty("seen");
        Power? import = seen.TryGetProperty("import", out JsonElement metered) && metered.ValueKind == JsonValueKind.Number ? Power.FromSi(metered.GetDouble()) : null;
        Dictionary<string, Power> flows = [];
        if (seen.TryGetProperty("feeds", out JsonElement told) && told.ValueKind == JsonValueKind.Array)
        {
            FeedReading[] readings = StateText.Read<FeedReading[]>(told);
            for (int k = 0; k < readings.Length && k < feeds.Count; k++) flows[feeds[k].Name] = readings[k].Flow;
        }
        var figures = StateText.Read<BeatFigures>(body.RootElement.GetProperty("figures"));
        return figures is { Services: not null } ? new(SiteClock.At(entry.At), import, flows, figures) : throw new JsonException("its figures have no services");
    }

    private void Take(MessageBody message, ReceiptBody receipt)
    {
        book?.Receive(message.Message, message.Now);
        LimitMessage said = message.Message;
        if (receipt.Outcome != LimitOutcome.Accepted) return;
        if (said.Kind == LimitMessageKind.Demand) known.Add(said.Name);
        if (said.Name != name || !IsAsked(said.Source)) return;
        if (said.Kind == LimitMessageKind.Cancel && followed.TryGetValue(said.Source, out Followed? over)) over.CancelledAt ??= message.Now;
        if (said.Kind == LimitMessageKind.Demand && book?.Limits.FirstOrDefault(one => one.Message == said) is { } taken) Follow(taken);
    }

    /// <summary>Beats from before it was known come along; those under an older demand of this source and name keep what that one asked for.</summary>
    private void Follow(BookedLimit taken)
    {
        Followed next = new(taken) { Step = step };
        IEnumerable<Sample> before = followed.TryGetValue(taken.Message.Source, out Followed? older) && older.Limit.Feed == taken.Feed ? older.Samples : [];
        Sample[] kept = [.. before.Where(one => one.At >= next.Before - hour)];
        HashSet<TimeSpan> there = [.. kept.Select(one => one.At)];
        foreach (Metered beat in recent)
            if (beat.At >= next.Before - hour && !there.Contains(beat.At)) next.Add(beat, isKnown: false, step);
        next.Samples = [.. kept.Concat(next.Samples).OrderBy(one => one.At)];
        followed[taken.Message.Source] = next;
    }

    private EventReport Report(Followed found)
    {
        (LimitCourse course, List<Sample> samples, TimeSpan before) = (found.Course, found.Samples, found.Before);
        Sample[] during = [.. samples.Where(one => one.At >= course.RampStart && one.At < course.End).OrderBy(one => one.At)];
        // a ramp may begin before anybody knew of it: nothing was asked for then, and nothing kept
        Sample[] asked = [.. during.Where(one => double.IsFinite(one.Firm.Watts))];
        Sample[] level = [.. during.Where(one => one.At >= course.LevelFrom && one.At < course.LevelTo)];
        Power? baseline = method == BaselineMethod.Stated ? course.Baseline : Mean(samples.Where(one => one.At >= before - hour && one.At < before));
        // the course falls back on the connection: that is nothing that anybody stated
        if (method == BaselineMethod.Stated && (found.Limit.Message.Limit?.Baseline is null || !double.IsFinite(course.Baseline.Watts))) baseline = null;
        Power? held = Mean(level);
        Power[] minutes = Minutes(level);
        (Power excess, TimeSpan? at) = Worst(during);
        TimeSpan? reached = during.Where(one => one.Import <= (1 + EventReport.MeterFraction) * course.Level)
            .Select(one => (TimeSpan?)(one.At - course.RampStart)).FirstOrDefault();
        Power[] after = Minutes([.. samples.Where(one => one.At >= course.End && one.At < course.End + hour)]);
        (Power fall, Power rise) = Steepest(during, found.Step);
        // a meter or a process that is gone before the end hides nothing: whatever the journal reaches is counted, metered or not
        bool isOver = ends >= course.End;
        TimeSpan upTo = isOver ? course.End : ends, recalls = found.Limit.KnownSince - recalled;
        return new(site, name, found.Limit.Message.Source, course, SiteClock.At(found.Limit.KnownSince), method, baseline, baseline - held,
            minutes.Length > 0 ? baseline - Highest(minutes) : null,
            asked.Length, asked.Length > 0 ? (double)asked.Count(Keeps) / asked.Length : null, excess, at is { } moment ? SiteClock.At(moment) : null, reached, fall, rise,
            after.Length > 0 ? Highest(after) : null, Tiers(during), Covered(samples, course.RampStart > recalls ? course.RampStart : recalls, upTo, found.Step), head)
        {
            BaselineCovered = method == BaselineMethod.HourBefore ? Covered(samples, before - hour, before, found.Step) : null,
            UpTo = SiteClock.At(upTo),
            IsOver = isOver,
            CancelledAt = found.CancelledAt is { } cancelled && cancelled < found.Limit.Course.End ? SiteClock.At(cancelled) : null,
        };
    }

    /// <summary>Of a stretch of time; a moment that a clock showed twice counts once.</summary>
    private static Coverage Covered(List<Sample> samples, TimeSpan from, TimeSpan until, TimeSpan step)
    {
        int metered = samples.Where(one => one.At >= from && one.At < until).Select(one => one.At).Distinct().Count();
        return new(metered, Math.Max(metered, until > from ? (long)((until - from) / step) : 0));
    }

    private static bool Keeps(Sample one) => one.Import <= (1 + EventReport.MeterFraction) * one.Firm;

    private static (Power Excess, TimeSpan? At) Worst(Sample[] during)
    {
        (Power excess, TimeSpan? at) = (Power.Zero, null);
        foreach (Sample one in during) if (one.Import - one.Firm > excess && !Keeps(one)) (excess, at) = (one.Import - one.Firm, one.At);
        return (excess, at);
    }

    /// <summary>Most by which import changed within any minute by the clock, or from one beat to the next where beats are further apart.</summary>
    private static (Power Fall, Power Rise) Steepest(Sample[] during, TimeSpan step)
    {
        TimeSpan window = step > minute ? step : minute;
        (Power fall, Power rise, int first) = (Power.Zero, Power.Zero, 0);
        for (int k = 0; k < during.Length; k++)
        {
            while (during[k].At - during[first].At > window) first++;
            for (int j = first; j < k; j++)
                (fall, rise) = (Power.Max(fall, during[j].Import - during[k].Import), Power.Max(rise, during[k].Import - during[j].Import));
        }
        return (fall, rise);
    }

    private static TierCount[] Tiers(Sample[] during)
    {
        if (during.Length == 0) return [];
        BeatFigures first = during[0].Figures, last = during[^1].Figures;
        return [.. last.Services.GroupBy(one => one.Tier).OrderBy(group => group.Key).Select(group =>
        {
            TokenCount served = default, lost = default;
            foreach (ServiceCount one in group)
            {
                ServiceCount before = first.Services.FirstOrDefault(each => each.Name == one.Name);
                (served, lost) = (served + one.Tokens - before.Tokens, lost + one.Lost - before.Lost);
            }
            return new TierCount(group.Key, served, lost);
        })];
    }

    private static Power? Mean(IEnumerable<Sample> some)
    {
        double sum = 0;
        long count = 0;
        foreach (Sample one in some) (sum, count) = (sum + one.Import.Watts, count + 1);
        return count > 0 ? Power.FromSi(sum / count) : null;
    }

    private static Power Highest(Power[] minutes) => minutes.Aggregate(Power.Max);

    private static Power[] Minutes(Sample[] some) => [.. some.GroupBy(one => one.At.Ticks / minute.Ticks).Select(group => Mean(group)!.Value)];
}
