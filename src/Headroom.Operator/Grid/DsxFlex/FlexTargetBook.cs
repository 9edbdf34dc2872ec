using System.Collections.Immutable;
using System.Globalization;
using Headroom.Control;
using Headroom.Protocols.DsxFlex;
using Headroom.Quantities;

namespace Headroom.Operator.Grid.DsxFlex;

/// <summary>A piece that the controller has under a name.</summary>
internal sealed record FlexSent(string Party, string Tag, string Name, FlexPiece Piece)
{
    /// <summary>Whether it takes the place of an older one: of its party, or the default, on the same feed and at the same time in part.</summary>
    public bool Replaces(FlexSent old) => Tag == old.Tag && (Party == old.Party || old.Party == FlexAgentSetting.DefaultParty)
        && !(Piece.Until <= old.Piece.From) && !(old.Piece.Until <= Piece.From);
}

/// <summary>Targets of all parties, and the limits that stand for them: what changes between two looks becomes messages.</summary>
/// <remarks>
///   targets of one party on one feed → pieces that do not overlap → one limit each; where nobody demands anything firmly, a limit of the default constraint
///   New demands go before cancellations, so that no moment between is without a ceiling.
/// </remarks>
internal sealed class FlexTargetBook(FlexAgentSetting setting, SiteFacts site)
{
    /// <summary>Of one party on one feed; a book of limits holds no more names of one source.</summary>
    private const int heldMost = 500;

    /// <summary>Of what is told, and letters of a name that is told.</summary>
    private const int fewMost = 5, tagShown = 80;
    private ImmutableDictionary<(string Party, string Tag), ImmutableArray<FlexHeldTarget>> held = ImmutableDictionary<(string, string),
        ImmutableArray<FlexHeldTarget>>.Empty;
    private ImmutableArray<FlexSent> sent = [], sentBefore = [];
    private TimeSpan issued = TimeSpan.MinValue;
    private long order;

    /// <summary>All that a message changes, to take back what could not be carried out.</summary>
    public (object Held, object Sent) State
    {
        get => (held, sent);
        set => (held, sent) = ((ImmutableDictionary<(string, string), ImmutableArray<FlexHeldTarget>>)value.Held,
            (ImmutableArray<FlexSent>)value.Sent);
    }

