using System.Diagnostics;
using System.Globalization;
using Headroom.Operator.Field.Redfish;
using Headroom.Quantities;
using Headroom.TestKit.Redfish;

namespace Headroom.Bench;

/// <summary>From a limit's arrival to the last confirmed cap on emulated racks over Redfish on loopback, and what a steady second
/// costs.</summary>
/// <remarks>The emulator runs in a process of its own on the same cores; times and processor time are the operator's side alone.</remarks>
internal static class RackCaps
{
    /// <summary>The other process: emulates until its input closes.</summary>
    public static async Task<int> EmulateAsync(string[] args)
    {
        int racks = Number(args, 0, 1400), trays = Number(args, 1, 1), gpus = Number(args, 2, 4), latency = Number(args, 3, 0);
        RackShape shape = new() { Trays = trays, GpusPerTray = gpus, CapLatency = TimeSpan.FromMilliseconds(latency) };
        EmulatedService[] services = [.. Enumerable.Range(0, racks).Select(k => new EmulatedService($"rack-{k:0000}", TimeProvider.System, shape))];
        await using RedfishEmulator emulator =
            await RedfishEmulator.StartAsync(services, args.Contains("prefix") ? EmulatorAddresses.Prefixes : EmulatorAddresses.Ports);
        foreach (EmulatedService service in services) Console.WriteLine(emulator.AddressOf(service));
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
        return 0;
    }

    public static async Task<int> MeasureAsync(string[] args)
    {
        int racks = Number(args, 0, 1400), trays = Number(args, 1, 1), gpus = Number(args, 2, 4), latency = Number(args, 3, 0),
            rounds = Number(args, 4, 40);
        using Process other = Start(args);
        List<Uri> addresses = [];
        while (await other.StandardOutput.ReadLineAsync() is { } line && line != "ready") addresses.Add(new(line));
        bool prefix = args.Contains("prefix");
        using RedfishWire wire = new(new() { ConnectionsEach = prefix ? 64 : 4, TimeOut = TimeSpan.FromSeconds(20) });
        RackDriverSetting setting = new() { CapLatency = TimeSpan.FromMilliseconds(latency + 2000) };
        FoundCapsInMemory keeper = new();
        RackDriver[] drivers =
            [.. addresses.Select((address, k) =>
                new RackDriver($"rack-{k:0000}", [new RedfishClient(wire, new(address))], setting, TimeProvider.System, keeper))];
        await using RackCrew crew = new(drivers, TimeProvider.System);
        long began = Stopwatch.GetTimestamp();
        int late = await crew.ReadAsync(TimeSpan.FromMinutes(5), default);
        string shape = string.Create(CultureInfo.InvariantCulture, $"{racks:#,0} racks of {trays} trays of {gpus} GPUs, {latency} ms until a cap is enforced{(prefix ? ", one port" : "")}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{shape}: {drivers.Count(one => one.IsOpen)} found in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s, {late} late, {drivers.Sum(one => one.Points):#,0} limits"));

        double[] seconds = new double[rounds];
        Process self = Process.GetCurrentProcess();
        TimeSpan ours = default, theirs = default;
        for (int k = -3; k < rounds; k++)
        {
            if (k == 0) (ours, theirs) = (self.TotalProcessorTime, other.TotalProcessorTime);
            Power?[] caps = [.. Enumerable.Repeat<Power?>(Power.FromSi(700 + 25 * ((k + 3) % 20)), racks)];
            long start = Stopwatch.GetTimestamp();
            await crew.CapAsync(caps, TimeSpan.FromMinutes(1), default);
            while (drivers.Any(one => one.Reading.Standing != CapStanding.Confirmed))
                await crew.ReadAsync(TimeSpan.FromMinutes(1), default);
            if (k >= 0) seconds[k] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        self.Refresh();
        other.Refresh();
        (ours, theirs) = (self.TotalProcessorTime - ours, other.TotalProcessorTime - theirs);
        Array.Sort(seconds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"last cap confirmed: median {seconds[rounds / 2]:0.00} s, 99th percentile {seconds[rounds * 99 / 100]:0.00} s, worst {seconds[^1]:0.00} s of {rounds}; processor time of one round {ours.TotalSeconds / rounds:0.00} s here and {theirs.TotalSeconds / rounds:0.00} s in the emulator"));

        self.Refresh();
        const int beats = 60;
        GC.Collect();
        (TimeSpan before, long bytes, long wall) = (self.TotalProcessorTime, GC.GetTotalAllocatedBytes(), Stopwatch.GetTimestamp());
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(1));
        double worst = 0;
        for (int beat = 0; beat < beats; beat++)
        {
            await timer.WaitForNextTickAsync();
            long start = Stopwatch.GetTimestamp();
            await crew.ReadAsync(TimeSpan.FromSeconds(5), default);
            worst = Math.Max(worst, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
        self.Refresh();
        double share = (self.TotalProcessorTime - before) / Stopwatch.GetElapsedTime(wall);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"steady, a read of all in every second: {100 * share:0.0} % of one core, {self.WorkingSet64 / 1e6:0} MB resident, worst round {worst:0.00} s, {(GC.GetTotalAllocatedBytes() - bytes) / beats / 1e6:0.0} MB allocated a beat"));
        await other.StandardInput.WriteLineAsync();
        await other.WaitForExitAsync();
        return 0;
    }

    internal static Process Start(string[] args) => Start("racks-emulated", args);

    /// <summary>A verb of this program in a process of its own.</summary>
    internal static Process Start(string verb, string[] args)
    {
        ProcessStartInfo info = new(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") info.ArgumentList.Add(typeof(RackCaps).Assembly.Location);
        info.ArgumentList.Add(verb);
        foreach (string one in args) info.ArgumentList.Add(one);
        return Process.Start(info)!;
    }

    internal static int Number(string[] args, int index, int otherwise) =>
        args.Length > index && int.TryParse(args[index], CultureInfo.InvariantCulture, out int number) ? number : otherwise;
}
