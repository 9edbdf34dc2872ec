using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>All limits that anybody demands of a site, and the ceiling they leave. Pure: moments come in as arguments.</summary>
/// <remarks>
///   Which message counts
///     · Of one source and name the newest stamp counts; the same or an older one changes nothing, whenever it comes.
///     · Demands of one source and name with one stamp that differ contradict each other: all hold. A cancellation with the stamp of a demand does not cancel it.
///     · Several names of a source all hold, and so do all sources.
///   Which ceiling binds, by feed and moment
///     · firm(t) = min(rating, firm limits); asked(t) = min(rating, all limits). Best effort never moves a firm ceiling, and is asked for beside it.
///     · Ceilings never exclude each other: who keeps the least keeps all. So priority moves none of them; of limits at one level it says which is named.
///   Ways back
///     · What ends by cancellation, by a newer message or by a source that speaks again returns by its own ramp up, from the level that was
///       in force up to that moment, and holds its baseline for its recovery. What was never in force does not return.
///     · What is known late holds as stated from the moment it is known; <see cref="BookedLimit.KnownSince"/> tells since when anybody could have held it.
///   Silence
///     · A source is silent from the moment it was heard last + interval · misses, to the tick, if nothing new is heard before. Copies and refused messages are not heard.
///     · The fall to a fail-safe is in the curves beforehand, so that whoever looks ahead sees it. It never raises a ceiling, and ends only when the source is heard.
///   Clock
///     · Limits hold by the moments they state, whichever way the clock went. A clock that goes back keeps cancelled limits cancelled and makes no silence shorter.
///     · Nobody's limit is given up for a time in which nobody listened, or which a clock left out (<see cref="Missed"/>).
///   Messages that come at one moment, in any order and number, make the same book.
/// </remarks>
public sealed class LimitBook
{
    private const int ContradictionsMost = 8;
    private readonly LimitBookSetting setting;
    private readonly Dictionary<LimitSource, LimitVoice> voices = [];
    private readonly Dictionary<(LimitSource Source, string Name), NamedLimit> names = [];
    private readonly FeedCeilings site;
    private readonly Dictionary<string, FeedCeilings> feeds;
    private TimeSpan? latest;
    private TimeSpan forgetAt = TimeSpan.MaxValue;

    public LimitBook(LimitBookSetting setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        this.setting = setting;
        site = new(null, setting.Site);
        feeds = setting.Feeds.ToDictionary(one => one.Key, one => new FeedCeilings(one.Key, one.Value));
    }

    /// <summary>The book that was saved.</summary>
    public LimitBook(LimitBookSetting setting, LimitBookSnapshot saved) : this(setting)
    {
        ArgumentNullException.ThrowIfNull(saved);
        latest = saved.Latest;
        foreach (SavedVoice one in saved.Voices)
            voices[one.Source] = new(one.Source) { Newest = one.Newest, Forgotten = one.Forgotten, Heard = one.Heard, QuietFrom = one.QuietFrom };
        foreach (SavedName one in saved.Names)
        {
            BookedLimit Booked(SavedDemand demand) => new(demand.Message, demand.KnownSince, setting);
            NamedLimit name = new(voices[one.Source], one.Name) { Stamp = one.Stamp, Since = one.Since, IsGivenUp = one.IsGivenUp };
            name.Demands.AddRange(one.Demands.Select(Booked));
            name.Returns.AddRange(one.Returns.Select(back => new LimitReturn(Booked(back.Of), back.Since, back.From, back.To, back.Reached, back.End)));
            names[(one.Source, one.Name)] = name;
            MarkStale(name);
        }
        Redraw();
    }

    /// <summary>Demands that are not cancelled or replaced, those that are over for a while included.</summary>
    public IEnumerable<BookedLimit> Limits => names.Values.SelectMany(name => name.Demands);

    /// <summary>Takes a message, or says why not. The one place where ceilings change.</summary>
    public LimitReceipt Receive(LimitMessage message, TimeSpan now) => Receive(message, now, now, now);

