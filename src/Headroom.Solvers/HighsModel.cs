using System.Runtime.InteropServices;
using Headroom.Algebra;

namespace Headroom.Solvers;

/// <summary>One HiGHS object with a model in it.</summary>
sealed unsafe class HighsModel : IDisposable
{
    const int optimal = 7, infeasible = 8, infeasibleOrUnbounded = 9, unbounded = 10, timeLimit = 13, iterationLimit = 14, unknown = 15, interrupted = 17,
        empty = 6;
    const int feasiblePoint = 2;
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
        bool any = Branches(program, relax);
        if (any) foreach (int column in program.WholeColumns) whole[column] = 1;
        int sense = program.Maximise ? -1 : 1;
        fixed (double* cost = program.Cost, lower = program.ColumnLower, upper = program.ColumnUpper,
               rowLower = program.RowLower, rowUpper = program.RowUpper, value = program.Coefficient)
        fixed (int* start = program.RowStart, index = program.ColumnIndex, integrality = whole)
        {
            const int rowWise = 2;
            int status = any
                ? HighsNative.PassMip(model.highs, program.Columns, program.Rows, program.NonZeros, rowWise, sense,
                    program.ObjectiveConstant,
                    cost, lower, upper, rowLower, rowUpper, start, index, value, integrality)
                : HighsNative.PassLp(model.highs, program.Columns, program.Rows, program.NonZeros, rowWise, sense,
                    program.ObjectiveConstant,
                    cost, lower, upper, rowLower, rowUpper, start, index, value);
            if (status < 0) throw new InvalidOperationException("HiGHS refused the program: a bound or a coefficient is not a number");
        }
        return model;
    }

    /// <summary>Whether some column must be made whole by branching: one that is fixed at a whole number need not.</summary>
    public static bool Branches(ProgramArrays program, bool relax)
    {
        if (relax) return false;
        foreach (int column in program.WholeColumns)
            if (program.ColumnLower[column] != program.ColumnUpper[column] || !double.IsInteger(program.ColumnLower[column])) return true;
        return false;
    }

    public void Set(string option, string value) => Check(HighsNative.StringOption(highs, option, value), option);
    public void Set(string option, int value) => Check(HighsNative.IntOption(highs, option, value), option);
    public void Set(string option, double value) => Check(HighsNative.DoubleOption(highs, option, value), option);
    public void Set(string option, bool value) => Check(HighsNative.BoolOption(highs, option, value ? 1 : 0), option);

    public void Write(string path)
    {
        if (HighsNative.WriteModel(highs, path) < 0) throw new IOException($"HiGHS could not write {path}");
    }

    public void Name(ModelNames names)
    {
        for (int j = 0; j < names.Columns.Length; j++) Check(HighsNative.PassColumnName(highs, j, names.Columns[j]), "column name");
        for (int i = 0; i < names.Rows.Length; i++) Check(HighsNative.PassRowName(highs, i, names.Rows[i]), "row name");
    }

    public Outcome Run(ProgramArrays program, SolveOptions options, CancellationToken stop)
    {
        var watch = new HighsWatch(options.Progress, options.TimeLimit, stop);
        RunOnce(watch);
        if (HighsNative.ModelStatus(highs) == infeasibleOrUnbounded)
        {
            Set("presolve", "off"); // presolve saw that one of the two holds, and not which
            RunOnce(watch);
        }
        if (HighsNative.ModelStatus(highs) == unknown && options.Algorithm == Algorithm.InteriorPoint)
        {
            Set("run_crossover", "on"); // an interior answer just outside the tolerances; the vertex beside it is inside
            RunOnce(watch);
        }
        bool outOfTime = HighsNative.ModelStatus(highs) == interrupted && watch.RanOut && !stop.IsCancellationRequested;
        return outOfTime ? CutShort(program, options) : Read(program, options);
    }

    static bool Excludes(ProgramArrays program)
    {
        for (int i = 0; i < program.Rows; i++) if (program.RowLower[i] > 0 || program.RowUpper[i] < 0) return true;
        return false;
    }

    void RunOnce(HighsWatch watch)
    {
        GCHandle handle = GCHandle.Alloc(watch);
        try
        {
            Check(HighsNative.SetCallback(highs, &HighsWatch.Called, (void*)GCHandle.ToIntPtr(handle)), "callback");
            foreach (int type in HighsWatch.Types) Check(HighsNative.StartCallback(highs, type), "callback");
            _ = HighsNative.Run(highs); // 1 after a time limit is a warning, and errors show in the model status that Read looks at
        }
        finally { handle.Free(); }
        watch.Rethrow();
    }

    Outcome Read(ProgramArrays program, SolveOptions options) => HighsNative.ModelStatus(highs) switch
    {
        empty when Excludes(program) => new Outcome.Impossible(), // without columns HiGHS looks at no row
        optimal or empty => new Outcome.Best(Extract(program, options, proven: true)),
        infeasible => new Outcome.Impossible(),
        unbounded => new Outcome.Unbounded(),
        timeLimit => CutShort(program, options),
        iterationLimit => CutShort(program, options, "iteration limit"),
        interrupted => new Outcome.Interrupted(),
        int other => new Outcome.Failed($"HiGHS ended with model status {other}"),
    };

    Outcome CutShort(ProgramArrays program, SolveOptions options, string why = "time limit") => Info("primal_solution_status") == feasiblePoint
        ? new Outcome.Feasible(Extract(program, options, proven: false), why) : new Outcome.OutOfTime();

    Solution Extract(ProgramArrays program, SolveOptions options, bool proven)
    {
        double[] values = new double[program.Columns], reduced = new double[program.Columns], duals = new double[program.Rows];
        double[] rowValues = new double[program.Rows];
        fixed (double* x = values, d = reduced, r = rowValues, y = duals) Check(HighsNative.Solution(highs, x, d, r, y), "solution");
        double objective = program.Columns == 0 ? program.ObjectiveConstant
            : Number("objective_function_value"); // HiGHS forgets the constant of an empty program
        bool whole = Branches(program, options.Relax);
        if (whole || !proven) (duals, reduced) = ([], []); // branch and cut has no prices, and a solve cut short has wrong ones
        double none = program.Maximise ? double.PositiveInfinity : double.NegativeInfinity;
        double bound = whole ? Number("mip_dual_bound") : proven ? objective : none;
        return new(values, duals, reduced, objective, bound) { Algorithm = AlgorithmName(options, whole) };
    }

    static string AlgorithmName(SolveOptions options, bool whole) => (whole, options.Algorithm, options.Vertex) switch
    {
        (true, _, _) => "branch and cut",
        (_, Algorithm.InteriorPoint, true) => "interior point, vertex",
        (_, Algorithm.InteriorPoint, false) => "interior point",
        _ => "simplex",
    };

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
}
