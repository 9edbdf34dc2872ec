namespace Headroom.Control;

/// <summary>What is left at each node, counted in watts at the top.</summary>
internal static class Rooms
{
    /// <summary>Before anything is given.</summary>
    /// <remarks>room_v = ceiling_v/Π efficiency above v − fixed draws under v        negative where fixed draws alone pass the ceiling</remarks>
    public static void Open(AllocationTree tree, ReadOnlySpan<double> ceilingWatts, double[] roomTopWatts)
    {
        if (ceilingWatts.Length != roomTopWatts.Length)
            throw new ArgumentException($"{roomTopWatts.Length} nodes, {ceilingWatts.Length} ceilings", nameof(ceilingWatts));
        for (int v = 0; v < roomTopWatts.Length; v++)
        {
            double ceiling = ceilingWatts[tree.NodeAt[v]], @fixed = tree.FixedTopWatts[v];
            if (!(ceiling >= 0)) throw new ArgumentException($"{tree.Nodes[tree.NodeAt[v]].Name}: a ceiling of {ceiling} W", nameof(ceilingWatts));
            double room = ceiling / tree.AboveFraction[v] - @fixed;
            roomTopWatts[v] = room < 0 && room >= -Allocator.SlackFraction * @fixed ? 0 : room;
        }
    }

    /// <summary>What the leaves of each node come to, without the nodes below.</summary>
    public static void Gather(AllocationTree tree, double[] leafTopWatts, double[] nodeTopWatts)
    {
        nodeTopWatts.AsSpan().Clear();
        for (int place = 0; place < leafTopWatts.Length; place++) nodeTopWatts[tree.LeafNode[place]] += leafTopWatts[place];
    }

    /// <summary>From what is at each node to what is under it.</summary>
    public static void Climb(AllocationTree tree, double[] nodeTopWatts)
    {
        for (int v = nodeTopWatts.Length - 1; v >= 0; v--)
            if (tree.Parent[v] >= 0) nodeTopWatts[tree.Parent[v]] += nodeTopWatts[v];
    }

    /// <summary>Takes loads out of the rooms; what roundings leave of a room is nothing.</summary>
    public static void Take(double[] loadTopWatts, double[] roomTopWatts, double slackFraction)
    {
        for (int v = 0; v < roomTopWatts.Length; v++)
        {
            double left = roomTopWatts[v] - loadTopWatts[v];
            roomTopWatts[v] = left < slackFraction * roomTopWatts[v] ? 0 : left;
        }
    }
}
