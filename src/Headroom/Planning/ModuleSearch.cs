using Headroom.Algebra;

namespace Headroom.Planning;

/// <summary>Whole modules by branch and bound over relaxed programs.</summary>
/// <remarks>
///   A plan has few whole columns (reactor modules, plants that stand or not) and a hard relaxation, the reverse of what
///   branch-and-cut solvers are built for: HiGHS would solve the first relaxation by simplex, minutes for a site-year. With one kind
///   of module the cost is convex in its number, so the two whole numbers beside the relaxed one suffice.
///   First the plan without them: where its own prices prove that none is worth having, it is the answer, after one solve.
///   Then best bound first; the gap between the best plan and the least bound is the answer's gap.
/// </remarks>
static class ModuleSearch
{
    const double WholeTolerance = 1e-6;

    sealed record Node(double Bound, (int Column, double Lower, double Upper)[] Bounds);

    public static Outcome Solve(ProgramArrays program, ISolver solver, SolveOptions options, CancellationToken stop)
    {
        int[] whole = [.. program.WholeColumns];
        SolveOptions relaxed = options with { Relax = true };
        if (whole.Length == 0) return solver.Solve(program, relaxed, stop);

        double sign = program.Maximise ? -1 : 1;
        var original = whole.Select(j => (j, program.ColumnLower[j], program.ColumnUpper[j])).ToArray();
        var open = new PriorityQueue<Node, double>();
        open.Enqueue(new(double.NegativeInfinity, original), double.NegativeInfinity);
        Solution? best = WithLeast(program, original, solver, relaxed, stop);
        if (best is not null && best.GapFraction <= options.GapFraction) return new Outcome.Best(best);
        Outcome? refusal = null;
        double proven = double.PositiveInfinity; // least bound of all nodes that were closed: no plan is better
        while (open.TryDequeue(out Node? node, out _))
        {
            if (stop.IsCancellationRequested) { Restore(program, original); return new Outcome.Interrupted(); }
            if (IsGoodEnough(best, node.Bound, sign, options)) { proven = Math.Min(proven, node.Bound); break; }
            Outcome outcome = SolveWithin(program, node.Bounds, solver, relaxed, stop);
            if (Found(outcome) is not { } solution)
            {
                if (outcome is not Outcome.Impossible) { Restore(program, original); return outcome; }
                refusal ??= outcome;
                continue;
            }
            double bound = Math.Max(node.Bound, sign * Certificate.Of(program, solution).Bound);
            int fractional = MostFractional(whole, solution.Values);
            if (fractional >= 0 && !IsGoodEnough(best, bound, sign, options))
            {
                foreach (Node child in Branch(node, fractional, solution.Values[fractional], bound)) open.Enqueue(child, child.Bound);
                continue;
            }
            proven = Math.Min(proven, bound);
            if (fractional >= 0 || AtWhole(program, whole, solution, solver, relaxed, stop) is not { } leaf) continue;
            if (best is null || sign * leaf.Objective < sign * best.Objective) best = leaf;
        }
        Restore(program, original);
        if (best is null) return refusal ?? new Outcome.Impossible();
        return new Outcome.Best(best with { Bound = sign * Math.Min(proven, sign * best.Objective) });
    }

    static bool IsGoodEnough(Solution? best, double bound, double sign, SolveOptions options) =>
        best is not null && bound >= sign * best.Objective - options.GapFraction * Math.Abs(best.Objective);

    /// <summary>The plan at exactly whole numbers: an interior answer is a grain off, and a grain of a reactor is kilowatts in every hour.</summary>
    static Solution? AtWhole(ProgramArrays program, int[] whole, Solution near, ISolver solver, SolveOptions options, CancellationToken stop)
    {
        if (whole.All(j => program.ColumnLower[j] == program.ColumnUpper[j])) return near;
        var at = whole.Select(j => (j, Math.Round(near.Values[j]), Math.Round(near.Values[j]))).ToArray();
        return Found(SolveWithin(program, at, solver, options, stop));
    }

    /// <summary>The plan with as few modules as must stand, with the bound that its prices prove for any number; null where there is none.</summary>
    static Solution? WithLeast(ProgramArrays program, (int Column, double Lower, double Upper)[] original, ISolver solver, SolveOptions options, CancellationToken stop)
    {
        Outcome outcome = SolveWithin(program, [.. original.Select(b => (b.Column, b.Lower, b.Lower))], solver, options, stop);
        Restore(program, original);
        if (Found(outcome) is not { } least) return null;
        Certificate certificate = Certificate.Of(program, least);
        return least with { Bound = certificate.Bound };
    }

    /// <summary>A point, proven the best or not: what it proves is computed here.</summary>
    static Solution? Found(Outcome outcome) => outcome switch
    {
        Outcome.Best { Solution: var best } => best,
        Outcome.Feasible { Solution: var point } => point,
        _ => null,
    };

    static Outcome SolveWithin(ProgramArrays program, (int Column, double Lower, double Upper)[] bounds, ISolver solver, SolveOptions options, CancellationToken stop)
    {
        Restore(program, bounds);
        return solver.Solve(program, options, stop);
    }

    static void Restore(ProgramArrays program, (int Column, double Lower, double Upper)[] bounds)
    {
        foreach ((int column, double lower, double upper) in bounds) (program.ColumnLower[column], program.ColumnUpper[column]) = (lower, upper);
    }

    static int MostFractional(int[] whole, double[] values)
    {
        (int at, double most) = (-1, WholeTolerance);
        foreach (int j in whole)
        {
            double distance = Math.Abs(values[j] - Math.Round(values[j]));
            if (distance > most) (at, most) = (j, distance);
        }
        return at;
    }

    static IEnumerable<Node> Branch(Node node, int column, double value, double bound)
    {
        yield return new(bound, [.. node.Bounds.Select(b => b.Column == column ? (b.Column, b.Lower, Math.Floor(value)) : b)]);
        yield return new(bound, [.. node.Bounds.Select(b => b.Column == column ? (b.Column, Math.Ceiling(value), b.Upper) : b)]);
    }
}
