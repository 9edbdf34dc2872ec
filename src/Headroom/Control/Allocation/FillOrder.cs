namespace Headroom.Control;

/// <summary>In which order power is given: groups one after the other, each to be shared alike by its members.</summary>
/// <remarks>
///   A member is a stretch of a leaf's power, start … start + length, in watts at the top. Stretches of one leaf stand in the order of
///   their starts and never in one group. Within a group members stand by node from the last to the first, so that everything under a node is through
///   before the node itself is.
/// </remarks>
internal sealed class FillOrder
{
    /// <summary>Slopes that differ by no more come from different roundings of the same product; concave curves keep theirs ten times as far apart.</summary>
    private const double EqualFraction = 1e-12;

    internal readonly int[] GroupStart, GroupRank;
    internal readonly double[] GroupTokensPerTopJoule;
    internal readonly int[] Leaf, Node;
    internal readonly double[] StartTopWatts, LengthTopWatts;

    private readonly record struct Stretch(int Rank, double Slope, int Node, int Leaf, double Start, double Length);

    private FillOrder(Stretch[] stretches)
    {
        Array.Sort(stretches, (a, b) => a.Rank != b.Rank ? a.Rank.CompareTo(b.Rank) : b.Slope.CompareTo(a.Slope));
        List<int> starts = [];
        for (int i = 0; i < stretches.Length; i++)
            if (i == 0 || stretches[i].Rank != stretches[starts[^1]].Rank || stretches[i].Slope < stretches[starts[^1]].Slope * (1 - EqualFraction)) starts.Add(i);
        GroupRank = [.. starts.Select(i => stretches[i].Rank)];
        GroupTokensPerTopJoule = [.. starts.Select(i => stretches[i].Slope)];
        GroupStart = [.. starts, stretches.Length];
        for (int g = 0; g < GroupRank.Length; g++)
            Array.Sort(stretches, GroupStart[g], GroupStart[g + 1] - GroupStart[g],
                Comparer<Stretch>.Create((a, b) => a.Node != b.Node ? b.Node.CompareTo(a.Node) : a.Leaf.CompareTo(b.Leaf)));
        Leaf = [.. stretches.Select(one => one.Leaf)];
        Node = [.. stretches.Select(one => one.Node)];
        StartTopWatts = [.. stretches.Select(one => one.Start)];
        LengthTopWatts = [.. stretches.Select(one => one.Length)];
    }

    public int Groups => GroupRank.Length;

    /// <summary>Rank by rank, in each the pieces of all curves from the steepest down, in tokens per joule at the top.</summary>
    public static FillOrder BySlope(AllocationTree tree)
    {
        List<Stretch> all = [];
        for (int place = 0; place < tree.LeafAt.Length; place++)
        {
            AllocationLeaf leaf = tree.Leaves[tree.LeafAt[place]];
            double perWatt = tree.TopPerWatt[place], scale = leaf.Alike * perWatt;
            for (int k = 0; k < leaf.Curve.Pieces; k++)
                all.Add(new(leaf.Rank, leaf.Curve.TokensPerJoule(k) / perWatt, tree.LeafNode[place], place, scale * leaf.Curve.StartWatts(k), scale * leaf.Curve.LengthWatts(k)));
        }
        return new([.. all]);
    }

    /// <summary>Rank by rank, each leaf whole.</summary>
    public static FillOrder ByRank(AllocationTree tree) => new([.. Enumerable.Range(0, tree.LeafAt.Length).Select(place =>
        new Stretch(tree.Leaves[tree.LeafAt[place]].Rank, 0, tree.LeafNode[place], place, 0, double.PositiveInfinity))]);
}
