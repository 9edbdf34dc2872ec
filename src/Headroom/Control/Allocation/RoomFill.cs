namespace Headroom.Control;

/// <summary>Gives power in an order, each as much as the rooms of the nodes above it leave. Exact, and fair among equals.</summary>
/// <remarks>
///   most Σ weight·x    with  Σ x under v ≤ room_v for every node v,  0 ≤ x ≤ wanted        all in watts at the top
///
///   Why taking the best first is exact. The rooms bound nested sets: two nodes are apart or one is under the other. The x that satisfy them (with
///   the boxes 0 … wanted) form a polymatroid. Suppose stretch a is better than b, b has something, a still wants. Either no full node is above a,
///   then a may simply rise; or every full node above a is filled by stretches no worse than a, for it was filled before or while a was asked, and then
///   whatever raises a must lower one of them. So no exchange improves, and in a linear program over a polymatroid that is
///   the optimum. Weights need only be ordered, so "first rank, then slope" is served by the same walk: later ranks get the most that any
///   optimum of the earlier ones leaves, since every way of sharing ties fills the same nodes to the same height.
///   Source   J. Edmonds, Submodular functions, matroids, and certain polyhedra, 1970 (the greedy algorithm);
///            A. Federgruen and H. Groenevelt, The greedy procedure for resource allocation problems, Operations Research 34, 1986 (concave gains, trees).
///
///   Equals rise together: each gets the same share λ of what it wants until a node above it is full,
///   x = wanted·min λ_v over the nodes v above,   λ_v solves h_v(λ) = room_v,   h_v(λ) = Σ own wanted·λ + Σ children min(room_c, h_c(λ))
///   h_v is concave and piecewise straight with a bend at each λ_c of a full node below; Newton's method from the left ends on the exact piece.
///   That is the lexicographically fairest optimum; it is unique and moves without a jump when a room does.
///   Source   N. Megiddo, Optimal flows in networks with multiple sources and sinks, 1974; S. Fujishige, Lexicographically optimal base, 1980.
///
///   Nodes whose room no want can fill bound nothing and are left out of the walk; what is under a full node is dead and is not walked again.
///   Allocates nothing after construction.
/// </remarks>
internal sealed class RoomFill
{
    private readonly int[] parent;

    // what is left under each node, and what is wanted under it when all that is below holds its own room
    internal readonly double[] RoomTopWatts, WantedTopWatts;

    /// <summary>The group that found each node full, −1 for nodes that never bound.</summary>
    internal readonly int[] FilledBy;

    // nearest node at or above that may bind, −1 for none; the same strictly above; full, or under a full one
    private readonly int[] bounding, above;
    private readonly bool[] mayBind, dead;

    // of the group under way, by node: wanted by its own members, h(1), slope of h at 0, λ, bends below it on the stack
    private readonly double[] own, whole, steepness, level;
    private readonly int[] bends, touched;
    private int touches;
    private bool anyFull;

    // bends of the nodes closed so far, those of one node on top of each other: λ, and how much less steep h is beyond
    private readonly double[] bendLevel, bendDrop;
    private int stacked;

    public RoomFill(AllocationTree tree)
    {
        parent = tree.Parent;
        int n = parent.Length;
        (RoomTopWatts, WantedTopWatts, FilledBy) = (new double[n], new double[n], new int[n]);
        (bounding, above, mayBind, dead) = (new int[n], new int[n], new bool[n], new bool[n]);
        (own, whole, steepness, level, bends, touched) = (new double[n], new double[n], new double[n], new double[n], new int[n], new int[n]);
        (bendLevel, bendDrop) = (new double[n], new double[n]);
    }

    public bool MayBind(int node) => mayBind[node];

    /// <summary>From what is wanted at each node to what is wanted under it; says whether any node could be filled.</summary>
    /// <param name="slackFraction">A node passed by no more than this share holds.</param>
    public bool Prepare(double slackFraction)
    {
        bool any = false;
        for (int v = parent.Length - 1; v >= 0; v--)
        {
            double wanted = WantedTopWatts[v], room = RoomTopWatts[v];
            bool binds = wanted > room + slackFraction * wanted;
            mayBind[v] = binds;
            any |= binds;
            if (parent[v] >= 0) WantedTopWatts[parent[v]] += binds ? Math.Max(0, room) : wanted;
        }
        for (int v = 0; v < parent.Length; v++)
        {
            above[v] = parent[v] < 0 ? -1 : bounding[parent[v]];
            bounding[v] = mayBind[v] ? v : above[v];
            FilledBy[v] = -1;
            dead[v] = false;
        }
        return any;
    }

    /// <summary>Cuts what each leaf wants to what it may have. After <see cref="Prepare"/>.</summary>
    /// <param name="topWatts">Wanted by each leaf on entry, granted on return.</param>
    public void Fill(FillOrder order, double[] topWatts)
    {
        for (int v = 0; v < parent.Length; v++) RoomTopWatts[v] = Math.Max(0, RoomTopWatts[v]);
        for (int g = 0; g < order.Groups; g++)
        {
            int first = order.GroupStart[g], end = order.GroupStart[g + 1];
            if (end - first == 1) FillOne(order, g, first, topWatts);
            else FillAlike(order, g, first, end, topWatts);
        }
    }

