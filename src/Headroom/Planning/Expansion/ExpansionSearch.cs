using Headroom.Algebra;
using Headroom.Compute;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Planning.Expansion;

/// <summary>Seeks what to build when: years are planned alone first, then a master ties them together and asks years again only where it must.</summary>
/// <remarks>
///   Lower bound: the master's least cost under all planes. Upper bound: what is built, and every year planned at its design.
///   Planned alone at the rent of a unit built in that year, a year's answer is already the joint one where prices stand still and sizes
///   only grow: then one round closes the gap. Where something must come later, cheaper or not at all, the level method moves the design as
///   little as the planes allow, and only the years that moved are planned again.
///   Source: Benders 1962; Lemaréchal, Nemirovskii, Nesterov 1995; multi-cut: J. R. Birge and F. Louveaux, Eur. J. Oper. Res. 34 (1988).
/// </remarks>
sealed class ExpansionSearch(Site site, IFrontierModel model, ISolver solver, IWorkers workers, double gapFraction, IProgress<string>? progress, CancellationToken stop)
{
    /// <summary>Each round plans every year twice: what is not closed by then is told as the gap.</summary>
    const int RoundsMost = 12;

    /// <summary>Where between the bounds the next design is sought: near the lower one, so that planes are added where they are needed.</summary>
    const double LevelShare = 0.3;

    /// <summary>Designs closer than this are one: a year is not planned again for rounding.</summary>
    const double SameFraction = 1e-7;

    readonly Horizon horizon = site.Horizon!;
    readonly IReadOnlyList<Asset> assets = Assets.Of(site);
    YearOracle[] oracles = [];
    YearDesign[] designs = [];
    List<YearAnswer>[] known = [];
    double[][] prices = [];
    ExpansionFound? best;
    double lower = double.NegativeInfinity;

    /// <summary>What a broken promise costs in each year, as the search found it.</summary>
    public IReadOnlyList<Shortfall> Shortfalls => [.. oracles.Select(oracle => oracle.Shortfall)];

    public int YearsPlanned { get; private set; }
    public int Rounds { get; private set; }

    /// <summary>What was found, and why it ended without anything where nothing was.</summary>
    public (ExpansionFound? Found, string Why) Run()
    {
        int[] years = [.. Enumerable.Range(horizon.FirstYear, horizon.Years)];
        oracles = [.. years.Select(year => new YearOracle(site, assets, year, model, solver))];
        progress?.Report($"writing {years.Length} years");
        designs = workers.Do([.. oracles.Select(oracle => (Func<YearDesign>)oracle.Describe)]);
        if (!PlanAlone()) return (null, stop.IsCancellationRequested ? "stopped before there was a plan" : "a year planned alone has no answer");
        Close(relax: true);
        if (best is not null && designs.Any(design => design.Columns.Any(column => column.IsWhole)) && !IsWhole(best)) CloseWhole();
        (int rows, int columns) = (designs[^1].HourRows, designs[^1].HourColumns);
        return (best is null ? null : best with { Bound = lower.Dollars, Rounds = Rounds, YearsPlanned = YearsPlanned, Rows = rows, Columns = columns },
            best is null ? "stopped before there was a plan" : "");
    }

    /// <summary>Every year alone, at the rent of what would be built in it. Where a promise is broken, the year is asked whether anything could keep it.</summary>
    bool PlanAlone()
    {
        YearAnswer?[] answers = Alone(oracles, "alone");
        for (int insisted = 0; insisted < InsistMost; insisted++)
        {
            if (answers.Any(answer => answer is null)) return false;
            YearOracle[] broken = [.. oracles.Where((oracle, y) => !answers[y]!.Figures.IsServed && oracle.Shortfall != Shortfall.Plain)];
            if (broken.Length == 0) break;
            bool[] can = workers.Do([.. broken.Select(oracle => (Func<bool>)(() => oracle.CanKeep(stop)))]);
            for (int k = 0; k < broken.Length; k++) if (can[k]) broken[k].Insist(); else broken[k].LetGo();
            YearAnswer?[] again = Alone(broken, "whose promises were broken");
            for (int k = 0; k < broken.Length; k++) answers[Index(broken[k].Year)] = again[k];
        }
        if (answers.Any(answer => answer is null)) return false;
        known = [.. answers.Select(answer => new List<YearAnswer> { answer! })];
        prices = [.. oracles.Select(oracle => Rents(oracle.Year))];
        foreach (double share in RentShares) AddPlanes(y => [.. prices[y].Select(rent => share * rent)], "with cheaper sizes");
        return true;
    }

