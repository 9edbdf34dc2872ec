using Headroom.Quantities;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Catalog;
using Headroom.Scenarios.Yaml;

namespace Headroom.Scenarios.SiteFiles;

/// <summary>What a plant burns: how much, at what price, with which emissions.</summary>
/// <param name="Carbon">Per energy of fuel; where there is no fuel, the heat rate is one and this is per electricity.</param>
internal sealed record Fuel(HeatRate HeatRate, EnergyPrice Price, CarbonIntensity Carbon)
{
    private static readonly HeatRate one = HeatRate.FromSi(1);

    public static Fuel Read(string name, Block block, Surroundings around, Filling fill, CatalogEntry? catalog)
    {
        HeatRate heatRate = fill.Fact<HeatRate>("heatRate", catalog, "heatRate");
        EnergyPrice price = PriceOf(name, block, around, fill, catalog, heatRate);
        (CarbonIntensity carbon, bool isOfFuel) = CarbonOf(block, around, catalog);
        bool burns = heatRate.JoulesPerJoule > 0;
        if (isOfFuel && !burns && block.Has("carbon") && !block.Has("heatRate") && carbon.Carbon() > 0)
            block.Wrong("carbon", "kg/MMBtu of fuel, but no heatRate", "emissions of the electricity, or a heat rate",
                "Write it in g/kWh of electricity, or add `heatRate`.");
        if (!burns) return new(carbon.Carbon() == 0 && price == default ? default : one, price, carbon);
        return new(heatRate, price, isOfFuel ? carbon : CarbonIntensity.FromSi(carbon.Carbon() / heatRate.JoulesPerJoule));
    }

    private static EnergyPrice PriceOf(string name, Block block, Surroundings around, Filling fill, CatalogEntry? catalog,
        HeatRate heatRate)
    {
        Got<EnergyPrice> given = block.Quantity<EnergyPrice>("fuelPrice");
        if (given.Origin != Origin.Absent)
        {
            if (given.IsGiven && heatRate.JoulesPerJoule == 0 && !block.Has("heatRate"))
                block.Wrong("fuelPrice", "a fuel price, but no heatRate", "both or none", "Add `heatRate`, such as 9000 Btu/kWh.");
            return given.Or(default);
        }
        string fuel = catalog?.TextOrNull("fuel") ?? "none";
        string path = block.PathOf("fuelPrice");
        if (catalog?.Find("priceOfFuel") is { } own)
        {
            around.Record(path, own, fill.Column);
            return own.Quantity<EnergyPrice>(fill.Column);
        }
        if (catalog?.Find("fuelCost") is { } perElectricity)
        {
            around.Record(path, perElectricity, fill.Column);
            return heatRate.JoulesPerJoule > 0 ? perElectricity.Quantity<EnergyPrice>(fill.Column) / heatRate.JoulesPerJoule : default;
        }
        if (fuel != "gas" || !around.Region.IsSound) return default;
        if (around.Region.IsGiven) return GasPrice(path, around, fill.Column);
        if (around.Reading.MayHaveLost(block.Map) || around.Reading.IsRootPartial) return default;
        block.Reading.Wrong(block.Line, block.Path, "no fuelPrice and no region", "the price of gas",
            $"Add `fuelPrice: 4 $/MMBtu`, or a region, for {name}.");
        return default;
    }

    private static EnergyPrice GasPrice(string path, Surroundings around, CostColumn column)
    {
        Regions.Fact gas = around.Region.Value!.Facts.GasPrice;
        double value = (column switch { CostColumn.Low => gas.Low, CostColumn.High => gas.High, _ => gas.Mid })
            ?? throw new CatalogException($"{around.Region.Value.Facts.Name} has no gas price.");
        string source = around.Region.Value.Facts.Sources.TryGetValue(gas.Source, out string? citation) ? citation : gas.Source;
        around.Reading.Fact(path, $"{value} {gas.Unit} ({gas.Low} … {gas.High})", $"{source} ({gas.Year}, {gas.Kind} {gas.Grade})");
        return QuantityText.TryParse(FormattableString.Invariant($"{value} {gas.Unit}"), out EnergyPrice price)
            ? price : throw new CatalogException($"{around.Region.Value.Facts.Name}: gas price in {gas.Unit}.");
    }

    /// <summary>The file's carbon, of electricity or in kg/MMBtu of fuel; else the catalog's, which is of fuel.</summary>
    private static (CarbonIntensity, bool IsOfFuel) CarbonOf(Block block, Surroundings around, CatalogEntry? catalog)
    {
        Got<CarbonIntensity> given = block.Quantity<CarbonIntensity>("carbon");
        if (given.Origin != Origin.Absent)
            return (given.Or(default), block.Map["carbon"] is YamlScalar scalar
                && scalar.Text.Contains("MMBtu", StringComparison.Ordinal));
        if (catalog?.Find("emissions") is not { } fact) return (default, true);
        around.Record(block.PathOf("carbon"), fact, CostColumn.Mid);
        return (fact.Quantity<CarbonIntensity>(), true);
    }
}

/// <summary>The raw number of a carbon intensity, for ratios.</summary>
file static class CarbonNumber
{
    public static double Carbon(this CarbonIntensity intensity) => ((IQuantity<CarbonIntensity>)intensity).Si;
}
