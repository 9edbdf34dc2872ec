using System.Diagnostics;
using System.Globalization;
using Headroom.Compute;
using Headroom.Quantities;
using Headroom.Scenarios.Catalog;

namespace Headroom.Bench;

/// <summary>One frontier, all caps and batches: the time it takes on one core, and what it allocates per point.</summary>
internal static class Tokens
{
    private const int Caps = 51, Rounds = 200;

    public static int Measure()
    {
        Console.WriteLine("| model on rack | points | grid ms | ns a point | bytes a point | frontier for a plan ms | its bytes |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|");
        Row("llama-3.1-70b", "hgx-h200", Precision.Fp8);
        Row("gpt-oss-120b", "hgx-b200", Precision.Fp4);
        Row("deepseek-v3", "hgx-b200", Precision.Fp8);
        Row("llama-3.1-405b", "gb200-nvl72", Precision.Fp4);
        return 0;
    }

    private static void Row(string name, string rackName, Precision precision)
    {
        (Model model, RackType rack) = (HardwareCatalog.Model(name), HardwareCatalog.Rack(rackName));
        ServingShape shape = new(precision, 1024.Tokens, 1024.Tokens, TimeSpan.FromMilliseconds(50), 2.Seconds);
        ServingFit fit = FitChoice.For(model.Knowledge.Fits, model, rack.Accelerator, precision).Fit;
        var replica = Replica.Of(model, rack.Accelerator, fit, shape, 8);
        double[] batches = [.. Enumerable.Range(0, 14).Select(k => Math.Pow(2, k))];
        ReplicaPoint[] points = new ReplicaPoint[Caps * batches.Length];
        Fill(replica, batches, points);

        long before = GC.GetAllocatedBytesForCurrentThread();
        double grid = Median(() => Fill(replica, batches, points));
        double perPoint = (double)(GC.GetAllocatedBytesForCurrentThread() - before - 8 * Rounds) / Rounds / points.Length;
        DefaultFrontier frontiers = new();
        frontiers.FrontierOf(rack, model, shape);
        before = GC.GetAllocatedBytesForCurrentThread();
        frontiers.FrontierOf(rack, model, shape);
        long frontierBytes = GC.GetAllocatedBytesForCurrentThread() - before;
        double frontier = Median(() => frontiers.FrontierOf(rack, model, shape));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} on {rackName} | {points.Length} | {grid:0.000} | {1e6 * grid / points.Length:0} | {Math.Max(0, Math.Round(perPoint)):0} | {frontier:0.000} | {frontierBytes:#,0} |"));
    }

    private static void Fill(Replica replica, double[] batches, ReplicaPoint[] points)
    {
        double tdp = replica.Accelerator.Tdp.Watts;
        int at = 0;
        for (int cap = 0; cap < Caps; cap++)
            foreach (double batch in batches)
                points[at++] = ReplicaPoint.At(replica, tdp * (0.5 + 0.5 * cap / (Caps - 1)), batch);
    }

    private static double Median(Action action)
    {
        double[] milliseconds = new double[Rounds];
        for (int k = 0; k < Rounds; k++)
        {
            long start = Stopwatch.GetTimestamp();
            action();
            milliseconds[k] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }
        Array.Sort(milliseconds);
        return milliseconds[Rounds / 2];
    }
}
