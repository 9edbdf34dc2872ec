using Headroom.Algebra;
using Headroom.Compute;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Planning.Expansion;

/// <summary>What is built when: the program that ties the years together, with each year's cost known by planes under it.</summary>
sealed class Master
{
    /// <summary>The equations, as docs/equations prints them above the rows of a real program.</summary>
    public const string Says = """
        used[a,y] ≤ installed[a,y] + Σ over k ≤ y that still stand of built[a,k]        built[a,k] = 0 before the first year of service
        built[a,k] ≤ slots        standing[a,y] ≤ most        standing[a,last] ≥ least        rows of sizes alone, in each year
        cost[y] ≥ constant + slope · design[y]  for every plane of year y
        Σ price[a,k] · built[a,k] ≤ capital budget
        min  Σ paid within the horizon[a,k] · built[a,k] + Σ (1 + r)^−(y − first) · cost[y]
        """;

    readonly Horizon horizon;
    readonly IReadOnlyList<Asset> assets;
    readonly int[] years;
    readonly LinearProgram program;
    readonly Variable<Count>[][] built;
    readonly IReadOnlyList<IReadOnlyList<(int Column, double Coefficient)[]>> uses;
    readonly Relations<Count>[][] use;
    readonly Tally<Count> total;

    IReadOnlyList<YearDesign> designs = [];
    int[][] design = [];

    /// <summary>Ties years together that a program holds already, by their columns and by what each costs.</summary>
    Master(Site site, IReadOnlyList<Asset> assets, LinearProgram program, IReadOnlyList<IReadOnlyList<(int, double)[]>> uses, IReadOnlyList<Expr<Count>> cost)
    {
        (horizon, this.assets, this.program, this.uses) = (site.Horizon!, assets, program, uses);
        years = [.. Enumerable.Range(horizon.FirstYear, horizon.Years)];
        built = [.. assets.Select(Built)];
        use = [.. assets.Select((asset, a) => years.Select((_, y) => Use(asset, a, y)).ToArray())];
        for (int a = 0; a < assets.Count; a++) Hold(assets[a], a);
        if (site.Policy.CapitalMost is { } budget) Spend(budget);
        total = program.Tally("paid and run", PaidFor() + years.Select((year, y) => Weighted(year, cost[y])).Sum());
        program.Minimise((1, total));
    }

    /// <summary>The master of a search: each year by its design columns, its rows of design alone, and the planes under its cost.</summary>
    public static Master Of(Site site, IReadOnlyList<Asset> assets, IReadOnlyList<YearDesign> designs, IReadOnlyList<IReadOnlyList<YearCut>> planes)
    {
        var program = new LinearProgram();
        int[][] columns = [.. designs.Select(year => year.Columns.Select(column => ColumnOf(program, year.Year, column)).ToArray())];
        Variable<Count>[] cost = [.. designs.Select(year => program.Variable($"{year.Year} cost, M$", LeastCost, LinearProgram.Unlimited<Count>()))];
        for (int y = 0; y < designs.Count; y++)
        {
            foreach (DesignRow row in designs[y].Rows) Require(program, designs[y].Year, row, columns[y]);
            foreach (YearCut plane in planes[y]) Under(program, designs[y].Year, plane, columns[y], cost[y]);
        }
        return new Master(site, assets, program, [.. designs.Select((year, y) => InProgram(year.Uses, columns[y]))], [.. cost.Select(one => one.Expression)])
        {
            designs = designs,
            design = columns,
        };
    }

    /// <summary>The same without planes: every year's hours in one program, for other solvers and for tests.</summary>
    /// <param name="shortfalls">What a broken promise costs in each year.</param>
    public static LinearProgram OnePiece(Site site, IReadOnlyList<Asset> assets, IFrontierModel model, IReadOnlyList<Shortfall> shortfalls)
    {
        Horizon horizon = site.Horizon!;
        var program = new LinearProgram();
        List<IReadOnlyList<(int, double)[]>> uses = [];
        List<Expr<Count>> cost = [];
        for (int y = 0; y < horizon.Years; y++)
            using (program.Within($"{horizon.FirstYear + y}"))
            {
                Formulation year = YearProgram.Write(site, assets, horizon.FirstYear + y, model, shortfalls[y], program);
                uses.Add(Assets.Uses(year));
                cost.Add(year.Costs.Select(item => Millions(item.Of)).Sum());
            }
        _ = new Master(site, assets, program, uses, cost);
        return program;
    }

