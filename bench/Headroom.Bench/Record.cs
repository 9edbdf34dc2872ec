using System.Diagnostics;
using System.Globalization;
using Headroom.Cli.Recording;
using Headroom.Simulation;

namespace Headroom.Bench;

/// <summary>A day of seconds taken down: 25 columns of a site, 40 nodes, 1,400 racks. What the record costs a step, and how large it is.</summary>
internal static class Record
{
    private const int StepsOfDay = 86_400, Columns = 25, Feeds = 40, Racks = 1_400, Rounds = 5;

    public static int Measure(int days)
    {
        string folder = Directory.CreateTempSubdirectory("headroom-record").FullName;
        Console.WriteLine("| record | days | µs a step, least | median | MB | peak memory of the process MB |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|");
        foreach ((string name, bool minutes) in ((string, bool)[])[("site.parquet", false), ("all three", true)])
        {
            var runs = Enumerable.Range(0, Rounds).Select(_ => Run(folder, minutes, days * StepsOfDay)).ToArray();
            double megabytes = Directory.GetFiles(folder, minutes ? "*.parquet" : "site.parquet").Sum(file => new FileInfo(file).Length) / 1e6;
            double memory = Process.GetCurrentProcess().PeakWorkingSet64 / 1e6;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {name} | {days} | {runs.Min():0.0} | {runs.Order().ElementAt(Rounds / 2):0.0} | {megabytes:0.0} | {memory:0} |"));
        }
        Directory.Delete(folder, recursive: true);
        return 0;
    }

    /// <summary>Microseconds a step beside those that make up the numbers.</summary>
    private static double Run(string folder, bool minutes, int steps)
    {
        var noise = new Random(7);
        double[] site = [.. Enumerable.Range(0, Columns).Select(i => 100.0 + i)];
        double[] feeds = new double[Feeds], racks = new double[Racks], caps = new double[Racks], kelvin = new double[Racks], share = new double[Racks];
        Array.Fill(caps, 132e3);
        Array.Fill(share, 1);
        long spent = 0;
        using var recorder = new ParquetRecorder(name => File.Create(Path.Combine(folder, name)));
        TimeSpan asked = TimeSpan.FromDays(1); // whatever is simulated: ten days keep their racks
        recorder.Open(new(new DateTime(2027, 8, 14, 0, 0, 0, DateTimeKind.Utc), TimeSpan.FromSeconds(1), asked,
            [.. Enumerable.Range(0, Columns).Select(i => new RecordColumn($"column {i}", "MW"))],
            [.. Enumerable.Range(0, Feeds).Select(i => $"node {i}")],
            minutes ? [.. Enumerable.Range(0, Racks).Select(i => new RackName($"gb200-nvl72 B {i:0000}", "gb200-nvl72", "hall B", 1))] : []));
        for (int step = 0; step < steps; step++)
        {
            for (int i = 0; i < Columns - 5; i++) site[i] += noise.NextDouble() - 0.5; // the last five never change, as ceilings and prices do
            long start = Stopwatch.GetTimestamp();
            recorder.Step(TimeSpan.FromSeconds(step), site);
            spent += Stopwatch.GetTimestamp() - start;
            if (!minutes || (step + 1) % 60 != 0) continue;
            for (int i = 0; i < Racks; i++) (racks[i], kelvin[i]) = (118e3 + 1e3 * noise.NextDouble(), 317 + noise.NextDouble());
            for (int i = 0; i < Feeds; i++) feeds[i] = 4e6 + 1e5 * noise.NextDouble();
            start = Stopwatch.GetTimestamp();
            recorder.Minute(TimeSpan.FromSeconds(step - 59), new()
            {
                FeedWatts = feeds,
                RackDrawnWatts = racks,
                RackOrderedWatts = caps,
                RackCapWatts = caps,
                RackCoolantKelvin = kelvin,
                RackAllowedFraction = share,
            });
            spent += Stopwatch.GetTimestamp() - start;
        }
        long end = Stopwatch.GetTimestamp();
        recorder.Dispose();
        spent += Stopwatch.GetTimestamp() - end;
        return spent * 1e6 / Stopwatch.Frequency / steps;
    }
}
