using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Headroom.TestKit;
using Headroom.TestKit.OpenAdr;

namespace Headroom.Bench;

/// <summary>Days of a service in hours: the operator with a simulated field that runs faster than life, against a VTN that misbehaves by chance while limits come.
/// What it keeps in memory, which beats it misses, and whether its ceiling is ever above what the VTN truly says.</summary>
internal static class Soak
{
    /// <summary>By the clock. A VTN that is silent by chance, and a token that is refused, may take as long; a limit that is known for longer has to hold.</summary>
    private static readonly TimeSpan known = TimeSpan.FromSeconds(90);

    public static async Task<int> RunAsync(string[] args)
    {
        string file = args.ElementAtOrDefault(0) ?? "examples/hyperscale.yaml";
        double hours = args.Length > 1 ? double.Parse(args[1], CultureInfo.InvariantCulture) : 72, speed = args.Length > 2 ? double.Parse(args[2], CultureInfo.InvariantCulture) : 60;
        int seed = RackCaps.Number(args, 3, 1);
        string folder = args.ElementAtOrDefault(4) ?? Directory.CreateTempSubdirectory("headroom-soak-").FullName;
        Directory.CreateDirectory(folder);
        await using StreamWriter report = new(Path.Combine(folder, "soak.txt"));
        await using Both to = new(report);
        ScaledTime time = new(speed);
        await using Vtn vtn = await Vtn.StartAsync(new() { Time = time, TokenLifetime = TimeSpan.FromMinutes(5) * speed });
        string grid = Path.Combine(folder, "grid.yaml"), store = Path.Combine(folder, "soak.db");
        await File.WriteAllTextAsync(grid, $"grid: soak\nopenAdr:\n  - {{name: soak, url: \"{vtn.Url}\", clientId: ven_client, secretVariable: SOAK_SECRET, poll: 30 s}}\n");
        await using SoakedProcess operated = await SoakedProcess.StartAsync(file, store, folder,
            ["--grid", grid, "--speed", speed.ToString(CultureInfo.InvariantCulture)], new Dictionary<string, string> { ["SOAK_SECRET"] = "ven_secret" });
        JsonElement? first = null;
        for (int k = 0; k < 600 && first is null; k++, await Task.Delay(100)) first = await operated.GetAsync("/api/v1/now");
        if (first is not { } begun) throw new InvalidOperationException($"no beat came; see {folder}/operator.log");
        DateTimeOffset start = At(begun);
        time.Set(start);
        double connection = (await operated.GetAsync("/api/v1/site"))!.Value.GetProperty("connectionWatts").GetDouble() / 1e3;
        SoakGrid limits = new(vtn, time, connection, seed);
        limits.Begin();
        vtn.Mischief.Chance = new VtnChance(seed);
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"operate {file} --speed {speed:0.##}, {hours:0.##} simulated hours, seed {seed}; in {folder}"));
        Watched watched = new(to, operated.ProcessorTime);
        watched.Samples.Head();
        DateTimeOffset end = start + TimeSpan.FromHours(hours);
        while (At(begun) < end && !operated.HasExited)
        {
            await Task.Delay(1000);
            limits.Go();
            if (await operated.GetAsync("/api/v1/now") is not { } now) watched.Silent();
            else watched.Look(begun = now, operated, limits.LeastKilowatts(At(now), speed * known), At(now) - start);
        }
        watched.Sample(operated, At(begun) - start);
        bool died = operated.HasExited;
        int code = await operated.StopAsync();
        to.WriteLine(watched.Samples.Summary());
        to.WriteLine($"limits {limits.Count}; answers {string.Join(", ", vtn.Mischief.Chance!.Done.OrderBy(one => one.Key).Select(one => $"{one.Key} {one.Value}"))}");
        to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{watched.Looks} looks, {watched.Above} with a ceiling above what the VTN said for {known.TotalSeconds} s, {watched.Silences} without an answer; journal {new FileInfo(store).Length / 1e6:0} MB; {(died ? "ended by itself" : "stopped in order")}, exit {code}"));
        return died || code != 0 || watched.Above > 0 ? 1 : 0;
    }

    private static DateTimeOffset At(JsonElement view) => view.GetProperty("at").GetDateTimeOffset();

    /// <summary>What was looked at so far.</summary>
    private sealed class Watched(TextWriter to, TimeSpan spentBefore)
    {
        private long sampled = Stopwatch.GetTimestamp(), beats, missed;
        private TimeSpan processor = spentBefore;
        private double worst;
        private int late;

        public SoakSamples Samples { get; } = new(to);
        public int Looks { get; private set; }
        public int Above { get; private set; }
        public int Silences { get; private set; }

        public void Silent()
        {
            Silences++;
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  no answer; load {SoakedProcess.Load():0.0}"));
        }

        public void Look(JsonElement now, SoakedProcess operated, double leastKilowatts, TimeSpan since)
        {
            Looks++;
            JsonElement timing = now.GetProperty("timing");
            (beats, missed) = (now.GetProperty("beat").GetInt64(), timing.GetProperty("missedBeats").GetInt64());
            worst = Math.Max(worst, timing.GetProperty("worstLateSeconds").GetDouble() * 1e3);
            foreach (string one in operated.TakeLate())
            {
                late++;
                to.WriteLine($"  {one}");
            }
            if (now.GetProperty("ceilingWatts").GetDouble() / 1e3 is var ceiling && ceiling > leastKilowatts + 1)
            {
                Above++;
                to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  at {At(now):O} the ceiling is {ceiling:#,0} kW where the VTN says {leastKilowatts:#,0} kW"));
            }
            if (Stopwatch.GetElapsedTime(sampled) >= TimeSpan.FromMinutes(1)) Sample(operated, since);
        }

        public void Sample(SoakedProcess operated, TimeSpan since)
        {
            if (operated.HasExited) return;
            (double megabytes, double most) = operated.Megabytes();
            TimeSpan spent = operated.ProcessorTime;
            Samples.Add(new(since.TotalHours, megabytes, most, (spent - processor) / Stopwatch.GetElapsedTime(sampled), beats, missed, worst, late, SoakedProcess.Load()));
            (sampled, processor, worst, late) = (Stopwatch.GetTimestamp(), spent, 0, 0);
        }
    }

    /// <summary>To the terminal and to a file.</summary>
    private sealed class Both(TextWriter file) : StringWriter(CultureInfo.InvariantCulture)
    {
        public override void WriteLine(string? value)
        {
            Console.WriteLine(value);
            file.WriteLine(value);
            file.Flush();
        }
    }
}
