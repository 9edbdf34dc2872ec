using Headroom.Quantities;
using Headroom.Sites;

namespace Headroom.Simulation;

/// <summary>A node on the way of power: a feed, a substation, a UPS, a rectifier, a row or a rack.</summary>
/// <remarks>
///   input = (output + fixed) / efficiency        output = what its children and its own load take
///   Fixed draw and efficiency are constants; part-load curves of a UPS are not modelled.
/// </remarks>
/// <param name="Parent">Position of the node above in the list; −1 at the top, that is at the meter.</param>
/// <param name="Rating">The most its input may be for ever.</param>
/// <param name="EfficiencyFraction">Output per input beside the fixed draw.</param>
/// <param name="Fixed">Draw of the node itself while it is alive.</param>
/// <param name="Second">A second feed that shares the load, or −1.</param>
/// <param name="SecondShareFraction">What the second feed carries while both live; either carries all when the other is dead.</param>
/// <param name="Breaker">Protection at its input; null for a node that cannot trip.</param>
public sealed record TreeNode(string Name, int Parent, Power Rating, double EfficiencyFraction = 1, Power Fixed = default,
    int Second = -1, double SecondShareFraction = 0.5, Breaker? Breaker = null);

/// <summary>The facts of a power tree as arrays, parents before children.</summary>
public sealed class DistributionTree
{
    internal readonly int[] Parent, Second;
    internal readonly double[] RatingWatts, EfficiencyFraction, FixedWatts, SecondShare;

    public DistributionTree(IReadOnlyList<TreeNode> nodes)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        for (int i = 0; i < nodes.Count; i++) Check(nodes[i], i);
        Nodes = nodes;
        Parent = [.. nodes.Select(node => node.Parent)];
        Second = [.. nodes.Select(node => node.Second)];
        RatingWatts = [.. nodes.Select(node => node.Rating.Watts)];
        EfficiencyFraction = [.. nodes.Select(node => node.EfficiencyFraction)];
        FixedWatts = [.. nodes.Select(node => node.Fixed.Watts)];
        SecondShare = [.. nodes.Select(node => node.SecondShareFraction)];
    }

    public IReadOnlyList<TreeNode> Nodes { get; }

    /// <summary>The tree of a site as its plan sees it: named nodes by the halls that hang on them, then one leaf a hall.</summary>
    /// <remarks>
    ///   A node hangs below the smallest other node that carries all of its halls. All losses sit in the leaves, at the site's
    ///   one efficiency: so every node carries racks / efficiency, the row that the plan writes.
    ///   Halls on nodes of which neither contains the other are two ways in; the tree then takes the first and returns the
    ///   names of the rest, for shared feeds cannot be read from a list of halls.
    /// </remarks>
    public static (DistributionTree Tree, IReadOnlyList<string> LeftOut) Of(Site site, Breaker? breaker = null)
    {
        ArgumentNullException.ThrowIfNull(site);
        List<PowerNode> kept = [];
        List<string> leftOut = [];
        foreach (PowerNode node in site.Tree.Nodes.OrderByDescending(node => node.Halls.Count))
        {
            bool nests = kept.All(above => node.Halls.All(above.Halls.Contains) || !node.Halls.Any(above.Halls.Contains));
            if (nests) kept.Add(node);
            else leftOut.Add(node.Name);
        }
        List<TreeNode> nodes = [new("meter", -1, Power.FromSi(double.PositiveInfinity))];
        int Above(Predicate<PowerNode> carries) => kept.FindLastIndex(carries) + 1;
        for (int i = 0; i < kept.Count; i++)
        {
            int at = i;
            int parent = kept.FindLastIndex(Math.Max(at - 1, 0), at, above => kept[at].Halls.All(above.Halls.Contains)) + 1;
            nodes.Add(new(kept[i].Name, parent, kept[i].Rating, Breaker: breaker));
        }
        foreach (Hall hall in site.Halls)
            nodes.Add(new($"hall {hall.Name}", Above(node => node.Halls.Contains(hall.Name)), Power.FromSi(double.PositiveInfinity),
                site.Tree.EfficiencyFraction));
        return (new(nodes), leftOut);
    }

    static void Check(TreeNode node, int at)
    {
        if (node.Parent >= at || node.Second >= at || node.Parent < -1 || node.Second < -1)
            throw new ArgumentException($"{node.Name}: parents stand before their children", nameof(node));
        if (!(node.EfficiencyFraction is > 0 and <= 1) || !(node.Fixed >= Power.Zero) || !(node.Rating > Power.Zero))
            throw new ArgumentException($"{node.Name}: needs 0 < efficiency ≤ 1, fixed ≥ 0, rating > 0", nameof(node));
        if (node.Second >= 0 && (node.Parent < 0 || node.SecondShareFraction is < 0 or > 1))
            throw new ArgumentException($"{node.Name}: a second feed needs a first one and a share of 0 … 1", nameof(node));
    }
}
