using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>A node that is full while something under it still wants.</summary>
/// <param name="Rank">Whose want is the next in line.</param>
/// <param name="Marginal">What one more watt into this node would yield to that rank if nothing above stood in the way.</param>
/// <param name="Above">The nearest node above that is full too, or −1. Its marginal, of the same or a more important rank, is what the watt yields now elsewhere.</param>
public readonly record struct FullNode(int Node, int Rank, TokenEfficiency Marginal, int Above);

/// <summary>A node whose ceiling does not carry what cannot be shed under it, once the nodes below hold theirs.</summary>
public readonly record struct FloorShortage(int Node, Power Short);

/// <summary>What the last division found, beside the grants. Written over by the next one.</summary>
public sealed class Division
{
    private readonly FullNode[] full;
    private readonly FloorShortage[] shortages;
    private readonly int[] positions;
    private int fulls, shorts;

    internal Division(int nodes) => (full, shortages, positions) = (new FullNode[nodes], new FloorShortage[nodes], new int[nodes]);

    /// <summary>Nodes that bind, in the order of the tree's list.</summary>
    public ReadOnlySpan<FullNode> Full => full.AsSpan(0, fulls);

    /// <summary>Nodes that cannot carry what cannot be shed, in the order of the tree's list; empty where all is well.</summary>
    public ReadOnlySpan<FloorShortage> FloorShortages => shortages.AsSpan(0, shorts);

    /// <summary>Every floor is carried, so every grant can be held.</summary>
    public bool FloorsFit => shorts == 0;

    /// <summary>What one more watt into a node would yield if nothing above stood in the way; zero where it does not bind.</summary>
    public TokenEfficiency Marginal(int node) => positions[node] < 0 ? default : full[positions[node]].Marginal;

    internal void Clear()
    {
        (fulls, shorts) = (0, 0);
        positions.AsSpan().Fill(-1);
    }

    internal void Add(FullNode node)
    {
        positions[node.Node] = fulls;
        full[fulls++] = node;
    }

    internal void Add(FloorShortage shortage) => shortages[shorts++] = shortage;
}
