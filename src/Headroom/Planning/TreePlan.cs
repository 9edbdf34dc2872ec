using Headroom.Algebra;
using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Planning;

/// <summary>Ratings along the way of power, from the meter to the racks, as a formulation.</summary>
/// <remarks>Σ over the halls on a node of racks · provision / efficiency ≤ rating: a node carries its racks at their highest cap.</remarks>
static class TreePlan
{
    public static void AddTo(Frame frame, IReadOnlyList<FleetPlan> fleets, IReadOnlyDictionary<string, Power> provisioned)
    {
        PowerTree tree = frame.Site.Tree;
        foreach (PowerNode node in tree.Nodes)
        {
            var here = fleets.SelectMany(fleet => fleet.Placed.Where(place => node.Halls.Contains(place.Part.Hall.Name))
                .Select(place => provisioned[fleet.Choice.Type.Name] / tree.EfficiencyFraction * place.Racks.Expression)).ToList();
            if (here.Count == 0) continue;
            frame.MayGive(frame.Program.Require($"{node.Name} rating", here.Sum() <= node.Rating,
                "a node carries all racks behind it at their highest cap, losses included"), node.Rating.Megawatts, $"a higher rating of {node.Name}, or a lower cap on the racks behind it");
        }
    }
}