    private void FillOne(FillOrder order, int group, int member, double[] topWatts)
    {
        ref double wanted = ref topWatts[order.Leaf[member]];
        double start = order.StartTopWatts[member], given = Math.Min(wanted - start, order.LengthTopWatts[member]);
        int nearest = bounding[order.Node[member]];
        if (given <= 0 || nearest < 0) return;
        int tightest = -1;
        for (int v = nearest; v >= 0; v = above[v])
        {
            if (dead[v]) (given, tightest) = (0, v);
            else if (RoomTopWatts[v] < given) (given, tightest) = (RoomTopWatts[v], v);
        }
        for (int v = nearest; v >= 0; v = above[v]) RoomTopWatts[v] -= given;
        if (tightest < 0) return;
        wanted = start + given;
        if (!dead[tightest]) FilledBy[tightest] = group;
        for (int v = nearest; v != tightest; v = above[v]) dead[v] = true;
        dead[tightest] = true;
    }

    private void FillAlike(FillOrder order, int group, int first, int end, double[] topWatts)
    {
        (touches, stacked, anyFull) = (0, 0, false);
        int open = -1;
        for (int i = first; i < end; i++)
        {
            ref double wanted = ref topWatts[order.Leaf[i]];
            double start = order.StartTopWatts[i], asked = Math.Min(wanted - start, order.LengthTopWatts[i]);
            if (asked <= 0) continue;
            int node = order.Node[i], nearest = bounding[node];
            if (nearest < 0) continue;
            if (dead[nearest])
            {
                wanted = start;
                continue;
            }
            // members come from the last node to the first: what stands after this one has had all of its own
            for (; open > node; open = above[open]) Close(open);
            open = nearest;
            own[nearest] += asked;
        }
        for (; open >= 0; open = above[open]) Close(open);
        if (anyFull) ShareRooms(group);
        else TakeWhole();
        if (anyFull) Cut(order, first, end, topWatts);
        for (int t = 0; t < touches; t++)
        {
            int v = touched[t];
            (own[v], whole[v], steepness[v], bends[v]) = (0, 0, 0, 0);
        }
    }

    /// <summary>All that is under the node is known: finds λ at which it is full, and adds it to the node above.</summary>
    private void Close(int v)
    {
        touched[touches++] = v;
        double wanted = whole[v] += own[v], room = RoomTopWatts[v];
        steepness[v] += own[v];
        level[v] = 1;
        if (dead[v] || wanted > room)
        {
            anyFull = true;
            level[v] = dead[v] ? 0 : LevelAt(room, steepness[v], stacked - bends[v]);
            Flatten(v);
        }
        int up = above[v];
        if (up < 0) return;
        whole[up] += dead[v] ? 0 : Math.Min(wanted, room);
        steepness[up] += level[v] > 0 ? steepness[v] : 0;
        bends[up] += bends[v];
    }

    /// <summary>λ with h(λ) = room, for h with the bends from <paramref name="from"/> to the top of the stack.</summary>
    private double LevelAt(double room, double steep, int from)
    {
        double λ = room / steep;
        for (int seen = 0; ;)
        {
            double slope = steep, offset = 0;
            int below = 0;
            for (int b = from; b < stacked; b++)
            {
                if (bendLevel[b] >= λ) continue;
                below++;
                slope -= bendDrop[b];
                offset += bendDrop[b] * bendLevel[b];
            }
            if (below == seen || slope <= 0) return Math.Min(1, λ);
            seen = below;
            λ = Math.Max(λ, (room - offset) / slope);
        }
    }

    /// <summary>Beyond its λ the node takes no more: bends above are gone, and there is one new.</summary>
    private void Flatten(int v)
    {
        int from = stacked - bends[v], kept = from;
        double slope = steepness[v];
        for (int b = from; b < stacked; b++)
        {
            if (bendLevel[b] >= level[v]) continue;
            slope -= bendDrop[b];
            (bendLevel[kept], bendDrop[kept]) = (bendLevel[b], bendDrop[b]);
            kept++;
        }
        if (level[v] > 0)
        {
            (bendLevel[kept], bendDrop[kept]) = (level[v], slope);
            kept++;
        }
        (bends[v], stacked) = (kept - from, kept);
    }

    private void TakeWhole()
    {
        for (int t = 0; t < touches; t++) RoomTopWatts[touched[t]] -= whole[touched[t]];
    }

    /// <summary>λ of each node from the top down, then what was taken from the bottom up.</summary>
    private void ShareRooms(int group)
    {
        for (int t = touches - 1; t >= 0; t--)
        {
            int v = touched[t];
            double over = above[v] < 0 ? 1 : level[above[v]];
            bool full = level[v] < over;
            if (full && !dead[v]) FilledBy[v] = group;
            level[v] = Math.Min(level[v], over);
            dead[v] |= level[v] < 1;
            whole[v] = 0;
        }
        for (int t = 0; t < touches; t++)
        {
            int v = touched[t];
            double taken = whole[v] + own[v] * level[v];
            RoomTopWatts[v] = Math.Max(0, RoomTopWatts[v] - taken);
            if (above[v] >= 0) whole[above[v]] += taken;
        }
    }

    private void Cut(FillOrder order, int first, int end, double[] topWatts)
    {
        for (int i = first; i < end; i++)
        {
            ref double wanted = ref topWatts[order.Leaf[i]];
            double start = order.StartTopWatts[i], asked = Math.Min(wanted - start, order.LengthTopWatts[i]);
            int nearest = bounding[order.Node[i]];
            if (asked <= 0 || nearest < 0 || level[nearest] >= 1) continue;
            wanted = start + asked * level[nearest];
        }
    }
}
