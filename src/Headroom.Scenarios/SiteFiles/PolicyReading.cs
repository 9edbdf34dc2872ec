using Headroom.Quantities;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Catalog;
using Headroom.Sites;

namespace Headroom.Scenarios.SiteFiles;

/// <summary>The blocks <c>carbon</c>, <c>water</c>, <c>budget</c>, <c>reserve</c> and <c>tree</c>.</summary>
internal static class PolicyReading
{
    public static SitePolicy Read(Block root)
    {
        Block? carbon = root.Nested("carbon"), water = root.Nested("water"), budget = root.Nested("budget"),
            reserve = root.Nested("reserve");
        return new SitePolicy
        {
            CarbonPrice = carbon?.Quantity<CarbonPrice>("price").Or(default) ?? default,
            CarbonMost = Given<Mass>(carbon, "atMost"),
            WaterMost = Given<Volume>(water, "atMost"),
            YearlyCostMost = Given<Money>(budget, "yearly"),
            CapitalMost = Given<Money>(budget, "capital"),
            ReserveMarginFraction = reserve?.Amount("margin").Or(0),
        };
    }

    private static Q? Given<Q>(Block? block, string key) where Q : struct, IQuantity<Q> =>
        block?.Quantity<Q>(key) is { IsGiven: true } given ? given.Value : null;

    /// <summary>Ratings and losses on the way to the racks; losses by size class where they are not stated.</summary>
    public static PowerTree Tree(Block root, Surroundings around, SiteNames names, Tier? tier)
    {
        Block? tree = root.Nested("tree");
        Got<double> stated = tree?.Amount("efficiency") ?? Got<double>.Absent(root.Line);
        double efficiency = stated.IsGiven ? stated.Value : names.Halls.Count == 0 ? 1
            : Default(around, tier, record: stated.Origin == Origin.Absent);
        var nodes = new List<PowerNode>();
        var named = new List<(string, int)>();
        foreach (Block node in tree?.List("nodes") ?? [])
        {
            Got<string> name = node.Text("name");
            Got<Power> rating = node.Quantity<Power>("rating");
            IReadOnlyList<(string Name, int Line)> halls = node.Names("halls");
            foreach ((string hall, int line) in halls) names.RequireHall(hall, line, node.PathOf("halls"));
            if (name.IsGiven) named.Add((name.Value!, name.Line));
            if (name.IsGiven && rating.IsGiven)
                nodes.Add(new(name.Value!, rating.Value, node.Has("halls") ? [.. halls.Select(one => one.Name)] : [.. names.Halls]));
        }
        SiteNames.FindTwice(around.Reading, "tree.nodes", named);
        return new(efficiency, nodes);
    }

    /// <summary>UPS times distribution, of the plant size that fits the tier.</summary>
    private static double Default(Surroundings around, Tier? tier, bool record)
    {
        string size = tier switch { Tier.Hyperscale or Tier.Sovereign => "hyperscale", Tier.Edge => "small", _ => "midSize" };
        CatalogEntry entry = CatalogFile.Load("cooling").Root.Entry("electrical").Entry(size);
        if (record)
        {
            around.Record("tree.efficiency.supply", entry.Fact("supplyEfficiency"), CostColumn.Mid);
            around.Record("tree.efficiency.distribution", entry.Fact("distributionFraction"), CostColumn.Mid);
        }
        return entry.Fact("supplyEfficiency").Si(UnitTable.Share) * (1 - entry.Fact("distributionFraction").Si(UnitTable.Share));
    }
}
