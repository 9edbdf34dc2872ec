using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>Divides ceilings over a power tree so that the weighted tokens are the most, rank by rank.</summary>
/// <remarks>
///   most Σ f_ℓ(g_ℓ) over the leaves of rank 0; of all that reach it, the most over rank 1; and so on
///   input_v ≤ ceiling_v,  input_v = (fixed_v + Σ children input + Σ own leaves (floor + g))/efficiency_v,  0 ≤ g_ℓ ≤ wanted_ℓ
///   Counted in watts at the top this is a linear program over nested rooms, which <see cref="RoomFill"/> solves exactly, and says why:
///   room_v = ceiling_v/Π efficiency above − fixed under it − floors under it
///   At the optimum all leaves under a node that binds, and under none that binds below it, yield the same per watt at the top, to one piece of their curves.
///   Equals are treated alike: what they get is in proportion to what they want. Grants move without a jump as ceilings do.
///
///   Floors that do not fit are themselves divided, rank by rank, in proportion; what is short is reported by node, and nothing above
///   the floors is granted under such a node. A ceiling is passed by roundings at most (1e-12 of it), or by fixed draws alone.
///   One object serves one loop: it keeps its scratch, and allocates nothing after construction.
/// </remarks>
public sealed class Allocator
{
    /// <summary>Sums of floors pass a ceiling they were made for by their roundings.</summary>
    internal const double SlackFraction = 1e-12;

    private readonly AllocationTree tree;
    private readonly RoomFill fill;
    private readonly FillOrder bySlope, byRank;
    private readonly double[] topWatts, floorTopWatts;

    public Allocator(AllocationTree tree)
    {
        ArgumentNullException.ThrowIfNull(tree);
        this.tree = tree;
        (fill, bySlope, byRank) = (new(tree), FillOrder.BySlope(tree), FillOrder.ByRank(tree));
        (topWatts, floorTopWatts) = (new double[tree.LeafAt.Length], new double[tree.LeafAt.Length]);
        Found = new(tree.Nodes.Count);
    }

    public AllocationTree Tree => tree;

    /// <summary>What the last division found.</summary>
    public Division Found { get; }

    /// <summary>Tells what a joule of each leaf yields from now on, where that is measured and moves; what <see cref="AllocationTree.Tokens"/> counts stays as it was.</summary>
    /// <param name="tokensPerJoule">Weighted, above zero, by leaf; every curve of the tree is one straight piece.</param>
    public void Reweigh(ReadOnlySpan<double> tokensPerJoule)
    {
        if (tokensPerJoule.Length != tree.Leaves.Count) throw new ArgumentException($"{tree.Leaves.Count} leaves: each yields something", nameof(tokensPerJoule));
        for (int i = 0; i < tokensPerJoule.Length; i++)
        {
            if (tree.Leaves[i].Curve.Pieces != 1) throw new InvalidOperationException($"leaf {i}: what a joule yields depends on how many there are");
            if (!(tokensPerJoule[i] > 0) || !double.IsFinite(tokensPerJoule[i])) throw new ArgumentException($"leaf {i}: {tokensPerJoule[i]} tokens per joule", nameof(tokensPerJoule));
        }
        bySlope.Reweigh(tree, tokensPerJoule);
    }

    /// <summary>Divides with the floors of the tree.</summary>
    public Division Divide(ReadOnlySpan<double> ceilingWatts, ReadOnlySpan<double> wantedWatts, Span<double> grantedWatts) =>
        Divide(ceilingWatts, tree.FloorWatts, wantedWatts, grantedWatts, default);

