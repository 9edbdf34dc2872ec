using Headroom.Algebra;
using Headroom.Control;
using Headroom.Reports;
using Headroom.Scenarios.Calibrating;
using Headroom.Scenarios.Tokens;
using Headroom.Simulation;
using Headroom.Sites;
using Headroom.Solvers;

namespace Headroom.Cli;

/// <summary>Everything that the verbs ask of the rest of Headroom. Tests put fakes here; <see cref="Real"/> is the product.</summary>
public sealed partial record Engine
{
    /// <summary>A site file as values, with everything that is wrong with it; no site where something is.</summary>
    public required Func<string, (Site? Site, IReadOnlyList<Finding> Findings)> Read { get; init; }

    /// <summary>Whether these halls can host these racks.</summary>
    public required Func<Site, IReadOnlyList<Finding>> CheckFacility { get; init; }

    /// <summary>The site's year as a program, ready to be solved or handed to another solver.</summary>
    public required Func<Site, SiteProgram> Formulate { get; init; }

    /// <summary>A site over its years, planned to a gap.</summary>
    public required Func<Site, double, IProgress<string>?, CancellationToken, ExpansionAnswer> Expand { get; init; }

    /// <summary>A site's years as one program in a file that other solvers read.</summary>
    public required Action<Site, string> ExportExpansion { get; init; }

    /// <summary>Whether a file is a fleet's; null: no file is.</summary>
    public Func<string, bool>? IsFleet { get; init; }

    /// <summary>A fleet file as values, with everything that is wrong with it.</summary>
    public Func<string, (Fleet? Fleet, IReadOnlyList<Finding> Findings)>? ReadFleet { get; init; }

    /// <summary>The fleet's year as a program.</summary>
    public Func<Fleet, FleetProgram>? FormulateFleet { get; init; }

    /// <summary>A fleet over its years, planned to a gap.</summary>
    public Func<Fleet, double, IProgress<string>?, CancellationToken, FleetYearsAnswer>? ExpandFleet { get; init; }

    /// <summary>A fleet's years as one program in a file that other solvers read.</summary>
    public Action<Fleet, string>? ExportFleetYears { get; init; }

    /// <summary>A commented site file for a tier and a region; a finding where the region is unknown.</summary>
    public required Func<Tier, string?, (string? Text, IReadOnlyList<Finding> Findings)> Template { get; init; }

    /// <summary>Regions of the catalog: key and a line about it.</summary>
    public required Func<IReadOnlyList<(string Key, string About)>> Regions { get; init; }

    /// <summary>The generated equations: one file name and its text for each page.</summary>
    public required Func<IReadOnlyList<(string File, string Text)>> Equations { get; init; }

    /// <summary>The options of <c>tokens</c> as questions for the model, with everything that is wrong with them.</summary>
    public required Func<TokenOptions, TokenReading> Tokens { get; init; }

    /// <summary>The same run under several policies, beside the most that could be served.</summary>
    public required Func<SimulationOrder, IReadOnlyList<PolicyKind>, IProgress<string>?, CancellationToken, ComparisonAnswer> Compare { get; init; }

    /// <summary>Looks ahead for a run; null: runs go by their plan.</summary>
    public LookAhead? Ahead { get; init; }

    /// <summary>A solver for one plan; each worker of a sweep has its own.</summary>
    public Func<ISolver> Solver { get; init; } = () => new StructuredSolver();

    /// <summary>A folder of measurements made into fits; half a minute, so it tells how far it is and stops when asked.</summary>
    public required Func<string, IProgress<string>?, CancellationToken, CalibrationAnswer> Calibrate { get; init; }
}

/// <summary>One site's year, written once, for planning and for export alike.</summary>
/// <param name="Export">Writes it as a file that other solvers read.</param>
/// <param name="Plan">Solves it.</param>
public sealed record SiteProgram(Action<string> Export, SolveProgram Plan);

/// <summary>Solves to a relative gap, tells how far it is, and stops when asked.</summary>
public delegate PlanAnswer SolveProgram(double gapFraction, IProgress<string>? progress, CancellationToken stop);

/// <summary>A fleet's year, written once, for planning and for export alike.</summary>
public sealed record FleetProgram(Action<string> Export, SolveFleet Plan);

/// <summary>Solves to a relative gap, tells how far it is, and stops when asked.</summary>
public delegate FleetAnswer SolveFleet(double gapFraction, IProgress<string>? progress, CancellationToken stop);
