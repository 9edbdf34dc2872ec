using Headroom.Quantities;

namespace Headroom.Sites.Checks;

/// <summary>Ratings along the way of power against the halls that hang on them.</summary>
static class TreeCheck
{
    public static IEnumerable<Finding> Of(Site site) => site.Tree.Nodes.SelectMany((node, at) => Of(site, node, at));

    static IEnumerable<Finding> Of(Site site, PowerNode node, int at)
    {
        List<Hall> halls = [.. site.Halls.Where(hall => node.Halls.Contains(hall.Name))];
        Power must = halls.Select(hall => Power.Max(hall.Power.Installed, hall.Power.Least)).Sum() / site.Tree.EfficiencyFraction;
        Power most = halls.Select(hall => hall.Power.Most).Sum() / site.Tree.EfficiencyFraction;
        string read = $"{node.Name} carries {node.Rating}";
        string losses = site.Tree.EfficiencyFraction < 1 ? $", losses of {1 - site.Tree.EfficiencyFraction:0.# %} included" : "";
        if (must > node.Rating)
            yield return new(Severity.CannotHost, $"tree.nodes[{at}].rating", read,
                $"{must} for the halls {string.Join(", ", node.Halls)} as they stand{losses}",
                $"Raise the rating by {must - node.Rating}, or move a hall to another node. The plan draws no more than the rating.");
        else if (most > node.Rating && double.IsFinite(most.Watts))
            yield return new(Severity.Note, $"tree.nodes[{at}].rating", read,
                $"{most} for the halls {string.Join(", ", node.Halls)} when fully built{losses}",
                $"Nothing, if {node.Rating} is what you have: the plan stays under it. Else raise the rating by {most - node.Rating}.");
    }
}
