using Headroom.Quantities;
using Headroom.Sites;
using Headroom.Workloads;

namespace Headroom.Planning.Expansion;

/// <summary>
///   One year of an expansion as a site of its own: that year's demand and prices, sizes free up to what may ever stand,
///   capital and upkeep of what stands left to the expansion.
/// </summary>
static class YearSite
{
    public static Site Of(Site site, IReadOnlyList<Asset> assets, int year)
    {
        Horizon horizon = site.Horizon!;
        int since = year - horizon.FirstYear;
        double energy = Math.Pow(horizon.EnergyPriceFactor, since), fuel = Math.Pow(horizon.FuelPriceFactor, since);
        double Most(string asset) => assets.First(one => one.Name == asset).MostEver;
        Sizing<Power> Free(string asset) => Sizing<Power>.UpTo(Most(asset).Megawatts);
        return site with
        {
            Horizon = null,
            Objective = Objective.LeastCost,
            Policy = site.Policy with { CapitalMost = null, YearlyCostMost = null },
            Grid = site.Grid is { } grid ? grid with
            {
                Firm = Free("grid firm"),
                Flexible = grid.Flexible is { } flexible ? flexible with { Size = Free("grid flexible") } : null,
                Price = Scaled(grid.Price, energy),
                Capital = CapacityPrice.Zero,
                CapacityCharge = CapacityRent.Zero,
            } : null,
            Generators = [.. site.Generators.Select(plant => plant with
            {
                Size = plant.Module is { } module ? Sizing<Power>.UpTo(Most(plant.Name) * module) : Free(plant.Name),
                Capital = CapacityPrice.Zero,
                Fixed = CapacityRent.Zero,
                FuelPrice = fuel * plant.FuelPrice,
            })],
            Batteries = [.. site.Batteries.Select(battery => battery with
            {
                Power = Free($"{battery.Name} power"),
                Energy = Sizing<Energy>.UpTo(battery.Duration is { } hours ? hours * Most($"{battery.Name} power").Megawatts
                    : Most($"{battery.Name} energy").MegawattHours),
                CapitalOfPower = CapacityPrice.Zero,
                CapitalOfEnergy = EnergyPrice.Zero,
                Fixed = CapacityRent.Zero,
                FixedOfEnergy = EnergyCapacityRent.Zero,
            })],
            Halls = [.. site.Halls.Select(hall => hall with
            {
                Power = Free($"hall {hall.Name}"),
                Capital = CapacityPrice.Zero,
                Retrofit = hall.Retrofit is { } retrofit ? retrofit with { Capital = CapacityPrice.Zero } : null,
            })],
            Racks = [.. site.Racks.Select(rack => rack with { Size = Sizing<Count>.UpTo(Most(rack.Type.Name).Items), Price = Money.Zero })],
            Services = [.. site.Services.Select(service => service with { Demand = Scaled(service.Demand, Growth(horizon, service, year)) })],
            Training = RunsIn(horizon, site.Year, site.Training, year),
        };
    }

    /// <summary>Tokens asked of a service in a year, as a multiple of the first one's.</summary>
    public static double Growth(Horizon horizon, Service service, int year) =>
        Math.Pow(horizon.DemandFactorOf.GetValueOrDefault(service.Name, horizon.DemandFactor), year - horizon.FirstYear);

    /// <summary>The runs of a year: a run has its own year; one that comes back has every year from there on.</summary>
    /// <param name="dated">The year that the file's dates are of; they count as of the first one where they are of a year before.</param>
    public static IReadOnlyList<TrainingRun> RunsIn(Horizon horizon, PlanYear dated, IReadOnlyList<TrainingRun> runs, int year)
    {
        int first = Math.Max(dated.Year, horizon.FirstYear);
        return [.. runs.Where(run => year == first || run.ComesBack && year > first)
            .Select(run => run with { Amount = Math.Pow(horizon.TrainingFactor, year - first) * run.Amount })];
    }

    public static Series<Q> Scaled<Q>(Series<Q> series, double factor) where Q : struct, IQuantity<Q>
    {
        if (factor == 1) return series;
        double[] si = series.Si.ToArray();
        for (int t = 0; t < si.Length; t++) si[t] *= factor;
        return new(si);
    }
}
