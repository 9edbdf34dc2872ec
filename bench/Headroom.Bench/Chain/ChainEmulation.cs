using System.Diagnostics;
using System.Globalization;
using Headroom.Quantities;
using Headroom.TestKit.Modbus;
using Headroom.TestKit.Redfish;
using Headroom.TestKit.SunSpec;

namespace Headroom.Bench;

/// <summary>The field of the chain in a process of its own: racks behind Redfish, each on a port, and the site's meter behind Modbus. It knows what racks truly draw, and when.</summary>
/// <remarks>
///   rack = a + b·(draw of one accelerator);  import = Σ rack / η
///   Asked by lines: "watch LEVEL" begins, "told" answers with timestamps of the machine's clock: since when import is under the level, and when a rack was last written to and
///   asked again after its write.
/// </remarks>
internal static class ChainEmulation
{
    public static async Task<int> RunAsync(string[] args)
    {
        double[] numbers = [.. args.Select(one => double.Parse(one, CultureInfo.InvariantCulture))];
        (int racks, int trays, int gpus) = ((int)numbers[0], (int)numbers[1], (int)numbers[2]);
        (double a, double b, double efficiency) = (numbers[4], numbers[5], numbers[6]);
        RackShape shape = new() { Trays = trays, GpusPerTray = gpus, GpuMost = Power.FromSi(numbers[3]), GpuLeast = Power.FromSi(200), GpuIdle = Power.FromSi(100) };
        EmulatedService[] services = [.. Enumerable.Range(0, racks).Select(k => new EmulatedService($"rack-{k:0000}", TimeProvider.System, shape))];
        foreach (EmulatedService one in services) one.Rack!.Demand(shape.GpuMost);
        await using RedfishEmulator emulator = await RedfishEmulator.StartAsync(services);
        EmulatedMeter meter = new(TimeProvider.System);
        await using ModbusServer modbus = new(meter);
        Watch watch = new(services, each => (a + b * each) / efficiency, shape.Gpus, meter);
        using CancellationTokenSource stop = new();
        Task watching = watch.RunAsync(stop.Token);
        foreach (EmulatedService service in services) Console.WriteLine(emulator.AddressOf(service));
        Console.WriteLine(modbus.Port);
        Console.WriteLine("ready");
        while (await Console.In.ReadLineAsync() is { Length: > 0 } line)
            if (line.Split(' ') is ["watch", var level]) watch.Begin(double.Parse(level, CultureInfo.InvariantCulture));
            else Console.WriteLine(watch.Told());
        await stop.CancelAsync();
        await watching;
        return 0;
    }

    private sealed class Watch(EmulatedService[] services, Func<double, double> importOf, int gpus, EmulatedMeter meter)
    {
        private readonly Lock door = new();
        private readonly long[] requests = new long[services.Length], writes = new long[services.Length];
        private readonly bool[] waits = new bool[services.Length];
        private double level = double.PositiveInfinity, import;
        private long under, written, askedAgain;
        private int count;

        public void Begin(double watts)
        {
            lock (door) (level, under, written, askedAgain, count) = (watts, 0, 0, 0, 0);
        }

        public string Told()
        {
            lock (door) return string.Create(CultureInfo.InvariantCulture, $"{under} {written} {askedAgain} {count} {import}");
        }

        /// <summary>Looks 200 times a second: more would take the operator's cores.</summary>
        public async Task RunAsync(CancellationToken stop)
        {
            using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(5));
            try
            {
                while (await timer.WaitForNextTickAsync(stop)) Look();
            }
            catch (OperationCanceledException) { /* over */ }
        }

        private void Look()
        {
            lock (door)
            {
                long now = Stopwatch.GetTimestamp();
                bool moved = false;
                for (int k = 0; k < services.Length; k++)
                {
                    (long askedNow, long writtenNow) = (services[k].Requests, services[k].Writes);
                    if (writtenNow != writes[k])
                    {
                        (written, waits[k], moved) = (now, askedNow - requests[k] <= writtenNow - writes[k], true);
                        if (!waits[k]) askedAgain = now;
                        count += (int)(writtenNow - writes[k]);
                    }
                    else if (waits[k] && askedNow != requests[k]) (waits[k], askedAgain) = (false, now);
                    (requests[k], writes[k]) = (askedNow, writtenNow);
                }
                if (!moved && import > 0) return;
                import = 0;
                foreach (EmulatedService one in services) import += importOf(one.Rack!.Drawn.Watts / gpus);
                meter.Import = Power.FromSi(import);
                if (import > level) under = 0;
                else if (under == 0) under = now;
            }
        }
    }
}
