using Headroom.Control;
using Headroom.Quantities;
using Headroom.Reports;

namespace Headroom.Cli.Rendering.Simulating;

/// <summary>Policies beside each other: a line for each, and what its columns mean below.</summary>
static class PolicyTable
{
    public static void Write(Terminal terminal, PolicyComparison comparison)
    {
        foreach (string line in Lines(comparison, terminal.Width, new Ink(terminal.Colour))) terminal.Out.WriteLine(line.TrimEnd());
    }

    static IEnumerable<string> Lines(PolicyComparison comparison, int width, Ink ink)
    {
        foreach (string line in Wording.Wrap($"{comparison.Run.Site}, {SimulationWords.WhichBesidePolicy(comparison.Run)}", width)) yield return ink.Strong(line);
        yield return "";
        (double unit, string name) = Unit(comparison.Policies.Max(policy => policy.Weighted.Tokens));
        foreach (string line in new TextTable("Policy", ["limits", name, "of best", "lost by tier", "trained", "tok/J", "in time", "cost"],
            [.. comparison.Policies.Select(policy => Row(policy, comparison, unit))]).Lines(width, ink)) yield return line;
        yield return "";
        foreach (string line in Notes(comparison).SelectMany(note => Wording.Wrap("• " + note, width - 2).Select((part, i) => i == 0 ? part : "  " + part)))
            yield return line;
    }

    static string[] Row(PolicyFigure policy, PolicyComparison of, double unit) =>
    [
        policy.Policy, policy.Held ? "kept" : $"{Short(policy.WorstExcess)}, {Short(policy.LongestAbove)}", Figure.Number(policy.Weighted.Tokens / unit),
        OfBest(policy, of), string.Join(" / ", policy.LostFractionByTier.Select(lost => lost is { } there ? Digits(there) : "–")),
        policy.TrainedFraction is { } trained ? Percent(trained) : "–", policy.PerSiteJoule is { } each ? Figure.Number(each.TokensPerJoule) : "–",
        policy.InTimeFraction is { } inTime ? SimulationWords.Met(inTime) : "–", policy.Cost.ToString(),
    ];

    static string OfBest(PolicyFigure policy, PolicyComparison of) => (of.Optimum, of.Ranked) switch
    {
        ({ } best, { } ranked) => $"{Percent(policy.Weighted / best)[..^2]} / {Percent(policy.Weighted / ranked)}",
        ({ } best, null) => Percent(policy.Weighted / best),
        _ => "–",
    };

    static IEnumerable<string> Notes(PolicyComparison comparison)
    {
        foreach (string check in comparison.Policies.SelectMany(policy => policy.Broken).Distinct())
        {
            string[] by = [.. comparison.Policies.Where(policy => policy.Broken.Contains(check)).Select(policy => policy.Policy)];
            yield return $"{check} is broken by {(by.Length == comparison.Policies.Count ? "all of them" : string.Join(", ", by))}";
        }
        yield return "limits: kept, or the most by which ceiling or a firm limit was passed, and the longest time at a stretch";
        string weights = string.Join(", ", comparison.Weights.Select(one => $"{one.Service} {Figure.Number(one.Weight)}"));
        yield return comparison.AreValues ? $"tokens: output tokens served, weighted by what they are worth in $/Mtok ({weights})"
            : "tokens: output tokens served, all of weight 1, for not every service states its value";
        yield return comparison.Optimum is { } best
            ? $"of best: {Figure.Number(best.Tokens / Unit(best.Tokens).Tokens)} {Unit(best.Tokens).Name}, a bound on what anybody could serve who knew all that comes, without training{ByTiers(comparison)}"
            : $"of best: no figure, {comparison.WithoutOptimum}";
        yield return "lost by tier: per cent of the tokens asked from tiers 0 / 1 / 2 / 3; trained: of the planned arithmetic";
        yield return "tok/J: output tokens per joule, at the site; in time: first tokens and tokens of work that may not wait; cost: running cost of the run";
    }

    static string ByTiers(PolicyComparison comparison) => comparison.Ranked is { } ranked
        ? $"; and {Figure.Number(ranked.Tokens / Unit(ranked.Tokens).Tokens)} {Unit(ranked.Tokens).Name} where tiers keep their order, as a policy must" : "";

    internal static string Percent(double fraction) => FormattableString.Invariant($"{Math.Floor(1000 * fraction + 1e-9) / 10:0.0} %");

    static string Digits(double fraction) => (100 * fraction) switch
    {
        0 => "0",
        < 0.05 => "<0.1",
        < 9.95 and var few => FormattableString.Invariant($"{few:0.0}"),
        var many => FormattableString.Invariant($"{many:0}"),
    };

    static string Short(Power power) => power.Megawatts >= 0.995 ? FormattableString.Invariant($"{power.Megawatts:0.#} MW") : FormattableString.Invariant($"{power.Kilowatts:0} kW");

    static string Short(TimeSpan time) => time.TotalMinutes < 2 ? FormattableString.Invariant($"{time.TotalSeconds:0.#} s") : FormattableString.Invariant($"{time.TotalMinutes:0} min");

    static (double Tokens, string Name) Unit(double most) => most >= 1e12 ? (1e12, "Ttok") : most >= 1e9 ? (1e9, "Gtok") : (1e6, "Mtok");
}
