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

    // the first so many of them count
    internal readonly int[] GroupStart, GroupRank;
    internal readonly double[] GroupTokensPerTopJoule;
    internal readonly int[] Leaf, Node;
    internal readonly double[] StartTopWatts, LengthTopWatts;
    private readonly Stretch[] stretches;

    private readonly record struct Stretch(int Rank, double Slope, int Node, int Leaf, double Start, double Length);

    private static readonly Comparison<Stretch> byWorth = (a, b) =>
        a.Rank != b.Rank ? a.Rank.CompareTo(b.Rank) : a.Slope != b.Slope ? b.Slope.CompareTo(a.Slope) : a.Leaf != b.Leaf ? a.Leaf.CompareTo(b.Leaf) : a.Start.CompareTo(b.Start);

    private static readonly Comparison<Stretch> byNode = (a, b) => a.Node != b.Node ? b.Node.CompareTo(a.Node) : a.Leaf.CompareTo(b.Leaf);

    private FillOrder(Stretch[] stretches)
    {
        int count = stretches.Length;
        this.stretches = stretches;
        (GroupStart, GroupRank, GroupTokensPerTopJoule) = (new int[count + 1], new int[count], new double[count]);
        (Leaf, Node, StartTopWatts, LengthTopWatts) = (new int[count], new int[count], new double[count], new double[count]);
        Arrange();
    }

    public int Groups { get; private set; }

    private void Arrange()
    {
        stretches.AsSpan().Sort(byWorth);
        Groups = 0;
        for (int i = 0; i < stretches.Length; i++)
        {
            Stretch one = stretches[i];
            if (i > 0 && one.Rank == GroupRank[Groups - 1] && !(one.Slope < GroupTokensPerTopJoule[Groups - 1] * (1 - EqualFraction))) continue;
            (GroupStart[Groups], GroupRank[Groups], GroupTokensPerTopJoule[Groups]) = (i, one.Rank, one.Slope);
            Groups++;
        }
        GroupStart[Groups] = stretches.Length;
        for (int g = 0; g < Groups; g++) stretches.AsSpan(GroupStart[g], GroupStart[g + 1] - GroupStart[g]).Sort(byNode);
        for (int i = 0; i < stretches.Length; i++)
            (Leaf[i], Node[i], StartTopWatts[i], LengthTopWatts[i]) = (stretches[i].Leaf, stretches[i].Node, stretches[i].Start, stretches[i].Length);
    }

    /// <summary>Leaves of one straight piece yield something else per joule of theirs; the order is made anew, and nothing is allocated.</summary>
    public void Reweigh(AllocationTree tree, ReadOnlySpan<double> tokensPerJoule)
    {
        for (int i = 0; i < stretches.Length; i++)
        {
            int place = stretches[i].Leaf;
            stretches[i] = stretches[i] with { Slope = tokensPerJoule[tree.LeafAt[place]] / tree.TopPerWatt[place] };
        }
        Arrange();
    }

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
