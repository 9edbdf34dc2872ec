using System.Globalization;
using Headroom.Protocols.OpenAdr;

namespace Headroom.Bench;

/// <summary>The whole chain on loopback: a VTN states a limit, the operator in a process of its own, with journal and HTTP, hears of it, decides, writes it down and caps racks over Redfish.
/// From the statement to the last confirmed cap, and what a steady second costs.</summary>
internal static class Chain
{
    private const int Steps = 11;

    public static async Task<int> RunAsync(string[] args)
    {
        int racks = RackCaps.Number(args, 0, 1400), trials = RackCaps.Number(args, 1, 120), trays = RackCaps.Number(args, 2, 1), gpus = RackCaps.Number(args, 3, 4);
        string folder = Directory.CreateTempSubdirectory("headroom-chain-").FullName;
        await using ChainParts parts = await ChainParts.StartAsync(folder, racks, trays, gpus);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{racks:#,0} racks of {trays * gpus} limits in {trays} sums; full import {parts.UsualWatts / 1e6:0.0} MW; load {SoakedProcess.Load():0.0}; {folder}"));
        List<ChainTrial> all = [];
        List<AdrEvent> stated = [];
        for (int k = 0; k < trials; k++)
        {
            if (k % Steps == 0)
            {
                foreach (AdrEvent one in stated) parts.Vtn.Remove(one);
                stated.Clear();
                if (!await parts.RecoversAsync()) throw new InvalidOperationException($"racks do not come back after {k} limits; see {folder}");
            }
            // at any phase of the beat
            await Task.Delay(600 + 37 * k % 1000);
            (AdrEvent one_, ChainTrial trial) = await parts.TryAsync((0.96 - 0.02 * (k % Steps)) * parts.UsualWatts);
            stated.Add(one_);
            all.Add(trial);
            if (args.Contains("each")) Console.WriteLine(trial);
        }
        Console.WriteLine($"{all.Count} limits, each by all racks; load {SoakedProcess.Load():0.0}");
        ChainTrial.Tell("posted to taken (in the journal)", [.. all.Select(one => one.Taken)]);
        ChainTrial.Tell("taken to last confirmed cap, by the operator", [.. all.Select(one => one.Confirmed)]);
        ChainTrial.Tell("posted to last cap read back, by the racks", [.. all.Select(one => one.ReadBack)]);
        ChainTrial.Tell("posted to import under the limit, in truth", [.. all.Select(one => one.Under)]);
        ChainTrial.Tell("posted to last confirmed cap", [.. all.Select(one => one.Whole)]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"decisions: median {1e3 * ChainTrial.At(parts.Decisions, 0.5):0.0} ms, 99th percentile {1e3 * ChainTrial.At(parts.Decisions, 0.99):0.0} ms, worst {1e3 * parts.Decisions.Max():0.0} ms of {parts.Decisions.Count}"));
        await parts.SteadyAsync(TimeSpan.FromSeconds(60));
        await KillsAsync(parts, stated);
        return ChainTrial.At([.. all.Select(one => one.Whole)], 0.99) <= 3 ? 0 : 1;
    }

    private const int Kills = 11;

    /// <summary>Each time with a limit that comes while nobody is there.</summary>
    private static async Task KillsAsync(ChainParts parts, List<AdrEvent> stated)
    {
        foreach (AdrEvent one in stated) parts.Vtn.Remove(one);
        if (!await parts.RecoversAsync()) throw new InvalidOperationException("racks do not come back before the kills");
        List<double> acts = [], under = [];
        for (int k = 0; k < Kills; k++)
        {
            await Task.Delay(600 + 37 * k % 1000);
            (_, double acted, double kept) = await parts.KillAsync((0.96 - 0.02 * k) * parts.UsualWatts);
            acts.Add(acted);
            under.Add(kept);
        }
        Console.WriteLine($"{Kills} times killed without a word, a lower limit stated meanwhile; load {SoakedProcess.Load():0.0}");
        ChainTrial.Tell("killed to in control again", acts);
        ChainTrial.Tell("killed to import under the limit, in truth", under);
    }
}

/// <summary>One limit; all in seconds.</summary>
internal readonly record struct ChainTrial(double Taken, double Confirmed, double ReadBack, double Under, double Whole, int Writes, double Load)
{
    public static double At(IReadOnlyCollection<double> of, double share) => of.Order().ElementAt(Math.Min(of.Count - 1, (int)(share * of.Count)));

    public static void Tell(string what, IReadOnlyCollection<double> seconds) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"  {what}: median {At(seconds, 0.5):0.00} s, 90 % {At(seconds, 0.9):0.00} s, 99th percentile {At(seconds, 0.99):0.00} s, worst {seconds.Max():0.00} s"));
}
