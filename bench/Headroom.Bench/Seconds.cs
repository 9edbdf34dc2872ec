using System.Diagnostics;
using System.Globalization;
using Headroom.Compute;
using Headroom.Cooling;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Scenarios.Catalog;
using Headroom.Simulation;
using Headroom.Tests.Simulation;

namespace Headroom.Bench;

/// <summary>A campus of 100,000 accelerators, second by second, on one core.</summary>
internal static class Seconds
{
    public static int Measure()
    {
        Console.WriteLine("| site | rows | step | simulated | seconds | times real time | accelerator-steps a second | memory at most |");
        Console.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|");
        StandingSite racks = new() { Serving = 900, Training = 489, GridMost = 400.Megawatts, RampLimit = 60.MegawattsPerMinute, Load = Day, Battery = (50.Megawatts, 100.MegawattHours, 50.MegawattHours) };
        StandingSite servers = racks with
        {
            Rack = HardwareCatalog.Rack("hgx-h200"),
            Serving = 8000,
            Training = 4500,
            Cooling = new(CoolingKind.Air, 24.DegreesCelsius, Rejection.DryCooler),
        };
        Row("warm-up", racks with { Length = 10.Minutes });
        Row("1,389 NVL72 racks", racks with { Length = 24.Hours });
        Row("12,500 servers of 8", servers with { Length = 24.Hours });
        Row("1,389 NVL72 racks", racks with { Length = 1.Hours, Step = TimeSpan.FromMilliseconds(100) });
        Row("12,500 servers of 8", servers with { Length = 1.Hours, Step = TimeSpan.FromMilliseconds(100) });
        Row("1,389 NVL72 racks", racks with { Length = 168.Hours });
        return 0;
    }

    private static double Day(int hour) => 0.75 + 0.2 * Math.Sin(2 * Math.PI * (hour % 24) / 24.0);

    private static void Row(string name, StandingSite site)
    {
        SimulationOrder order = site.Order();
        long start = Stopwatch.GetTimestamp();
        var ran = (SimulationAnswer.Ran)Simulator.Run(order, null, null, CancellationToken.None);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        RunFigures run = ran.Report.Run;
        double steps = run.Done / run.Step, memory = Process.GetCurrentProcess().PeakWorkingSet64 / 1e6;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {run.Rows:#,0} | {run.Step.TotalSeconds} s | {run.Done.TotalHours:0.##} h | {seconds:0.0} | {run.Done.TotalSeconds / seconds:#,0} | {run.Accelerators * steps / seconds / 1e6:#,0} M | {memory:0} MB |"));
    }
}
