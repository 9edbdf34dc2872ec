using Headroom.Compute;
using Headroom.Quantities;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Catalog;
using Headroom.Scenarios.Format;

namespace Headroom.Scenarios.Tests.Catalog;

/// <summary>Everything in <c>data/</c> loads: the catalog's faults are ours, and this is where they show.</summary>
public sealed class HardwareCatalogTests
{
    [Fact]
    public void Every_rack_loads()
    {
        Assert.True(HardwareCatalog.RackNames.Count >= 10);
        foreach (string name in HardwareCatalog.RackNames)
        {
            RackType rack = HardwareCatalog.Rack(name);
            Assert.True(rack.Idle < rack.Nameplate && rack.Nameplate.Kilowatts is > 1 and < 600, name);
            Assert.True(rack.AcceleratorsPerDomain <= rack.Accelerators && rack.Accelerators % rack.AcceleratorsPerDomain == 0, name);
            Assert.InRange(rack.LiquidShare, 0, 1);
            Assert.True(rack.Price.Dollars > 1e4, name);
            Assert.True(HardwareCatalog.Rack(name, CostColumn.Low).Price <= rack.Price
                && rack.Price <= HardwareCatalog.Rack(name, CostColumn.High).Price, name);
        }
    }

    [Fact]
    public void Racks_share_one_fabric_where_their_trays_do() =>
        Assert.Equal((72, 8),
            (HardwareCatalog.Rack("gb200-nvl72").AcceleratorsPerDomain, HardwareCatalog.Rack("hgx-b200-liquid").AcceleratorsPerDomain));

    [Fact]
    public void Every_model_loads_and_has_a_fit()
    {
        Assert.True(HardwareCatalog.ModelNames.Count >= 6);
        foreach (string name in HardwareCatalog.ModelNames)
        {
            Model model = HardwareCatalog.Model(name);
            Assert.True(model.ActiveParameters <= model.Parameters, name);
            Assert.NotEmpty(HardwareCatalog.PrecisionsOf(name));
            Assert.Contains(model.Knowledge.Fits, fit => fit.Family == model.Family);
        }
    }

    [Fact]
    public void Every_technology_has_what_a_plan_needs()
    {
        foreach (string name in Technologies.Names.Where(name => name != Technologies.Other))
        {
            CatalogEntry entry = CatalogFile.Load("supply").Root.Entry("supply").Entry(name);
            foreach (CostColumn column in Enum.GetValues<CostColumn>())
            {
                if (name == Technologies.Battery)
                {
                    entry.Fact("capitalPower").Quantity<CapacityPrice>(column);
                    entry.Fact("capitalEnergy").Quantity<EnergyPrice>(column);
                }
                else entry.Fact("capital").Quantity<CapacityPrice>(column);
                entry.Fact("fixed").Quantity<CapacityRent>(column);
                entry.Fact("variable").Quantity<EnergyPrice>(column);
            }
            Assert.InRange(entry.Fact("life").Si(UnitTable.Years), 5, 80);
            entry.Fact("construction").Si(UnitTable.Years);
            entry.Fact("waterUse").Quantity<WaterIntensity>();
            entry.Fact("forcedOutage").Si(UnitTable.Share);
        }
    }

    [Theory, InlineData("accelerators"), InlineData("racks"), InlineData("models"), InlineData("supply"), InlineData("cooling"),
        InlineData("limits")]
    public void Every_number_has_a_source_and_a_year(string file)
    {
        int facts = Count(CatalogFile.Load(file).Root);
        Assert.True(facts > 20, $"{file}: {facts} facts");
    }

    private static int Count(CatalogEntry entry)
    {
        int facts = 0;
        foreach (string key in entry.Keys)
        {
            if (entry.Find(key) is { } fact)
            {
                facts++;
                Assert.InRange(fact.Year, 2005, 2027);
                Assert.True(fact.Kind is "measured" or "published" or "fitted" or "estimated", fact.Path);
                Assert.True(fact.Kind is "measured" or "fitted" || fact.Grade is "P" or "S" or "E" or "U", fact.Path);
                Assert.All(new[] { fact.Low, fact.Mid, fact.High }, text =>
                    Assert.Equal(NumberText.Split(fact.Mid).Symbol, NumberText.Split(text).Symbol));
            }
            else if (entry.EntryOrNull(key) is { } nested) facts += Count(nested);
            else if (key is "accelerators" or "racks" or "models" && entry.Map[key] is Headroom.Scenarios.Yaml.YamlList) facts +=
                entry.List(key).Sum(Count);
        }
        return facts;
    }
}
