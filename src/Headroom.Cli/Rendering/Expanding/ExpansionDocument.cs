using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Cli.Rendering.Expanding;

/// <summary>Everything that planning over years has to say, whichever way it ended.</summary>
sealed record ExpansionDocument(Site Site, ExpansionAnswer Answer, double GapAskedFraction, IReadOnlyList<Finding> Findings)
{
    /// <summary>The ending in one word, as in the schema.</summary>
    public string Status => Answer switch
    {
        ExpansionAnswer.Planned { Report.GapFraction: var gap } => gap <= GapAskedFraction * (1 + 1e-9) ? "optimal" : "feasible",
        _ => "stopped",
    };
}
