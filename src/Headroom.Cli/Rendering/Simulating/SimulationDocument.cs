using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Cli.Rendering.Simulating;

/// <summary>Everything a run of <c>simulate</c> has to say, whichever way it ended.</summary>
sealed record SimulationDocument
{
    /// <summary>Null where nothing was simulated because the input is wrong.</summary>
    public SimulationReport? Report { get; init; }
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>The ending in one word, as in the schema. A run that was stopped is partial, whatever it showed so far.</summary>
    public string Status => Report switch
    {
        null => "wrongInput",
        { Run.IsPartial: true } => "partial",
        { Holds: true } => "holds",
        _ => "broken",
    };

    /// <summary>The findings of the simulator beside those of the reader, each once.</summary>
    public SimulationDocument WithFindingsOfReport() => this with { Findings = [.. Findings.Concat(Report?.Findings ?? []).Distinct()] };
}
