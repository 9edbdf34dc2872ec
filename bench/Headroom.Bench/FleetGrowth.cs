using System.Diagnostics;
using System.Globalization;
using Headroom.Algebra;
using Headroom.Cli;
using Headroom.Planning.Expansion;
using Headroom.Reports;
using Headroom.Scenarios;
using Headroom.Sites;
using Headroom.Solvers;

namespace Headroom.Bench;

/// <summary>A fleet's plan over years as a user gets it: bounds, certified gap, time on the clock and of the processor, peak memory.</summary>
static class FleetGrowth
{
    /// <param name="onePiece">Whether only the program of all years is solved, every promise dear.</param>
    public static int Measure(string file, double gap, bool onePiece)
    {
        FleetReading reading = FleetFile.Read(file);
        foreach (Finding finding in reading.Findings.Where(finding => finding.Severity == Severity.Wrong)) Console.WriteLine(finding);
        if (reading.Fleet is not { Horizon: { } horizon } fleet) return 2;
        (long began, TimeSpan used) = (Stopwatch.GetTimestamp(), Process.GetCurrentProcess().TotalProcessorTime);
        string told = onePiece ? OnePiece(fleet, gap) : Planned(fleet, gap);
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds, processor = (Process.GetCurrentProcess().TotalProcessorTime - used).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{fleet.Sites.Count} sites, {horizon.FirstYear} to {horizon.LastYear}: {told}; {seconds:0.0} s, {processor:0.0} s of processor time, peak {Process.GetCurrentProcess().PeakWorkingSet64 / 1e9:0.00} GB"));
        return 0;
    }

    static string Planned(Fleet fleet, double gap)
    {
        FleetYearsAnswer answer = ExpansionPlanner.Plan(fleet, new StructuredSolver(), new Workers(), gap, new TimedLines(), CancellationToken.None);
        return answer is FleetYearsAnswer.Planned { Report: var plan }
            ? string.Create(CultureInfo.InvariantCulture, $"{plan.Search.Tries} tries of {plan.Search.Rows:#,0} rows and {plan.Search.Columns:#,0} columns; ")
                + string.Create(CultureInfo.InvariantCulture, $"lower {plan.Bound.Millions:#,0.000} M$, upper {plan.Total.Millions:#,0.000} M$, gap {100 * plan.GapFraction:0.0000} %")
            : ((FleetYearsAnswer.None)answer).Why;
    }

    static string OnePiece(Fleet fleet, double gap)
    {
        ProgramArrays program = ExpansionPlanner.OnePiece(fleet).Arrays;
        var lines = new TimedLines();
        lines.Report(string.Create(CultureInfo.InvariantCulture, $"{program.Rows:#,0} rows, {program.Columns:#,0} columns, {program.NonZeros:#,0} non-zeros"));
        var options = new SolveOptions { Relax = true, GapFraction = gap, StopShare = ExpansionPlanner.StopShare, StallSuffices = true, Progress = lines };
        Outcome outcome = new StructuredSolver().Solve(program, options, CancellationToken.None);
        Solution? best = outcome switch { Outcome.Best { Solution: var one } => one, Outcome.Feasible { Solution: var one } => one, _ => null };
        return best is not null && Certificate.Of(program, best) is var proof
            ? string.Create(CultureInfo.InvariantCulture, $"{outcome.GetType().Name}, {proof.Objective / 1e6:#,0.000} M$, gap {proof.GapFraction:0.0e+0}, rows missed by {proof.PrimalViolation:0.0e+0}")
            : $"no answer: {outcome}";
    }
}

/// <summary>Progress with the time on the clock and of the processor, and what the heap holds.</summary>
sealed class TimedLines : IProgress<string>
{
    readonly long began = Stopwatch.GetTimestamp();

    public void Report(string value)
    {
        using var process = Process.GetCurrentProcess();
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Stopwatch.GetElapsedTime(began).TotalSeconds,6:0.0} s, {process.TotalProcessorTime.TotalSeconds,6:0.0} s of processor time, {process.WorkingSet64 / 1e9:0.00} GB: {value}"));
    }
}
