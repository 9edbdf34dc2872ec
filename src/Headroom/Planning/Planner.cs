using Headroom.Algebra;
using Headroom.Compute;
using Headroom.Planning.Reading;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Planning;

/// <summary>From a site to a plan: write the program, solve it, check the answer on its own rows, read it.</summary>
public static class Planner
{
    /// <summary>Answers further than this from their rows are not reported as plans.</summary>
    const double ViolationMost = 1e-6;

    /// <summary>The program of a site's year, with the compute model that ships.</summary>
    public static Formulation Formulate(Site site) => Formulation.Of(site, new DefaultFrontier());

    /// <summary>Plans a site's year.</summary>
    public static PlanAnswer Plan(Site site, ISolver solver, PlanOptions options, IProgress<string>? progress, CancellationToken stop)
    {
        progress?.Report("writing the program");
        return Plan(Formulate(site), solver, options, progress, stop);
    }

    /// <summary>Plans a site's year from its program, so that a caller can export the same program.</summary>
    public static PlanAnswer Plan(Formulation plan, ISolver solver, PlanOptions options, IProgress<string>? progress, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(solver);
        ArgumentNullException.ThrowIfNull(options);
        var solve = new SolveOptions { Algorithm = Algorithm.InteriorPoint, Vertex = true, GapFraction = options.GapFraction, Progress = progress };
        progress?.Report("solving");
        return ModuleSearch.Solve(plan.Program.Arrays, solver, solve, stop) switch
        {
            Outcome.Best { Solution: var best } => Certified(plan, best, solver, solve, progress, stop),
            Outcome.Feasible { Solution: var found } => Certified(plan, found, solver, solve, progress, stop),
            Outcome.Impossible => ConflictSearch.Explain(plan, solver, progress, stop),
            Outcome.Unbounded => new PlanAnswer.Unbounded("more of something lowers the cost without end: give it an atMost, or check for a negative price"),
            Outcome.Interrupted => new PlanAnswer.Stopped("stopped before there was a plan"),
            Outcome.OutOfTime => new PlanAnswer.Stopped("out of time before there was a plan"),
            Outcome.Failed { Why: var why } => new PlanAnswer.Stopped($"the solver gave up: {why}"),
            _ => throw new InvalidOperationException("an outcome without a case"),
        };
    }

    static PlanAnswer Certified(Formulation plan, Solution best, ISolver solver, SolveOptions solve, IProgress<string>? progress, CancellationToken stop)
    {
        // tokens alone leave what is built at no price undecided: among plans with as many tokens, take the cheapest
        Solution shown = plan.Site.Objective == Objective.MostTokens ? CheapestWith(plan, best, solver, solve, stop) ?? best : best;
        progress?.Report("checking the answer");
        plan.Seek();
        Certificate certificate = Certificate.Of(plan.Program.Arrays, best);
        if (certificate.PrimalViolation > ViolationMost)
            return new PlanAnswer.Stopped($"the solver's answer misses a row by {certificate.PrimalViolation:0.0e+0} relative: not reported as a plan");
        double bound = WorseOf(plan.Program.Arrays.Maximise, best.Bound, certificate.Bound, plan.Program.Arrays.WholeColumns.Any());
        progress?.Report("reading the plan");
        return new PlanAnswer.Planned(PlanReading.Of(plan, best with { Objective = certificate.Objective, Bound = bound }, shown));
    }

    /// <summary>With whole columns the row prices belong to one branch and bound only it; the search's own bound holds for all.</summary>
    static double WorseOf(bool maximise, double searched, double certified, bool whole) =>
        whole ? searched : maximise ? Math.Max(searched, certified) : Math.Min(searched, certified);

    static Solution? CheapestWith(Formulation plan, Solution best, ISolver solver, SolveOptions solve, CancellationToken stop)
    {
        const double given = 1e-7; // tokens given up so that the rows keep an interior
        ProgramArrays program = plan.Program.Arrays;
        (double[] lower, double[] upper) = (program.ColumnLower.ToArray(), program.ColumnUpper.ToArray());
        foreach (int j in program.WholeColumns) (program.ColumnLower[j], program.ColumnUpper[j]) = (best.Values[j], best.Values[j]);
        plan.Program.Minimise(plan.Costs);
        using (plan.Program.Temporarily("tokens kept", plan.Services.Select(service => (1.0, service.Served)), Sense.AtLeast, plan.TokensAt(best) * (1 - given)))
        {
            Outcome outcome = solver.Solve(program, solve with { Relax = true }, stop);
            lower.CopyTo(program.ColumnLower);
            upper.CopyTo(program.ColumnUpper);
            return outcome is Outcome.Best { Solution: var cheapest } ? cheapest : null;
        }
    }
}
