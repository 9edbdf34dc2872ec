using System.Diagnostics;
using System.Globalization;
using Headroom.Algebra;
using Headroom.Control;
using Headroom.Quantities;
using Headroom.Solvers;

namespace Headroom.Bench;

/// <summary>Looking a day ahead: 4 h in steps of 5 minutes, 20 h in quarters of an hour; three services, two runs, a battery, two limits.</summary>
internal static class Ahead
{
    public static int Measure()
    {
        AheadInputs day = Day();
        AheadFormulation plan = AheadFormulation.Of(day);
        ProgramArrays rows = plan.Program.Arrays;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{day.Steps} steps: {rows.Rows:#,0} rows, {rows.Columns:#,0} columns, {rows.NonZeros:#,0} non-zeros"));
        Console.WriteLine("| day | solver | programs | s, least | median of 9 | optimum s, median |");
        Console.WriteLine("|---|---|---:|---:|---:|---:|");
        AheadInputs free = day with { Ceiling = [.. day.Ceiling.Select(_ => 200.Megawatts)], Events = [] };
        Row("two limits", "HiGHS", day, new HighsSolver());
        Row("two limits", "structured", day, new StructuredSolver());
        Row("no limit", "HiGHS", free, new HighsSolver());
        return 0;
    }

    private static void Row(string name, string solver, AheadInputs day, ISolver with)
    {
        double[] plan = new double[9], optimum = new double[9];
        int programs = 0;
        for (int i = 0; i < plan.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            AheadAnswer answer = AheadPlanner.Plan(day, day.Start, with, CancellationToken.None);
            plan[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (answer is not AheadAnswer.Planned { Plan: var found }) throw new InvalidOperationException(answer.ToString());
            programs = found.Solves;
            start = Stopwatch.GetTimestamp();
            OfflineOptimum.Of(day, with, CancellationToken.None);
            optimum[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }
        Array.Sort(plan);
        Array.Sort(optimum);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {solver} | {programs} | {plan[0]:0.000} | {plan[4]:0.000} | {optimum[4]:0.000} |"));
    }

    private static AheadInputs Day()
    {
        TimeSpan[] lengths = [.. Enumerable.Repeat(5.Minutes, 48), .. Enumerable.Repeat(15.Minutes, 80)];
        int steps = lengths.Length;
        double[] hour = new double[steps];
        for (int t = 1; t < steps; t++) hour[t] = hour[t - 1] + lengths[t - 1].TotalHours;
        T[] Each<T>(Func<double, T> of) => [.. hour.Select(of)];
        AheadKnot[] knots = [.. Enumerable.Range(1, 5).Select(k => new AheadKnot((20.0 * k).Kilowatts, (4e4 * Math.Sqrt(k / 5.0)).TokensPerSecond))];
        AheadService Service(string name, int tier, double racks, double peak) => new()
        {
            Name = name,
            Tier = tier,
            Weight = 4 - tier,
            Lanes = [new(0, knots)],
            Demand = Each(h => (4e4 * racks * (0.75 + 0.25 * Math.Cos(2 * Math.PI * (h - peak) / 24))).TokensPerSecond),
        };
        AheadRun Run(string name, double racks) => new()
        {
            Name = name,
            RacksMost = Each(_ => racks),
            FullPerRack = 100.Kilowatts,
            LeastPerRack = 50.Kilowatts,
            MayPause = true,
            AtRisk = AheadRun.AtRiskEvery(50.Minutes, 10.Minutes, lengths),
            Ramp = 5.MegawattsPerMinute,
        };
        AheadInputs day = new()
        {
            Lengths = lengths,
            Ceiling = Each(h => (h is >= 1 and < 4 or >= 17 and < 20 ? 70.0 : 130).Megawatts),
            Price = Each(h => (40 + 30 * Math.Sin(2 * Math.PI * (h - 9) / 24)).DollarsPerMegawattHour),
            DrawPerItRatio = Each(h => 1.15 + 0.03 * Math.Sin(2 * Math.PI * (h - 9) / 24)),
            Other = Each(_ => 3.Megawatts),
            RampLimit = 10.MegawattsPerMinute,
            Fleets = [new("nvl72", Each(_ => 900.0), 25.Kilowatts)],
            Services = [Service("chat", 0, 250, 14), Service("agents", 2, 250, 16), Service("batch", 3, 150, 2) with { MayWait = true, Window = 12.Hours }],
            Runs = [Run("large", 200), Run("small", 60)],
            Batteries = [new() { Name = "battery", Power = 20.Megawatts, Energy = 60.MegawattHours, Stored = 30.MegawattHours,
                ChargeEfficiency = 0.95, DischargeEfficiency = 0.95, StoredAtEnd = 30.MegawattHours }],
        };
        return day with { Events = [day.Between(1.Hours, 4.Hours)!.Value, day.Between(17.Hours, 20.Hours)!.Value] };
    }
}
