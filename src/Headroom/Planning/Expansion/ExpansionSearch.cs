using Headroom.Algebra;
using Headroom.Compute;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Planning.Expansion;

/// <summary>Seeks what to build when: all years as one program, after it is known which years can keep what is promised in them.</summary>
/// <remarks>
///   A promise that nothing could keep is worth what its tokens are worth; any other costs so much that it is kept. Which year is which is
///   asked of every year alone. Whole modules come by branch and bound over the one program (<see cref="ModuleSearch"/>).
/// </remarks>
sealed class ExpansionSearch(Site site, IFrontierModel model, ISolver solver, IWorkers workers, double gapFraction, IProgress<string>? progress, CancellationToken stop)
{
    /// <summary>After this often a price of 500, of 10,000 and of 200,000 times the token's worth has been tried.</summary>
    const int TriesMost = 3;

    /// <summary>Answers further than this from their rows are not reported as plans.</summary>
    const double ViolationMost = 1e-6;

    readonly Horizon horizon = site.Horizon!;
    readonly IReadOnlyList<Asset> assets = Assets.Of(site);

    /// <summary>What was found, and why it ended without anything where nothing was.</summary>
    public (ExpansionFound? Found, string Why) Run()
    {
        progress?.Report($"asking {horizon.Years} years whether they can keep what is promised");
        bool?[] can = workers.Do([.. Enumerable.Range(horizon.FirstYear, horizon.Years).Select(year => (Func<bool?>)(() =>
            YearProgram.CanKeep(site, assets, year, model, solver, stop)))]);
        if (stop.IsCancellationRequested) return (null, "stopped before there was a plan");
        // a year that did not answer keeps its promise dear: a plan of it holds, though it may be dearer than need be
        Shortfall[] shortfalls = [.. can.Select(kept => kept == false ? Shortfall.Plain : Shortfall.Dear)];
        for (int tries = 1; ; tries++)
        {
            progress?.Report($"writing {horizon.Years} years");
            ExpansionProgram program = ExpansionProgram.Of(site, assets, model, shortfalls);
            (Solution? best, string why) = Solve(program.Program.Arrays);
            if (best is null) return (null, why);
            progress?.Report("reading the plan");
            ExpansionFound found = FoundIn(program, best, tries);
            bool[] broken = [.. found.Years.Select((year, y) => !year.IsServed && shortfalls[y] != Shortfall.Plain)];
            if (tries == TriesMost || !broken.Contains(true)) return (found, "");
            for (int y = 0; y < broken.Length; y++) if (broken[y]) shortfalls[y] = shortfalls[y].Dearer;
        }
    }

    (Solution? Best, string Why) Solve(ProgramArrays program)
    {
        progress?.Report(FormattableString.Invariant($"solving {program.Rows:#,0} rows"));
        var options = new SolveOptions { GapFraction = gapFraction, StopShare = ExpansionPlanner.StopShare, StallSuffices = true, Progress = progress };
        Solution? best = ModuleSearch.Solve(program, solver, options, stop) switch
        {
            Outcome.Best { Solution: var answer } => answer,
            Outcome.Feasible { Solution: var answer } => answer,
            _ => null,
        };
        if (best is null) return (null, stop.IsCancellationRequested ? "stopped before there was a plan" : "the years have no plan together");
        Certificate certificate = Certificate.Of(program, best);
        if (certificate.PrimalViolation > ViolationMost)
            return (null, FormattableString.Invariant($"the solver's answer misses a row by {certificate.PrimalViolation:0.0e+0} relative: not reported as a plan"));
        // with whole columns the row prices belong to one branch; the search's own bound holds for all
        double bound = program.WholeColumns.Any() ? best.Bound : certificate.Bound;
        return (best with { Objective = certificate.Objective, Bound = Math.Min(bound, certificate.Objective) }, "");
    }

    ExpansionFound FoundIn(ExpansionProgram program, Solution best, int tries) => new(assets, program.BuiltIn(best),
        [.. program.Years.Select((year, y) => YearReading.Of(year, program.YearNumbers[y], program.Uses[y], best, horizon.WeightOf(program.YearNumbers[y])))],
        best.Objective.Dollars, best.Bound.Dollars, program.WorthIn(best), new(tries, program.Program.Arrays.Rows, program.Program.Arrays.Columns));
}

/// <summary>An expansion that was found.</summary>
/// <param name="Built">Units of each asset that enter service in each year.</param>
/// <param name="Total">Paid and run, in dollars of the first year.</param>
/// <param name="Bound">No expansion is cheaper.</param>
/// <param name="Worth">What one more unit of each asset would be worth in each year, dollars of that year.</param>
sealed record ExpansionFound(IReadOnlyList<Asset> Assets, double[][] Built, IReadOnlyList<YearFigures> Years, Money Total, Money Bound, double[][] Worth, SearchFigures Search);
