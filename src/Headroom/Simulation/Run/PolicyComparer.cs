using Headroom.Control;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Simulation;

/// <summary>How a comparison ended.</summary>
public abstract record ComparisonAnswer
{
    private ComparisonAnswer() { }

    public sealed record Compared(PolicyComparison Comparison) : ComparisonAnswer;

    /// <summary>The order cannot be simulated.</summary>
    public sealed record Refused(IReadOnlyList<Finding> Findings) : ComparisonAnswer;

    /// <summary>It was stopped before every policy had run: a comparison of some is none.</summary>
    public sealed record Stopped : ComparisonAnswer;
}

/// <summary><see cref="OfflineOptimum.Both"/> with a solver, which this layer does not know.</summary>
public delegate OptimumAnswer BestDay(AheadInputs day, CancellationToken stop);

/// <summary>Runs the same order under several policies, beside what somebody could serve who knows it all.</summary>
/// <remarks>
///   weighted = Σ weight·output tokens in time       weight   the service's value in $ a million tokens where every service states one, else 1
///   in time: served · least of the shares of first tokens and of tokens that met their target; a token that its user has stopped waiting for is worth nothing
///   The optimum (<see cref="OfflineOptimum"/>) is of weighted tokens alone, in steps of five minutes, of what came in these very runs, at the least draw per
///   IT watt that any of them, or
///   the plan, showed in a step. Training gives way in it at no cost, so a policy that also trains cannot reach it where power is short. Where racks were
///   switched off in a run, it may do that as well.
/// </remarks>
public static class PolicyComparer
{
    private static readonly TimeSpan step = TimeSpan.FromMinutes(5);

    public static ComparisonAnswer Compare(
        SimulationOrder order, IReadOnlyList<PolicyKind> policies, BestDay best, IProgress<string>? progress, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(policies);
        ArgumentNullException.ThrowIfNull(best);
        ArgumentOutOfRangeException.ThrowIfZero(policies.Count);
        TimeSpan[] lengths = Lengths(order.Length);
        List<SimulationReport> reports = [];
        List<RunMeans> means = [];
        foreach (PolicyKind policy in policies)
        {
            var mean = new RunMeans([.. order.Site.Services.Select(service => service.Name)], lengths);
            SimulationAnswer answer = Simulator.Run(order, policy, mean, progress is null ? null : new Told(policy.Name, progress), stop);
            if (answer is SimulationAnswer.Refused refused) return new ComparisonAnswer.Refused(refused.Findings);
            if (answer is not SimulationAnswer.Ran { Report: { Run.IsPartial: false } report }) return new ComparisonAnswer.Stopped();
            reports.Add(report);
            means.Add(mean);
        }
        (double[] weights, bool areValues) = Weights(order.Site);
        progress?.Report("solving for the most that could be served");
        (TokenCount? optimum, TokenCount? ranked, string? why) = Optimum(order, lengths, weights, reports, means, best, stop);
        return new ComparisonAnswer.Compared(new(reports[0].Run, [.. order.Site.Services.Select((service, i) => new ServiceWeight(service.Name, service.Tier, weights[i]))],
            areValues, optimum, why, [.. reports.Select(report => FigureOf(report, weights))])
        {
            Ranked = ranked,
        });
    }

    private static TimeSpan[] Lengths(TimeSpan length)
    {
        int whole = (int)(length.Ticks / step.Ticks);
        TimeSpan rest = length - whole * step;
        return [.. Enumerable.Repeat(step, whole), .. rest > TimeSpan.Zero ? [rest] : Array.Empty<TimeSpan>()];
    }

    private static (double[] Weights, bool AreValues) Weights(Site site)
    {
        bool areValues = site.Services.All(service => service.Value.DollarsPerMillionTokens > 0);
        return ([.. site.Services.Select(service => areValues ? service.Value.DollarsPerMillionTokens : 1)], areValues);
    }

