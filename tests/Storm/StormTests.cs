using System.Diagnostics;
using System.Globalization;
using Headroom.Quantities;
using Headroom.Simulation;

namespace Headroom.Storm;

/// <summary>Whole days of small sites on which everything goes wrong. HEADROOM_STORM_DAYS says how many, HEADROOM_STORM_SEED runs one again.</summary>
public sealed class StormTests(ITestOutputHelper output)
{
    private const int UsualDays = 200;

    /// <summary>Sites of a few racks are restless from second to second: they keep a hundredth free, and policies two.</summary>
    private const double Margin = 0.01;

    [Fact]
    public void No_limit_breaks_that_physics_does_not_break()
    {
        int[] seeds = Setting("HEADROOM_STORM_SEED") is { } one ? [one] : [.. Enumerable.Range(1, Setting("HEADROOM_STORM_DAYS") ?? UsualDays)];
        Stopwatch watch = Stopwatch.StartNew();
        var verdicts = new Verdict[seeds.Length];
        Parallel.For(0, seeds.Length, k => verdicts[k] = Run(AnyDay.Of(seeds[k])));
        foreach (Verdict broken in verdicts.Where(each => !each.Holds).Take(20)) output.WriteLine(broken.ToString());
        if (seeds.Length == 1) output.WriteLine(verdicts[0].ToString());
        Verdict worst = verdicts.MaxBy(each => each.WorstForced)!;
        string summary = string.Create(CultureInfo.InvariantCulture,
            $"storm: {seeds.Length} days, {verdicts.Count(each => !each.Holds)} broken, {verdicts.Count(each => each.ForcedSteps > 0)} with {verdicts.Sum(each => (long)each.ForcedSteps)} forced steps, "
            + $"worst forced {worst.WorstForced.Kilowatts:0} kW (seed {worst.Seed}), breakers to {verdicts.Max(each => each.WorstHeat):0.00}, most reversals in an hour {verdicts.Where(each => !each.IsWild).Select(each => each.MostReversals).DefaultIfEmpty(0).Max()} (seed {verdicts.Where(each => !each.IsWild).MaxBy(each => each.MostReversals)?.Seed}), "
            + $"{watch.Elapsed.TotalSeconds / seeds.Length:0.00} s a day");
        output.WriteLine(summary);
        Console.WriteLine(summary);
        Assert.True(verdicts.All(each => each.Holds), $"{summary}. HEADROOM_STORM_SEED={verdicts.FirstOrDefault(each => !each.Holds)?.Seed} runs the first again.");
    }

    private static int? Setting(string name) => int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value) ? value : null;

    internal static Verdict Run(AnyDay day)
    {
        Verdict verdict = new(day.Seed) { IsWild = day.Policy is WildPolicy };
        try
        {
            SimulationOrder order = day.Order;
            TimelineReading timeline = EventTimeline.Compile(order.Scenario!, Simulator.Context(order), order.Seed);
            if (timeline.Timeline is not { } events) throw new InvalidOperationException(string.Join("; ", timeline.Findings));
            (SiteRun run, RunBook book) = Simulator.Open(order, day.Policy, events, Margin);
            Judge judge = new(run, verdict, order.Step, day);
            for (TimeSpan from = TimeSpan.Zero; from < order.Length; from += order.Step)
            {
                run.Advance();
                judge.Look(from);
            }
            judge.Close(book);
        }
        catch (Exception broken)
        {
            verdict.Wrong.Add($"{day.Policy.Name}: {broken.Message} {string.Join(" ", broken.StackTrace?.Split('\n').Skip(1).Take(3).Select(line => line.Trim()) ?? [])}");
        }
        return verdict;
    }
}
