using System.Globalization;

namespace Headroom.Simulation.Rules;

/// <summary>The six clauses of an <see cref="EmeraldEvent"/> against a power series.</summary>
public static class EmeraldJudge
{
    private const double Slack = 1e-9;

    /// <param name="losses">Loss of each tier; null where nobody counted.</param>
    public static IReadOnlyList<ClauseVerdict> Judge(EmeraldEvent asked, SiteSeries series, IReadOnlyList<TierLoss>? losses)
    {
        ArgumentNullException.ThrowIfNull(asked);
        ArgumentNullException.ThrowIfNull(series);
        double t0 = asked.RampStart.TotalSeconds, t1 = t0 + asked.RampDown.TotalSeconds, t2 = t1 + asked.Hold.TotalSeconds;
        double t3 = t2 + asked.RampUp.TotalSeconds, t4 = t3 + asked.Recovery.TotalSeconds;
        double level = asked.Level.Megawatts, baseline = asked.Baseline.Megawatts;
        return
        [
            Fall(asked, series, t0, t1),
            Within(2, $"at most {Text(level)} MW in every settlement interval of the hold", asked, series, t1, t2, level),
            Ramp(3, "comes back within the ramp allowance", asked, series, t2, t3, asked.RampUp),
            Within(4, $"at most the baseline of {Text(baseline)} MW in the recovery window", asked, series, t3, t4, baseline),
            Tiers(losses),
            new(6, "proven on the site's meter", series.IsSiteMeter ? Verdict.Pass : Verdict.Fail,
                series.IsSiteMeter ? "the series is the site meter's" : "the series is not the site meter's"),
        ];
    }

    private static ClauseVerdict Fall(EmeraldEvent asked, SiteSeries series, double from, double to)
    {
        ClauseVerdict steps = Ramp(1, "falls to the level within the ramp, no step larger than its allowance", asked, series, from, to, asked.RampDown);
        if (steps.Verdict != Verdict.Pass) return steps;
        double reached = series.At(to), level = asked.Level.Megawatts;
        return reached <= level * (1 + Slack) ? steps
            : steps with { Verdict = Verdict.Fail, Why = $"{Text(reached)} MW at the ramp's end, {Text(level)} MW asked", WorstSeconds = to };
    }

    /// <summary>Changes from one settlement mean to the next, from the one before the ramp to the one after it, where the series has it.</summary>
    private static ClauseVerdict Ramp(
        int clause, string asks, EmeraldEvent asked, SiteSeries series, double from, double to, TimeSpan ramp)
    {
        double step = asked.Settlement.TotalSeconds;
        if (!series.Covers(from - step, to)) return Unseen(clause, asks, from - step, to);
        double even = asked.Baseline.Megawatts * asked.CutFraction * step / ramp.TotalSeconds;
        double allowance = even + asked.StepSlackFraction * asked.Baseline.Megawatts;
        if (asked.RampMost is { } most) allowance = Math.Min(allowance, most.WattsPerSecond * step / 1e6);
        double worst = 0, at = from, before = series.Mean(from - step, from);
        double end = series.Last >= to + step ? to + step : to;
        for (double now = from; now < end - step * Slack; now += step)
        {
            double mean = series.Mean(now, Math.Min(now + step, end));
            if (Math.Abs(mean - before) > worst) (worst, at) = (Math.Abs(mean - before), now);
            before = mean;
        }
        return new(clause, asks, worst <= allowance * (1 + Slack) ? Verdict.Pass : Verdict.Fail,
            $"largest step {Text(worst)} MW, {Text(allowance)} MW allowed", at);
    }

    private static ClauseVerdict Within(
        int clause, string asks, EmeraldEvent asked, SiteSeries series, double from, double to, double most)
    {
        if (!series.Covers(from, to)) return Unseen(clause, asks, from, to);
        double step = asked.Settlement.TotalSeconds, worst = double.NegativeInfinity, at = from;
        for (double now = from; now < to - step * Slack; now += step)
        {
            double mean = series.Mean(now, Math.Min(now + step, to));
            if (mean > worst) (worst, at) = (mean, now);
        }
        return new(clause, asks, worst <= most * (1 + Slack) ? Verdict.Pass : Verdict.Fail,
            $"highest mean {Text(worst)} MW, {Text(most)} MW allowed", at);
    }

    private static ClauseVerdict Tiers(IReadOnlyList<TierLoss>? losses)
    {
        const string asks = "every tier within its loss bound, backlog counted";
        if (losses is null || losses.Count == 0) return new(5, asks, Verdict.CannotBeJudged, "no tier's loss was counted");
        TierLoss worst = losses.MaxBy(one => one.LostFraction - one.MostFraction)!;
        return new(5, asks, worst.LostFraction <= worst.MostFraction + Slack ? Verdict.Pass : Verdict.Fail,
            $"tier {worst.Tier} lost {Text(100 * worst.LostFraction)} %, {Text(100 * worst.MostFraction)} % allowed");
    }

    private static ClauseVerdict Unseen(int clause, string asks, double from, double to) =>
        new(clause, asks, Verdict.CannotBeJudged, $"the series does not cover {Text(from)} s to {Text(to)} s");

    private static string Text(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);
}
