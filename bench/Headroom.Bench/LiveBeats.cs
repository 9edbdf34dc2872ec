using System.Diagnostics;
using System.Globalization;
using Headroom.Control;
using Headroom.Operator;
using Headroom.Operator.Field.Live;
using Headroom.Operator.Field.Redfish;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Simulation;
using Headroom.Tests.Simulation;

namespace Headroom.Bench;

/// <summary>A live field of emulated racks under its controller, beat by beat: limits that get tighter, from their arrival to the last
/// confirmed cap; and what the beats cost.</summary>
internal static class LiveBeats
{
    private const int Trials = 30;

    public static async Task<int> MeasureAsync(string[] args)
    {
        int racks = RackCaps.Number(args, 0, 1400);
        StandingSite standing =
            new() { Serving = 0.6 * racks, Training = 0.4 * racks, GridMost = (0.2 * racks).Megawatts, Length = TimeSpan.FromHours(8760) };
        LivePlan plan = LivePlan.Open(standing.Order()).Plan!;
        using Process other = RackCaps.Start(args);
        List<Uri> addresses = [];
        while (await other.StandardOutput.ReadLineAsync() is { } line && line != "ready") addresses.Add(new(line));
        using RedfishWire wire = new(new() { TimeOut = TimeSpan.FromSeconds(20) });
        RackDriverSetting setting = new() { CapLatency = TimeSpan.FromSeconds(2), InputSensor = "none", ArmsFailSafe = false };
        FoundCapsInMemory keeper = new();
        RackDriver[] drivers =
            [.. addresses.Select((address, k) =>
                new RackDriver($"rack-{k:0000}", [new RedfishClient(wire, new(address))], setting, TimeProvider.System, keeper))];
        SumMeter meter = new();
        RackCrew crew = new(drivers, TimeProvider.System);
        await crew.ReadAsync(TimeSpan.FromMinutes(5), default);
        LiveDevices devices = new()
        {
            Racks = crew,
            Places = [.. drivers.Select((driver, k) => new LiveRack(driver.Name, 0) { Number = k })],
            Site = meter
        };
        await using LiveField field = new(plan, devices, new(), TimeProvider.System);
        Controller controller =
            new(field.Facts, new LimitBook(field.Limits), Policies.Find(Policies.Default(isSteady: false))!.Make(0.006), 0.004);
        Orders orders = field.NewOrders();
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(1));
        double decision = 0;
        for (int beat = 0; beat < 10; beat++) await BeatAsync();

        Power usual = meter.Flow;
        double[] seconds = new double[Trials];
        for (int k = 0; k < Trials; k++)
        {
            // at any phase of the beat
            await Task.Delay(37 * k % 1000);
            Power level = (0.95 - 0.01 * k) * usual;
            TimeSpan now = SiteClock.At(DateTimeOffset.UtcNow);
            long start = Stopwatch.GetTimestamp();
            controller.Receive(LimitMessage.Demand(new(LimitAuthority.Utility, "bench"), new(now, k),
                new() { Name = "cut", Level = level, From = now }), now);
            do await BeatAsync();
            while (meter.Flow > level || drivers.Any(one => one.Reading.Standing is not (CapStanding.Confirmed or CapStanding.Idle)));
            seconds[k] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        Array.Sort(seconds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{racks:#,0} racks, {drivers.Sum(one => one.Points):#,0} limits, beat 1 s: limit to last confirmed cap median {seconds[Trials / 2]:0.00} s, worst of {Trials} {seconds[^1]:0.00} s"));

        const int beats = 60;
        GC.Collect();
        decision = 0;
        Process self = Process.GetCurrentProcess();
        (TimeSpan before, long wall) = (self.TotalProcessorTime, Stopwatch.GetTimestamp());
        for (int beat = 0; beat < beats; beat++) await BeatAsync();
        self.Refresh();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"steady beats with the controller: {100 * ((self.TotalProcessorTime - before) / Stopwatch.GetElapsedTime(wall)):0.0} % of one core, {self.WorkingSet64 / 1e6:0} MB resident, slowest decision {decision:0.0} ms"));
        await other.StandardInput.WriteLineAsync();
        await other.WaitForExitAsync();
        return 0;

        async Task BeatAsync()
        {
            await timer.WaitForNextTickAsync();
            FieldReading reading = await field.ReadAsync(SiteClock.At(DateTimeOffset.UtcNow), TimeSpan.FromSeconds(1), default);
            long start = Stopwatch.GetTimestamp();
            controller.Decide(reading.Seen, orders);
            decision = Math.Max(decision, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            await field.WriteAsync(orders, default);
            meter.Take(reading.Figures, field.Facts.EfficiencyFraction);
        }
    }

    /// <summary>What racks draw, at the bus: the racks are emulated, and so is the meter.</summary>
    private sealed class SumMeter : IMeter
    {
        public string Name => "meter";
        public Power Flow { get; private set; }
        public MeterTelling? Telling => Flow > Power.Zero ? new(Flow, true, default) : null;
        public void Take(FieldFigures figures, double efficiency) => Flow = figures.ItDraw / efficiency;
        public ValueTask ReadAsync(CancellationToken stop) => default;
    }
}
