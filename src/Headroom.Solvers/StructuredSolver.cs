using Headroom.Algebra;
using Headroom.Solvers.Interior;

namespace Headroom.Solvers;

/// <summary>Interior point for programs of many hours tied by few capacities; HiGHS finishes, or takes over where it stalls.</summary>
public sealed class StructuredSolver : ISolver
{
    public Outcome Solve(ProgramArrays program, SolveOptions options, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(options);
        if (StandardFormBuilder.Build(program) is not { } form) return new Outcome.Impossible();
        var method = new InteriorPoint(form);
        InteriorEnd end = method.Run(1e-8, 1e-6, options.Progress is { } progress ? progress.Report : null, stop);
        return end switch
        {
            InteriorEnd.Converged => new Outcome.Best(Restore.Solution(program, form, method)),
            InteriorEnd.Interrupted => new Outcome.Interrupted(),
            _ => new Outcome.Failed($"stalled at gap {method.GapError:0.0e+0}, primal {method.PrimalError:0.0e+0}, dual {method.DualError:0.0e+0}"),
        };
    }
}
