namespace Headroom.Control;

/// <summary>How many leaves must give back, may take more now, and have to wait for part of it.</summary>
public readonly record struct TransitionSteps(int Takings, int Givings, int Waiting);

/// <summary>From what is in force to what is best: takings first, givings only into what is free whichever order has landed.</summary>
/// <remarks>
///   Σ max(in force, ordered) + floors + fixed ≤ ceiling        at every node and at every moment
///   A cap that is ordered may land now, later or never. So a leaf counts at the greater of the two until the lower one is read back, and what a taking sets free
///   is given only then, at a later beat. Takings go out from the lowest rank up, givings from the highest down; within a rank what is free goes in proportion
///   to what each still waits for. Once all takings are in force the next call orders all that is left of the target.
///   Where what is in force passes a ceiling already, nothing is given under that node: only takings and faster means can help.
/// </remarks>
public sealed class Transition
{
    private readonly AllocationTree tree;
    private readonly RoomFill fill;
    private readonly FillOrder byRank;
    private readonly double[] topWatts, loadTopWatts;
    private readonly int[] highestFirst, rankStart;

    public Transition(AllocationTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        this.tree = tree;
        (fill, byRank) = (new(tree), FillOrder.ByRank(tree));
        (topWatts, loadTopWatts) = (new double[tree.LeafAt.Length], new double[tree.Nodes.Count]);
        highestFirst = [.. Enumerable.Range(0, tree.Leaves.Count).OrderBy(i => tree.Leaves[i].Rank)];
        rankStart = [.. Enumerable.Range(0, AllocationTree.Ranks + 1).Select(rank => tree.Leaves.Count(leaf => leaf.Rank < rank))];
    }

    /// <summary>What each leaf may be told now, and in which order.</summary>
    /// <param name="inForceWatts">Above the floor, the most that may be in force: the greater of what was read back and of every order not yet read back.</param>
    /// <param name="targetWatts">Above the floor, as divided.</param>
    /// <param name="orderedWatts">Above the floor, to be ordered now.</param>
    /// <param name="steps">Leaves whose order changes, takings first; room for each leaf once.</param>
    public TransitionSteps Order(ReadOnlySpan<double> ceilingWatts, ReadOnlySpan<double> floorWatts, ReadOnlySpan<double> inForceWatts,
        ReadOnlySpan<double> targetWatts, Span<double> orderedWatts, Span<int> steps)
    {
        int leaves = topWatts.Length;
        if (floorWatts.Length != leaves || inForceWatts.Length != leaves || targetWatts.Length != leaves || orderedWatts.Length != leaves || steps.Length != leaves)
            throw new ArgumentException($"{leaves} leaves: each has a floor, a cap in force, a target, an order and a step", nameof(orderedWatts));
        Rooms.Open(tree, ceilingWatts, fill.RoomTopWatts);
        for (int place = 0; place < leaves; place++)
        {
            int leaf = tree.LeafAt[place];
            double carried = floorWatts[leaf] + inForceWatts[leaf];
            if (!(floorWatts[leaf] >= 0 && inForceWatts[leaf] >= 0 && targetWatts[leaf] >= 0 && carried <= double.MaxValue && targetWatts[leaf] <= double.MaxValue))
                throw new ArgumentException($"leaf {leaf}: from {inForceWatts[leaf]} W to {targetWatts[leaf]} W above {floorWatts[leaf]} W", nameof(targetWatts));
            topWatts[place] = carried * tree.TopPerWatt[place];
        }
        Rooms.Gather(tree, topWatts, loadTopWatts);
        Rooms.Climb(tree, loadTopWatts);
        // what is in force sums to its ceiling but for roundings: they must not keep the last giving waiting for ever
        foreach (ref double room in fill.RoomTopWatts.AsSpan()) room *= 1 + Allocator.SlackFraction;
        Rooms.Take(loadTopWatts, fill.RoomTopWatts, slackFraction: 0);
        Give(inForceWatts, targetWatts, orderedWatts);
        return Sort(inForceWatts, targetWatts, orderedWatts, steps);
    }

    private void Give(ReadOnlySpan<double> inForceWatts, ReadOnlySpan<double> targetWatts, Span<double> orderedWatts)
    {
        for (int place = 0; place < topWatts.Length; place++)
            topWatts[place] = Math.Max(0, targetWatts[tree.LeafAt[place]] - inForceWatts[tree.LeafAt[place]]) * tree.TopPerWatt[place];
        Rooms.Gather(tree, topWatts, fill.WantedTopWatts);
        if (fill.Prepare(slackFraction: 0)) fill.Fill(byRank, topWatts);
        for (int place = 0; place < topWatts.Length; place++)
        {
            int leaf = tree.LeafAt[place];
            double inForce = inForceWatts[leaf], target = targetWatts[leaf], perWatt = tree.TopPerWatt[place];
            bool whole = target <= inForce || topWatts[place] == (target - inForce) * perWatt;
            orderedWatts[leaf] = whole ? target : Math.Min(target, inForce + topWatts[place] / perWatt);
        }
    }

    private TransitionSteps Sort(ReadOnlySpan<double> inForceWatts, ReadOnlySpan<double> targetWatts, ReadOnlySpan<double> orderedWatts, Span<int> steps)
    {
        int takings = 0, givings = 0, waiting = 0;
        for (int rank = AllocationTree.Ranks - 1; rank >= 0; rank--)
            foreach (int leaf in highestFirst.AsSpan(rankStart[rank]..rankStart[rank + 1]))
                if (orderedWatts[leaf] < inForceWatts[leaf]) steps[takings++] = leaf;
        foreach (int leaf in highestFirst)
        {
            if (orderedWatts[leaf] > inForceWatts[leaf]) steps[takings + givings++] = leaf;
            if (orderedWatts[leaf] < targetWatts[leaf]) waiting++;
        }
        return new(takings, givings, waiting);
    }
}
