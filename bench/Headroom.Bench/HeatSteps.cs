using System.Diagnostics;
using System.Globalization;
using Headroom.Cooling;
using Headroom.Quantities;
using Headroom.Simulation;

namespace Headroom.Bench;

/// <summary>One step of the heat of 1,400 NVL72 racks in eight halls, on one core.</summary>
internal static class HeatSteps
{
    private const int Rounds = 401, Steps = 50;

    public static int Measure()
    {
        HeatHall[] halls = [.. Enumerable.Range(0, 8).Select(h => new HeatHall($"hall {h}",
            new(CoolingKind.DirectLiquid, 40.DegreesCelsius, h < 4 ? Rejection.DryCooler : Rejection.Tower),
            175 * 120.Kilowatts, [new(175, 120.Kilowatts, 0.87)]))];
        HeatPlant plant = HeatPlant.Of(halls, DesignWeather.Typical);
        Console.WriteLine("| racks | step | four at once µs, least decile | median | one by one µs, least decile | median |");
        Console.WriteLine("|---:|---:|---:|---:|---:|---:|");
        foreach (double seconds in (double[])[0.1, 1, 10, 60])
        {
            (double Least, double Median) fast = Measure(plant, seconds, byReference: false), plain = Measure(plant, seconds, byReference: true);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"| {plant.Racks:#,0} | {seconds} s | {fast.Least:0.0} | {fast.Median:0.0} | {plain.Least:0.0} | {plain.Median:0.0} |"));
        }
        return 0;
    }

    private static (double Least, double Median) Measure(HeatPlant plant, double seconds, bool byReference)
    {
        HeatState state = HeatState.Resting(plant);
        HeatOutcome outcome = Heat.OutcomeFor(plant);
        double[] watts = [.. Enumerable.Range(0, plant.Racks).Select(i => 40_000.0 + 80_000 * (i * 37 % 101) / 101)];
        var inputs = new HeatInputs { RackItWatts = watts, DryBulb = 30.DegreesCelsius, WetBulb = 20.DegreesCelsius };
        TimeSpan step = TimeSpan.FromSeconds(seconds);
        double[] microseconds = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int k = 0; k < Steps; k++)
                if (byReference) Heat.AdvanceByReference(plant, state, inputs, step, outcome);
                else Heat.Advance(plant, state, inputs, step, outcome);
            microseconds[round] = Stopwatch.GetElapsedTime(start).TotalMicroseconds / Steps;
        }
        Array.Sort(microseconds);
        return (microseconds[Rounds / 10], microseconds[Rounds / 2]);
    }
}
