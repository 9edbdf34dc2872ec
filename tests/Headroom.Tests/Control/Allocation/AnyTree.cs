using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Tests.Control;

/// <summary>A random tree with ceilings and wants; curves repeat, so that many leaves are equals.</summary>
/// <remarks>Powers of kilowatts, tokens of thousands a second. Floors always fit.</remarks>
internal sealed record AnyTree(IReadOnlyList<AllocationNode> Nodes, IReadOnlyList<AllocationLeaf> Leaves, double[] CeilingWatts, double[] WantedWatts)
{
    public AllocationTree Tree { get; } = new(Nodes, Leaves);

    public static AnyTree Of(int seed)
    {
        var random = new Random(seed);
        double Between(double a, double b) => a + (b - a) * random.NextDouble();
        bool lossless = random.Next(4) == 0;
        int ranks = random.Next(1, 6);
        List<AllocationNode> nodes = [];
        for (int i = random.Next(1, 14); i > 0; i--)
            nodes.Add(new($"node {nodes.Count}", nodes.Count == 0 || random.Next(12) == 0 ? -1 : random.Next(nodes.Count),
                lossless || random.Next(3) == 0 ? 1 : random.Next(2) == 0 ? 0.95 : Between(0.7, 1), (lossless ? 0 : random.Next(3) * 100).Watts));
        TokenCurve[] kinds = [.. Enumerable.Range(0, 4).Select(_ => Curve(random))];
        AllocationLeaf[] leaves = [.. Enumerable.Range(0, random.Next(1, 20)).Select(_ => new AllocationLeaf(random.Next(nodes.Count), random.Next(ranks),
            random.Next(5) == 0 ? Curve(random) : kinds[random.Next(4)], (random.Next(3) * 200).Watts, random.Next(1, 4)))];
        double[] wanted = [.. leaves.Select(leaf => random.Next(8) == 0 ? 0 : random.Next(4) == 0 ? double.PositiveInfinity : leaf.Alike * leaf.Curve.Most.Watts * Between(0, 1.2))];
        double[] least = Inputs(nodes, leaves, new double[leaves.Length]);
        double[] most = Inputs(nodes, leaves, [.. leaves.Select((leaf, i) => Math.Min(wanted[i], leaf.Alike * leaf.Curve.Most.Watts))]);
        double[] ceilings = [.. least.Select((floor, i) => random.Next(4) == 0 ? double.PositiveInfinity : random.Next(10) == 0 ? floor : floor + Between(0, 1.1) * (most[i] - floor))];
        return new(nodes, leaves, ceilings, wanted);
    }

    private static TokenCurve Curve(Random random)
    {
        List<TokenKnot> knots = [default];
        double slope = 1 + 9 * random.NextDouble();
        for (int k = random.Next(1, 6); k > 0; k--)
        {
            double watts = 50 + 400 * random.NextDouble();
            knots.Add(new(knots[^1].AboveFloor + watts.Watts, knots[^1].Weighted + (slope * watts).TokensPerSecond));
            slope *= 0.3 + 0.65 * random.NextDouble();
        }
        return new(knots);
    }

    /// <summary>Input of every node, by the book.</summary>
    public static double[] Inputs(IReadOnlyList<AllocationNode> nodes, IReadOnlyList<AllocationLeaf> leaves, ReadOnlySpan<double> aboveFloorWatts)
    {
        double[] input = [.. nodes.Select(node => node.Fixed.Watts)];
        for (int i = 0; i < leaves.Count; i++) input[leaves[i].Node] += aboveFloorWatts[i] + leaves[i].Alike * leaves[i].Floor.Watts;
        for (int v = nodes.Count - 1; v >= 0; v--)
        {
            input[v] /= nodes[v].EfficiencyFraction;
            if (nodes[v].Parent >= 0) input[nodes[v].Parent] += input[v];
        }
        return input;
    }

    public double[] Inputs(ReadOnlySpan<double> aboveFloorWatts) => Inputs(Nodes, Leaves, aboveFloorWatts);

    public double[] Divided() => Divided(CeilingWatts);

    public double[] Divided(double[] ceilingWatts)
    {
        double[] granted = new double[Leaves.Count];
        new Allocator(Tree).Divide(ceilingWatts, WantedWatts, granted);
        return granted;
    }

    /// <summary>The same tree counted in another unit of power; tokens too, so that a joule yields what it did.</summary>
    public AnyTree Counted(double unit) => new(
        [.. Nodes.Select(node => node with { Fixed = unit * node.Fixed })],
        [.. Leaves.Select(leaf => leaf with
        {
            Floor = unit * leaf.Floor,
            Curve = new([.. leaf.Curve.Knots.Select(knot => new TokenKnot(unit * knot.AboveFloor, unit * knot.Weighted))]),
        })],
        [.. CeilingWatts.Select(watts => unit * watts)], [.. WantedWatts.Select(watts => unit * watts)]);

    public bool IsUnder(int leaf, int node)
    {
        int at = Leaves[leaf].Node;
        while (at > node) at = Nodes[at].Parent;
        return at == node;
    }

    public double Tokens(double[] granted, int rank) => Tree.Tokens(granted, rank).TokensPerSecond;
}