    /// <summary>The same while nobody can say what time it is: nothing is forgotten that may still run, nor refused that may be issued by now.</summary>
    /// <param name="now">What the clock says.</param>
    /// <param name="earliest">The true moment is none before.</param>
    /// <param name="latest">And none after.</param>
    public LimitReceipt Receive(LimitMessage message, TimeSpan now, TimeSpan earliest, TimeSpan latest)
    {
        ArgumentNullException.ThrowIfNull(message);
        Advance(now, earliest, latest);
        if (LimitChecks.Refusal(message, setting, latest) is { } refusal) return Refused(message, now, refusal.Reason, refusal.Why);
        if (!Admits(message, earliest))
            return Refused(message, now, LimitRefusal.TooMany, $"The book holds {setting.NamesMost} names of this source, or {setting.SourcesMost} sources, already.");
        LimitReceipt receipt = message.Kind == LimitMessageKind.Heartbeat ? Beat(message, now, latest) : Take(message, now, latest);
        Redraw();
        return receipt;
    }

    /// <summary>Shows the book the clock, once in every beat: it notices one that went back, and forgets what is long over.</summary>
    public void Advance(TimeSpan now) => Advance(now, now, now);

    /// <summary>The same while nobody can say what time it is.</summary>
    /// <param name="now">What the clock says.</param>
    /// <param name="earliest">The true moment is none before: what is not over by then is not forgotten.</param>
    /// <param name="last">The true moment is none after: while a clock that went back may be wrong, a voice that was heard later than it says is not silent since.</param>
    public void Advance(TimeSpan now, TimeSpan earliest, TimeSpan last)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(now.Duration(), LimitChecks.MomentMost);
        if (latest is { } before && now < before) GoBack(before - now);
        latest = now;
        if (last <= now) HearNoLaterThan(now);
        if (earliest >= forgetAt) Forget(earliest);
    }

    /// <summary>Shows the book that nobody listened since it saw the clock last, or that the clock jumped.</summary>
    /// <remarks>What was not heard then is no silence for which a limit is given up.</remarks>
    /// <param name="apart">Beats are no further apart.</param>
    public void Missed(TimeSpan now, TimeSpan apart)
    {
        if (latest is not { } before || now - before <= apart) return;
        foreach (LimitVoice voice in voices.Values) voice.Heard += now - before;
        foreach (NamedLimit name in names.Values) MarkStale(name);
        Redraw();
    }

    /// <summary>What holds at a moment.</summary>
    /// <param name="feed">Null for the whole site.</param>
    public BookedCeiling At(string? feed, TimeSpan moment) => Ceilings(feed).At(moment);

    /// <summary>What holds over [from, from + length), as far as is known.</summary>
    public BookedStretch Over(string? feed, TimeSpan from, TimeSpan length) => new(Firm(feed, from, length), Ceilings(feed).Asked(from, length));

    /// <summary>The firm ceiling alone, for whoever looks ahead in every beat.</summary>
    public CeilingInForce Firm(string? feed, TimeSpan from, TimeSpan length) => Ceilings(feed).Firm(from, length);

    /// <summary>Whose limit a course is that binds on a feed; null for the rating.</summary>
    public BookedLimit? Whose(string? feed, LimitCourse? binding) => Ceilings(feed).Whose(binding);

    /// <summary>When a ceiling of a feed, firm or asked, bends or steps next after a moment, if nobody says anything new.</summary>
    public TimeSpan NextChange(string? feed, TimeSpan now) => Ceilings(feed).StraightUntil(now);

    /// <summary>When the firm ceiling bends or steps between two moments, both left out.</summary>
    public IEnumerable<LimitChange> Changes(string? feed, TimeSpan from, TimeSpan until) => Ceilings(feed).Changes(from, until);

    /// <summary>Up to when the curves of a feed stand even if heartbeats come as promised; from then on they say what silence would do.</summary>
    public TimeSpan KnownUntil(string? feed, TimeSpan now) => Ceilings(feed).SilentAfter(now);

    /// <summary>A number that another limit changes, and a newer message under the name of one: what counts is who demands what since when, not how many there are.</summary>
    public long Fingerprint
    {
        get
        {
            long sum = 0;
            foreach (BookedLimit one in Limits) sum = unchecked(sum + 1 + 31 * one.KnownSince.Ticks + 37 * one.Message.Stamp.Issued.Ticks + 41 * one.Message.Stamp.Sequence);
            return sum;
        }
    }

    /// <summary>Everything the book knows, in an order that does not depend on how it came.</summary>
    public LimitBookSnapshot Snapshot()
    {
        static SavedDemand Saved(BookedLimit one) => new(one.Message, one.KnownSince);
        return new(latest,
            [.. voices.Values.OrderBy(one => one.Source.Authority).ThenBy(one => one.Source.Id, StringComparer.Ordinal)
                .Select(one => new SavedVoice(one.Source, one.Newest, one.Forgotten, one.Heard, one.QuietFrom))],
            [.. names.Values.OrderBy(one => one.Voice.Source.Authority).ThenBy(one => one.Voice.Source.Id, StringComparer.Ordinal).ThenBy(one => one.Name, StringComparer.Ordinal)
                .Select(one => new SavedName(one.Voice.Source, one.Name, one.Stamp, one.Since, one.IsGivenUp, [.. one.Demands.Select(Saved)],
                    [.. one.Returns.Select(back => new SavedReturn(Saved(back.Limit), back.Since, back.From, back.To, back.Reached, back.End))]))]);
    }

    private LimitReceipt Beat(LimitMessage message, TimeSpan now, TimeSpan latest)
    {
        if (voices.TryGetValue(message.Source, out LimitVoice? voice) && voice.Newest is { } newest && !message.Stamp.IsNewerThan(newest))
            return new(message, LimitOutcome.Repeated, now);
        Hear(message, now, latest);
        return new(message, LimitOutcome.Heard, now);
    }

    private LimitReceipt Take(LimitMessage message, TimeSpan now, TimeSpan latest)
    {
        bool isDemand = message.Kind == LimitMessageKind.Demand;
        if (names.TryGetValue((message.Source, message.Name), out NamedLimit? name))
        {
            if (name.Stamp.IsNewerThan(message.Stamp)) return new(message, LimitOutcome.Superseded, now);
            if (name.Stamp == message.Stamp && (name.IsGivenUpAt(now) || name.Demands.Any(one => one.Message.SaysTheSameAs(message))))
                return new(message, LimitOutcome.Repeated, now);
            if (name.Stamp == message.Stamp && !isDemand) return new(message, name.Demands.Count > 0 ? LimitOutcome.Contradicted : LimitOutcome.Repeated, now);
            if (name.Stamp == message.Stamp && name.Demands.Count >= ContradictionsMost)
                return Refused(message, now, LimitRefusal.TooMany, $"{ContradictionsMost} demands with this name and stamp contradict each other already.");
        }
        else if (voices.GetValueOrDefault(message.Source)?.Forgotten is { } forgotten && !message.Stamp.IsNewerThan(forgotten))
            return new(message, LimitOutcome.Superseded, now) { Why = "It is older than what the book has forgotten." };
        LimitVoice voice = Hear(message, now, latest);
        if (name is null) names[(message.Source, message.Name)] = name = new(voice, message.Name) { Stamp = message.Stamp, Since = now };
        MarkStale(name);
        if (message.Stamp.IsNewerThan(name.Stamp)) name.Replace(message.Stamp, now);
        if (isDemand) name.Add(new(message, now, setting));
        MarkStale(name);
        TimeSpan late = isDemand ? now - name.Demands.First(one => one.Message == message).Course.RampStart : TimeSpan.Zero;
        return new(message, LimitOutcome.Accepted, now) { LateBy = late > TimeSpan.Zero ? late : TimeSpan.Zero, Contradicts = name.Demands.Count > 1 };
    }

    /// <summary>Something new of a source shows it alive.</summary>
    /// <param name="latest">While nobody can say what time it is, nothing is given up for a silence that may not be one.</param>
    private LimitVoice Hear(LimitMessage message, TimeSpan now, TimeSpan latest)
    {
        if (!voices.TryGetValue(message.Source, out LimitVoice? voice)) voices[message.Source] = voice = new(message.Source);
        foreach (NamedLimit name in names.Values)
            if (name.Voice == voice && name.Demands.Any(one => one.Message.Silence is { Then: not OnSilence.KeepLast }))
            {
                MarkStale(name);
                name.Hear(now);
            }
        (voice.Heard, voice.QuietFrom) = (latest > now ? latest : now, now);
        if (voice.Newest is not { } newest || message.Stamp.IsNewerThan(newest)) voice.Newest = message.Stamp;
        return voice;
    }

    /// <summary>The clock is believed: nobody was heard in a time to come.</summary>
    private void HearNoLaterThan(TimeSpan now)
    {
        bool moved = false;
        foreach (LimitVoice voice in voices.Values)
            if (voice.Heard > now) (voice.Heard, moved) = (now, true);
        if (!moved) return;
        foreach (NamedLimit name in names.Values) MarkStale(name);
        Redraw();
    }

    private void GoBack(TimeSpan by)
    {
        foreach (LimitVoice voice in voices.Values)
        {
            // a clock may swing from one end of time to the other
            voice.QuietFrom = voice.QuietFrom + LimitChecks.MomentMost > by ? voice.QuietFrom - by : -LimitChecks.MomentMost;
        }
        foreach (NamedLimit name in names.Values) MarkStale(name);
        Redraw();
    }

    private void Forget(TimeSpan now)
    {
        foreach (NamedLimit name in names.Values.ToArray())
            if (ForgetAt(name) <= now) Forget(name);
        Redraw();
    }

    private void Forget(NamedLimit name)
    {
        MarkStale(name);
        names.Remove((name.Voice.Source, name.Name));
        if (name.Voice.Forgotten is not { } forgotten || name.Stamp.IsNewerThan(forgotten)) name.Voice.Forgotten = name.Stamp;
    }

    /// <summary>Whether there is a place for a message; nobody's names take that of another source.</summary>
    /// <remarks>A new name takes the place of one of the same source that is over: first of those that demand nothing, then of the one that is over for longest.</remarks>
    private bool Admits(LimitMessage message, TimeSpan now)
    {
        if (!voices.ContainsKey(message.Source) && voices.Count >= setting.SourcesMost && !ForgetsAVoice()) return false;
        if (message.Kind == LimitMessageKind.Heartbeat || names.ContainsKey((message.Source, message.Name))) return true;
        NamedLimit[] own = [.. names.Values.Where(one => one.Voice.Source == message.Source)];
        if (own.Length < setting.NamesMost) return true;
        if (own.Where(one => one.End() <= now).OrderBy(one => one.Demands.Count > 0).ThenBy(one => one.End()).ThenBy(one => one.Name, StringComparer.Ordinal)
            .FirstOrDefault() is not { } over) return false;
        Forget(over);
        return true;
    }

    /// <summary>The source that is silent for longest of those that demand nothing.</summary>
    private bool ForgetsAVoice()
    {
        if (voices.Values.Where(voice => !names.Values.Any(name => name.Voice == voice)).OrderBy(voice => voice.Heard)
            .ThenBy(voice => voice.Source.Authority).ThenBy(voice => voice.Source.Id, StringComparer.Ordinal).FirstOrDefault() is not { } silent) return false;
        return voices.Remove(silent.Source);
    }

    private TimeSpan ForgetAt(NamedLimit name)
    {
        TimeSpan end = name.End();
        return end > LimitChecks.Forever - setting.Remember ? TimeSpan.MaxValue : end + setting.Remember;
    }

    private void MarkStale(NamedLimit name)
    {
        foreach (BookedLimit one in name.Demands) Ceilings(one.Feed).IsStale = true;
        foreach (LimitReturn one in name.Returns) Ceilings(one.Limit.Feed).IsStale = true;
    }

    private void Redraw()
    {
        if (site.IsStale) site.Draw(names.Values);
        foreach (FeedCeilings one in feeds.Values)
            if (one.IsStale) one.Draw(names.Values);
        forgetAt = TimeSpan.MaxValue;
        foreach (NamedLimit name in names.Values)
            if (ForgetAt(name) is var at && at < forgetAt) forgetAt = at;
    }

    private FeedCeilings Ceilings(string? feed) => feed is null ? site : feeds[feed];

    private static LimitReceipt Refused(LimitMessage message, TimeSpan now, LimitRefusal reason, string why) =>
        new(message, LimitOutcome.Refused, now) { Refusal = reason, Why = why };
}