    static int ColumnOf(LinearProgram program, int year, DesignColumn column) => column.IsWhole
        ? program.Whole($"{year} {column.Name}", column.Lower.Items, column.Upper.Items).FirstColumn
        : program.Variable($"{year} {column.Name}", column.Lower.Items, column.Upper.Items).FirstColumn;

    static List<(int, double)[]> InProgram(IReadOnlyList<(int Column, double Coefficient)[]> uses, int[] columns) =>
        [.. uses.Select(use => use.Select(term => (columns[term.Column], term.Coefficient)).ToArray())];

    /// <summary>Money counts in millions of dollars here, so that coefficients stay near one.</summary>
    const double Million = 1e6;

    /// <summary>Sales could bring money, but never the wealth of a nation.</summary>
    static Count LeastCost => (-1e6).Items;

    static Expr<Count> Millions(Tally<Money> money) =>
        Tally.Of<Count>("", money.Terms.Select(term => (term.Column, term.Coefficient / Million))).Expression + (money.Constant / Million).Items;

    ProgramArrays Arrays => program.Arrays;

    Variable<Count>[] Built(Asset asset)
    {
        int first = horizon.FirstServiceYear(asset.Timing);
        return [.. years.Select(year =>
        {
            double most = year < first ? 0 : Math.Min(asset.MostPerYear, asset.Most);
            string name = $"{year} {asset.Name} built";
            return asset.IsWhole ? program.Whole(name, Count.Zero, Math.Floor(most + 1e-9).Items) : program.Variable(name, Count.Zero, most.Items);
        })];
    }

    Expr<Count> Standing(Asset asset, int a, int y)
    {
        Expr<Count> sum = asset.InstalledIn(years[y]).Items;
        for (int k = 0; k <= y; k++) if (asset.Stands(years[k], years[y])) sum += built[a][k].Expression;
        return sum;
    }

    Relations<Count> Use(Asset asset, int a, int y) => program.Require($"{years[y]} {asset.Name} used",
        Tally.Of<Count>("", uses[y][a]).Expression <= Standing(asset, a, y), "no more is used than stands");

    void Hold(Asset asset, int a)
    {
        for (int y = 0; y < years.Length; y++)
            program.Require($"{years[y]} {asset.Name} stands at most", Standing(asset, a, y) <= Math.Max(asset.Most, asset.InstalledIn(years[y])).Items, "no more stands than may");
        if (asset.Least > asset.Installed)
            program.Require($"{asset.Name} stands at least", Standing(asset, a, years.Length - 1) >= asset.Least.Items, "what must stand in the end stands");
    }

    static void Require(LinearProgram program, int year, DesignRow row, int[] columns)
    {
        Expr<Count> sum = Tally.Of<Count>("", row.Terms.Select(term => (columns[term.Column], term.Coefficient))).Expression;
        string name = $"{year} sizes";
        if (row.Lower == row.Upper) program.Require(name, sum == row.Lower.Items);
        else if (!double.IsInfinity(row.Upper)) program.Require(name, sum <= row.Upper.Items);
        if (row.Lower != row.Upper && !double.IsInfinity(row.Lower)) program.Require(name, sum >= row.Lower.Items);
    }

    static void Under(LinearProgram program, int year, YearCut plane, int[] columns, Variable<Count> cost)
    {
        Expr<Count> at = (plane.Constant / Million).Items;
        for (int j = 0; j < plane.Slope.Length; j++)
            if (plane.Slope[j] != 0) at += Tally.Of<Count>("", [(columns[j], plane.Slope[j] / Million)]).Expression;
        program.Require($"{year} plane", cost.Expression >= at, "a year costs no less than any plane under it");
    }

    void Spend(Money budget) => program.Require("capital budget",
        assets.SelectMany((asset, a) => years.Select((year, k) =>
            asset.Price * Math.Pow(asset.Timing.PriceFactor, k) / Million * built[a][k].Expression)).Sum() <= budget.Millions.Items, "no more is spent than the budget");

