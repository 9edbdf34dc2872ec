using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>Which actuators take a power off by a deadline, in which order, and when each must be ordered.</summary>
/// <remarks>
///   Those that are in time give first, in the order of <see cref="DeadlineRule"/>. What is then missing comes from those that land later, the earliest
///   first, and stores bridge until they have landed:
///   missing(t) = shed − Σ in time − Σ landed by t,     never rises
///   A store takes a layer [a, a + w] of it: w ≤ most, ∫ₐ^{a+w} T(x) dx ≤ store,     T(x)  how long more than x is missing
///   Layers are dealt from below, the store that lasts longest first, since the lowest lasts longest. Under 1 s stores are asked first whether they carry all of it alone.
///   Safe, not complete: a schedule in which stores take turns may carry a little more than layers do.
/// </remarks>
public static class DeadlinePlan
{
    /// <summary>Shares of the need below this are rounding, not missing power.</summary>
    private const double RoundingFraction = 1e-12;

    /// <summary>A piece of what is missing: so wide, for so long.</summary>
    private readonly record struct Layer(double Watts, double Seconds, TimeSpan Until, int Means);

    public static DeadlineAnswer For(ShedNeed need, IReadOnlyList<Means> means)
    {
        ArgumentNullException.ThrowIfNull(means);
        Check(need, means);
        var steps = new List<DeadlineStep>();
        if (need.Shed <= Power.Zero) return new DeadlineAnswer.Plan(need, steps);
        if (DeadlineRule.IsInstant(need.Deadline))
        {
            List<Layer> all = [new(need.Shed.Watts, (need.End - need.Deadline).TotalSeconds, need.End, -1)];
            if (Bridge(need, means, all, steps) <= RoundingFraction * need.Shed.Watts) return new DeadlineAnswer.Plan(need, steps);
            steps.Clear();
        }
        Power missing = InTime(need, means, steps);
        List<Layer> layers = Late(need, means, steps, missing);
        double uncovered = Bridge(need, means, layers, steps);
        return uncovered <= RoundingFraction * need.Shed.Watts ? new DeadlineAnswer.Plan(need, steps) : Refusal(need, means, layers, uncovered);
    }

    private static void Check(ShedNeed need, IReadOnlyList<Means> means)
    {
        if (need.Deadline < TimeSpan.Zero || need.For <= TimeSpan.Zero || !double.IsFinite(need.Shed.Watts))
            throw new ArgumentException($"{need} is no need: a deadline from now on, a finite power, a length above zero.", nameof(need));
        foreach (Means one in means)
            if (one.Actuator is null || !(one.Most.Watts >= 0) || !double.IsFinite(one.Most.Watts) || !(one.Least.Watts >= 0) || !(one.Step.Watts >= 0)
                || one.Store is { } store && !(store.Joules >= 0))
                throw new ArgumentException($"{one} has no actuator, or an amount below zero.", nameof(means));
    }

    /// <summary>Those that last and are in time; what is missing after them.</summary>
    private static Power InTime(ShedNeed need, IReadOnlyList<Means> means, List<DeadlineStep> steps)
    {
        int[] order = [.. Enumerable.Range(0, means.Count)
            .Where(k => means[k].Store is null && DeadlineRule.Permits(means[k].Actuator, need.Deadline))
            .Order(Comparer<int>.Create((a, b) => DeadlineRule.Compare(means[a].Actuator, means[b].Actuator, need.Deadline) is not 0 and int place ? place : a - b))];
        Power missing = need.Shed;
        foreach (int k in order)
        {
            Power gives = Taken(means[k], missing);
            if (gives <= Power.Zero) continue;
            steps.Add(Held(need, means[k].Actuator, k, gives, need.Deadline));
            missing -= gives;
        }
        return Power.Max(default, missing);
    }

    /// <summary>Those that last and land later, and what is missing until then, from the layer that lasts longest.</summary>
    private static List<Layer> Late(ShedNeed need, IReadOnlyList<Means> means, List<DeadlineStep> steps, Power missing)
    {
        var layers = new List<Layer>();
        foreach (int k in Enumerable.Range(0, means.Count).Where(k => means[k].Store is null && !means[k].Actuator.InTime(need.Deadline)
            && means[k].Actuator.Reach < need.End).OrderBy(k => means[k].Actuator.Reach).ThenBy(k => k))
        {
            Actuator late = means[k].Actuator;
            Power gives = Taken(means[k], missing);
            if (gives <= Power.Zero) continue;
            steps.Add(Held(need, late, k, gives, late.Reach));
            layers.Add(new(Math.Min(gives.Watts, missing.Watts), (late.Reach - need.Deadline).TotalSeconds, late.Reach, k));
            missing = Power.Max(default, missing - gives);
        }
        if (missing > Power.Zero) layers.Add(new(missing.Watts, (need.End - need.Deadline).TotalSeconds, need.End, -1));
        layers.Reverse();
        return layers;
    }