    /// <summary>After this often a price of 500 and of 10,000 times the token's worth has been tried.</summary>
    const int InsistMost = 2;

    YearAnswer?[] Alone(YearOracle[] asked, string how) => Ask([.. asked.Select(oracle => (Func<YearAnswer?>)(() =>
        oracle.AtRents(Rents(oracle.Year), standsFree: true, stop)))], how);

    double[] Rents(int year) => [.. assets.Select(asset => asset.RentIn(horizon, year))];

    int Index(int year) => year - horizon.FirstYear;

    /// <summary>Rounds until the bounds meet, with whole units relaxed.</summary>
    void Close(bool relax)
    {
        double[][] centre = [.. known.Select(answers => answers[0].Design)];
        while (Rounds < RoundsMost && !stop.IsCancellationRequested)
        {
            Rounds++;
            if (NewMaster().Least(solver, relax, gapFraction / 10, stop) is not { } least) return;
            lower = Math.Max(lower, least.Bound.Dollars);
            if (best is not null && GapOf(best) <= gapFraction) { best = best with { Worth = least.Worth }; return; }
            // at first no level: where the years' own answers can all stand, they are the plan already
            Money? level = best is null ? null : (lower + LevelShare * (best.Total.Dollars - lower)).Dollars;
            MasterAnswer next = NewMaster().Nearest(centre, (y, j) => WeightOf(y, j), level, solver, relax, stop) ?? least;
            if (!Evaluate(next) && !Evaluate(least)) return; // nothing moved: the bounds are as near as the years' own answers allow
            centre = best!.Design;
            if (GapOf(best) > gapFraction) PlanAtPrices();
            progress?.Report(FormattableString.Invariant($"round {Rounds}: {best.Total.Millions:#,0.0} M$, gap {100 * GapOf(best):0.000} %"));
            if (NewMaster().Least(solver, relax, gapFraction / 10, stop) is { } after) (lower, best) = (Math.Max(lower, after.Bound.Dollars), best with { Worth = after.Worth });
        }
    }

    /// <summary>Every year alone once more, each unit paying what the master says it is worth: planes of the right slope, which lift the lower bound.</summary>
    /// <remarks>
    ///   π ← π + (worth − π)/2: the master's prices swing from round to round, their mean does not.
    ///   Source: G. B. Dantzig and P. Wolfe, Oper. Res. 8 (1960); P. Wentges, Int. Trans. Oper. Res. 4 (1997) for the smoothing.
    /// </remarks>
    void PlanAtPrices()
    {
        if (NewMaster().Least(solver, relax: true, gapFraction / 10, stop) is not { } least) return;
        for (int y = 0; y < oracles.Length; y++)
            for (int a = 0; a < assets.Count; a++) prices[y][a] += (Math.Max(0, least.Worth[a][y]) - prices[y][a]) / 2;
        AddPlanes(y => prices[y], "at what their sizes are worth");
    }

    /// <summary>Shares of the rents at which years are planned besides: without rent a year costs the least it can, which no extension of other planes may go below.</summary>
    static readonly double[] RentShares = [0, 0.4];

    void AddPlanes(Func<int, double[]> rents, string how)
    {
        YearAnswer?[] answers = Ask([.. oracles.Select((oracle, y) => (Func<YearAnswer?>)(() => oracle.AtRents(rents(y), standsFree: false, stop)))], how);
        for (int y = 0; y < answers.Length; y++) if (answers[y] is { } answer) known[y].Add(answer);
    }

