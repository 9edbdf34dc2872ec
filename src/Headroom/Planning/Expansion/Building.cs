using Headroom.Algebra;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Planning.Expansion;

/// <summary>What is built when at one site, and how it limits what the site's years use.</summary>
sealed class Building
{
    const double RoofFactor = 1.25;

    readonly LinearProgram program;
    readonly Plot plot;
    readonly Horizon horizon;
    readonly IReadOnlyList<int> years;
    readonly IReadOnlyList<Formulation> written;
    readonly Variable<Count>[][] built;
    readonly Relations<Count>[][] use;

    /// <param name="years">The site's years, which the program holds already.</param>
    public Building(LinearProgram program, Plot plot, IReadOnlyList<Formulation> years)
    {
        (this.program, this.plot, horizon, written) = (program, plot, plot.Site.Horizon!, years);
        this.years = [.. Enumerable.Range(horizon.FirstYear, horizon.Years)];
        Uses = [.. years.Select(Expansion.Assets.Uses)];
        for (int y = 0; y < years.Count; y++) LeaveToBuilding(years[y], y);
        built = [.. Assets.Select(Built)];
        use = [.. Assets.Select((asset, a) => this.years.Select((_, y) => Use(asset, a, y)).ToArray())];
        for (int a = 0; a < Assets.Count; a++) Hold(Assets[a], a);
        if (plot.Site.Policy.CapitalMost is { } budget) program.Require($"{plot.Prefix}capital budget", Spent <= budget, "no more is spent than the budget");
        Paid = program.Tally("paid", Assets.SelectMany((asset, a) => this.years.Select((year, k) => asset.PaidWithin(horizon, year).Dollars * built[a][k].Expression)).Sum());
        Kept = program.Tally("upkeep", Assets.SelectMany((asset, a) => this.years.Select((year, y) =>
            (horizon.WeightOf(year) * asset.Upkeep).Dollars * Standing(asset, a, y))).Sum());
    }

    public IReadOnlyList<Asset> Assets => plot.Assets;

    /// <summary>For each year and asset, the columns that use it.</summary>
    public IReadOnlyList<IReadOnlyList<(int Column, double Coefficient)[]>> Uses { get; }

    /// <summary>Payments within the horizon, in dollars of the first year.</summary>
    public Tally<Money> Paid { get; }

    /// <summary>Upkeep of what stands, used or not, in dollars of the first year.</summary>
    public Tally<Money> Kept { get; }

    /// <summary>What is spent once, over the whole horizon.</summary>
    public Expr<Money> Spent => Assets.SelectMany((asset, a) => years.Select((_, k) =>
        (asset.Price * Math.Pow(asset.Timing.PriceFactor, k)).Dollars * built[a][k].Expression)).Sum();

    /// <summary>What is built limits what is used, and nothing else beside it: a second limit would share its price. Roofs stay, so that every column has a box.</summary>
    void LeaveToBuilding(Formulation year, int y)
    {
        ProgramArrays arrays = program.Arrays;
        for (int a = 0; a < Assets.Count; a++)
            foreach ((int column, double coefficient) in Uses[y][a])
                arrays.ColumnUpper[column] = arrays.IsWhole(column)
                    ? Math.Min(arrays.ColumnUpper[column], Math.Floor(Assets[a].MostIn(horizon, years[y]) / coefficient + 1e-9))
                    : RoofFactor * Math.Max(arrays.ColumnUpper[column], Assets[a].MostEver / coefficient);
        foreach (RackChoice rack in year.Site.Racks)
            foreach (Giving giving in year.Givings.Where(giving => year.OwnName(giving.Family.Name) == $"{rack.Type.Name} most"))
                arrays.RowUpper[giving.Family.FirstRow] *= RoofFactor;
    }

    Variable<Count>[] Built(Asset asset)
    {
        int first = horizon.FirstServiceYear(asset.Timing);
        return [.. years.Select(year =>
        {
            double most = year < first ? 0 : Math.Min(asset.MostPerYear, asset.Most);
            string name = $"{plot.Prefix}{year} {asset.Name} built";
            return asset.IsWhole ? program.Whole(name, Count.Zero, Math.Floor(most + 1e-9).Items) : program.Variable(name, Count.Zero, most.Items);
        })];
    }

    Expr<Count> Standing(Asset asset, int a, int y)
    {
        Expr<Count> sum = asset.InstalledIn(years[y]).Items;
        for (int k = 0; k <= y; k++) if (asset.Stands(years[k], years[y])) sum += built[a][k].Expression;
        return sum;
    }

    Relations<Count> Use(Asset asset, int a, int y) => program.Require($"{plot.Prefix}{years[y]} {asset.Name} used",
        Tally.Of<Count>("", Uses[y][a]).Expression <= Standing(asset, a, y), "no more is used than stands");

    void Hold(Asset asset, int a)
    {
        for (int y = 0; y < years.Count; y++)
            program.Require($"{plot.Prefix}{years[y]} {asset.Name} stands at most",
                Standing(asset, a, y) <= Math.Max(asset.Most, asset.InstalledIn(years[y])).Items, "no more stands than may");
        if (asset.Least > asset.Installed)
            program.Require($"{plot.Prefix}{asset.Name} stands at least", Standing(asset, a, years.Count - 1) >= asset.Least.Items, "what must stand in the end stands");
    }

    /// <summary>Units of each asset that enter service in each year.</summary>
    public double[][] BuiltIn(Solution solution) => [.. built.Select(row => row.Select(one => solution.Value(one).Items).ToArray())];

    /// <summary>What one more unit of each asset would be worth in each year, dollars of that year.</summary>
    public double[][] WorthIn(Solution solution) =>
        [.. use.Select((row, a) => row.Select((family, y) => WorthIn(solution, family, a, y)).ToArray())];

    double WorthIn(Solution solution, Relations<Count> family, int a, int y)
    {
        double weight = horizon.WeightOf(years[y]), worth = -solution.PlanDuals(family)[0] / weight;
        return Assets[a].MostIn(horizon, years[y]) > 0 ? worth : Math.Min(worth, FirstUnit.WorthMost(written[y], Assets[a], solution, weight));
    }
}