    Expr<Count> PaidFor() => assets.SelectMany((asset, a) => years.Select((year, k) => asset.PaidWithin(horizon, year) / Million * built[a][k].Expression)).Sum();

    Expr<Count> Weighted(int year, Expr<Count> cost) => horizon.WeightOf(year) * cost;

    const double TieShare = 1e-6;

    /// <summary>The least cost that the planes allow; no plan is cheaper.</summary>
    public MasterAnswer? Least(ISolver solver, bool relax, double gapFraction, CancellationToken stop) =>
        Solve(solver, relax, gapFraction, stop) is { } best ? AnswerOf(best, relax) : null;

    /// <summary>The design nearest to a centre that the planes allow for a cost: few years move, and each by little.</summary>
    /// <remarks>
    ///   min Σ weight · |design − centre|  with  total ≤ level
    ///   Source: C. Lemaréchal, A. Nemirovskii, Y. Nesterov, Math. Programming 69 (1995): level method; here in the 1-norm.
    /// </remarks>
    public MasterAnswer? Nearest(IReadOnlyList<double[]> centre, Func<int, int, double> weight, Money? level, ISolver solver, bool relax, CancellationToken stop)
    {
        List<Expr<Count>> away = [];
        for (int y = 0; y < years.Length; y++)
            for (int j = 0; j < design[y].Length; j++)
            {
                if (!designs[y].Columns[j].Matters) continue;
                Expr<Count> size = Tally.Of<Count>("", [(design[y][j], 1)]).Expression;
                Variable<Count> distance = program.Variable("away", Count.Zero, LinearProgram.Unlimited<Count>());
                program.Require("away up", distance.Expression >= size - centre[y][j].Items);
                program.Require("away down", distance.Expression >= centre[y][j].Items - size);
                away.Add(weight(y, j) / Million * distance.Expression);
            }
        if (level is { } most) program.Require("level", [(1, total)], Sense.AtMost, most.Millions.Items);
        // what is paid breaks ties: nothing is built that no year uses
        program.Minimise((1, program.Tally("distance", away.Sum())), (TieShare, total));
        Solution? best = Solve(solver, relax, 1e-3, stop);
        return best is null ? null : AnswerOf(best, relax);
    }

    Solution? Solve(ISolver solver, bool relax, double gapFraction, CancellationToken stop) =>
        solver.Solve(Arrays, new SolveOptions { Algorithm = Algorithm.Simplex, Relax = relax, GapFraction = gapFraction }, stop) switch
        {
            Outcome.Best { Solution: var best } => best,
            Outcome.Feasible { Solution: var found } => found,
            _ => null,
        };

    MasterAnswer AnswerOf(Solution best, bool relax)
    {
        bool whole = !relax && Arrays.WholeColumns.Any();
        double bound = whole ? best.Bound : Certificate.Of(Arrays, best).Bound;
        return new(
            [.. built.Select(row => row.Select(one => best.Value(one).Items).ToArray())],
            [.. design.Select(row => row.Select(column => best.Values[column]).ToArray())],
            assets.SelectMany((asset, a) => years.Select((year, k) => asset.PaidWithin(horizon, year) * best.Value(built[a][k]).Items)).Sum().Dollars,
            (best.Value(total).Items * Million).Dollars, (bound * Million).Dollars,
            [.. use.Select(row => row.Select((family, y) => best.RowDuals.Length == 0 ? 0 : -Million * best.PlanDuals(family)[0] / horizon.WeightOf(years[y])).ToArray())]);
    }
}

/// <summary>What the master says.</summary>
/// <param name="Built">Units of each asset that enter service in each year.</param>
/// <param name="Design">Design of each year.</param>
/// <param name="Paid">For what is built, within the horizon, in dollars of the first year.</param>
/// <param name="Total">Paid and run, as the planes tell it.</param>
/// <param name="Bound">No plan is cheaper; only of the least answer.</param>
/// <param name="Worth">What one more unit of each asset would be worth in each year, in dollars of that year; zero where the answer has no prices.</param>
sealed record MasterAnswer(double[][] Built, double[][] Design, Money Paid, Money Total, Money Bound, double[][] Worth);