    /// <summary>Whole units: the master chooses them under the planes that are there, and its years are planned.</summary>
    void CloseWhole()
    {
        ExpansionFound relaxed = best!;
        best = null;
        for (int round = 0; round < RoundsMost / 3 && !stop.IsCancellationRequested; round++)
        {
            Rounds++;
            if (NewMaster().Least(solver, relax: false, gapFraction / 10, stop) is not { } least) return;
            lower = Math.Max(lower, least.Bound.Dollars);
            if (best is not null && GapOf(best) <= gapFraction) return;
            if (!Evaluate(least)) return;
            best = best! with { Worth = relaxed.Worth };
            progress?.Report(FormattableString.Invariant($"whole units {round + 1}: {best.Total.Millions:#,0.0} M$, gap {100 * GapOf(best):0.000} %"));
        }
    }

    Master NewMaster() => Master.Of(site, assets, designs, [.. known.Select(answers => answers.Select(answer => answer.Cut).ToList())]);

    double WeightOf(int year, int column)
    {
        double weight = 1;
        for (int a = 0; a < assets.Count; a++)
            foreach ((int used, double coefficient) in designs[year].Uses[a])
                if (used == column) weight += coefficient * assets[a].YearlyPayment(horizon, designs[year].Year);
        return weight;
    }

    /// <summary>Plans the years of a design that are not known yet; false where all were.</summary>
    bool Evaluate(MasterAnswer at)
    {
        int[] asked = [.. Enumerable.Range(0, designs.Length).Where(y => Find(y, at.Design[y]) is null)];
        var answers = Ask([.. asked.Select(y => (Func<YearAnswer?>)(() => oracles[y].At(Within(y, at.Design[y]), stop)))], "again");
        for (int k = 0; k < asked.Length; k++)
            if (answers[k] is { } answer) known[asked[k]].Add(answer with { Design = at.Design[asked[k]] });
        YearAnswer?[] all = [.. at.Design.Select((design, y) => Find(y, design))];
        if (all.Any(answer => answer is null)) return false;
        double total = at.Paid.Dollars + all.Select((answer, y) => horizon.WeightOf(designs[y].Year) * answer!.Cost).Sum();
        if (best is null || total < best.Total.Dollars)
            best = new(assets, at.Built, at.Design, [.. all.Select(answer => answer!.Figures)], total.Dollars, at.Paid, at.Worth);
        return asked.Length > 0;
    }

    /// <summary>A master's vertex may lie a rounding outside its bounds.</summary>
    double[] Within(int year, double[] design) =>
        [.. design.Select((value, j) => Math.Clamp(value, designs[year].Columns[j].Lower, designs[year].Columns[j].Upper))];

    YearAnswer? Find(int year, double[] design) => known[year].FirstOrDefault(answer => design.Select((value, j) => !designs[year].Columns[j].Matters
        || Math.Abs(value - answer.Design[j]) <= SameFraction * Math.Max(1, Math.Abs(value))).All(same => same));

    YearAnswer?[] Ask(IReadOnlyList<Func<YearAnswer?>> work, string how)
    {
        if (work.Count == 0) return [];
        progress?.Report($"planning {work.Count} years {how}");
        YearsPlanned += work.Count;
        return workers.Do(work);
    }

    double GapOf(ExpansionFound found) => Math.Max(0, found.Total.Dollars - lower) / Math.Max(1, Math.Abs(found.Total.Dollars));

    bool IsWhole(ExpansionFound found) => designs.Select((design, y) => design.Columns.Select((column, j) =>
        !column.IsWhole || Math.Abs(found.Design[y][j] - Math.Round(found.Design[y][j])) < 1e-6).All(whole => whole)).All(whole => whole);
}

/// <summary>An expansion that was found.</summary>
/// <param name="Built">Units of each asset that enter service in each year.</param>
/// <param name="Total">Paid and run, in dollars of the first year.</param>
/// <param name="Worth">What one more unit of each asset would be worth in each year, dollars of that year.</param>
sealed record ExpansionFound(IReadOnlyList<Asset> Assets, double[][] Built, double[][] Design, IReadOnlyList<Reports.YearFigures> Years, Money Total, Money Paid, double[][] Worth)
{
    /// <summary>No expansion is cheaper.</summary>
    public Money Bound { get; init; }
    public int Rounds { get; init; }
    public int YearsPlanned { get; init; }

    /// <summary>Size of one year's program.</summary>
    public int Rows { get; init; }
    public int Columns { get; init; }
    public double GapFraction => Math.Max(0, Total.Dollars - Bound.Dollars) / Math.Max(1, Math.Abs(Total.Dollars));
}
