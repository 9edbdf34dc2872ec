using Headroom.Reports;

namespace Headroom.Cli.Rendering.Simulating;

/// <summary>What had to be kept and whether it was: checks, limits, grid rules. What is broken comes first and is never left out for room.</summary>
static class CheckBlock
{
    const int mostChecks = 8, mostLimits = 3, mostRules = 3;

    public static IEnumerable<string> Checks(SimulationReport report, int width, Ink ink)
    {
        int name = Math.Min(report.Checks.Select(check => check.What.Length).DefaultIfEmpty(0).Max(), 24);
        return Listed("Checks", report.Checks, mostChecks, check => check.Kept, check => $"{Wording.Cut(check.What, name).PadRight(name)}  {check.Sentence}", width, ink);
    }

    public static IEnumerable<string> Limits(IReadOnlyList<LimitFigure> limits, int width, Ink ink) =>
        limits.Count == 0 ? [] : Listed("Limits", limits, mostLimits, limit => limit.Kept, SimulationWords.Limit, width, ink);

    /// <summary>How many pass and fail; those that fail by name, with the status that every print must show.</summary>
    public static IEnumerable<string> Rules(IReadOnlyList<RuleFigure> rules, int width, Ink ink)
    {
        if (rules.Count == 0) return [];
        RuleFigure[] failed = [.. rules.Where(rule => rule.Verdict == "fail")];
        return Listed($"Grid rules: {SimulationWords.Rules(rules)}", failed, mostRules, _ => false, rule => $"{rule.Authority} {rule.Id} [{rule.Label}]: {rule.Why}", width, ink);
    }

    static IEnumerable<string> Listed<T>(string title, IReadOnlyList<T> items, int most, Func<T, bool?> kept, Func<T, string> sentence, int width, Ink ink)
    {
        yield return ink.Strong(Wording.Cut(title, width));
        int shown = items.Count <= most ? items.Count : most - 1;
        foreach (T item in items.OrderBy(item => kept(item) switch { false => 0, null => 1, true => 2 }).Take(shown))
        {
            string line = Wording.Cut($"{SimulationWords.Verdict(kept(item)),-6}  {sentence(item)}", width);
            yield return kept(item) == false ? ink.Strong(line) : line;
        }
        if (shown < items.Count) yield return ink.Faint($"{items.Count - shown} more in simulation.json and simulation.html");
    }
}
