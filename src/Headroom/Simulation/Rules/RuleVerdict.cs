using System.Globalization;

namespace Headroom.Simulation.Rules;

public enum Verdict { Pass, Fail, NotApplicable, CannotBeJudged }

/// <summary>What came of one rule.</summary>
/// <param name="Why">A sentence with numbers and units.</param>
/// <param name="WorstSeconds">The moment that came nearest to the limit or broke it most; null where none was judged.</param>
public sealed record RuleVerdict(GridRule Rule, Verdict Verdict, string Why, double? WorstSeconds = null)
{
    /// <summary><c>FAIL  Southern Co. ramp [handbook, grade Q]: …</c></summary>
    public string Sentence
    {
        get
        {
            string word = Verdict switch
            {
                Verdict.Pass => "pass",
                Verdict.Fail => "FAIL",
                Verdict.NotApplicable => "not applicable",
                _ => "cannot be judged",
            };
            string when = WorstSeconds is { } worst ? string.Create(CultureInfo.InvariantCulture, $" (worst at {worst:0.###} s)") : "";
            return $"{word}  {Rule.Authority} {Rule.Id} [{Rule.Label}, grade {Rule.Grade}]: {Why}{when}";
        }
    }
}
