using System.Globalization;
using Headroom.Quantities;
using Headroom.Reports;

namespace Headroom.Cli.Rendering.Simulating;

/// <summary>The sentences that the screen and the page share.</summary>
static class SimulationWords
{
    /// <summary>Does it hold? A run that was stopped says so before anything else.</summary>
    public static string Answer(SimulationReport report)
    {
        RunFigures run = report.Run;
        string answer = Holding(report.Checks, run.IsPartial);
        return run.IsPartial
            ? $"Stopped after {Durations.Text(run.Done)} of {Durations.Text(run.Asked)} ({Figure.Percent(run.Done / run.Asked)}), so this answer is partial. {answer}"
            : answer;
    }

    static string Holding(IReadOnlyList<CheckFigure> checks, bool soFar)
    {
        string[] broken = [.. checks.Where(check => check.Kept == false).Select(check => check.What)];
        int open = checks.Count(check => check.Kept is null);
        string start = soFar ? "So far it " : "It ";
        if (broken.Length > 0)
            return $"{start}does not hold: {Listed([.. broken.Distinct()])} {(broken.Distinct().Count() == 1 ? "is" : "are")} broken, {broken.Length} of {Wording.Counted(checks.Count, ("check", "checks"))}.";
        return open == 0 ? $"{start}holds." : $"{start}holds as far as this run can tell: {Wording.Counted(open, ("check stays open", "checks stay open"))}.";
    }

    /// <summary>Which run this is.</summary>
    public static string Which(RunFigures run) => $"{WhichBesidePolicy(run)[..^1]}, policy {run.Policy}.";

    /// <summary>The same for runs of several policies.</summary>
    public static string WhichBesidePolicy(RunFigures run)
    {
        string chance = run.IsSteady ? "without chance" : $"seed {run.Seed}";
        string scenario = run.Scenario is { } name ? $", scenario {name}" : "";
        return $"{run.Region}{scenario}: {Durations.Text(run.Asked)} from {Start(run)} in steps of {Durations.Text(run.Step)}, {chance}.";
    }

    public static string Start(RunFigures run) => run.StartUtc.ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    public static string Verdict(bool? kept) => kept switch { true => "kept", false => "BROKEN", null => "open" };

    /// <summary>"12 pass, 2 fail, 3 cannot be judged, 5 not applicable".</summary>
    public static string Rules(IReadOnlyList<RuleFigure> rules)
    {
        (string Verdict, string Many)[] kinds = [("pass", "pass"), ("fail", "fail"), ("cannot be judged", "cannot be judged"), ("not applicable", "not applicable")];
        return string.Join(", ", kinds.Select(kind => (Count: rules.Count(rule => rule.Verdict == kind.Verdict), kind.Many))
            .Where(kind => kind.Count > 0 || kind.Many is "pass" or "fail").Select(kind => $"{kind.Count} {kind.Many}"));
    }

    /// <summary>Firm or asked for, from whom, how low, when.</summary>
    public static string Limit(LimitFigure limit)
    {
        string feed = limit.Feed is { } name ? $" at {name}" : "";
        string excess = limit.Kept ? "" : $"; passed by {limit.WorstExcess}, {Durations.Text(limit.LongestAbove)} at a stretch";
        CheckFigure[] missed = [.. limit.Clauses.Where(clause => clause.Kept == false)];
        string clauses = limit.Clauses.Count == 0 ? "" : missed.Length == 0 ? $"; all {limit.Clauses.Count} clauses of its contract met"
            : $"; of its contract not met: {string.Join("; ", missed.Select(clause => $"{clause.What} ({clause.Sentence})"))}";
        string notice = limit.Notice is { IsInTime: false } late ? $"; {late.Why.TrimEnd('.')}" : "", plan = notice.Length > 0 ? ", no plan in time" : "";
        return $"{limit.Name} ({limit.Authority}, {(limit.IsFirm ? "firm" : "not firm")}{plan}): {limit.Baseline} → {limit.Level}{feed}, "
            + $"{Durations.Moment(limit.From)} to {Durations.Moment(limit.To)}{excess}{clauses}{notice}";
    }

    /// <summary>99.8 %: a share that was met is rounded down, so that only all of it reads 100 %.</summary>
    public static string Met(double fraction)
    {
        double step = fraction is > 0.99 and < 1 ? 1e-4 : 1e-3;
        return double.IsFinite(fraction) ? $"{(Math.Floor(fraction / step + 1e-9) * step * 100).ToString("0.##", CultureInfo.InvariantCulture)} %" : "–";
    }

    public static string Cost(IReadOnlyList<CostItem> costs) => Money.FromSi(costs.Sum(item => item.PerYear.Dollars)).ToString();

    /// <summary>+0.3 %; −1.2 %; "not planned".</summary>
    public static string Difference(AgreementFigure figure) => figure.DifferenceFraction is { } fraction ? Signed(fraction) : "not planned";

    static string Signed(double fraction) => fraction switch
    {
        // what is too small to be told has no sign either
        _ when Figure.Percent(Math.Abs(fraction)) is "0 %" or ['<', ..] => "0 %",
        > 0 => "+" + Figure.Percent(fraction),
        _ => "−" + Figure.Percent(-fraction),
    };

    static string Listed(string[] names) => names.Length switch
    {
        1 => names[0],
        <= 3 => $"{string.Join(", ", names[..^1])} and {names[^1]}",
        _ => $"{names[0]}, {names[1]} and {names.Length - 2} more",
    };

    /// <summary>What the envelope changed of the policy's orders.</summary>
    /// <param name="most">Kinds of orders that are told one by one.</param>
    public static string Envelope(EnvelopeFigures envelope, int most)
    {
        if (envelope.Changed == 0) return "The envelope changed no order of the policy.";
        string Share(long steps) => Figure.Percent((double)steps / envelope.Steps);
        IEnumerable<string> told = envelope.Orders.Take(most).Select(one => $"{one.Orders} by {one.Cause} {Share(one.Steps)}");
        int left = envelope.Orders.Count - most;
        return $"The envelope changed orders in {Share(envelope.Changed)} of steps: {string.Join(", ", told)}{(left > 0 ? $", {left} more" : "")}";
    }
}
