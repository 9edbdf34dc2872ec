using Headroom.Protocols.DsxFlex;
using Headroom.Quantities;

namespace Headroom.Operator.Grid.DsxFlex;

/// <summary>What happens on one feed from look to look: ramps, compliance, breaches.</summary>
internal sealed class FlexFeedWatch
{
    private enum Phase { Steady, Down, Up }
    private Phase phase;
    private Power? constraint;
    private DateTimeOffset since;
    private DateTimeOffset? tightened;
    private OpenBreach? breach;

    /// <summary>When what goes on now began; null where nothing does.</summary>
    public DateTimeOffset? Started => phase == Phase.Steady && constraint is null ? null : since;
    public bool IsInFlight => phase != Phase.Steady;
    public OpenBreach? Breach => breach;

    /// <summary>One look.</summary>
    /// <param name="now">What binds: a target, else the default; null where nothing does.</param>
    /// <param name="isReturning">A limit of ours on this feed is on its way back.</param>
    /// <returns>What happened, in order.</returns>
    public IEnumerable<FlexFeedEvent> Look(Power? now, Power? load, bool isReturning, DateTimeOffset at)
    {
        double before = constraint?.Watts ?? double.PositiveInfinity, after = now?.Watts ?? double.PositiveInfinity;
        constraint = now;
        if (after < before)
        {
            (phase, since, tightened) = (Phase.Down, at, at);
            yield return FlexFeedEvent.StartRampDown;
        }
        else if (after > before)
        {
            (phase, since) = (Phase.Up, at);
            yield return FlexFeedEvent.StartRampUp;
            yield break;
        }
        if (phase == Phase.Down && load is { } drawn && drawn.Watts <= after)
        {
            phase = Phase.Steady;
            yield return FlexFeedEvent.EndRampDown;
        }
        else if (phase == Phase.Up && !isReturning)
        {
            phase = Phase.Steady;
            yield return FlexFeedEvent.EndRampUp;
        }
    }

    /// <summary>Whether a breach begins, rises or ends by a measured load.</summary>
    public OpenBreach? Judge(FlexPiece? target, Power? measured, DateTimeOffset at, BreachSetting setting)
    {
        (breach, bool tell) = BreachLadder.Next(breach, target is null ? null : (target.Constraint, target.CorrelationId), tightened
            ?? at, measured, at, setting, () => Guid.NewGuid().ToString());
        return tell ? breach : null;
    }
}