    private static DeadlineStep Held(ShedNeed need, Actuator actuator, int k, Power gives, TimeSpan from)
    {
        TimeSpan held = from + actuator.Hold;
        return new(k, StepRole.Holds, from - actuator.Reach, from, held > need.End ? held : need.End, gives, default, default);
    }

    /// <summary>What a means gives of what is missing: whole steps rounded up, its least at least, nothing where that is more than it has.</summary>
    private static Power Taken(Means one, Power missing)
    {
        if (missing <= Power.Zero || one.Least > one.Most) return default;
        double watts = Math.Min(one.Most.Watts, missing.Watts), step = one.Step.Watts;
        if (step > 0) watts = Math.Min(Math.Ceiling(watts / step), Math.Floor(one.Most.Watts / step)) * step;
        return Power.FromSi(Math.Max(watts, one.Least.Watts));
    }

    /// <summary>Deals the layers to stores from below; watts that none carries.</summary>
    private static double Bridge(ShedNeed need, IReadOnlyList<Means> means, List<Layer> layers, List<DeadlineStep> steps)
    {
        double above = 0, left = layers.Sum(layer => layer.Watts);
        int at = 0;
        double used = 0;                                                // of the layer that is dealt now
        foreach (int k in Enumerable.Range(0, means.Count).Where(k => means[k].Store is not null && means[k].Most > Power.Zero
            && DeadlineRule.Permits(means[k].Actuator, need.Deadline)).OrderByDescending(k => means[k].Store!.Value.Joules / means[k].Most.Watts).ThenBy(k => k))
        {
            double watts = means[k].Most.Watts, joules = means[k].Store!.Value.Joules, taken = 0, spent = 0;
            TimeSpan until = need.Deadline;
            while (at < layers.Count && taken < watts)
            {
                Layer layer = layers[at];
                double most = Math.Min(layer.Watts - used, watts - taken), part = Math.Min(most, (joules - spent) / layer.Seconds);
                if (part <= 0) break;
                if (taken == 0) until = layer.Until;
                taken += part;
                spent += part * layer.Seconds;
                used += part;
                if (used >= layer.Watts) (at, used) = (at + 1, 0);
                else if (part < most) break;
            }
            if (taken <= 0) continue;
            Actuator store = means[k].Actuator;
            steps.Add(new(k, StepRole.Bridges, store.CommandBy(need.Deadline), need.Deadline, until, Power.FromSi(taken), Power.FromSi(above), Energy.FromSi(spent)));
            above += taken;
            left -= taken;
        }
        return left;
    }

    private static DeadlineAnswer.Refused Refusal(ShedNeed need, IReadOnlyList<Means> means, List<Layer> layers, double uncovered)
    {
        Power missing = Power.FromSi(uncovered);
        double needed = layers.Sum(layer => layer.Watts), never = layers[0].Means < 0 ? layers[0].Watts : 0, stores = 0;
        foreach (Means one in means)
            if (one.Store is not null && DeadlineRule.Permits(one.Actuator, need.Deadline)) stores += one.Most.Watts;
        RefusalReason reason = needed <= stores ? RefusalReason.StoreTooSmall : never > stores ? RefusalReason.TooLittle : RefusalReason.TooLate;
        int? slowest = reason == RefusalReason.TooLittle || never > 0 && reason == RefusalReason.StoreTooSmall ? null
            : layers.First(layer => layer.Means >= 0).Means;
        string start = $"{missing} of {need.Shed} are missing at the deadline, {Text(need.Deadline)} from now";
        string why = (reason, slowest) switch
        {
            (RefusalReason.TooLittle, _) => $"{start}: everything that could act gives too little.",
            (RefusalReason.StoreTooSmall, null) => $"{start}: the stores are empty before it is over.",
            (RefusalReason.StoreTooSmall, { } late) => $"{start}: the stores are empty before {Landing(means[late].Actuator)}.",
            (_, { } late) => $"{start}: {Landing(means[late].Actuator)}, and stores bridge {Power.FromSi(needed - uncovered)} of {Power.FromSi(needed)}.",
            _ => start,
        };
        return new(reason, missing, LastMissing(layers, uncovered), slowest, why);
    }

    /// <summary>When the lowest layer ends that nobody carries; they are carried from below.</summary>
    private static TimeSpan LastMissing(List<Layer> layers, double uncovered)
    {
        int k = layers.Count - 1;
        for (double above = layers[k].Watts; k > 0 && above < uncovered; above += layers[k].Watts) k--;
        return layers[k].Until;
    }

    private static string Landing(Actuator actuator) => $"{actuator.Name} lands {Text(actuator.Reach)} after its order";
    private static string Text(TimeSpan time) => FormattableString.Invariant($"{time.TotalSeconds:0.###} s");
}
