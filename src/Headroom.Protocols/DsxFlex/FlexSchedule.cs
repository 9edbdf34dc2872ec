using Headroom.Quantities;

namespace Headroom.Protocols.DsxFlex;

/// <summary>A target as it was taken: its moments are known, and when it was said.</summary>
/// <param name="Order">Of messages that were said at one moment, and of targets in one message: the later counts.</param>
/// <param name="Until">Null: until it is replaced.</param>
/// <param name="Constraint">Null takes away.</param>
public sealed record FlexHeldTarget(DateTimeOffset Said, long Order, DateTimeOffset From, DateTimeOffset? Until, Power? Constraint,
    bool IsBestEffort, string CorrelationId)
{
    internal bool Covers(DateTimeOffset moment) => From <= moment && !(Until <= moment);
    internal bool IsNewerThan(FlexHeldTarget other) => Said != other.Said ? Said > other.Said : Order > other.Order;
}

/// <summary>What one party demands of one feed over a stretch of time.</summary>
/// <param name="Until">Null for an open end.</param>
public sealed record FlexPiece(DateTimeOffset From, DateTimeOffset? Until, Power Constraint, bool IsBestEffort, string CorrelationId);

/// <summary>Overlapping targets to what holds. The standard leaves it open; these are our rules.</summary>
/// <remarks>
///   one party, one feed, one moment:  the newest target that covers it; null there means that nothing is demanded
///   several parties:                  the least
///   nobody:                           the feed's default constraint
/// </remarks>
public static class FlexSchedule
{
    /// <summary>One party's targets on one feed as pieces that do not overlap, in order of time; what is over by now is left out.</summary>
    public static IReadOnlyList<FlexPiece> Pieces(IReadOnlyCollection<FlexHeldTarget> targets, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(targets);
        FlexHeldTarget[] coming = [.. targets.Where(one => !(one.Until <= now) && !(one.Until <= one.From))];
        DateTimeOffset[] cuts = [.. coming.SelectMany(one => one.Until is { } end ? [one.From, end]
            : new[] { one.From }).Distinct().Order()];
        var pieces = new List<FlexPiece>();
        for (int k = 0; k < cuts.Length; k++)
        {
            if (Newest(coming, cuts[k]) is not { Constraint: { } power } target) continue;
            DateTimeOffset? until = k + 1 < cuts.Length ? cuts[k + 1] : null;
            if (until <= now) continue;
            if (pieces.Count > 0 && pieces[^1] is { } last && last.Until == cuts[k] && last.Constraint == power
                && last.IsBestEffort == target.IsBestEffort
                && last.CorrelationId == target.CorrelationId) pieces[^1] = last with { Until = until };
            else pieces.Add(new(cuts[k], until, power, target.IsBestEffort, target.CorrelationId));
        }
        return pieces;
    }

    /// <summary>Targets that can still matter: not over, and not wholly behind newer ones.</summary>
    public static IReadOnlyList<FlexHeldTarget> Pruned(IReadOnlyCollection<FlexHeldTarget> targets, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(targets);
        FlexHeldTarget[] coming = [.. targets.Where(one => !(one.Until <= now))];
        DateTimeOffset[] cuts = [now, .. coming.SelectMany(one => one.Until is { } end ? [one.From, end]
            : new[] { one.From }).Where(cut => cut > now).Distinct().Order()];
        return [.. cuts.Select(cut => Newest(coming, cut)).OfType<FlexHeldTarget>().Distinct()];
    }

    /// <summary>What a party demands at a moment; null for nothing.</summary>
    public static FlexPiece? At(IEnumerable<FlexPiece> pieces, DateTimeOffset moment) =>
        pieces.FirstOrDefault(one => one.From <= moment && !(one.Until <= moment));

    /// <summary>The least over all parties at a moment; null where nobody demands anything.</summary>
    public static FlexPiece? Least(IEnumerable<IEnumerable<FlexPiece>> parties, DateTimeOffset moment)
    {
        ArgumentNullException.ThrowIfNull(parties);
        return parties.Select(pieces => At(pieces, moment)).OfType<FlexPiece>().MinBy(one => one.Constraint.Watts);
    }

    /// <summary>Stretches from now on in which nobody demands anything: there the default constraint holds.</summary>
    public static IReadOnlyList<(DateTimeOffset From, DateTimeOffset? Until)> Gaps(IEnumerable<IEnumerable<FlexPiece>> parties,
        DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(parties);
        var gaps = new List<(DateTimeOffset, DateTimeOffset?)>();
        DateTimeOffset? free = now;
        foreach (FlexPiece one in parties.SelectMany(pieces => pieces).OrderBy(one => one.From))
        {
            if (free is not { } from) break;
            if (one.From > from) gaps.Add((from, one.From));
            if (one.Until is null) free = null;
            else if (one.Until > from) free = one.Until;
        }
        if (free is { } rest) gaps.Add((rest, null));
        return gaps;
    }

    /// <summary>What holds once a party is silent: the default constraint or the site's fail-safe, whichever is less.</summary>
    public static Power WhenSilent(Power defaultConstraint, Power? failSafe) => failSafe is { } power
        ? Power.Min(defaultConstraint, power) : defaultConstraint;

    private static FlexHeldTarget? Newest(FlexHeldTarget[] targets, DateTimeOffset moment)
    {
        FlexHeldTarget? newest = null;
        foreach (FlexHeldTarget one in targets)
            if (one.Covers(moment) && (newest is null || one.IsNewerThan(newest))) newest = one;
        return newest;
    }
}
