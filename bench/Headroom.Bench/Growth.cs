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

/// <summary>A plan over years as a user gets it: bounds, certified gap, time on the clock and of the processor, peak memory.</summary>
static class Growth
{
    public static int Measure(string file, double gap)
    {
        SiteReading reading = SiteFile.Read(file);
        foreach (Finding finding in reading.Findings.Where(finding => finding.Severity == Severity.Wrong)) Console.WriteLine(finding);
        if (reading.Site is not { Horizon: { } horizon } site) return 2;
        (long began, TimeSpan used) = (Stopwatch.GetTimestamp(), Process.GetCurrentProcess().TotalProcessorTime);
        ExpansionAnswer answer = ExpansionPlanner.Plan(site, new StructuredSolver(), new Workers(), gap, new TimedLines(), CancellationToken.None);
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds, processor = (Process.GetCurrentProcess().TotalProcessorTime - used).TotalSeconds;
        string told = answer is ExpansionAnswer.Planned { Report: var plan }
            ? $"{plan.Search.Tries} tries of {plan.Search.Rows:#,0} rows and {plan.Search.Columns:#,0} columns; "
                + $"lower {plan.Bound.Millions:#,0.000} M$, upper {plan.Total.Millions:#,0.000} M$, gap {100 * plan.GapFraction:0.0000} %"
            : ((ExpansionAnswer.None)answer).Why;
        double peak = Process.GetCurrentProcess().PeakWorkingSet64 / 1e9;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{horizon.FirstYear} to {horizon.LastYear}: {told}; {seconds:0.0} s, {processor:0.0} s of processor time, peak {peak:0.00} GB"));
        return answer is ExpansionAnswer.Planned ? 0 : 1;
    }

    /// <summary>All years as one program, on one core and on all, one after the other in one run: the ratio of their times, and whether the answers are the same.</summary>
    public static int SideBySide(string file, double gap)
    {
        if (SiteFile.Read(file).Site is not { Horizon: not null } site) return 2;
        ProgramArrays program = ExpansionPlanner.OnePiece(site).Arrays;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{program.Rows:#,0} rows, {program.Columns:#,0} columns"));
        (double alone, Solution? one) = Solve(program, gap, 1);
        (double together, Solution? all) = Solve(program, gap, Environment.ProcessorCount);
        if (one is null || all is null) return 1;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{alone / together:0.00} times as fast; answers {(one.Values.SequenceEqual(all.Values) ? "the same to the last bit" : "DIFFER")}"));
        return 0;
    }

    /// <summary>All years as one program: ours, then HiGHS' interior point, which is stopped after so many times as long.</summary>
    public static int AgainstHighs(string file, double gap)
    {
        if (SiteFile.Read(file).Site is not { Horizon: not null } site) return 2;
        ProgramArrays program = ExpansionPlanner.OnePiece(site).Arrays;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{program.Rows:#,0} rows, {program.Columns:#,0} columns"));
        (double ours, Solution? best) = Solve(program, gap, Environment.ProcessorCount);
        if (best is null) return 1;
        long began = Stopwatch.GetTimestamp();
        var options = new SolveOptions { Algorithm = Algorithm.InteriorPoint, Relax = true, GapFraction = gap, StopShare = ExpansionPlanner.StopShare, Progress = new TimedLines(), TimeLimit = TimesAsLong * TimeSpan.FromSeconds(ours) };
        Outcome outcome = new HighsSolver().Solve(program, options, CancellationToken.None);
        double theirs = Stopwatch.GetElapsedTime(began).TotalSeconds;
        string told = outcome is Outcome.Best { Solution: var answer }
            ? string.Create(CultureInfo.InvariantCulture, $"{answer.Objective / 1e6:#,0.000} M$ against {best.Objective / 1e6:#,0.000} M$") : $"no answer: {outcome}";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"HiGHS: {theirs:0.0} s, {theirs / ours:0.0} times as long, {told}"));
        return 0;
    }

    const double TimesAsLong = 6;

    static (double Seconds, Solution? Best) Solve(ProgramArrays program, double gap, int threads)
    {
        (long began, TimeSpan used) = (Stopwatch.GetTimestamp(), Process.GetCurrentProcess().TotalProcessorTime);
        var options = new SolveOptions { Relax = true, GapFraction = gap, StopShare = ExpansionPlanner.StopShare, StallSuffices = true, Progress = new TimedLines() };
        Solution? best = new StructuredSolver { Threads = threads }.Solve(program, options, CancellationToken.None) switch
        {
            Outcome.Best { Solution: var answer } => answer,
            Outcome.Feasible { Solution: var answer } => answer,
            _ => null,
        };
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds, processor = (Process.GetCurrentProcess().TotalProcessorTime - used).TotalSeconds;
        string told = best is not null && Certificate.Of(program, best) is var proof
            ? string.Create(CultureInfo.InvariantCulture, $"gap {proof.GapFraction:0.0e+0}, rows missed by {proof.PrimalViolation:0.0e+0}") : "no answer";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{threads} threads: {seconds:0.0} s, {processor:0.0} s of processor time, {told}; peak {Process.GetCurrentProcess().PeakWorkingSet64 / 1e9:0.00} GB"));
        return (seconds, best);
    }
}
