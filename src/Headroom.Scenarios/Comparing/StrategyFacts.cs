using Headroom.Comparing;
using Headroom.Quantities;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Catalog;

namespace Headroom.Scenarios.Comparing;

/// <summary>What the catalog knows of strategies: <c>data/strategies.yaml</c> and the parts of <c>supply.yaml</c> they need.</summary>
public static class StrategyFacts
{
    private static CatalogEntry Root => CatalogFile.Load("strategies").Root;
    private static CatalogEntry Supply => CatalogFile.Load("supply").Root.Entry("supply");
    private static CatalogEntry Connection => CatalogFile.Load("supply").Root.Entry("connection");
    private static readonly UnitTable perHour = new("money per hour", [new("$/h", 1)]);

    /// <summary>Years over which waiting is paid off, from the decision.</summary>
    public static double HorizonYears => Root.Entry("waiting").Fact("horizon").Si(UnitTable.Years);
    public static double DiscountFraction => Root.Entry("waiting").Fact("discountRate").Si(UnitTable.Share);

    /// <summary>Years until halls stand.</summary>
    public static Spread Building => SpreadOf(Connection.Fact("building"), UnitTable.Years);
    internal static Spread GasPermit => SpreadOf(Root.Fact("gasPermit"), UnitTable.Years);
    internal static Spread LicenceElsewhere => SpreadOf(Root.Fact("licenceElsewhere"), UnitTable.Years);
    internal static Spread DeliveredShare => SpreadOf(Root.Fact("deliveredShare"), UnitTable.Factor);
    internal static Spread WholesaleYears => SpreadOf(Root.Fact("wholesaleYears"), UnitTable.Factor);
    internal static CatalogFact IdleValueFact => Root.Entry("waiting").Fact("idleValue");
    internal static Spread IdleValue => SpreadOf(IdleValueFact, perHour);
    internal static CatalogFact OffGridFact => Connection.Fact("offGridIntegration");
    internal static CatalogFact ConnectionFact => Connection.Fact("customerPart");

    /// <summary>Price of holding a site together without the utility.</summary>
    public static CapacityPrice OffGrid => OffGridFact.Quantity<CapacityPrice>();
    internal static CatalogEntry Technology(string name) => Supply.Entry(name);

    /// <summary>A unit as a campus builds it, in megawatts.</summary>
    internal static double UnitMegawatts(string technology) => Root.Entry("units").Fact(technology).Quantity<Power>().Megawatts;
    internal static double BackupShareFraction => Root.Fact("backupShare").Si(UnitTable.Share);
    internal static double ReactorLeastFraction => Root.Fact("reactorLeast").Si(UnitTable.Share);
    internal static double EngineLeastMegawatts => Root.Fact("engineLeast").Quantity<Power>().Megawatts;
    internal static double ModuleMegawatts => Technology("smr").Fact("module").Quantity<Power>().Megawatts;

    /// <summary>Share of the year that a module runs beside its refuelling.</summary>
    internal static double ModuleAvailableFraction =>
        1 - Technology("smr").Fact("refuelling").Si(UnitTable.Years) / Technology("smr").Fact("refuellingInterval").Si(UnitTable.Years);

    /// <summary>What it is, and what may go wrong, in words.</summary>
    public static (string About, string Risk) Words(Strategy strategy)
    {
        CatalogEntry entry = Root.Entry("strategies").Entry(NameOf(strategy));
        return (entry.Text("about"), entry.Text("risk"));
    }

    /// <summary>As the command line writes it.</summary>
    public static string NameOf(Strategy strategy) => strategy.ToString().ToLowerInvariant();

    internal static Spread SpreadOf(CatalogFact fact, UnitTable units)
    {
        double low = fact.Si(units, CostColumn.Low), high = fact.Si(units, CostColumn.High);
        return new(Math.Min(low, high), fact.Si(units), Math.Max(low, high));
    }
}
