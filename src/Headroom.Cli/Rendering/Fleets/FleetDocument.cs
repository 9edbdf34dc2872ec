using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Cli.Rendering.Fleets;

/// <summary>Everything a run of <c>plan</c> on a fleet has to say, whichever way it ended.</summary>
sealed record FleetDocument
{
    /// <summary>Null where the file could not be read as a fleet.</summary>
    public Fleet? Fleet { get; init; }

    /// <summary>Null where nothing was planned because the input is wrong.</summary>
    public FleetAnswer? Answer { get; init; }
    public double GapAskedFraction { get; init; }
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    public FleetReport? Report => (Answer as FleetAnswer.Planned)?.Report;

    /// <summary>The ending as that of a site without a plan has it.</summary>
    public PlanDocument Refusal => new() { Answer = (Answer as FleetAnswer.Refused)?.Why, GapAskedFraction = GapAskedFraction, Findings = Findings };

    /// <summary>The ending in one word, as in the schema.</summary>
    public string Status => Report is { Objective.GapFraction: var gap } ? gap <= GapAskedFraction * (1 + 1e-9) ? "optimal" : "feasible" : Refusal.Status;
}
