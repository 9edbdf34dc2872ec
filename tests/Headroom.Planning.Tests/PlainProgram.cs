using Google.OrTools.LinearSolver;
using Headroom.Algebra;
using Headroom.Quantities;
using Headroom.Solvers;
using Index = Headroom.Algebra.Index;

namespace Headroom.Planning.Tests;

/// <summary>A linear program of bare numbers, written row by row: the other way to state a plan, without a line of the planner.</summary>
sealed class PlainProgram
{
    readonly List<(double Least, double Most, double Cost, bool Whole)> columns = [];
    readonly List<(double Least, double Most, (int Column, double Factor)[] Terms)> rows = [];

    public int Column(double least, double most, double cost, bool whole = false)
    {
        columns.Add((least, most, cost, whole));
        return columns.Count - 1;
    }

    public int[] Columns(int count, double cost) => Columns(count, _ => cost);

    public int[] Columns(int count, Func<int, double> cost) =>
        [.. Enumerable.Range(0, count).Select(t => Column(0, double.PositiveInfinity, cost(t)))];

    public void AtMost(double most, params (int, double)[] terms) => rows.Add((double.NegativeInfinity, most, terms));
    public void AtLeast(double least, params (int, double)[] terms) => rows.Add((least, double.PositiveInfinity, terms));
    public void Equal(double value, params (int, double)[] terms) => rows.Add((value, value, terms));

    /// <summary>By OR-Tools' own interface and solvers: GLOP for linear programs, SCIP for whole numbers.</summary>
    public (double Cost, double[] Values) ByOrTools()
    {
        using Solver solver = Solver.CreateSolver(columns.Any(c => c.Whole) ? "SCIP" : "GLOP");
        using Google.OrTools.LinearSolver.Objective cost = solver.Objective();
        Google.OrTools.LinearSolver.Variable[] x = [.. columns.Select(c => solver.MakeVar(c.Least, c.Most, c.Whole, ""))];
        for (int j = 0; j < x.Length; j++) cost.SetCoefficient(x[j], columns[j].Cost);
        foreach (var row in rows)
        {
            Constraint made = solver.MakeConstraint(row.Least, row.Most, "");
            foreach ((int column, double factor) in row.Terms) made.SetCoefficient(x[column], made.GetCoefficient(x[column]) + factor);
        }
        // GLOP 9.15 now and then ends "abnormally" by one way and well by the next; each of them proves its optimum
        string[] ways = ["", "use_preprocessing:false", "use_dual_simplex:true", "use_scaling:false"];
        var status = Solver.ResultStatus.NOT_SOLVED;
        foreach (string way in columns.Any(c => c.Whole) ? [""] : ways)
        {
            solver.SetSolverSpecificParametersAsString(way);
            status = solver.Solve();
            if (status == Solver.ResultStatus.OPTIMAL) break;
            solver.Reset();
        }
        Assert.Equal(Solver.ResultStatus.OPTIMAL, status);
        return (cost.Value(), [.. x.Select(v => v.SolutionValue())]);
    }

    /// <summary>By HiGHS' interior point, for years too long for GLOP.</summary>
    public (double Cost, double[] Values) ByHighs()
    {
        var program = new LinearProgram();
        var x = program.Variable("x", new Index("column", columns.Count), j => Count.FromSi(columns[j].Least), j => Count.FromSi(columns[j].Most));
        program.ForEach(new Index("row", rows.Count), "rows", i =>
        {
            Expr<Count> sum = default;
            foreach ((int column, double factor) in rows[i].Terms) sum += factor * x[column];
            return double.IsInfinity(rows[i].Least) ? sum <= Count.FromSi(rows[i].Most)
                : double.IsInfinity(rows[i].Most) ? sum >= Count.FromSi(rows[i].Least) : sum == Count.FromSi(rows[i].Least);
        });
        program.Minimise((1.0, program.Tally<Count>("cost", new Index("column", columns.Count), j => columns[j].Cost * x[j])));
        var options = new SolveOptions { Algorithm = Algorithm.InteriorPoint };
        Solution best = Assert.IsType<Outcome.Best>(new HighsSolver().Solve(program.Arrays, options, default)).Solution;
        return (best.Objective, best.Values);
    }
}
