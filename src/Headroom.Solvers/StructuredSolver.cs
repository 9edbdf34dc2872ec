using Headroom.Algebra;
using Headroom.Solvers.Structured;

namespace Headroom.Solvers;

/// <summary>The planner's solver: a structured interior point for years of hours, HiGHS for everything else and where it stalls.</summary>
/// <remarks>
///   A year ties 8,760 hours together by a few capacities; a factor that knows this solves it in a tenth of the time of HiGHS' interior
///   point (bench/solve). HiGHS solves small programs and mixed-integer ones, takes over where the structured method stalls, and
///   alone may call a program impossible or unbounded. Every answer is checked on the original rows by its caller (<see cref="Certificate"/>).
/// </remarks>
public sealed class StructuredSolver : ISolver
{
    /// <summary>Below this many rows HiGHS' simplex is as quick, and its vertex is cleaner.</summary>
    const int SmallRows = 3000;

    /// <summary>Share of the gap asked for at which a point still counts where rounding ends the way.</summary>
    const double CountShare = 0.2;

    /// <summary>Answers further than this from their rows, relative to their largest term, are no plans.</summary>
    const double ViolationMost = 1e-6;

    /// <summary>How many cores it works on; its answers are the same with any number.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    readonly HighsSolver highs = new();

    public Outcome Solve(ProgramArrays program, SolveOptions options, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(options);
        if (program.Rows < SmallRows) return highs.Solve(program, options with { Algorithm = Algorithm.Simplex }, stop);
        if (!options.Relax && program.WholeColumns.Any()) return highs.Solve(program, options, stop);
        if (StandardFormBuilder.Build(program, new Pieces(Threads)) is not { } form) return highs.Solve(program, options, stop);
        var method = new InteriorPoint(form);
        InteriorEnd Run(bool centred) =>
            method.Run(options.StopShare * options.GapFraction, CountShare * options.GapFraction, options.StallSuffices, centred,
                options.Progress is { } progress ? progress.Report : null, stop);
        InteriorEnd end = Run(centred: false);
        if (end == InteriorEnd.Stalled && options.StallSuffices)
        {
            // what the method counts is not the proof: its point may do
            Solution point = Restore.Solution(program, form, method);
            if (Certificate.Of(program, point) is { PrimalViolation: <= ViolationMost } proof && proof.GapFraction <= options.GapFraction) return new Outcome.Best(point);
            end = Run(centred: true);
        }
        return end switch
        {
            InteriorEnd.Converged => new Outcome.Best(Restore.Solution(program, form, method)),
            InteriorEnd.Interrupted => new Outcome.Interrupted(),
            _ when options.StallSuffices => new Outcome.Feasible(Restore.Solution(program, form, method), "the interior point stalled"),
            _ => highs.Solve(program, options, stop),
        };
    }
}
