using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>What can act on a limit, beside what is read in every beat.</summary>
/// <param name="Caps">The slowest way by which caps reach racks.</param>
/// <param name="CapLeastFraction">Share of its full power above idle that the lowest cap leaves a rack; of several kinds the largest.</param>
public sealed record ReachFacts(ActuatorFacts Actuators, Actuator Caps, double CapLeastFraction)
{
    /// <summary>Each plant with its own start and ramp, and its capacity, in the order of <see cref="Observation.Plants"/>.</summary>
    public IReadOnlyList<Means> Plants { get; init; } = [];
}

/// <summary>Whether the notice of a limit is enough for what can act on it, judged when it is received.</summary>
/// <remarks>
///   shed = max(0, flow now − level)      deadline = LevelFrom − now, zero where that is over      for LevelTo − LevelFrom
///   caps       what work draws beyond the lowest cap            batches   what services draw below it      scheduler   what runs that may pause draw below it
///   batteries  most − injected, with the energy they hold       plants    capacity − planned
///   A limit on a feed is answered by the work behind it, as its share of all work, and by nothing at the bus.
///   Judged at the level, not along the ramp. Switching racks off is not counted: it loses what they hold, and is what the envelope does when nothing else is
///   in time. So a limit that is refused here may still be kept.
/// </remarks>
public sealed record LimitReach(ShedNeed Need, IReadOnlyList<Means> Means, DeadlineAnswer Answer)
{
    private static readonly TimeSpan shortest = TimeSpan.FromSeconds(1);

    public bool IsInTime => Answer is DeadlineAnswer.Plan;

    /// <summary>Why no plan starts; empty where one does.</summary>
    public string Why => Answer is DeadlineAnswer.Refused refused ? refused.Why : "";

    /// <summary>Null where there is nothing to judge by: no reading yet or none that is a number, no facts of actuators, or the limit is over.</summary>
    public static LimitReach? Of(LimitCourse course, TimeSpan now, ControlFacts facts, Observation? seen)
    {
        ArgumentNullException.ThrowIfNull(course);
        ArgumentNullException.ThrowIfNull(facts);
        if (seen?.Import is not { } import || facts.Reach is not { } reach || course.LevelTo <= now) return null;
        double perIt = seen.DrawPerItRatio, share = 1;
        Power flow = import;
        if (course.Limit.Feed is { } name)
        {
            int feed = Enumerable.Range(0, facts.Feeds.Count).FirstOrDefault(f => facts.Feeds[f].Name == name, -1);
            if (feed < 0) return null;
            (flow, perIt) = (seen.Feeds[feed].Flow, 1 / facts.EfficiencyFraction);
            share = seen.Drawn > Power.Zero ? Math.Clamp((flow - seen.Feeds[feed].Idle) / (perIt * seen.Drawn), 0, 1) : 0;
        }
        List<Means> means = [.. Work(seen, reach, share * perIt)];
        if (course.Limit.Feed is null) means.AddRange(Sources(seen, reach));
        TimeSpan from = course.LevelFrom > now ? course.LevelFrom : now, length = course.LevelTo - from;
        // a meter or a device that tells no number is no ground to judge on
        if (!double.IsFinite((flow - course.Level).Watts) || !means.TrueForAll(IsNumber)) return null;
        ShedNeed need = new(from - now, Power.Max(default, flow - course.Level), length > shortest ? length : shortest);
        return new(need, means, DeadlinePlan.For(need, means));
    }

    private static bool IsNumber(Means one) => double.IsFinite(one.Most.Watts) && double.IsFinite((one.Store ?? default).Joules);

    private static IEnumerable<Means> Work(Observation seen, ReachFacts reach, double ratio)
    {
        Power caps = default, batches = default, paused = default;
        foreach (ServiceNeed one in seen.Services)
        {
            Power drawn = Power.Max(default, one.Drawn), below = Power.Min(drawn, one.LeastFraction * one.Full);
            (caps, batches) = (caps + drawn - below, batches + below);
        }
        foreach (RunNeed one in seen.Runs)
        {
            Power drawn = Power.Max(default, one.Drawn), below = Power.Min(drawn, reach.CapLeastFraction * one.Full);
            caps += drawn - below;
            if (one.MayPause) paused += below;
        }
        yield return new(reach.Caps, ratio * caps);
        yield return new(reach.Actuators[ActuatorKind.Batch], ratio * batches);
        yield return new(reach.Actuators[ActuatorKind.Scheduler], ratio * paused);
    }

    private static IEnumerable<Means> Sources(Observation seen, ReachFacts reach)
    {
        foreach (BatteryReach one in seen.Batteries)
            yield return new(reach.Actuators[ActuatorKind.Storage], Power.Max(default, one.Most - (one.Injected ?? one.Planned))) { Store = one.Deliverable };
        for (int i = 0; i < reach.Plants.Count && i < seen.Plants.Length; i++)
            if (seen.Plants[i].Follows) yield return reach.Plants[i] with { Most = Power.Max(default, reach.Plants[i].Most - seen.Plants[i].Planned) };
    }
}