    /// <param name="ceilingWatts">The most each node's input may be; infinite for none.</param>
    /// <param name="floorWatts">What each leaf draws whatever is granted; zero for one that is off.</param>
    /// <param name="wantedWatts">The most each leaf could use above its floor; its curve's end bounds it too.</param>
    /// <param name="grantedWatts">What each leaf may draw above its floor.</param>
    /// <param name="floorFitWatts">How much of each floor fits; may be left out.</param>
    public Division Divide(ReadOnlySpan<double> ceilingWatts, ReadOnlySpan<double> floorWatts, ReadOnlySpan<double> wantedWatts,
        Span<double> grantedWatts, Span<double> floorFitWatts)
    {
        int leaves = tree.LeafAt.Length;
        if (floorWatts.Length != leaves || wantedWatts.Length != leaves || grantedWatts.Length != leaves || (floorFitWatts.Length != leaves && !floorFitWatts.IsEmpty))
            throw new ArgumentException($"{leaves} leaves: each has a floor, a want and a grant", nameof(grantedWatts));
        Found.Clear();
        Rooms.Open(tree, ceilingWatts, fill.RoomTopWatts);
        bool fits = HoldFloors(ceilingWatts, floorWatts);
        for (int place = 0; place < leaves && !floorFitWatts.IsEmpty; place++)
        {
            int leaf = tree.LeafAt[place];
            floorFitWatts[leaf] = fits ? floorWatts[leaf] : Math.Min(floorWatts[leaf], floorTopWatts[place] / tree.TopPerWatt[place]);
        }
        Want(wantedWatts);
        bool binds = fill.Prepare(slackFraction: 0);
        if (binds) fill.Fill(bySlope, topWatts);
        for (int place = 0; place < leaves; place++)
        {
            int leaf = tree.LeafAt[place];
            double wanted = Math.Min(wantedWatts[leaf], tree.MostWatts[place]), perWatt = tree.TopPerWatt[place];
            // who gets all gets it to the last bit
            grantedWatts[leaf] = topWatts[place] == wanted * perWatt ? wanted : topWatts[place] / perWatt;
        }
        if (binds) TellFull();
        return Found;
    }

    /// <summary>Takes the floors out of the rooms; cuts them where they do not fit.</summary>
    private bool HoldFloors(ReadOnlySpan<double> ceilingWatts, ReadOnlySpan<double> floorWatts)
    {
        for (int place = 0; place < floorTopWatts.Length; place++)
        {
            double floor = floorWatts[tree.LeafAt[place]];
            if (!(floor >= 0) || !double.IsFinite(floor)) throw new ArgumentException($"leaf {tree.LeafAt[place]}: a floor of {floor} W", nameof(floorWatts));
            floorTopWatts[place] = floor * tree.TopPerWatt[place];
        }
        Rooms.Gather(tree, floorTopWatts, fill.WantedTopWatts);
        bool fits = !fill.Prepare(SlackFraction);
        if (!fits)
        {
            TellShort();
            fill.Fill(byRank, floorTopWatts);
            Rooms.Open(tree, ceilingWatts, fill.RoomTopWatts);
            Rooms.Gather(tree, floorTopWatts, fill.WantedTopWatts);
            Rooms.Climb(tree, fill.WantedTopWatts);
        }
        Rooms.Take(fill.WantedTopWatts, fill.RoomTopWatts, SlackFraction);
        return fits;
    }

    private void Want(ReadOnlySpan<double> wantedWatts)
    {
        for (int place = 0; place < topWatts.Length; place++)
        {
            double wanted = wantedWatts[tree.LeafAt[place]];
            if (!(wanted >= 0)) throw new ArgumentException($"leaf {tree.LeafAt[place]}: a want of {wanted} W", nameof(wantedWatts));
            topWatts[place] = Math.Min(wanted, tree.MostWatts[place]) * tree.TopPerWatt[place];
        }
        Rooms.Gather(tree, topWatts, fill.WantedTopWatts);
    }

    private void TellShort()
    {
        foreach (int v in tree.Place)
            if (fill.MayBind(v)) Found.Add(new FloorShortage(tree.NodeAt[v], Power.FromSi((fill.WantedTopWatts[v] - fill.RoomTopWatts[v]) * tree.AboveFraction[v])));
    }

    private void TellFull()
    {
        foreach (int v in tree.Place)
        {
            int group = fill.FilledBy[v];
            if (group < 0) continue;
            int over = tree.Parent[v];
            while (over >= 0 && fill.FilledBy[over] < 0) over = tree.Parent[over];
            double tokensPerJoule = bySlope.GroupTokensPerTopJoule[group] / tree.AboveFraction[v];
            Found.Add(new FullNode(tree.NodeAt[v], bySlope.GroupRank[group], TokenEfficiency.FromSi(tokensPerJoule), over < 0 ? -1 : tree.NodeAt[over]));
        }
    }
}
