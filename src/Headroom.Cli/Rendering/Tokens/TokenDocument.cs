using Headroom.Compute;
using Headroom.Scenarios.Tokens;
using Headroom.Sites;

namespace Headroom.Cli.Rendering;

/// <summary>One piece of hardware and all its points; no grid where the weights do not fit.</summary>
sealed record TokenAnswer(AskedHardware Asked, TokenGrid? Grid)
{
    public static TokenAnswer Of(AskedHardware asked) => new(asked, asked.WhyNot is null ? TokenGrid.Of(asked.Question) : null);

    /// <summary>Boards of the replica meet the targets somewhere.</summary>
    public bool Works => Grid?.Best is not null;

    /// <summary>Why nothing works, and what would; empty where something does.</summary>
    public string Why => Works ? "" : Asked.WhyNot ?? Misses(Grid!);

    string Misses(TokenGrid grid)
    {
        ServingShape shape = Asked.Question.Shape;
        GridPoint[] asked = [.. grid.Points.Where(point => Asked.Question.CapsWatts.Count == 0 || Asked.Question.CapsWatts.Contains(point.CapWatts))];
        GridPoint fastest = asked.OrderBy(point => point.TokenSeconds).First(), soonest = asked.OrderBy(point => point.FirstTokenSeconds).First();
        List<string> shortfalls = [], relief = [];
        if (fastest.TokenSeconds > shape.TimePerTokenMost.TotalSeconds)
            shortfalls.Add($"the least time per token is {TokenWords.Seconds(fastest.TokenSeconds)} (batch {Figure.Number(fastest.Batch)})");
        if (soonest.FirstTokenSeconds > shape.TimeToFirstTokenMost.TotalSeconds)
            shortfalls.Add($"the least wait for the first token is {TokenWords.Seconds(soonest.FirstTokenSeconds)} (batch {Figure.Number(soonest.Batch)})");
        if (shortfalls.Count == 0)
            shortfalls.Add(asked.Any(point => point.Meets) ? "only points beyond the record keep the targets" : "each target is met somewhere, but never both at once");
        GridPoint nearest = asked.MinBy(point => Beyond(point, shape));
        List<string> targets = [];
        if (shape.TimeToFirstTokenMost < ServingShape.Whenever) targets.Add($"{TokenWords.Seconds(Math.Max(nearest.FirstTokenSeconds * 1.01, shape.TimeToFirstTokenMost.TotalSeconds))} to the first token");
        if (shape.TimePerTokenMost < ServingShape.Whenever) targets.Add($"{TokenWords.Seconds(Math.Max(nearest.TokenSeconds * 1.01, shape.TimePerTokenMost.TotalSeconds))} per token");
        relief.Add($"targets of {string.Join(" and ", targets)} (batch {Figure.Number(nearest.Batch)})");
        if (Asked.Question.CapsWatts.Count > 0 && grid.Points.Any(point => point.Meets)) relief.Add("no cap");
        string hint = Asked.Hint is { } more ? $" {more}" : "";
        return $"{string.Join(", and ", shortfalls)}. What would do: {string.Join(", or ", relief)}; a narrower precision, shorter prompts or faster accelerators.{hint}";
    }

    /// <summary>By how much a point misses its targets, as a product of ratios; 1 where it keeps both.</summary>
    static double Beyond(GridPoint point, ServingShape shape) =>
        Math.Max(1, point.FirstTokenSeconds / shape.TimeToFirstTokenMost.TotalSeconds) * Math.Max(1, point.TokenSeconds / shape.TimePerTokenMost.TotalSeconds);
}

/// <summary>Everything that a run of <c>tokens</c> has to say, whichever way it ended.</summary>
/// <param name="Request">Null where the command line is wrong.</param>
sealed record TokenDocument(TokenRequest? Request, IReadOnlyList<TokenAnswer> Answers, IReadOnlyList<Finding> Findings)
{
    /// <summary>The ending in one word, as in the schema.</summary>
    public string Status => Request is null || Findings.Any(finding => finding.Severity == Severity.Wrong) ? "wrongInput"
        : Answers.Any(answer => answer.Works) ? "ok"
        : Answers.Any(answer => answer.Grid is not null) ? "misses" : "impossible";

    public bool IsComparison => Request is { IsComparison: true };

    /// <summary>What must go with the figures of all hardware, each sentence once.</summary>
    public IEnumerable<string> Notices => Answers.SelectMany(answer => answer.Asked.Notices).Distinct();
}
