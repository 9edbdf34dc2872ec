using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Cli.Rendering;

/// <summary>Everything a run of <c>plan</c> has to say, whichever way it ended.</summary>
sealed record PlanDocument
{
    /// <summary>Null where the file could not be read as a site.</summary>
    public Site? Site { get; init; }

    /// <summary>Null where nothing was planned because the input is wrong.</summary>
    public PlanAnswer? Answer { get; init; }
    public double GapAskedFraction { get; init; } = 1e-4;
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>The ending in one word, as in the schema.</summary>
    public string Status => Answer switch
    {
        PlanAnswer.Planned { Report.Objective.GapFraction: var gap } => gap <= GapAskedFraction * (1 + 1e-9) ? "optimal" : "feasible",
        PlanAnswer.Infeasible => "infeasible",
        PlanAnswer.Unbounded => "unbounded",
        PlanAnswer.Stopped => "stopped",
        _ => "wrongInput",
    };

    /// <summary>The findings of the planner beside those of the reader, each once.</summary>
    public PlanDocument WithFindingsOfAnswer() => this with
    {
        Findings = [.. (Answer is PlanAnswer.Planned planned ? Findings.Concat(planned.Report.Findings) : Findings).Distinct()],
    };
}
