using Headroom.Comparing;
using Headroom.Quantities;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Catalog;
using Headroom.Scenarios.Regions;

namespace Headroom.Scenarios.Comparing;

/// <summary>What a comparison takes for granted in a region, with ranges and sources: prices of the region, costs and times of the catalog.</summary>
public static class RegionAssumptions
{
    /// <summary>Every assumption, its middle multiplied by what the user supposes.</summary>
    /// <param name="factors">By name; of the middle and of both ends.</param>
    public static Assumptions Of(Region region, StrategyTerms terms, IReadOnlyDictionary<string, double> factors)
    {
        ArgumentNullException.ThrowIfNull(region);
        ArgumentNullException.ThrowIfNull(factors);
        return new(All(region, terms).Select(one => factors.TryGetValue(one.Name, out double factor) ? one with { Values = factor * one.Values } : one));
    }

    private static IEnumerable<Assumption> All(Region region, StrategyTerms terms)
    {
        RegionFacts facts = region.Facts;
        if (facts.GasPrice.Mid is not null) yield return Of(Parameters.Gas, facts, facts.GasPrice);
        yield return new(Parameters.GridPrice, "$/MWh", GridPrice(region, terms), "typical year of the region, industrial price, and our shares between them");
        if (facts.DemandCharge.Mid is not null) yield return Of(Parameters.DemandCharge, facts, facts.DemandCharge);
        if (facts.GridQueue.Mid is not null) yield return Of(Parameters.GridQueue, facts, facts.GridQueue);
        yield return new(Parameters.CarbonPrice, "$/t", Spread.Of(terms.CarbonDollarsPerTonne), "the site file, or none");
        yield return new(Parameters.IdleValue, "$/h", StrategyFacts.IdleValue, StrategyFacts.IdleValueFact.Citation);
        yield return Cost(Parameters.ConnectionCapital, StrategyFacts.ConnectionFact);
        yield return Cost(Parameters.OffGridCapital, StrategyFacts.OffGridFact);
        CatalogEntry reactor = StrategyFacts.Technology("smr");
        yield return new(Parameters.SmrFuel, "$/MWh", StrategyFacts.SpreadOf(reactor.Fact("fuelCost"), UnitTable.EnergyPrice) is var fuel ? 3.6e9 * fuel : default, reactor.Fact("fuelCost").Citation);
        foreach (string technology in Parameters.Technologies)
        {
            yield return CapitalOf(technology);
            yield return new(Parameters.TimeOf(technology), "yr", TimeOf(technology, region, terms), StrategyFacts.Technology(technology).Fact("leadTime").Citation);
        }
    }

    /// <summary>What is paid for each megawatt-hour above the wholesale price and the demand charge.</summary>
    /// <remarks>
    ///   adder = share · max(0, industrial − wholesale − demand charge at the site's load factor)
    ///   A campus at transmission voltage pays neither the bare wholesale price nor what a mean industrial user pays; the share between is
    ///   our estimate (E), 0 to 1 with a half in the middle.
    /// </remarks>
    internal static double AdderOf(Region region, StrategyTerms terms) => StrategyFacts.DeliveredShare.Mid * Above(region, terms);

    private static double Above(Region region, StrategyTerms terms)
    {
        if (region.Facts.IndustrialPrice.Mid is not { } industrial) return 0;
        double hours = 730 * terms.MeanMegawatts / terms.PeakMegawatts, demand = 1000 * (region.Facts.DemandCharge.Mid ?? 0) / hours;
        return Math.Max(0, industrial - Wholesale(region) - demand);
    }

    private static double Wholesale(Region region) => Enumerable.Range(0, 12).Average(region.Normals.PriceDollarsPerMegawattHour.MonthlyMean);

    private static Spread GridPrice(Region region, StrategyTerms terms)
    {
        Spread years = StrategyFacts.WholesaleYears, share = StrategyFacts.DeliveredShare;
        double wholesale = Wholesale(region), above = Above(region, terms);
        return new(years.Low * wholesale + share.Low * above, years.Mid * wholesale + share.Mid * above, years.High * wholesale + share.High * above);
    }

    /// <summary>Order books; gas plants wait for lateral and permit too, reactors for the region's first year.</summary>
    private static Spread TimeOf(string technology, Region region, StrategyTerms terms)
    {
        Spread order = StrategyFacts.SpreadOf(StrategyFacts.Technology(technology).Fact("leadTime"), UnitTable.Years);
        if (StrategyFacts.Technology(technology).TextOrNull("fuel") == "gas") return Spread.Later(order, StrategyFacts.GasPermit);
        if (technology != "smr") return order;
        if (region.Facts.Continent != "North America")
            order = new(order.Low + StrategyFacts.LicenceElsewhere.Low, order.Mid + StrategyFacts.LicenceElsewhere.Mid, order.High + StrategyFacts.LicenceElsewhere.High);
        return region.Facts.Smr.FirstYear is { } first ? Spread.Later(order, Spread.Of(Math.Max(0, first - region.Facts.Smr.Year))) : order;
    }

    private static Assumption CapitalOf(string technology)
    {
        CatalogEntry entry = StrategyFacts.Technology(technology);
        if (technology == "battery") return Battery(entry);
        Assumption one = Cost(Parameters.CapitalOf(technology), entry.Fact("capital"));
        if (entry.Find("overrunFactor") is not { } overrun) return one;
        return one with { Law = Law.Overrun, Overrun = (overrun.Si(UnitTable.Factor), overrun.Si(UnitTable.Factor, CostColumn.High)) };
    }

    /// <summary>Power and four hours of energy together: one price per kilowatt.</summary>
    private static Assumption Battery(CatalogEntry entry)
    {
        const double hours = 4;
        CatalogFact power = entry.Fact("capitalPower"), energy = entry.Fact("capitalEnergy");
        double At(CostColumn column) => power.Quantity<CapacityPrice>(column).DollarsPerKilowatt + hours * energy.Quantity<EnergyPrice>(column).DollarsPerKilowattHour;
        return new(Parameters.CapitalOf("battery"), "$/kW of 4 h", new(At(CostColumn.Low), At(CostColumn.Mid), At(CostColumn.High)), power.Citation);
    }

    private static Assumption Cost(string name, CatalogFact fact)
    {
        double At(CostColumn column) => fact.Quantity<CapacityPrice>(column).DollarsPerKilowatt;
        return new(name, "$/kW", new(At(CostColumn.Low), At(CostColumn.Mid), At(CostColumn.High)), fact.Citation);
    }

    private static Assumption Of(string name, RegionFacts facts, Fact fact) => new(name, fact.Unit, new(fact.Low!.Value, fact.Mid!.Value, fact.High!.Value),
        $"{(facts.Sources.TryGetValue(fact.Source, out string? citation) ? citation : fact.Source)} ({fact.Year}, {fact.Kind} {fact.Grade})");
}
