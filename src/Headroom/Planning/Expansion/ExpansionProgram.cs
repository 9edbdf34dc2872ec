using Headroom.Algebra;
using Headroom.Compute;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Planning.Expansion;

/// <summary>All years of an expansion as one program: each year's hours under its own name, tied together by what stands.</summary>
/// <remarks>
///   Sizes alone link years, so a year's hours are a block and what is built a thin border: to the structured interior point a few columns
///   more. A fleet's year is one block, for its sites share what flows in every hour. Money counts in dollars of the first year: in millions,
///   an hour's tokens cost a millionth of a unit, and the method stalls.
/// </remarks>
sealed class ExpansionProgram
{
    /// <summary>The equations, as docs/equations prints them above the rows of a real program.</summary>
    public const string Says = """
        used[a,y] ≤ installed[a,y] + Σ over k ≤ y that still stand of built[a,k]        built[a,k] = 0 before the first year of service
        built[a,k] ≤ slots        standing[a,y] ≤ most        standing[a,last] ≥ least
        Σ price[a,k] · built[a,k] ≤ capital budget
        min  Σ paid within the horizon[a,k] · built[a,k] + Σ (1 + r)^−(y − first) · (upkeep[a] · standing[a,y] + cost[y])
        """;

    ExpansionProgram(IExpanding expanding, IFrontierModel model, IReadOnlyList<Shortfalls?> shortfalls)
    {
        Horizon horizon = expanding.Horizon;
        Years = [.. Enumerable.Range(horizon.FirstYear, horizon.Years).Select((year, y) => Write(expanding, year, model, shortfalls[y], Program))];
        Buildings = [.. expanding.Plots.Select((plot, s) => new Building(Program, plot, [.. Years.Select(year => year.Sites[s])]))];
        if (expanding.CapitalMost is { } budget)
            Program.Require("capital budget", Buildings.Select(site => site.Spent).Sum() <= budget, "no more is spent at all sites than the budget");
        Program.Minimise(Years.SelectMany(year => year.Costs.Select(cost => (horizon.WeightOf(year.Year) * cost.Weight, cost.Of)))
            .Concat(Buildings.SelectMany(site => new[] { (1.0, site.Paid), (1.0, site.Kept) })));
        Program.Arrays.Trim();
    }

    public LinearProgram Program { get; } = new();
    public IReadOnlyList<YearPlan> Years { get; }

    /// <summary>What is built at each site, in the order of the plots.</summary>
    public IReadOnlyList<Building> Buildings { get; }

    /// <param name="shortfalls">What broken promises cost in each year; null where all hold.</param>
    public static ExpansionProgram Of(IExpanding expanding, IFrontierModel model, IReadOnlyList<Shortfalls?> shortfalls) => new(expanding, model, shortfalls);

    /// <summary>The same with broken promises dear in every year.</summary>
    public static ExpansionProgram Dear(IExpanding expanding, IFrontierModel model) =>
        Of(expanding, model, [.. Enumerable.Repeat<Shortfalls?>(Shortfalls.All(Shortfall.Dear), expanding.Horizon.Years)]);

    /// <summary>Writes a year under its own name.</summary>
    public static YearPlan Write(IExpanding expanding, int year, IFrontierModel model, Shortfalls? shortfalls, LinearProgram program)
    {
        using IDisposable named = program.Within($"{year}");
        return expanding.Write(year, model, shortfalls, program);
    }
}
