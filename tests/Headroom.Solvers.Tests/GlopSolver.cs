using Google.OrTools.LinearSolver;
using Headroom.Algebra;

namespace Headroom.Solvers.Tests;

/// <summary>The oracle: GLOP through OR-Tools' own interface, from the same rows and by other code than ours.</summary>
sealed class GlopSolver : ISolver
{
    public Outcome Solve(ProgramArrays program, SolveOptions options, CancellationToken stop)
    {
        using Solver solver = Solver.CreateSolver("GLOP");
        Google.OrTools.LinearSolver.Variable[] x = [.. Enumerable.Range(0, program.Columns)
            .Select(j => solver.MakeNumVar(program.ColumnLower[j], program.ColumnUpper[j], ""))];
        Constraint[] rows = [.. Enumerable.Range(0, program.Rows).Select(i => Row(solver, program, x, i))];
        using Google.OrTools.LinearSolver.Objective objective = solver.Objective();
        for (int j = 0; j < x.Length; j++) objective.SetCoefficient(x[j], program.Cost[j]);
        objective.SetOffset(program.ObjectiveConstant);
        if (program.Maximise) objective.SetMaximization(); else objective.SetMinimization();
        solver.SetSolverSpecificParametersAsString("use_preprocessing:false"); // with it GLOP 9.15 ends far off on the capacity expansions, and says so
        Solver.ResultStatus status = solver.Solve();
        return status switch
        {
            Solver.ResultStatus.OPTIMAL => new Outcome.Best(new([.. x.Select(v => v.SolutionValue())], [.. rows.Select(r => r.DualValue())],
                [.. x.Select(v => v.ReducedCost())], objective.Value(), objective.BestBound())
            { Algorithm = "GLOP" }),
            Solver.ResultStatus.INFEASIBLE => new Outcome.Impossible(),
            Solver.ResultStatus.UNBOUNDED => new Outcome.Unbounded(),
            _ => new Outcome.Failed(status.ToString()),
        };
    }

    static Constraint Row(Solver solver, ProgramArrays program, Google.OrTools.LinearSolver.Variable[] x, int i)
    {
        Constraint row = solver.MakeConstraint(program.RowLower[i], program.RowUpper[i], "");
        for (int k = program.RowStart[i]; k < program.RowStart[i + 1]; k++) row.SetCoefficient(x[program.ColumnIndex[k]],
            program.Coefficient[k]);
        return row;
    }
}
