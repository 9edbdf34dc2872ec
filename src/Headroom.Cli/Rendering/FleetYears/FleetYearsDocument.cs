using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Cli.Rendering.FleetYears;

/// <summary>Everything that planning a fleet over years has to say, whichever way it ended.</summary>
sealed record FleetYearsDocument(Fleet Fleet, FleetYearsAnswer Answer, double GapAskedFraction, IReadOnlyList<Finding> Findings)
{
    /// <summary>The ending in one word, as in the schema.</summary>
    public string Status => Answer switch
    {
        FleetYearsAnswer.Planned { Report.GapFraction: var gap } => gap <= GapAskedFraction * (1 + 1e-9) ? "optimal" : "feasible",
        _ => "stopped",
    };
}
