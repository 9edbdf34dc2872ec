using Headroom.Algebra;
using Headroom.Sites;

namespace Headroom.Planning.Expansion;

/// <summary>What the first unit of a supply is worth in a year in which none of it may stand.</summary>
/// <remarks>
///   Where nothing may stand, any price from the unit's worth upward is a price of the row: the solver's is one of them. What a megawatt can earn at the year's own
///   prices is the least of them:   worth = Σ max(0, λ[t] − running cost[t]) · available[t] · 1 h,   λ price of the power balance.
///   Left out is what lowers it: minimum load, ramps, hours, demand charges. So it is a worth at most.
/// </remarks>
static class FirstUnit
{
    /// <summary>Dollars of the year for one more unit at most; infinite where the asset is no supply, or rows beside the balance pay for it.</summary>
    /// <param name="weight">Of a dollar of the year.</param>
    public static double WorthMost(Formulation year, Asset asset, Solution solution, double weight)
    {
        if (PaysOtherwise(year.Site)) return double.PositiveInfinity;
        double carbon = year.Site.Policy.CarbonPrice.DollarsPerTonne;
        if (year.Grid is { } grid && asset.Group == "grid")
            return Earned(asset.Name == "grid firm" ? null : grid.Facts.Flexible!.AvailableFraction,
                t => grid.Facts.Price[t].DollarsPerMegawattHour + grid.Facts.Adder.DollarsPerMegawattHour + carbon * grid.Facts.Carbon[t].GramsPerKilowattHour / 1e3);
        if (year.Generators.FirstOrDefault(plan => plan.Facts.Name == asset.Name)?.Facts is { } plant)
            return (plant.Module?.Megawatts ?? 1) * Earned(plant.AvailableFraction,
                _ => plant.MarginalCost.DollarsPerMegawattHour + carbon * plant.Carbon.GramsPerKilowattHour / 1e3);
        return double.PositiveInfinity;

        double Earned(double[]? available, Func<int, double> cost)
        {
            ReadOnlySpan<double> price = solution.PlanDuals(year.Balance);
            double sum = 0;
            for (int t = 0; t < price.Length; t++) sum += Math.Max(0, price[t] / weight - cost(t)) * (available?[t] ?? 1);
            return sum;
        }
    }

    /// <summary>Whether a supply is worth something beside what it feeds: as a reserve, or as a share.</summary>
    static bool PaysOtherwise(Site site) => site.Policy.ReserveMarginFraction is not null || site.Grid?.EnergyShareMostFraction is not null
        || site.Generators.Any(plant => plant.EnergyShareMostFraction is not null);
}
