namespace Headroom.Solvers.Structured;

/// <summary>An order of elimination that fills in little: always the node with the fewest neighbours next.</summary>
/// <remarks>
///   The rows of an hour hang on its power balance like leaves, and hours hang together by what is stored, so most nodes go
///   with one or two neighbours and the factor stays as sparse as the program. Source: Tinney and Walker 1967; George and Liu 1989.
/// </remarks>
static class MinimumDegree
{
    /// <param name="neighbours">Adjacency of a symmetric pattern without the diagonal; consumed.</param>
    /// <returns>Nodes in order of elimination.</returns>
    public static int[] Order(List<int>[] neighbours)
    {
        int n = neighbours.Length;
        int[] order = new int[n], mark = new int[n];
        var done = new bool[n];
        var queue = new PriorityQueue<int, (int Degree, int Node)>(n);
        for (int v = 0; v < n; v++) queue.Enqueue(v, (neighbours[v].Count, v));
        int placed = 0, stamp = 0;
        while (queue.TryDequeue(out int v, out var key))
        {
            if (done[v] || key.Degree != neighbours[v].Count) continue; // an old entry: the node was requeued with its new degree
            done[v] = true;
            order[placed++] = v;
            List<int> clique = neighbours[v];
            foreach (int u in clique)
            {
                Join(neighbours[u], clique, u, v, mark, ++stamp);
                queue.Enqueue(u, (neighbours[u].Count, u));
            }
            neighbours[v] = [];
        }
        return order;
    }

    /// <summary>u loses v and gains the rest of v's neighbours.</summary>
    static void Join(List<int> mine, List<int> clique, int u, int v, int[] mark, int stamp)
    {
        mark[u] = stamp;
        int keep = 0;
        for (int k = 0; k < mine.Count; k++)
        {
            if (mine[k] == v) continue;
            mark[mine[k]] = stamp;
            mine[keep++] = mine[k];
        }
        mine.RemoveRange(keep, mine.Count - keep);
        foreach (int w in clique)
            if (mark[w] != stamp) mine.Add(w);
    }
}
