using Headroom.Scenarios.Binding;
using Headroom.Sites;

namespace Headroom.Scenarios.SiteFiles;

/// <summary>What only shows when the whole site is seen. Sanity of tiers and densities is <see cref="FacilityCheck"/>'s.</summary>
internal sealed class SiteChecks(Block root, Surroundings around, Site site)
{
    public void Run(bool hasGrid, int suppliesSeen, int servicesSeen, bool hasValue, bool isObjectiveSound)
    {
        if (around.Reading.IsRootPartial) return;      // what seems missing may have stood in a lost line
        if (!hasGrid && suppliesSeen == 0 && !around.Reading.MayHaveLost(root.Map, "supply"))
            Wrong("", "neither grid nor supply", "at least one source of power",
                "Add `grid: {firm: 10 MW}` or a plant under `supply`.");
        bool hasHalls = root.Has("halls"), hasRacks = root.Has("racks");
        if (hasRacks && !hasHalls) Wrong("racks", "racks, but no halls", "halls for them to stand in",
            "Add `halls: [{name: A, power: 10 MW, perRack: 15 kW}]`.");
        if (servicesSeen > 0 && !hasRacks) Wrong("services", "services, but no racks", "racks that serve them",
            "Add racks of the catalog, such as `hgx-h200: {atMost: 100}`.");
        if (root.Has("training") && !hasRacks) Wrong("training", "training, but no racks", "racks that run it",
            "Add racks of the catalog, such as `gb200-nvl72: {atMost: 100}`.");
        if (isObjectiveSound && site.Objective != Objective.LeastCost && servicesSeen == 0
            && !around.Reading.MayHaveLost(root.Map, "services"))
            Wrong("objective", $"{Camel(site.Objective)}, but no services", "services whose tokens count",
                "Add `services`, or seek leastCost.");
        else if (isObjectiveSound && site.Objective == Objective.MostValue && servicesSeen > 0 && !hasValue
            && !around.Reading.IsPartial)
            Wrong("objective", "mostValue, but no service has a value", "a value per token",
                "Add `value: 0.6 $/Mtok` to the services, or seek mostTokens.");
        if (!hasRacks && !root.Has("otherLoad") && !root.Has("services") && !root.Has("training"))
            root.Reading.Note(root.Line, "", "neither racks nor otherLoad", "something that draws power",
                "Add `otherLoad: 10 MW`, or halls, racks and services.");
    }

    private void Wrong(string key, string read, string expected, string remedy) =>
        root.Reading.Wrong(key.Length == 0 ? root.Line : root.LineOf(key), key, read, expected, remedy);

    private static string Camel(Objective objective) => objective == Objective.MostTokens ? "mostTokens" : "mostValue";
}
