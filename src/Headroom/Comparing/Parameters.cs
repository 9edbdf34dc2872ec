using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Comparing;

/// <summary>The parameters that can be shifted, ranged and drawn, by name, and what each of them moves.</summary>
public static class Parameters
{
    public const string Gas = "gas", GridPrice = "gridPrice", DemandCharge = "demandCharge", GridQueue = "gridQueue", CarbonPrice = "carbonPrice",
        IdleValue = "idleValue", ConnectionCapital = "connectionCapital", OffGridCapital = "offGridCapital", SmrFuel = "smrFuel";

    /// <summary>Technologies that a strategy may build, by the key of the catalog.</summary>
    public static IReadOnlyList<string> Technologies { get; } = ["gasTurbineAero", "combinedCycle", "gasEngine", "fuelCell", "solar", "wind", "battery", "smr"];

    static readonly HashSet<string> burningGas = ["gasTurbineAero", "combinedCycle", "gasEngine", "fuelCell"];

    /// <summary>Every name, in the order in which they are told.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        Gas, GridPrice, DemandCharge, GridQueue, CarbonPrice, IdleValue, ConnectionCapital, OffGridCapital, SmrFuel,
        .. Technologies.Select(CapitalOf), .. Technologies.Select(TimeOf),
    ];

    public static string CapitalOf(string technology) => technology + "Capital";
    public static string TimeOf(string technology) => technology + "Time";

    /// <summary>The parameter that a line of a plan's cost is proportional to; null where none moves it.</summary>
    public static string? Of(CostLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        return (line.Asset, line.Kind) switch
        {
            (_, "carbon") => null,                                  // follows the mass, not the line
            ("grid", "energy") => GridPrice,
            ("grid", "demand charge") => DemandCharge,
            ("grid", "capital") => ConnectionCapital,
            ("off-grid integration", _) => OffGridCapital,
            ("smr", "fuel") => SmrFuel,
            (var asset, "fuel") when burningGas.Contains(asset) => Gas,
            (var asset, "capital") when Technologies.Contains(asset) => CapitalOf(asset),
            _ => null,
        };
    }

    /// <summary>The site with its prices multiplied; times and what is no price of the supply move nothing here.</summary>
    public static Site Shift(Site site, IReadOnlyDictionary<string, double> factors)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(factors);
        if (factors.Count == 0) return site;
        double Factor(string name) => factors.GetValueOrDefault(name, 1);
        return site with
        {
            Grid = site.Grid is not { } grid ? null : grid with
            {
                Price = Times(grid.Price, Factor(GridPrice)),
                Adder = Factor(GridPrice) * grid.Adder,
                DemandCharge = Factor(DemandCharge) * grid.DemandCharge,
                Capital = Factor(ConnectionCapital) * grid.Capital,
            },
            Generators = [.. site.Generators.Select(plant => plant with
            {
                Capital = Factor(CapitalOf(plant.Name)) * plant.Capital,
                FuelPrice = (burningGas.Contains(plant.Name) ? Factor(Gas) : plant.Name == "smr" ? Factor(SmrFuel) : 1) * plant.FuelPrice,
            })],
            Batteries = [.. site.Batteries.Select(battery => battery with
            {
                CapitalOfPower = Factor(CapitalOf(battery.Name)) * battery.CapitalOfPower,
                CapitalOfEnergy = Factor(CapitalOf(battery.Name)) * battery.CapitalOfEnergy,
            })],
        };
    }

    static Series<EnergyPrice> Times(Series<EnergyPrice> prices, double factor)
    {
        if (factor == 1) return prices;
        double[] si = [.. prices.Si];
        for (int t = 0; t < si.Length; t++) si[t] *= factor;
        return new(si);
    }
}
