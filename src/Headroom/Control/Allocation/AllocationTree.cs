using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>A place in the power tree that may have a ceiling: site, feed, substation, UPS, row or rack.</summary>
/// <remarks>input = (output + fixed) / efficiency, as everywhere in the power tree; a ceiling is on the input.</remarks>
/// <param name="Parent">Position of the node above in the list; −1 at the top.</param>
/// <param name="EfficiencyFraction">Output per input beside the fixed draw.</param>
/// <param name="Fixed">Draw on its output that is no work: its own, and other loads that never vary.</param>
public sealed record AllocationNode(string Name, int Parent, double EfficiencyFraction = 1, Power Fixed = default);

/// <summary>What power is for: an accelerator, or several alike ones, with one kind of work.</summary>
/// <param name="Node">What feeds it.</param>
/// <param name="Rank">0 the most important; below <see cref="AllocationTree.Ranks"/>.</param>
/// <param name="Curve">Weighted tokens of one of them over its power above the floor.</param>
/// <param name="Floor">Power of one of them that cannot be shed, such as idle power.</param>
/// <param name="Alike">How many of them share the leaf; wants and grants are for all of them together.</param>
public sealed record AllocationLeaf(int Node, int Rank, TokenCurve Curve, Power Floor = default, int Alike = 1);

/// <summary>The facts of a power tree that dividing a ceiling needs, as arrays; made once, used at every beat.</summary>
/// <remarks>
///   Everything is counted in watts at the top: a watt of leaf ℓ takes 1/ε_ℓ there, ε_ℓ = Π efficiency of the nodes from its own to the top.
///   Input of node v, counted at the top, is Σ of the leaves under it plus the fixed draws under it; both linear, and nothing else is needed.
///   Inside, nodes stand in depth-first order, so that what is under a node follows it without a gap; leaves stand in the order of their nodes.
/// </remarks>
public sealed class AllocationTree
{
    /// <summary>How many ranks there are; who uses them says what they mean.</summary>
    public const int Ranks = 10;

    /// <summary>Place in depth-first order of each node of the caller's list.</summary>
    internal readonly int[] Place;

    // by place in depth-first order: where in the caller's list, place above, Π efficiency above, fixed draws under it counted at the top
    internal readonly int[] NodeAt, Parent;
    internal readonly double[] AboveFraction, FixedTopWatts;

    // by place in the order of nodes: where in the caller's list, place of the node, watts at the top per watt, most above the floor
    internal readonly int[] LeafAt, LeafNode;
    internal readonly double[] TopPerWatt, MostWatts;
    private readonly double[] floorWatts;

    public AllocationTree(IReadOnlyList<AllocationNode> nodes, IReadOnlyList<AllocationLeaf> leaves)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        ArgumentNullException.ThrowIfNull(leaves);
        for (int i = 0; i < nodes.Count; i++) Check(nodes[i], i);
        for (int i = 0; i < leaves.Count; i++) Check(leaves[i], i, nodes.Count);
        (Nodes, Leaves) = ([.. nodes], [.. leaves]);
        int[] place = Place = DepthFirst(Nodes);
        NodeAt = new int[nodes.Count];
        for (int i = 0; i < nodes.Count; i++) NodeAt[place[i]] = i;
        Parent = [.. NodeAt.Select(i => Nodes[i].Parent < 0 ? -1 : place[Nodes[i].Parent])];
        AboveFraction = new double[nodes.Count];
        for (int v = 0; v < nodes.Count; v++) AboveFraction[v] = Parent[v] < 0 ? 1 : Through(Parent[v]);
        FixedTopWatts = [.. Enumerable.Range(0, nodes.Count).Select(v => Nodes[NodeAt[v]].Fixed.Watts / Through(v))];
        for (int v = nodes.Count - 1; v >= 0; v--) if (Parent[v] >= 0) FixedTopWatts[Parent[v]] += FixedTopWatts[v];
        LeafAt = [.. Enumerable.Range(0, leaves.Count).OrderBy(i => place[Leaves[i].Node])];
        LeafNode = [.. LeafAt.Select(i => place[Leaves[i].Node])];
        TopPerWatt = [.. LeafNode.Select(v => 1 / Through(v))];
        MostWatts = [.. LeafAt.Select(i => Leaves[i].Alike * Leaves[i].Curve.Most.Watts)];
        floorWatts = [.. Leaves.Select(leaf => leaf.Alike * leaf.Floor.Watts)];
    }

    public IReadOnlyList<AllocationNode> Nodes { get; }
    public IReadOnlyList<AllocationLeaf> Leaves { get; }

    /// <summary>Floor of every leaf, all of its alike ones together.</summary>
    public ReadOnlySpan<double> FloorWatts => floorWatts;

    /// <summary>Weighted tokens per second of one rank for the grants of all leaves.</summary>
    public TokenRate Tokens(ReadOnlySpan<double> grantedWatts, int rank)
    {
        TokenRate sum = default;
        for (int i = 0; i < Leaves.Count; i++)
            if (Leaves[i] is var leaf && leaf.Rank == rank) sum += leaf.Alike * leaf.Curve.At(Power.FromSi(grantedWatts[i] / leaf.Alike));
        return sum;
    }

    private double Through(int place) => AboveFraction[place] * Nodes[NodeAt[place]].EfficiencyFraction;

    /// <summary>Place of each node so that everything under it follows it without a gap.</summary>
    private static int[] DepthFirst(IReadOnlyList<AllocationNode> nodes)
    {
        int[] size = new int[nodes.Count], next = new int[nodes.Count], place = new int[nodes.Count];
        for (int i = nodes.Count - 1; i >= 0; i--)
        {
            size[i]++;
            if (nodes[i].Parent >= 0) size[nodes[i].Parent] += size[i];
        }
        int top = 0;
        for (int i = 0; i < nodes.Count; i++)
        {
            ref int free = ref nodes[i].Parent < 0 ? ref top : ref next[nodes[i].Parent];
            place[i] = free;
            next[i] = free + 1;
            free += size[i];
        }
        return place;
    }

    private static void Check(AllocationNode node, int at)
    {
        if (node.Parent < -1 || node.Parent >= at) throw new ArgumentException($"{node.Name}: parents stand before their children", nameof(node));
        if (!(node.EfficiencyFraction is > 0 and <= 1) || !(node.Fixed >= Power.Zero) || !double.IsFinite(node.Fixed.Watts))
            throw new ArgumentException($"{node.Name}: needs 0 < efficiency ≤ 1 and a fixed draw ≥ 0", nameof(node));
    }

    private static void Check(AllocationLeaf leaf, int at, int nodes)
    {
        if (leaf.Node < 0 || leaf.Node >= nodes) throw new ArgumentException($"leaf {at}: there is no node {leaf.Node}", nameof(leaf));
        if (leaf.Rank is < 0 or >= Ranks) throw new ArgumentException($"leaf {at}: ranks are 0 … {Ranks - 1}, not {leaf.Rank}", nameof(leaf));
        if (!(leaf.Floor >= Power.Zero) || !double.IsFinite(leaf.Floor.Watts) || leaf.Alike < 1)
            throw new ArgumentException($"leaf {at}: needs a floor ≥ 0 and at least one of it", nameof(leaf));
        ArgumentNullException.ThrowIfNull(leaf.Curve);
    }
}
