using System.Runtime.CompilerServices;
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
        using HighsModel model = HighsModel.Pass(program, options.Relax);
        model.Set("threads", 1);
        model.Set("parallel", "off");
        model.Set("solver", program.WholeColumns.Any() && !options.Relax ? "choose" : options.Algorithm == Algorithm.InteriorPoint ? "ipm" : "simplex");
        model.Set("run_crossover", options.Vertex ? "on" : "off");
        model.Set("mip_rel_gap", options.GapFraction);
        if (options.TimeLimit is { } limit) model.Set("time_limit", limit.TotalSeconds);
        return model.Run(program, options, stop);
    }
}

/// <summary>One HiGHS object with a model in it.</summary>
sealed unsafe class HighsModel : IDisposable
{
    readonly nint highs;
    bool disposed;

    HighsModel()
    {
        highs = HighsNative.Create();
        Set("output_flag", false);
        if (HighsNative.SizeOfInt(highs) != 4) throw new NotSupportedException("this HiGHS was built with 64-bit indices");
    }

    public static HighsModel Pass(ProgramArrays program, bool relax)
    {
        var model = new HighsModel();
        int[] whole = new int[program.Columns];
        bool any = false;
        if (!relax) foreach (int column in program.WholeColumns) (whole[column], any) = (1, true);
        int sense = program.Maximise ? -1 : 1;
        fixed (double* cost = program.Cost, lower = program.ColumnLower, upper = program.ColumnUpper,
               rowLower = program.RowLower, rowUpper = program.RowUpper, value = program.Coefficient)
        fixed (int* start = program.RowStart, index = program.ColumnIndex, integrality = whole)
        {
            const int rowWise = 2;
            int status = any
                ? HighsNative.PassMip(model.highs, program.Columns, program.Rows, program.NonZeros, rowWise, sense, program.ObjectiveConstant,
                    cost, lower, upper, rowLower, rowUpper, start, index, value, integrality)
                : HighsNative.PassLp(model.highs, program.Columns, program.Rows, program.NonZeros, rowWise, sense, program.ObjectiveConstant,
                    cost, lower, upper, rowLower, rowUpper, start, index, value);
            if (status < 0) throw new InvalidOperationException("HiGHS refused the program: a bound or a coefficient is not a number");
        }
        return model;
    }

    public void Set(string option, string value) => Check(HighsNative.StringOption(highs, option, value), option);
    public void Set(string option, int value) => Check(HighsNative.IntOption(highs, option, value), option);
    public void Set(string option, double value) => Check(HighsNative.DoubleOption(highs, option, value), option);
    public void Set(string option, bool value) => Check(HighsNative.BoolOption(highs, option, value ? 1 : 0), option);

    public void Write(string path)
    {
        if (HighsNative.WriteModel(highs, path) < 0) throw new IOException($"HiGHS could not write {path}");
    }

    public Outcome Run(ProgramArrays program, SolveOptions options, CancellationToken stop)
    {
        var watch = GCHandle.Alloc(new Watch(stop));
        try
        {
            Check(HighsNative.SetCallback(highs, &Interrupt, (void*)GCHandle.ToIntPtr(watch)), "callback");
            foreach (int type in (ReadOnlySpan<int>)[1, 2, 6]) Check(HighsNative.StartCallback(highs, type), "callback"); // simplex, interior point, MIP
            _ = HighsNative.Run(highs); // 1 after a time limit is a warning, and errors show in the model status that Read looks at
        }
        finally { watch.Free(); }
        return Read(program, options);
    }

    Outcome Read(ProgramArrays program, SolveOptions options) => HighsNative.ModelStatus(highs) switch
    {
        7 => new Outcome.Best(Extract(program, options)),
        8 => new Outcome.Impossible(),
        9 => new Outcome.Impossible(),
        10 => new Outcome.Unbounded(),
        13 => Info("primal_solution_status") == 2 ? new Outcome.Feasible(Extract(program, options), "time limit") : new Outcome.OutOfTime(),
        17 => new Outcome.Interrupted(),
        int other => new Outcome.Failed($"HiGHS ended with model status {other}"),
    };

    Solution Extract(ProgramArrays program, SolveOptions options)
    {
        double[] values = new double[program.Columns], reduced = new double[program.Columns], duals = new double[program.Rows];
        double[] rowValues = new double[program.Rows];
        fixed (double* x = values, d = reduced, r = rowValues, y = duals) Check(HighsNative.Solution(highs, x, d, r, y), "solution");
        double objective = Number("objective_function_value");
        bool whole = !options.Relax && program.WholeColumns.Any();
        double bound = whole ? Number("mip_dual_bound") : objective;
        return new(values, duals, reduced, objective, bound)
        {
            Algorithm = whole ? "branch and cut" : options.Algorithm == Algorithm.InteriorPoint ? options.Vertex ? "interior point, vertex" : "interior point" : "simplex",
        };
    }

    double Number(string name)
    {
        double value;
        Check(HighsNative.DoubleInfo(highs, name, &value), name);
        return value;
    }

    int Info(string name)
    {
        int value;
        Check(HighsNative.IntInfo(highs, name, &value), name);
        return value;
    }

    static void Check(int status, string what)
    {
        if (status < 0) throw new InvalidOperationException($"HiGHS does not know '{what}'");
    }

    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        HighsNative.Destroy(highs);
    }

    sealed record Watch(CancellationToken Stop);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    static void Interrupt(int type, byte* message, void* data, void* input, void* user)
    {
        if (user != null && input != null && GCHandle.FromIntPtr((nint)user).Target is Watch { Stop.IsCancellationRequested: true })
            *(int*)input = 1;
    }
}

/// <summary>Writes a program for any other solver.</summary>
public static class ModelFile
{
    /// <summary>Writes free MPS (or LP, by the ending of the path), whole columns marked.</summary>
    public static void Write(ProgramArrays program, string path)
    {
        using HighsModel model = HighsModel.Pass(program, relax: false);
        model.Write(path);
    }
}
