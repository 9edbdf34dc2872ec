using Headroom.Quantities;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Catalog;
using Headroom.Sites;

namespace Headroom.Scenarios.SiteFiles;

/// <summary>What only shows when the whole site is seen.</summary>
internal sealed class SiteChecks(Block root, Surroundings around, Site site)
{
    public void Run(bool hasGrid, int suppliesSeen, int servicesSeen, bool hasValue, bool isObjectiveSound, bool isTierSound)
    {
        if (around.Reading.IsRootPartial) return;      // what seems missing may have stood in a lost line
        if (!hasGrid && suppliesSeen == 0 && !around.Reading.MayHaveLost(root.Map, "supply"))
            Wrong("", "neither grid nor supply", "at least one source of power", "Add `grid: {firm: 10 MW}` or a plant under `supply`.");
        bool hasHalls = root.Has("halls"), hasRacks = root.Has("racks");
        if (hasRacks && !hasHalls) Wrong("racks", "racks, but no halls", "halls for them to stand in", "Add `halls: [{name: A, power: 10 MW, perRack: 15 kW}]`.");
        if (servicesSeen > 0 && !hasRacks) Wrong("services", "services, but no racks", "racks that serve them", "Add racks of the catalog, such as `hgx-h200: {atMost: 100}`.");
        if (root.Has("training") && !hasRacks) Wrong("training", "training, but no racks", "racks that run it", "Add racks of the catalog, such as `gb200-nvl72: {atMost: 100}`.");
        if (isObjectiveSound && site.Objective != Objective.LeastCost && servicesSeen == 0 && !around.Reading.MayHaveLost(root.Map, "services"))
            Wrong("objective", $"{Camel(site.Objective)}, but no services", "services whose tokens count", "Add `services`, or seek leastCost.");
        else if (isObjectiveSound && site.Objective == Objective.MostValue && servicesSeen > 0 && !hasValue && !around.Reading.IsPartial)
            Wrong("objective", "mostValue, but no service has a value", "a value per token", "Add `value: 0.6 $/Mtok` to the services, or seek mostTokens.");
        if (!hasRacks && !root.Has("otherLoad") && !root.Has("services") && !root.Has("training"))
            root.Reading.Note(root.Line, "", "neither racks nor otherLoad", "something that draws power", "Add `otherLoad: 10 MW`, or halls, racks and services.");
        CheckTier(isTierSound);
    }

    private void Wrong(string key, string read, string expected, string remedy) =>
        root.Reading.Wrong(key.Length == 0 ? root.Line : root.LineOf(key), key, read, expected, remedy);

    private static string Camel(Objective objective) => objective == Objective.MostTokens ? "mostTokens" : "mostValue";

    /// <summary>The power that halls, or else the grid, can reach lies in the tier's range.</summary>
    private void CheckTier(bool isTierSound)
    {
        if (!isTierSound || site.Tier is not { } tier) return;
        Power halls = site.Halls.Select(hall => hall.Power.Most).Sum();
        Power grid = site.Grid is null ? default : site.Grid.Firm.Most + (site.Grid.Flexible?.Size.Most ?? default);
        Power power = halls > Power.Zero ? halls : grid;
        if (power == Power.Zero || double.IsInfinity(power.Watts)) return;
        string name = tier.ToString().ToLowerInvariant();
        CatalogFact range = CatalogFile.Load("limits").Root.Entry("tiers").Entry(name).Fact("power");
        if (power >= range.Quantity<Power>(CostColumn.Low) && power <= range.Quantity<Power>(CostColumn.High)) return;
        root.Note("tier", $"{power} of {(halls > Power.Zero ? "halls" : "grid")} in a site of tier {name}", $"{range.Low} to {range.High}", "Check the powers, or choose another tier.");
    }
}
