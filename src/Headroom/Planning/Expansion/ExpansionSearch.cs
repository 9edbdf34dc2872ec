using Headroom.Algebra;
using Headroom.Compute;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Planning.Expansion;

/// <summary>Seeks what to build when: all years as one program, after it is known which years can keep what is promised in them.</summary>
/// <remarks>
///   A promise that nothing could keep is worth what its tokens are worth; any other costs so much that it is kept. Which promise is which is
///   asked of every year alone, tier by tier. Whole modules come by branch and bound over the one program (<see cref="ModuleSearch"/>).
/// </remarks>
sealed class ExpansionSearch(IExpanding expanding, IFrontierModel model, ISolver solver, IWorkers workers, double gapFraction, IProgress<string>? progress, CancellationToken stop)
{
    /// <summary>After this often a price of 500, of 10,000 and of 200,000 times the token's worth has been tried.</summary>
    const int TriesMost = 4;

    /// <summary>Answers further than this from their rows are not reported as plans.</summary>
    const double ViolationMost = 1e-6;

    /// <summary>Of what the year that draws most draws, what an interior answer may leave without power in any.</summary>
    const double PowerLackingFraction = 1e-6;

    readonly Horizon horizon = expanding.Horizon;

    /// <summary>What was found, and why it ended without anything where nothing was.</summary>
    public (ExpansionFound? Found, string Why) Run()
    {
        progress?.Report($"asking {horizon.Years} years whether they can keep what is promised");
        YearKept?[] kept = workers.Do([.. Enumerable.Range(horizon.FirstYear, horizon.Years).Select(year => (Func<YearKept?>)(() =>
            YearProgram.KeptIn(expanding, year, model, solver, stop)))]);
        if (stop.IsCancellationRequested) return (null, "stopped before there was a plan");
        Shortfalls?[] shortfalls = [.. kept.Select(PricesOf)];
        for (int tries = 1; ; tries++)
        {
            progress?.Report($"writing {horizon.Years} years");
            (Solution? best, string why) = Solve(RowsOf(shortfalls));
            if (best is null && shortfalls.Any(HoldsRows) && !stop.IsCancellationRequested)
            {
                // each year could keep its promises alone, but not all together: what wears out comes back too slowly, say
                shortfalls = [.. shortfalls.Select(prices => prices?.WithoutRows() ?? Shortfalls.All(Shortfall.Dear))];
                continue;
            }
            if (best is null) return (null, why);
            progress?.Report("reading the plan");
            ExpansionProgram program = ExpansionProgram.Of(expanding, model, shortfalls);
            double lacking = PowerLackingFraction * program.Years.Max(year => year.DrawIn(best));
            bool[] broken = [.. program.Years.Select((year, y) => shortfalls[y] is { } prices && Breaks(year, prices, best, lacking))];
            if (tries == TriesMost || !broken.Contains(true)) return (FoundIn(program, best, tries), "");
            for (int y = 0; y < broken.Length; y++) if (broken[y]) shortfalls[y] = shortfalls[y]!.MadeDearer();
        }
    }

    /// <summary>What breaking each promise of a year costs. A year that did not answer keeps its promises dear: a plan of it holds, though it may be dearer than need be.</summary>
    Shortfalls? PricesOf(YearKept? kept) => kept switch
    {
        null => Shortfalls.All(Shortfall.Dear),
        { Nothing: true } => Shortfalls.All(Shortfall.Plain),
        { Broken.Count: 0 } => PromisesHold ? null : Shortfalls.All(Shortfall.Dear),
        _ => Shortfalls.PlainFor(kept.Broken, PromisesHold ? null : Shortfall.Dear),
    };

    static bool HoldsRows(Shortfalls? prices) => prices?.Others is null;

    /// <summary>Whether a promise is broken that could be kept.</summary>
    static bool Breaks(YearPlan year, Shortfalls prices, Solution best, double lackingMost) => prices.Others != Shortfall.Plain
        && (year.PowerLackingIn(best) > lackingMost || year.Promises.Any(promise => prices.Of(promise.Name) != Shortfall.Plain && promise.IsBrokenIn(best)));

    /// <summary>Whether a promise that can be kept is a row rather than a dear price.</summary>
    /// <remarks>Not where a budget, or a branch with fewer modules, may leave no plan that keeps it.</remarks>
    bool PromisesHold => expanding.CapitalMost is null
        && expanding.Plots.All(plot => plot.Site.Policy.CapitalMost is null && !plot.Assets.Any(asset => asset.IsWhole));

    /// <summary>
    ///   The rows alone. What says which of them is which takes as much memory and a hundredth of the time, so it is let go while they are solved and written again
    ///   to read the answer by: the same years give the same rows.
    /// </summary>
    ProgramArrays RowsOf(IReadOnlyList<Shortfalls?> shortfalls) => ExpansionProgram.Of(expanding, model, shortfalls).Program.Arrays;

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

    ExpansionFound FoundIn(ExpansionProgram program, Solution best, int tries) => new(
        [.. expanding.Plots.Select((plot, s) => new SiteFound(plot, program.Buildings[s].BuiltIn(best),
            [.. program.Years.Select((year, y) => YearReading.Of(year.Sites[s], year.Year, program.Buildings[s].Uses[y], best, horizon.WeightOf(year.Year)))],
            program.Buildings[s].WorthIn(best)))],
        [.. program.Years.Where(year => year.Fleet is not null).Select(year => FleetYearReading.Of(year.Fleet!, year.Year, best))],
        best.Objective.Dollars, best.Bound.Dollars, new(tries, program.Program.Arrays.Rows, program.Program.Arrays.Columns));
}

/// <summary>An expansion that was found.</summary>
/// <param name="Sites">In the order of the plots.</param>
/// <param name="Fleet">What the sites do together in each year; empty for a site alone.</param>
/// <param name="Total">Paid and run, in dollars of the first year.</param>
/// <param name="Bound">No expansion is cheaper.</param>
sealed record ExpansionFound(IReadOnlyList<SiteFound> Sites, IReadOnlyList<FleetYearFigures> Fleet, Money Total, Money Bound, SearchFigures Search)
{
    /// <summary>Whether a year keeps what is promised in it, at every site and of the fleet.</summary>
    public bool IsServed(int y) => Sites.All(site => site.Years[y].IsServed) && (Fleet.Count == 0 || YearFigures.IsKept(Fleet[y].Services, Fleet[y].Training));
}

/// <summary>A site's part of it.</summary>
/// <param name="Built">Units of each asset that enter service in each year.</param>
/// <param name="Worth">What one more unit of each asset would be worth in each year, dollars of that year.</param>
sealed record SiteFound(Plot Plot, double[][] Built, IReadOnlyList<YearFigures> Years, double[][] Worth)
{
    public IReadOnlyList<Asset> Assets => Plot.Assets;
}
