using Headroom.Algebra;
using Headroom.Compute;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Planning.Expansion;

/// <summary>All years of an expansion as one program: each year's hours under its own name, tied together by what stands.</summary>
/// <remarks>
///   Sizes alone link years, so a year's hours are a block and what is built a thin border: to the structured interior point a few columns
///   more. Money counts in dollars of the first year: in millions, an hour's tokens cost a millionth of a unit, and the method stalls.
/// </remarks>
sealed class ExpansionProgram
{
    /// <summary>The equations, as docs/equations prints them above the rows of a real program.</summary>
    public const string Says = """
        used[a,y] ≤ installed[a,y] + Σ over k ≤ y that still stand of built[a,k]        built[a,k] = 0 before the first year of service
        built[a,k] ≤ slots        standing[a,y] ≤ most        standing[a,last] ≥ least
        Σ price[a,k] · built[a,k] ≤ capital budget
        min  Σ paid within the horizon[a,k] · built[a,k] + Σ (1 + r)^−(y − first) · cost[y]
        """;

    readonly Horizon horizon;
    readonly Variable<Count>[][] built;
    readonly Relations<Count>[][] use;

    ExpansionProgram(Site site, IReadOnlyList<Asset> assets, IFrontierModel model, IReadOnlyList<Shortfall> shortfalls)
    {
        (horizon, Assets) = (site.Horizon!, assets);
        YearNumbers = [.. Enumerable.Range(horizon.FirstYear, horizon.Years)];
        Years = [.. YearNumbers.Select((year, y) => YearIn(Program, site, assets, year, model, shortfalls[y]))];
        Uses = [.. Years.Select(Expansion.Assets.Uses)];
        for (int y = 0; y < Years.Count; y++) LeaveToBuilding(y);
        built = [.. assets.Select(Built)];
        use = [.. assets.Select((asset, a) => YearNumbers.Select((_, y) => Use(asset, a, y)).ToArray())];
        for (int a = 0; a < assets.Count; a++) Hold(assets[a], a);
        if (site.Policy.CapitalMost is { } budget) Spend(budget);
        Tally<Money> paid = Program.Tally("paid", assets.SelectMany((asset, a) => YearNumbers.Select((year, k) =>
            asset.PaidWithin(horizon, year).Dollars * built[a][k].Expression)).Sum());
        Program.Minimise(Years.SelectMany((year, y) => year.Costs.Select(cost => (horizon.WeightOf(YearNumbers[y]) * cost.Weight, cost.Of))).Append((1, paid)));
        Program.Arrays.Trim();
    }

    public LinearProgram Program { get; } = new();
    public IReadOnlyList<Asset> Assets { get; }
    public IReadOnlyList<int> YearNumbers { get; }
    public IReadOnlyList<Formulation> Years { get; }

    /// <summary>For each year and asset, the columns that use it.</summary>
    public IReadOnlyList<IReadOnlyList<(int Column, double Coefficient)[]>> Uses { get; }

    /// <param name="shortfalls">What a broken promise costs in each year.</param>
    public static ExpansionProgram Of(Site site, IReadOnlyList<Asset> assets, IFrontierModel model, IReadOnlyList<Shortfall> shortfalls) =>
        new(site, assets, model, shortfalls);

    static Formulation YearIn(LinearProgram program, Site site, IReadOnlyList<Asset> assets, int year, IFrontierModel model, Shortfall shortfall)
    {
        using IDisposable named = program.Within($"{year}");
        return YearProgram.Write(site, assets, year, model, shortfall, program);
    }

    /// <summary>What is built limits what is used, and nothing else beside it: a second limit would share its price. Roofs stay, so that every column has a box.</summary>
    void LeaveToBuilding(int y)
    {
        ProgramArrays arrays = Program.Arrays;
        for (int a = 0; a < Assets.Count; a++)
            foreach ((int column, double coefficient) in Uses[y][a])
                arrays.ColumnUpper[column] = arrays.IsWhole(column)
                    ? Math.Min(arrays.ColumnUpper[column], Math.Floor(Assets[a].MostIn(horizon, YearNumbers[y]) / coefficient + 1e-9))
                    : RoofFactor * Math.Max(arrays.ColumnUpper[column], Assets[a].MostEver / coefficient);
        foreach (RackChoice rack in Years[y].Site.Racks)
            foreach (Giving giving in Years[y].Givings.Where(giving => Years[y].OwnName(giving.Family.Name) == $"{rack.Type.Name} most"))
                arrays.RowUpper[giving.Family.FirstRow] *= RoofFactor;
    }

    const double RoofFactor = 1.25;

    Variable<Count>[] Built(Asset asset)
    {
        int first = horizon.FirstServiceYear(asset.Timing);
        return [.. YearNumbers.Select(year =>
        {
            double most = year < first ? 0 : Math.Min(asset.MostPerYear, asset.Most);
            string name = $"{year} {asset.Name} built";
            return asset.IsWhole ? Program.Whole(name, Count.Zero, Math.Floor(most + 1e-9).Items) : Program.Variable(name, Count.Zero, most.Items);
        })];
    }

    Expr<Count> Standing(Asset asset, int a, int y)
    {
        Expr<Count> sum = asset.InstalledIn(YearNumbers[y]).Items;
        for (int k = 0; k <= y; k++) if (asset.Stands(YearNumbers[k], YearNumbers[y])) sum += built[a][k].Expression;
        return sum;
    }

    Relations<Count> Use(Asset asset, int a, int y) => Program.Require($"{YearNumbers[y]} {asset.Name} used",
        Tally.Of<Count>("", Uses[y][a]).Expression <= Standing(asset, a, y), "no more is used than stands");

    void Hold(Asset asset, int a)
    {
        for (int y = 0; y < YearNumbers.Count; y++)
            Program.Require($"{YearNumbers[y]} {asset.Name} stands at most",
                Standing(asset, a, y) <= Math.Max(asset.Most, asset.InstalledIn(YearNumbers[y])).Items, "no more stands than may");
        if (asset.Least > asset.Installed)
            Program.Require($"{asset.Name} stands at least", Standing(asset, a, YearNumbers.Count - 1) >= asset.Least.Items, "what must stand in the end stands");
    }

    void Spend(Money budget) => Program.Require("capital budget", Assets.SelectMany((asset, a) => YearNumbers.Select((year, k) =>
        (asset.Price * Math.Pow(asset.Timing.PriceFactor, k)).Dollars * built[a][k].Expression)).Sum() <= budget, "no more is spent than the budget");

    /// <summary>Units of each asset that enter service in each year.</summary>
    public double[][] BuiltIn(Solution solution) => [.. built.Select(row => row.Select(one => solution.Value(one).Items).ToArray())];

    /// <summary>What one more unit of each asset would be worth in each year, dollars of that year.</summary>
    public double[][] WorthIn(Solution solution) =>
        [.. use.Select(row => row.Select((family, y) => -solution.PlanDuals(family)[0] / horizon.WeightOf(YearNumbers[y])).ToArray())];
}
