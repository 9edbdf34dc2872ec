using System.Diagnostics;
using System.Globalization;
using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Bench;

/// <summary>One decision for 100,000 accelerators under site, substation, UPS, row and rack, on one core.</summary>
internal static class Allocation
{
    private const int Substations = 4, UpsEach = 8, RowsEach = 8, RacksEach = 12, Accelerators = 100_000, Warmup = 40, Beats = 1000;

    public static int Measure()
    {
        Console.WriteLine("| curves | what binds | pieces | full nodes | median ms | 99th percentile ms | worst ms | bytes a beat |");
        Console.WriteLine("|---|---|---:|---:|---:|---:|---:|---:|");
        foreach (bool alike in (bool[])[true, false])
        {
            Facility site = new(alike);
            Row(site, "nothing", 1.05, 1.05);
            Row(site, "site", 0.8, 1.05);
            Row(site, "site, UPS and some racks", 0.8, 0.75);
            Row(site, "nearly every node", 0.7, 0.6);
            Row(site, "floors do not fit", 0.12, 0.3);
        }
        return 0;
    }

    private static void Row(Facility site, string binds, double siteShare, double nodeShare)
    {
        var allocator = new Allocator(site.Tree);
        double[] milliseconds = new double[Beats];
        long full = 0, bytes = 0;
        for (int beat = -Warmup; beat < Beats; beat++)
        {
            site.Change(beat, siteShare, nodeShare);
            long before = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
            Division found = allocator.Divide(site.CeilingWatts, site.WantedWatts, site.GrantedWatts);
            TimeSpan took = Stopwatch.GetElapsedTime(start);
            if (beat < 0) continue;
            bytes += GC.GetAllocatedBytesForCurrentThread() - before;
            milliseconds[beat] = took.TotalMilliseconds;
            full += found.Full.Length;
            if (found.FloorsFit != (siteShare > 0.15)) throw new InvalidOperationException($"beat {beat} is not what its row says");
        }
        Array.Sort(milliseconds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {(site.Alike ? "5 kinds" : "all different")} | {binds} | {site.Pieces:#,0} | {full / Beats:#,0} | {milliseconds[Beats / 2]:0.0} | **{milliseconds[Beats * 99 / 100]:0.0}** | {milliseconds[^1]:0.0} | {bytes / Beats} |"));
    }

    /// <summary>3,072 racks of 32 or 33 accelerators, each with its rank and a curve of four pieces.</summary>
    private sealed class Facility
    {
        private readonly Random random = new(7);
        private readonly double[] mostWatts;

        public Facility(bool alike)
        {
            Alike = alike;
            List<AllocationNode> nodes = [new("site", -1, 0.99)];
            List<int> racks = [];
            int Under(int parent, string name, double efficiency)
            {
                nodes.Add(new($"{name} {nodes.Count}", parent, efficiency));
                return nodes.Count - 1;
            }
            for (int s = 0; s < Substations; s++)
                for ((int u, int station) = (0, Under(0, "substation", 0.99)); u < UpsEach; u++)
                    for ((int r, int ups) = (0, Under(station, "UPS", u % 2 == 0 ? 0.95 : 0.96)); r < RowsEach; r++)
                        for ((int k, int row) = (0, Under(ups, "row", 0.995)); k < RacksEach; k++) racks.Add(Under(row, "rack", 0.97));
            TokenCurve[] kinds = [.. Enumerable.Range(0, 5).Select(_ => Curve())];
            AllocationLeaf[] leaves = [.. Enumerable.Range(0, Accelerators).Select(i => new AllocationLeaf(racks[(int)((long)i * racks.Count / Accelerators)],
                i / 16 * 7 % AllocationTree.Ranks, alike ? kinds[i / 8 * 3 % 5] : Curve(), 150.Watts))];
            Tree = new(nodes, leaves);
            (CeilingWatts, WantedWatts, GrantedWatts) = (new double[nodes.Count], new double[Accelerators], new double[Accelerators]);
            mostWatts = Inputs([.. leaves.Select(leaf => 150 + leaf.Curve.Most.Watts)]);
        }

        public bool Alike { get; }
        public AllocationTree Tree { get; }
        public double[] CeilingWatts { get; }
        public double[] WantedWatts { get; }
        public double[] GrantedWatts { get; }
        public int Pieces => Tree.Leaves.Sum(leaf => leaf.Curve.Knots.Count - 1);

        /// <summary>Other ceilings and other demand at every beat.</summary>
        public void Change(int beat, double siteShare, double nodeShare)
        {
            double swing = 0.03 * Math.Sin(beat * 0.1);
            for (int v = 0; v < CeilingWatts.Length; v++) CeilingWatts[v] = ((v == 0 ? siteShare : nodeShare + 0.3 * random.NextDouble()) + swing) * mostWatts[v];
            for (int i = 0; i < WantedWatts.Length; i++) WantedWatts[i] = (0.8 + 0.2 * random.NextDouble()) * Tree.Leaves[i].Curve.Most.Watts;
        }

        private TokenCurve Curve()
        {
            List<TokenKnot> knots = [default];
            double slope = 2 + 4 * random.NextDouble();
            for (int k = 0; k < 4; k++)
            {
                double watts = 100 + 150 * random.NextDouble();
                knots.Add(new(knots[^1].AboveFloor + watts.Watts, knots[^1].Weighted + (slope * watts).TokensPerSecond));
                slope *= 0.5 + 0.4 * random.NextDouble();
            }
            return new(knots);
        }

        private double[] Inputs(double[] leafWatts)
        {
            double[] input = new double[Tree.Nodes.Count];
            for (int i = 0; i < leafWatts.Length; i++) input[Tree.Leaves[i].Node] += leafWatts[i];
            for (int v = input.Length - 1; v >= 0; v--)
            {
                input[v] /= Tree.Nodes[v].EfficiencyFraction;
                if (v > 0) input[Tree.Nodes[v].Parent] += input[v];
            }
            return input;
        }
    }
}
