using Headroom.Control;
using Headroom.Protocols.DsxFlex;
using Headroom.Quantities;

namespace Headroom.Operator.Grid.DsxFlex;

/// <summary>What the agent tells of a site's view.</summary>
internal sealed class FlexReporter(FlexAgentSetting setting, ISiteDesk desk, FlexTargetBook book)
{
    private readonly Dictionary<string, FlexFeedWatch> watches = setting.Feeds.Keys.ToDictionary(tag => tag, _ => new FlexFeedWatch(),
        StringComparer.Ordinal);
    private readonly Dictionary<string, PowerBreachAlert> untold = new(StringComparer.Ordinal);

    /// <summary>What happened since the last look: one state for each step of events, so that none hides another.</summary>
    public IEnumerable<IReadOnlyDictionary<string, FlexFeedEvent>> Look(SiteView view, DateTimeOffset now)
    {
        Dictionary<string, FlexFeedEvent[]> happened = setting.Feeds.ToDictionary(one => one.Key, one =>
            watches[one.Key].Look(Binding(one.Key, now), Measured(view, one.Value), IsReturning(view, one.Key), now).ToArray(),
            StringComparer.Ordinal);
        for (int step = 0; happened.Values.Any(events => events.Length > step); step++)
            yield return happened.Where(one => one.Value.Length > step).ToDictionary(one => one.Key, one => one.Value[step],
                StringComparer.Ordinal);
    }

    public PowerStateStatus Status(SiteView view, IReadOnlyDictionary<string, FlexFeedEvent> events, DateTimeOffset now) =>
        new(now, setting.Feeds.ToDictionary(one => one.Key, one => State(view, one.Key, one.Value,
        events.TryGetValue(one.Key, out FlexFeedEvent own) ? own : FlexFeedEvent.Periodic, now)));

    /// <summary>Alerts that have to be told now, those that nobody took yet included.</summary>
    public IReadOnlyList<PowerBreachAlert> Breaches(SiteView view, DateTimeOffset now)
    {
        foreach ((string tag, FlexFeedSetting feed) in setting.Feeds)
        {
            FlexPiece? target = book.Least(tag, now);
            if (Measured(view, feed) is not { } load || watches[tag].Judge(target, load, now, setting.Breach) is not { } breach) continue;
            untold[tag] = Alert(view, tag, feed, breach, target, load, now);
        }
        return [.. untold.Values];
    }

    public IReadOnlyList<PowerBreachAlert> Untold(SiteView view) => [.. untold.Values];

    public void Told(PowerBreachAlert alert, bool isSaid)
    {
        if (isSaid) untold.Remove(alert.FeedTag);
    }

    private FlexFeedState State(SiteView view, string tag, FlexFeedSetting feed, FlexFeedEvent happened, DateTimeOffset now)
    {
        Power? load = Measured(view, feed);
        FlexPiece? target = book.Least(tag, now);
        FlexFeedWatch watch = watches[tag];
        return new(new(feed.Minimum, feed.Maximum, feed.Default))
        {
            Targets = [.. book.Of(tag, now).OrderBy(one => one.From).Select(one =>
                new FlexFeedTarget(one.From <= now, one.Constraint, one.From, one.Until, one.IsBestEffort, one.CorrelationId))],
            CalculatedLoad = Power.Max(load ?? Power.Zero, Power.Zero),
            IsInFlight = watch.IsInFlight,
            Event = happened,
            EventStarted = watch.Started,
            IsCompliant = target is null || load is { } drawn && drawn <= target.Constraint,
        };
    }

    private PowerBreachAlert Alert(SiteView view, string tag, FlexFeedSetting feed, OpenBreach breach, FlexPiece? target, Power load,
        DateTimeOffset now)
    {
        bool isOver = breach.Status == BreachStatus.Resolved, isGrave = breach.Status == BreachStatus.Escalated
            || breach.Severity == BreachSeverity.Critical;
        return new()
        {
            FeedTag = tag,
            Status = breach.Status,
            Severity = breach.Severity,
            BreachId = breach.Id,
            DetectedAt = breach.DetectedAt,
            ResolvedAt = isOver ? now : null,
            CorrelationId = breach.CorrelationId,
            Target = breach.Target,
            Measured = Power.Max(load, Power.Zero),
            Hints = isOver || !setting.GivesHints ? [] : Hints(view, feed, breach.Target / load),
            // work that is only asked to shed as it can is not switched off for it
            Actions = isOver || !isGrave || target is { IsBestEffort: true } ? [] : setting.Actions,
        };
    }

    /// <summary>Rows of racks behind the feed, the largest first, each to its share of the target.</summary>
    private ShedHint[] Hints(SiteView view, FlexFeedSetting feed, double share)
    {
        int node = feed.SiteFeed is { } name ? IndexOf(name) : -1;
        return [.. view.Field.Racks.Where(one => one.IsOn && one.Draw > Power.Zero && IsBehind(one.Node, node)).OrderByDescending(one =>
            one.Draw.Watts).Take(200)
            .Select((one, i) => new ShedHint(one.Name, "chassis", ShedAction.PowerCap, i + 1, share * one.Draw))];
    }

    private bool IsBehind(int node, int above)
    {
        for (int at = node; at >= 0 && at < desk.Site.Tree.Count; at = desk.Site.Tree[at].Parent)
            if (at == above) return true;
        return above < 0;
    }

    private Power? Binding(string tag, DateTimeOffset now) => book.Least(tag, now)?.Constraint
        ?? (setting.Feeds[tag] is { } feed && feed.Default < feed.Maximum ? feed.Default : null);

    /// <summary>By a meter; null where none answers, or what it shows is no number: none can be written.</summary>
    private Power? Measured(SiteView view, FlexFeedSetting feed) => Shown(view, feed) is { } load && double.IsFinite(load.Watts) ? load : null;

    private Power? Shown(SiteView view, FlexFeedSetting feed)
    {
        if (feed.SiteFeed is not { } name) return view.Import;
        int node = IndexOf(name);
        return node >= 0 && node < view.Field.Tree.Count ? view.Field.Tree[node].Flow : null;
    }

    private int IndexOf(string feed)
    {
        for (int k = 0; k < desk.Site.Tree.Count; k++)
            if (desk.Site.Tree[k].Name == feed) return k;
        return -1;
    }

    private static bool IsReturning(SiteView view, string tag) =>
        view.Limits.Any(one => one.State == "returning" && one.Authority == LimitAuthority.Market
        && one.Source.StartsWith(FlexAgentSetting.Prefix, StringComparison.Ordinal)
            && one.Name.StartsWith(tag + " ", StringComparison.Ordinal));
}