    /// <summary>Takes a message of a party; what of it is not taken is returned, each a sentence.</summary>
    public IReadOnlyList<string> Take(string party, LoadTargetSet set, DateTimeOffset said, string correlationId, DateTimeOffset now)
    {
        List<string> refused = [];
        // a message may name 1,000 in each of 1,000 targets: they are told once, together
        HashSet<string> unknown = new(StringComparer.Ordinal);
        Dictionary<string, List<FlexHeldTarget>> taken = new(StringComparer.Ordinal);
        for (int k = 0; k < set.Targets.Count; k++)
        {
            LoadTarget one = set.Targets[k];
            if (Refusal(one, now) is { } why)
            {
                refused.Add($"target {k}: {why}");
                continue;
            }
            FlexHeldTarget target = new(said, ++order, one.Start ?? now, one.End, one.Constraint, one.IsBestEffort, correlationId);
            foreach (string tag in one.Tags.Count > 0 ? one.Tags.Distinct(StringComparer.Ordinal) : setting.Feeds.Keys)
            {
                if (!setting.Feeds.ContainsKey(tag)) unknown.Add(tag);
                else if (taken.TryGetValue(tag, out List<FlexHeldTarget>? others)) others.Add(target);
                else taken[tag] = [target];
            }
        }
        foreach ((string tag, List<FlexHeldTarget> targets) in taken)
        {
            FlexHeldTarget[] all = [.. FlexSchedule.Pruned([.. held.GetValueOrDefault((party, tag), []), .. targets], now)];
            if (all.Length <= heldMost) held = held.SetItem((party, tag), [.. all]);
            else refused.Add($"feed \"{tag}\": more than {heldMost} targets of one party at a time");
        }
        if (unknown.Count > 0)
            refused.Add($"no {(unknown.Count == 1 ? "feed" : "feeds")} {FewOf([.. unknown.Select(tag => $"\"{tag[..Math.Min(tag.Length, tagShown)]}\"")], ", ")} here");
        return refused;
    }

    /// <summary>The first of many, and how many more there are: a sentence that a person reads, however long a message was.</summary>
    public static string FewOf(IReadOnlyList<string> all, string between) =>
        string.Join(between, all.Take(fewMost)) + (all.Count > fewMost ? $" and {all.Count - fewMost} more" : "");

    private string? Refusal(LoadTarget one, DateTimeOffset now)
    {
        if (one.Constraint is { Watts: 0 } && !setting.TakesZero) return "a demand of nothing is not taken here; null takes a target away";
        return one.End <= (one.Start ?? now) || one.End <= now ? "it ends before it starts, or is over" : null;
    }

    /// <summary>What the controller has to be told: demands, then cancellations.</summary>
    public IReadOnlyList<(LimitMessage Message, FlexSent Piece)> Changes(DateTimeOffset now)
    {
        List<(LimitMessage, FlexSent)> demands = [], cancellations = [];
        List<FlexSent> next = [];
        foreach ((string party, string tag, FlexPiece piece) in Wanted(now))
        {
            if (sent.FirstOrDefault(one => one.Party == party && one.Tag == tag && IsSame(one.Piece, piece, now)) is { } known
                && !next.Contains(known))
            {
                next.Add(known);
                continue;
            }
            FlexSent fresh = new(party, tag, NameOf(tag, piece), piece);
            demands.Add((Demand(fresh, now), fresh));
            next.Add(fresh);
        }
        foreach (FlexSent gone in sent)
            if (!next.Contains(gone) && !next.Any(one => one.Party == gone.Party && one.Name == gone.Name) && !(gone.Piece.Until <= now))
                cancellations.Add((LimitMessage.Cancel(FlexAgentSetting.SourceOf(gone.Party), Stamp(now), gone.Name), gone));
        (sent, sentBefore) = ([.. next], sent);
        return [.. demands, .. cancellations];
    }

    public LimitMessage Heartbeat(string party, DateTimeOffset now) => LimitMessage.Heartbeat(FlexAgentSetting.SourceOf(party), Stamp(now));

    /// <summary>The controller did not take it: it stands for nothing, and what had its name stands on.</summary>
    public void Drop(FlexSent piece)
    {
        sent = sent.Remove(piece);
        if (sentBefore.FirstOrDefault(one => one.Party == piece.Party && one.Name == piece.Name) is { } old) Keep(old);
    }

    /// <summary>It is not cancelled after all, as nothing took its place.</summary>
    public void Keep(FlexSent piece) => sent = sent.Contains(piece) ? sent : sent.Add(piece);

    /// <summary>Parties' pieces of a feed that are not over, for the state.</summary>
    public IEnumerable<FlexPiece> Of(string tag, DateTimeOffset now) =>
        sent.Where(one => one.Tag == tag && one.Party != FlexAgentSetting.DefaultParty && !(one.Piece.Until <= now)).Select(one =>
        one.Piece);

    /// <summary>What binds on a feed now, of all parties; null where nobody demands anything.</summary>
    public FlexPiece? Least(string tag, DateTimeOffset now) => FlexSchedule.Least([.. Of(tag, now).Select(one => new[] { one })], now);

    /// <summary>Takes up after a restart what the controller still holds of ours.</summary>
    public void Recover(LimitView limit, DateTimeOffset now)
    {
        if (limit.Authority != LimitAuthority.Market || !limit.Source.StartsWith(FlexAgentSetting.Prefix, StringComparison.Ordinal)
            || limit.State is "over" or "returning") return;
        if (limit.Name.Split(' ') is not [{ } tag, _, { } correlation] || !setting.Feeds.ContainsKey(tag) || limit.Until <= now) return;
        string party = limit.Source[FlexAgentSetting.Prefix.Length..];
        FlexPiece piece = new(limit.From, limit.Until, limit.Level, limit.Firmness == Firmness.BestEffort, correlation);
        sent = sent.Add(new(party, tag, limit.Name, piece));
        if (party == FlexAgentSetting.DefaultParty) return;
        FlexHeldTarget target = new(limit.KnownSince, ++order, limit.From, limit.Until, limit.Level, piece.IsBestEffort, correlation);
        held = held.SetItem((party, tag), held.GetValueOrDefault((party, tag), []).Add(target));
    }

    private IEnumerable<(string Party, string Tag, FlexPiece Piece)> Wanted(DateTimeOffset now)
    {
        foreach ((string tag, FlexFeedSetting feed) in setting.Feeds)
        {
            List<IReadOnlyList<FlexPiece>> parties = [];
            foreach (((string party, string of), ImmutableArray<FlexHeldTarget> targets) in held)
            {
                if (of != tag) continue;
                IReadOnlyList<FlexPiece> pieces = FlexSchedule.Pieces(targets, now);
                // what is only asked for lifts no firm ceiling
                parties.Add([.. pieces.Where(piece => !piece.IsBestEffort)]);
                foreach (FlexPiece piece in pieces) yield return (party, tag, piece);
            }
            if (feed.Default >= feed.Maximum) continue;
            foreach ((DateTimeOffset from, DateTimeOffset? until) in FlexSchedule.Gaps(parties, now))
                yield return (FlexAgentSetting.DefaultParty, tag, new(from, until, feed.Default, false, "-"));
        }
    }

    private LimitMessage Demand(FlexSent one, DateTimeOffset now)
    {
        FlexFeedSetting feed = setting.Feeds[one.Tag];
        LimitEvent limit = new()
        {
            Name = one.Name,
            Feed = feed.SiteFeed,
            From = SiteClock.At(one.Piece.From),
            To = one.Piece.Until is { } until ? SiteClock.At(until) : null,
            Level = one.Piece.Constraint,
            Authority = LimitAuthority.Market,
            Firmness = one.Piece.IsBestEffort ? Firmness.BestEffort : Firmness.Firm,
        };
        LimitSilence? silence = setting.SilentAfter is { } after && one.Party != FlexAgentSetting.DefaultParty
            ? new(after, OnSilence.FailSafe) { FailSafe = FlexAgentSetting.FailSafe(feed, site) } : null;
        return LimitMessage.Demand(FlexAgentSetting.SourceOf(one.Party), Stamp(now), limit, silence);
    }

    private LimitStamp Stamp(DateTimeOffset now)
    {
        if (SiteClock.At(now) > issued) issued = SiteClock.At(now);
        return new(issued, ++order);
    }

    /// <summary>A piece that has begun is the same wherever it began: what is over of it is forgotten.</summary>
    private static bool IsSame(FlexPiece sent, FlexPiece wanted, DateTimeOffset now) =>
        sent with { From = wanted.From } == wanted && (sent.From == wanted.From || sent.From <= now && wanted.From <= now);

    private static string NameOf(string tag, FlexPiece piece) =>
        string.Create(CultureInfo.InvariantCulture, $"{tag} {piece.From.ToUnixTimeMilliseconds()} {piece.CorrelationId}");
}
