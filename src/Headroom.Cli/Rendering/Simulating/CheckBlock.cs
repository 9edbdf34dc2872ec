using Headroom.Reports;

namespace Headroom.Cli.Rendering.Simulating;

/// <summary>What had to be kept and whether it was: checks, limits, grid rules. What is broken comes first.</summary>
static class CheckBlock
{
    /// <summary>A space that does not break, while columns stand in a sentence.</summary>
    const char firm = '\u2007';

    static readonly Room checkRoom = new(8, 11), limitRoom = new(3, 3), ruleRoom = new(3, 3);

    public static IEnumerable<string> Checks(SimulationReport report, int width, Ink ink)
    {
        int name = Math.Min(report.Checks.Select(check => check.What.Length).DefaultIfEmpty(0).Max(), 24);
        return Listed("Checks", report.Checks, checkRoom, check => SimulationWords.Verdict(check.Kept),
            check => $"{Wording.Cut(check.What, name).PadRight(name, firm)}{firm}{firm}{check.Sentence}", width, ink);
    }

    public static IEnumerable<string> Limits(IReadOnlyList<LimitFigure> limits, int width, Ink ink) =>
        limits.Count == 0 ? [] : Listed("Limits", limits, limitRoom, limit => SimulationWords.Verdict(limit.Kept), SimulationWords.Limit, width, ink);

    /// <summary>How many pass and fail; those that fail by name, with the status that every print must show.</summary>
    public static IEnumerable<string> Rules(IReadOnlyList<RuleFigure> rules, int width, Ink ink)
    {
        if (rules.Count == 0) return [];
        RuleFigure[] failed = [.. rules.Where(rule => rule.Verdict == "fail")];
        return Listed($"Grid rules: {SimulationWords.Rules(rules)}", failed, ruleRoom, _ => "FAIL",
            rule => $"{rule.Authority} {rule.Id} [{rule.Label}]: {rule.Why}", width, ink);
    }

    /// <summary>The other rules by name, as many groups as there is room for.</summary>
    public static IEnumerable<string> OtherRules(IReadOnlyList<RuleFigure> rules, int room, int width)
    {
        foreach ((string word, string verdict) in ((string, string)[])[("pass", "pass"), ("open", "cannot be judged")])
        {
            string[] lines = [.. Named(word, rules.Where(rule => rule.Verdict == verdict), width)];
            if ((room -= lines.Length) < 0) yield break;
            foreach (string line in lines) yield return line;
        }
    }

    static IEnumerable<string> Named(string word, IEnumerable<RuleFigure> rules, int width)
    {
        const int indent = 8;
        string names = string.Join(", ", rules.Select(rule => $"{rule.Authority} {rule.Id} [{rule.Label}]"));
        if (names.Length == 0) return [];
        return Wording.Wrap(names, width - indent).Select((line, i) => i == 0 ? $"{word,-6}  {line}" : new string(' ', indent) + line);
    }

    /// <param name="verdict">One word; capitals are bad news.</param>
    static IEnumerable<string> Listed<T>(string title, IReadOnlyList<T> items, Room room, Func<T, string> verdict, Func<T, string> sentence,
        int width, Ink ink)
    {
        yield return ink.Strong(Wording.Cut(title, width));
        int shown = items.Count <= room.Items ? items.Count : room.Items - 1;
        int forAll = items.Sum(item => Lines(verdict(item), sentence(item), 2, width).Count());
        bool roomy = items.Count + items.Count(item => IsBad(verdict(item))) <= room.Lines;
        foreach (T item in items.OrderBy(item => verdict(item) switch { "kept" => 2, "open" => 1, _ => 0 }).Take(shown))
        {
            string word = verdict(item);
            foreach (string line in Lines(word, sentence(item), forAll <= room.Lines || (IsBad(word) && roomy) ? 2 : 1, width).Select(line => line.Replace(firm, ' ')))
                yield return IsBad(word) ? ink.Strong(line) : line;
        }
        if (shown < items.Count) yield return ink.Faint($"{items.Count - shown} more in {Wording.Written("simulation.json")}");
    }

    /// <summary>Items that a block shows at most, and lines that they may take together.</summary>
    readonly record struct Room(int Items, int Lines);

    static bool IsBad(string word) => char.IsAsciiLetterUpper(word[^1]);

    /// <summary>All may take two lines where there is room for it; where not, what is broken.</summary>
    static IEnumerable<string> Lines(string word, string sentence, int most, int width)
    {
        const int indent = 8;
        string[] lines = [.. Wording.Wrap(sentence, width - indent)];
        if (most == 1 || lines.Length < 2) return [Wording.Cut($"{word,-6}  {sentence}", width)];
        return [$"{word,-6}  {lines[0]}", Wording.Cut(new string(' ', indent) + string.Join(' ', lines[1..]), width)];
    }
}
