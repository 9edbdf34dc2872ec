using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>Which nodes of the power tree hang on which, by the racks behind them.</summary>
/// <remarks>
///   missing_v = max(own_v, Σ missing of those that hang on v)        what has to leave behind v so that v and all below it keep their limits
///   Siblings add up; what leaves for a node below has left for the one above, too.
/// </remarks>
internal sealed class FeedNesting
{
    private readonly int[] upward, above;
    private readonly Power[] below;

    public FeedNesting(IReadOnlyList<FeedFacts> feeds)
    {
        int[] racks = [.. feeds.Select(feed => feed.Behind.Count(one => one))];
        upward = [.. Enumerable.Range(0, feeds.Count).OrderBy(f => racks[f])];
        above = [.. Enumerable.Repeat(-1, feeds.Count)];
        below = new Power[feeds.Count];
        for (int k = 0; k < upward.Length; k++)
            for (int over = k + 1; over < upward.Length && above[upward[k]] < 0; over++)
                if (racks[upward[k]] > 0 && Holds(feeds[upward[over]].Behind, feeds[upward[k]].Behind)) above[upward[k]] = upward[over];
    }

    /// <summary>What all nodes together miss.</summary>
    /// <param name="own">By node; zero for one that misses nothing.</param>
    public Power Missing(ReadOnlySpan<Power> own)
    {
        Power all = default;
        Array.Clear(below);
        // from the fewest racks to the most: what hangs on a node comes before it
        foreach (int f in upward)
        {
            Power here = Power.Max(own[f], below[f]);
            if (above[f] < 0) all += here;
            else below[above[f]] += here;
        }
        return all;
    }

    private static bool Holds(IReadOnlyList<bool> outer, IReadOnlyList<bool> inner)
    {
        for (int b = 0; b < inner.Count; b++) if (inner[b] && !outer[b]) return false;
        return true;
    }
}