    private static (TokenCount? Optimum, TokenCount? Ranked, string? Why) Optimum(SimulationOrder order, TimeSpan[] lengths, double[] weights,
        List<SimulationReport> reports, List<RunMeans> means, BestDay best, CancellationToken stop)
    {
        if (order.Site.Services.Count == 0) return (null, null, "nothing is served");
        if (Simulator.TimelineOf(order).Timeline is not { } timeline) return (null, null, "the scenario does not fit the site");
        AheadInputs day = AheadOfPlan.Day(order, lengths, timeline.Firm);
        bool switches = reports.Any(report => report.Happenings.Any(one => one.What.Contains("switched off", StringComparison.Ordinal)));
        day = day with
        {
            Services = [.. day.Services.Select((service, i) => Due(order, service with { Weight = weights[i], Demand = means[0].Came(i) }, lengths))],
            DrawPerItRatio = [.. day.DrawPerItRatio.Select((planned, t) => Math.Min(planned, means.Min(mean => mean.DrawPerIt(t, day.Other[t]))))],
            Fleets = [.. day.Fleets.Select(fleet => fleet with { MaySwitchOff = switches })],
            Events = [.. timeline.Limits.Select(limit => day.Between(limit.RampStart, limit.RecoveredAt)).OfType<AheadEvent>()],
        };
        return best(day, stop) switch
        {
            OptimumAnswer.Found { Optimum: var found } => (found.Bound, found.Ranked, null),
            OptimumAnswer.None { Why: AheadAnswer.Impossible { Conflicts: [var first, ..] } } => (null, null, $"{first.Family} cannot be kept in means of five minutes"),
            OptimumAnswer.None { Why: AheadAnswer.Unfit { Why: [var first, ..] } } => (null, null, first),
            OptimumAnswer.None { Why: AheadAnswer.Stopped { Why: var reason } } => (null, null, reason),
            _ => (null, null, "the solver found none"),
        };
    }

    /// <summary>Work of which users wait is served at once or not in time; of work that may wait, what the plan serves of it in this run, at any time after it.</summary>
    private static AheadService Due(SimulationOrder order, AheadService service, TimeSpan[] lengths)
    {
        if (!service.MayWait) return service with { Window = lead };
        TimeSpan passage = order.Passage();
        PlannedRun[] runs = [.. order.Plan.Runs.Where(run => run.Workload == service.Name)];
        var due = new TokenRate[lengths.Length];
        TimeSpan at = TimeSpan.Zero;
        for (int t = 0; t < due.Length; at += lengths[t++])
        {
            TimeSpan middle = at + lengths[t] / 2 + lead;      // a run hands work over that long before its tokens are due
            HourBlend hours = order.BlendAt(middle < order.Length ? middle : order.Length, passage);
            due[t] = TokenRate.FromSi(runs.Sum(run => hours.Of(run.Racks) * run.WorkPerRack));
        }
        return service with { Demand = due, Window = order.Length, Owed = [service.Owed[^1]] };        // the last is what is in flight when the run begins
    }

    private static readonly TimeSpan lead = TimeSpan.FromMinutes(10);

    private static PolicyFigure FigureOf(SimulationReport report, double[] weights)
    {
        TokenCount weighted = TokenCount.Zero;
        for (int i = 0; i < weights.Length; i++) weighted += weights[i] * Attained(report.Services[i]) * report.Services[i].Served;
        LimitFigure[] firm = [.. report.Limits.Where(limit => limit.IsFirm)];
        double planned = report.Training.Sum(run => run.Planned.Operations), done = report.Training.Where(run => run.Planned.Operations > 0).Sum(run => run.Done.Operations);
        string[] broken = [.. report.Checks.Where(check => check.Kept == false).Select(check => check.What).Distinct()];
        bool held = firm.All(limit => limit.Kept) && !broken.Contains("ceiling");
        LadderFigures ladder = report.Ladder;
        return new(report.Run.Policy, held,
            held ? default : firm.Select(limit => limit.WorstExcess).Append(report.Ceiling.WorstExcursion).MaxBy(one => one.Watts),
            held ? default : firm.Select(limit => limit.LongestAbove).Append(report.Ceiling.LongestAbove).Max(),
            weighted, [.. Enumerable.Range(0, 4).Select(tier => Lost(report, tier))], planned > 0 ? done / planned : null,
            ladder.IsEmpty ? null : ladder.PerSiteJoule, InTime(report), report.Costs.Select(item => item.PerYear).Sum())
        {
            Broken = broken,
        };
    }

    private static double? Lost(SimulationReport report, int tier)
    {
        ServedFigure[] all = [.. report.Services.Where(one => one.Tier == tier)];
        TokenCount asked = all.Select(one => one.Asked).Sum();
        return asked > TokenCount.Zero ? all.Select(one => one.Shed + one.Expired).Sum() / asked : null;
    }

    private static double? InTime(SimulationReport report)
    {
        // work that may wait has its window for a target, not a latency
        ServedFigure[] all = [.. report.Services.Where(one => one.FirstToken.Target < TimeSpan.FromHours(1))];
        TokenCount served = all.Select(one => one.Served).Sum();
        return served > TokenCount.Zero ? all.Sum(one => one.Served / served * Attained(one)) : null;
    }

    private static double Attained(ServedFigure one) => Math.Min(one.FirstToken.AttainedFraction, one.TimePerToken.AttainedFraction);

    /// <summary>Whose run it is, before how far it is.</summary>
    private sealed class Told(string name, IProgress<string> progress) : IProgress<string>
    {
        public void Report(string value) => progress.Report($"{name}: {value}");
    }
}
