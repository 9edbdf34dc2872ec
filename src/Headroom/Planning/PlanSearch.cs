using Headroom.Algebra;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Planning;

/// <summary>Solves a written program, checks the answer on its own rows, and says why where there is none: for sites and fleets alike.</summary>
/// <param name="Givings">What may give while a conflict is sought.</param>
/// <param name="Seek">Sets what the program seeks.</param>
/// <param name="Costs">Yearly costs, for the cheapest among plans that serve as many tokens.</param>
/// <param name="Served">Tokens served.</param>
sealed record PlanSearch(LinearProgram Program, PlanYear Year, Objective Objective, IReadOnlyList<Giving> Givings, Action Seek,
    IEnumerable<(double Weight, Tally<Money> Of)> Costs, IEnumerable<(double Weight, Tally<TokenCount> Of)> Served)
{
    /// <summary>Answers further than this from their rows are not reported as plans.</summary>
    const double ViolationMost = 1e-6;

    /// <summary>Where an interior method may stop, as a share of the gap asked for.</summary>
    public double StopShare { get; init; } = new SolveOptions().StopShare;

    /// <param name="Best">The plan that was sought, with its certified bound; null where there is none.</param>
    /// <param name="Shown">The same, or the cheapest among equals.</param>
    /// <param name="Refusal">Why there is none.</param>
    public readonly record struct End(Solution? Best, Solution? Shown, PlanAnswer? Refusal);

    public End Run(ISolver solver, PlanOptions options, IProgress<string>? progress, CancellationToken stop)
    {
        var solve = new SolveOptions { Algorithm = Algorithm.InteriorPoint, Vertex = true, GapFraction = options.GapFraction, StopShare = StopShare, Progress = progress };
        progress?.Report("solving");
        return ModuleSearch.Solve(Program.Arrays, solver, solve, stop) switch
        {
            Outcome.Best { Solution: var best } => Certified(best, solver, solve, progress, stop),
            Outcome.Feasible { Solution: var found } => Certified(found, solver, solve, progress, stop),
            Outcome.Impossible => Refused(ConflictSearch.Explain(Program, Givings, Year, solver, progress, stop)),
            Outcome.Unbounded => Refused(new PlanAnswer.Unbounded("more of something lowers the cost without end: give it an atMost, or check for a negative price")),
            Outcome.Interrupted => Refused(new PlanAnswer.Stopped("stopped before there was a plan")),
            Outcome.OutOfTime => Refused(new PlanAnswer.Stopped("out of time before there was a plan")),
            Outcome.Failed { Why: var why } => Refused(new PlanAnswer.Stopped($"the solver gave up: {why}")),
            _ => throw new InvalidOperationException("an outcome without a case"),
        };
    }

    static End Refused(PlanAnswer why) => new(null, null, why);

    End Certified(Solution best, ISolver solver, SolveOptions solve, IProgress<string>? progress, CancellationToken stop)
    {
        // tokens alone leave what is built at no price undecided: among plans with as many tokens, take the cheapest
        Solution shown = Objective == Objective.MostTokens ? CheapestWith(best, solver, solve, stop) ?? best : best;
        progress?.Report("checking the answer");
        Seek();
        Certificate certificate = Certificate.Of(Program.Arrays, best);
        if (certificate.PrimalViolation > ViolationMost)
            return Refused(new PlanAnswer.Stopped($"the solver's answer misses a row by {certificate.PrimalViolation:0.0e+0} relative: not reported as a plan"));
        double bound = WorseOf(Program.Arrays.Maximise, best.Bound, certificate.Bound, Program.Arrays.WholeColumns.Any());
        progress?.Report("reading the plan");
        return new(best with { Objective = certificate.Objective, Bound = bound }, shown, null);
    }

    /// <summary>With whole columns the row prices belong to one branch and bound only it; the search's own bound holds for all.</summary>
    static double WorseOf(bool maximise, double searched, double certified, bool whole) =>
        whole ? searched : maximise ? Math.Max(searched, certified) : Math.Min(searched, certified);

    Solution? CheapestWith(Solution best, ISolver solver, SolveOptions solve, CancellationToken stop)
    {
        const double given = 1e-7; // tokens given up so that the rows keep an interior
        ProgramArrays program = Program.Arrays;
        (double[] lower, double[] upper) = (program.ColumnLower.ToArray(), program.ColumnUpper.ToArray());
        foreach (int j in program.WholeColumns) (program.ColumnLower[j], program.ColumnUpper[j]) = (best.Values[j], best.Values[j]);
        Program.Minimise(Costs);
        TokenCount most = Served.Select(served => best.Value(served.Of)).Sum();
        using (Program.Temporarily("tokens kept", Served, Sense.AtLeast, most * (1 - given)))
        {
            Outcome outcome = solver.Solve(program, solve with { Relax = true }, stop);
            lower.CopyTo(program.ColumnLower);
            upper.CopyTo(program.ColumnUpper);
            return outcome is Outcome.Best { Solution: var cheapest } ? cheapest : null;
        }
    }
}
