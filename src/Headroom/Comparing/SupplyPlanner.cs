using Headroom.Algebra;
using Headroom.Planning;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Sites;

namespace Headroom.Comparing;

/// <summary>Everything that one supply plan depends on.</summary>
/// <param name="Variants">The strategy's sites, each with other plants on offer; the cheapest plan is the answer.</param>
/// <param name="OffGrid">Price of controls and integration of a site that runs without the utility, per capacity of load.</param>
public sealed record SupplyOrder(
    string Region, Strategy Strategy, IReadOnlyList<Site> Variants, RegionalDraw Draw, CapacityPrice OffGrid, double GapFraction);

/// <summary>Plans the supply of a fixed draw.</summary>
public static class SupplyPlanner
{
    /// <summary>A site that has nothing but its supply and a load that was planned before.</summary>
    public static Site WithLoad(Site site, double[] loadMegawatts)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(loadMegawatts);
        return site with
        {
            Objective = Objective.LeastCost,
            Halls = [],
            Racks = [],
            Services = [],
            Training = [],
            Tree = PowerTree.Lossless,
            OtherLoad = Series<Power>.Of(loadMegawatts, new Unit("MW", 1e6)),
        };
    }

    /// <summary>The cheapest plan of all variants; null where it was stopped before there was one.</summary>
    /// <exception cref="InvalidOperationException">The solver gave up: no answer that could be kept.</exception>
    public static SupplyAnswer? Plan(SupplyOrder order, ISolver solver, IProgress<string>? progress, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(order);
        SupplyAnswer? best = null;
        string why = "nothing is on offer";
        double bound = double.PositiveInfinity, objective = 0;
        foreach (Site variant in order.Variants)
        {
            PlanAnswer answer = Planner.Plan(HeldTogether(order, variant), solver, new PlanOptions { GapFraction = order.GapFraction }, progress, stop);
            if (stop.IsCancellationRequested) return null;
            switch (answer)
            {
                case PlanAnswer.Planned { Report: var report }:
                    bound = Math.Min(bound, report.Objective.Bound);
                    SupplyAnswer one = Read(order, variant, report);
                    if (best is null || one.DollarsPerYear < best.DollarsPerYear) (best, objective) = (one, report.Objective.Value);
                    break;
                case PlanAnswer.Infeasible { Conflicts: var conflicts }:
                    why = conflicts.Count == 0 ? "its plants cannot carry the draw" : $"{conflicts[0].Meaning}: short by {conflicts[0].ByHowMuch}";
                    break;
                case PlanAnswer.Unbounded unbounded: throw new InvalidOperationException(unbounded.Why);
                case PlanAnswer.Stopped stopped: throw new InvalidOperationException($"{order.Region}, {order.Strategy}: {stopped.Why}");
                default: throw new InvalidOperationException("an answer without a case");
            }
        }
        // no variant is better than the least of their bounds
        return best is null ? Empty(order) with { Impossible = why } : best with { GapFraction = Math.Max(0, (objective - bound) / Math.Abs(objective)) };
    }

    /// <summary>An answer without a plan.</summary>
    static SupplyAnswer Empty(SupplyOrder order) => new()
    {
        Region = order.Region,
        Strategy = order.Strategy,
        DrawMegawattHours = order.Draw.Energy.MegawattHours,
        PeakMegawatts = order.Draw.Peak.Megawatts,
        PueRatio = order.Draw.PueRatio,
        CoolingWaterCubicMetres = order.Draw.CoolingWater.CubicMetres,
        HoursTooHot = order.Draw.HoursTooHot,
    };

    static SupplyAnswer Read(SupplyOrder order, Site site, PlanReport report)
    {
        BuiltPlant[] build = [.. report.Build.Where(figure => figure.Total > 0).Select(figure => Built(site, figure, report.Build))];
        return Empty(order) with
        {
            Build = build,
            Costs = [.. report.Cost.Items.Select(item => new CostLine(item.Asset, item.Kind, item.PerYear.Dollars)), .. Integration(order, site)],
            Energy = [.. report.Energy.Sources.Select(source => new SourceEnergy(source.Name, source.Amount.MegawattHours))],
            CarbonTonnes = report.Carbon.Total.Tonnes,
            PlantWaterCubicMetres = report.Water.Total.CubicMetres,
            CarbonDollarsPerTonne = site.Policy.CarbonPrice.DollarsPerTonne,
        };
    }

    static BuiltPlant Built(Site site, BuildFigure figure, IReadOnlyList<BuildFigure> all)
    {
        double firm = 0;
        string name = figure.Name;
        if (figure.Name == "grid firm") (name, firm) = ("grid", figure.Total);
        else if (site.Generators.FirstOrDefault(plant => plant.Name == figure.Name) is { } plant)
            firm = figure.Total * plant.FirmFraction * plant.AvailableFraction.Min();
        else if (site.Batteries.FirstOrDefault(battery => figure.Name == $"{battery.Name} power") is { } battery)
            firm = Math.Min(figure.Total, all.First(one => one.Name == $"{battery.Name} energy").Total * battery.DischargeEfficiency / BatteryHours);
        return new(name, figure.Total, figure.Unit, firm);
    }

    /// <summary>Hours for which a battery counts as firm, as in the reserve.</summary>
    const double BatteryHours = 4;

    static double DiscountOf(Site site) =>
        (site.Generators.Count > 0 ? site.Generators[0].Repayment : site.Batteries[0].Repayment).DiscountFraction;

    /// <summary>Life of controls and integration, as of the engines they hold together.</summary>
    const double IntegrationYears = 25;

    static Repayment IntegrationRepaid(Site site) => new(DiscountOf(site), IntegrationYears);

    /// <summary>What the grid does not carry, the site has to hold together by itself: part of what the plan weighs, for how much the grid carries is a choice.</summary>
    static Site HeldTogether(SupplyOrder order, Site site) => order.Strategy == Strategy.Grid || site.Grid is not { } grid ? site
        : site with { Grid = grid with { Apart = new(order.Draw.Peak, order.OffGrid, IntegrationRepaid(site)) } };

    /// <summary>The same of a site without the utility, where nothing is to be chosen.</summary>
    static IEnumerable<CostLine> Integration(SupplyOrder order, Site site)
    {
        if (order.Strategy == Strategy.Grid || site.Grid is not null) yield break;
        yield return new(GridPlan.Integration, "capital", (order.Draw.Peak * order.OffGrid).Dollars * IntegrationRepaid(site).PerYear.PerYear);
    }
}
