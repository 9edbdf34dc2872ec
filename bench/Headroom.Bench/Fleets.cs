using System.Diagnostics;
using System.Globalization;
using Headroom.Algebra;
using Headroom.Compute;
using Headroom.Planning.Fleets;
using Headroom.Scenarios;
using Headroom.Sites;
using Headroom.Solvers;

namespace Headroom.Bench;

/// <summary>The shipped fleet as one program: size, time, certified gap and peak memory of the structured solver; with "highs" also HiGHS' interior point.</summary>
static class Fleets
{
    public static int Measure(string file, double gap, bool withHighs)
    {
        FleetReading reading = FleetFile.Read(file);
        foreach (Finding finding in reading.Findings) Console.WriteLine(finding);
        if (reading.Fleet is not { } fleet) return 2;
        long began = Stopwatch.GetTimestamp();
        ProgramArrays program = FleetFormulation.Of(fleet, new DefaultFrontier()).Program.Arrays;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{fleet.Sites.Count} sites: {program.Rows:#,0} rows, {program.Columns:#,0} columns, {program.NonZeros:#,0} non-zeros, written in {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s"));
        double ours = Run("structured", new StructuredSolver(), program, gap);
        if (withHighs) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Run("HiGHS interior point", new HighsSolver(), program, gap) / ours:0.0} times as long"));
        return 0;
    }

    static double Run(string name, ISolver solver, ProgramArrays program, double gap)
    {
        var lines = new Lines();
        (long began, TimeSpan used) = (Stopwatch.GetTimestamp(), Process.GetCurrentProcess().TotalProcessorTime);
        Outcome outcome = solver.Solve(program, new() { Algorithm = Algorithm.InteriorPoint, Relax = true, GapFraction = gap, StopShare = FleetPlanner.StopShare, Progress = lines, TimeLimit = TimeSpan.FromMinutes(20) }, CancellationToken.None);
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        double cpu = (Process.GetCurrentProcess().TotalProcessorTime - used).TotalSeconds;
        string answer = outcome is Outcome.Best { Solution: var best } && Certificate.Of(program, best) is var certificate
            ? $"{certificate.Objective:#,0} $, gap {certificate.GapFraction:0.0e+0}, rows missed by {certificate.PrimalViolation:0.0e+0} ({best.Algorithm})" : outcome.ToString()!;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-22} {seconds,6:0.0} s ({cpu:0.0} s of processor time), {answer}; peak {Process.GetCurrentProcess().PeakWorkingSet64 / 1e9:0.0} GB"));
        return seconds;
    }

    sealed class Lines : IProgress<string>
    {
        readonly long began = Stopwatch.GetTimestamp();
        public void Report(string value) => Console.Error.WriteLine($"{Stopwatch.GetElapsedTime(began).TotalSeconds,6:0.0} {value}");
    }
}
