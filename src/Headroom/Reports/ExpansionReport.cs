using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Reports;

/// <summary>A site over years as figures: what is built when, what each year serves and costs, and which ceiling binds when.</summary>
public record SiteYears
{
    public required string Site { get; init; }
    public required string Region { get; init; }
    public required int FirstYear { get; init; }
    public required int LastYear { get; init; }
    public required double DiscountFraction { get; init; }
    public required IReadOnlyList<AssetPath> Assets { get; init; }
    public required IReadOnlyList<YearFigures> Years { get; init; }

    /// <summary>Yearly payments for what is built within the horizon, one for each year.</summary>
    public required IReadOnlyList<Money> Payments { get; init; }

    /// <summary>Paid and run over all years and what is not served, in dollars of the first year.</summary>
    public required Money Total { get; init; }

    /// <summary>Of the total, what nobody is paid: tokens not served and training not done, at their prices.</summary>
    public required Money Penalties { get; init; }

    /// <summary>What waiting costs: tokens not sold, training not done, and payments for racks that stand without power, in dollars of the first year.</summary>
    public required Money Waiting { get; init; }
    public required IReadOnlyList<CeilingFigure> Ceilings { get; init; }
    public IReadOnlyList<InputFact> Inputs { get; init; } = [];
}

/// <summary>A plan of one site over years, with its bound and when power is there. No rendering.</summary>
public sealed record ExpansionReport : SiteYears
{
    /// <param name="years">What its years come to.</param>
    [System.Diagnostics.CodeAnalysis.SetsRequiredMembers]
    public ExpansionReport(SiteYears years, Money bound, SearchFigures search) : base(years) => (Bound, Search) = (bound, search);

    /// <summary>No plan is cheaper than this.</summary>
    public Money Bound { get; }
    public SearchFigures Search { get; }

    public double GapFraction => Math.Max(0, Total.Dollars - Bound.Dollars) / Math.Max(1, Math.Abs(Total.Dollars));

    /// <summary>The first year from which on everything asked is served; null where that year does not come.</summary>
    public int? PowerYear => FirstOfServed(FirstYear, [.. Years.Select(year => year.IsServed)]);

    internal static int? FirstOfServed(int firstYear, IReadOnlyList<bool> served)
    {
        int kept = 0;
        while (kept < served.Count && served[^(kept + 1)]) kept++;
        return kept == 0 ? null : firstYear + served.Count - kept;
    }

    /// <summary>Years from the start to the first in which everything asked is served; null where that year does not come.</summary>
    public int? YearsToPower => PowerYear - FirstYear;
}

/// <summary>An asset over the years, in its unit.</summary>
/// <param name="FirstServiceYear">The first year in which what is decided at the start can serve.</param>
/// <param name="LeadSource">Where its lead time came from.</param>
/// <param name="Built">What enters service in each year.</param>
/// <param name="Standing">What stands in each year.</param>
/// <param name="Used">What of it is used; the rest stands idle.</param>
/// <param name="Most">What could stand at most.</param>
/// <param name="Worth">What one more unit would be worth in each year, dollars of that year.</param>
/// <param name="Payment">What a unit that enters service in the year is repaid with a year.</param>
/// <param name="Upkeep">What a unit costs in every year in which it stands, used or not.</param>
public sealed record AssetPath(string Name, string Group, string Unit, double Installed, int FirstServiceYear, string LeadSource,
    double[] Built, double[] Standing, double[] Used, double[] Most, double[] Worth, double[] Payment, double Upkeep)
{
    /// <summary>Repayment and upkeep of a unit that enters service in the year at this place of the horizon, dollars a year.</summary>
    public double CostIn(int y) => Payment[y] + Upkeep;
}

/// <summary>A ceiling: an asset of which no more can stand in some years though more would pay.</summary>
/// <param name="FirstYear">The first year in which it binds.</param>
/// <param name="LastYear">The last one.</param>
/// <param name="NetWorth">What one more unit would earn in its worst year beyond its own payment and upkeep.</param>
/// <param name="IsUpperBound">Whether the worth is known from above only: nothing of the asset may stand in that year.</param>
/// <param name="WorstYear">The year in which one more unit is worth most.</param>
/// <param name="Sentence">In words: when, why, what relieves it, what that is worth.</param>
public sealed record CeilingFigure(string Asset, string Unit, int FirstYear, int LastYear, int WorstYear, Money NetWorth, bool IsUpperBound, string Sentence);

/// <summary>How the plan was found.</summary>
/// <param name="Tries">How often all years were planned: again where a promise that can be kept was not.</param>
/// <param name="Rows">Of the program of all years.</param>
/// <param name="Columns">Of the program of all years.</param>
public sealed record SearchFigures(int Tries, int Rows, int Columns);

/// <summary>How planning over years ended.</summary>
public abstract record ExpansionAnswer
{
    ExpansionAnswer() { }

    public sealed record Planned(ExpansionReport Report) : ExpansionAnswer;

    /// <summary>Nothing was found; in words, why.</summary>
    public sealed record None(string Why) : ExpansionAnswer;
}
