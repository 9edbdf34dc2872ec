using System.Runtime.InteropServices;
using Headroom.Algebra;

namespace Headroom.Solvers;

/// <summary>HiGHS behind the seam: quiet, on one core, stopped cleanly by its caller.</summary>
/// <remarks>
///   Interior point sizes a year about three times as fast as simplex; simplex dispatches fixed capacities faster and ends
///   in a vertex. Each call owns its own HiGHS, so calls may run side by side.
/// </remarks>
public sealed unsafe class HighsSolver : ISolver
{
    /// <summary>The version that the tests ran against; another one is not refused but named in reports.</summary>
    public const string TestedVersion = "1.12.0";

    /// <summary>The version in the loaded library.</summary>
    public static string Version => Marshal.PtrToStringUTF8((nint)HighsNative.Version()) ?? "";

    public Outcome Solve(ProgramArrays program, SolveOptions options, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(options);
        if (stop.IsCancellationRequested) return new Outcome.Interrupted();
        return HighsModel.Branches(program, options.Relax) ? Abandonable(program, options, stop)
            : Run(program, options, branch: false, stop);
    }

    static Outcome Run(ProgramArrays program, SolveOptions options, bool branch, CancellationToken stop)
    {
        using HighsModel model = HighsModel.Pass(program, options.Relax);
        model.Set("threads", 1);
        model.Set("parallel", "off");
        model.Set("solver", branch ? "choose" : options.Algorithm == Algorithm.InteriorPoint ? "ipm" : "simplex");
        model.Set("run_crossover", options.Vertex ? "on" : "off");
        model.Set("mip_rel_gap", options.GapFraction);
        if (options.TimeLimit is { } limit) model.Set("time_limit", limit.TotalSeconds);
        if (options.IterationsMost is { } most) model.Set("simplex_iteration_limit", most);
        return model.Run(program, options, stop);
    }

    /// <summary>Branch and cut whose caller need not wait for it.</summary>
    /// <remarks>
    ///   HiGHS 1.12 asks nobody while it solves the first relaxation of a mixed-integer program, 11 s for a site-year. A caller
    ///   who asks to stop gets the answer at once; the solve ends by itself at HiGHS' next question, or with the process.
    /// </remarks>
    static Outcome Abandonable(ProgramArrays program, SolveOptions options, CancellationToken stop)
    {
        Task<Outcome> solve = Task.Run(() => Run(program, options, branch: true, stop), CancellationToken.None);
        try { solve.Wait(stop); }
        catch (OperationCanceledException) { return new Outcome.Interrupted(); }
        catch (AggregateException) { } // told as itself below
        return solve.GetAwaiter().GetResult();
    }
}
