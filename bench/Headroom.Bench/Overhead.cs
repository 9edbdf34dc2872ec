using System.Diagnostics;
using System.Globalization;

namespace Headroom.Bench;

/// <summary>Everything that a plan costs except the solver: start, read, build, check, extract, report. Target: 2 s and 400 MB.</summary>
/// <remarks>
///   The program runs as its users run it, in a process of its own, with --verbose. Its lines on standard error mark where a step
///   begins; what passes between "solving" and "checking the answer" is the solver's.
/// </remarks>
static class Overhead
{
    const double TargetSeconds = 2, TargetMegabytes = 400;

    public static int Measure(string file, int runs)
    {
        Console.WriteLine($"plan {file} --out, {runs} runs");
        Console.WriteLine("total s  solver s  rest s   = before  check, read, report   memory before solving  peak");
        List<Run> all = [];
        for (int i = 0; i < runs; i++)
        {
            Run run = One(file);
            all.Add(run);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{run.Total,7:0.00}  {run.Solver,8:0.00}  {run.Rest,6:0.00}   {run.Before,8:0.00}  {run.After,19:0.00}   {run.MegabytesBefore,18:0} MB  {run.MegabytesPeak,4:0} MB   exit {run.ExitCode}"));
        }
        double rest = all.Select(run => run.Rest).Order().ElementAt(all.Count / 2), peak = all.Max(run => run.MegabytesPeak);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"median of the rest {rest:0.00} s (at most {TargetSeconds} s), peak {peak:0} MB (at most {TargetMegabytes} MB)"));
        return rest <= TargetSeconds && peak <= TargetMegabytes ? 0 : 1;
    }

    sealed record Run(double Total, double Before, double Solver, double MegabytesBefore, double MegabytesPeak, int ExitCode)
    {
        public double Rest => Total - Solver;
        public double After => Rest - Before;
    }

    static Run One(string file)
    {
        string folder = Directory.CreateTempSubdirectory("headroom-bench-").FullName;
        var start = new ProcessStartInfo("dotnet", [Program(), "plan", file, "--out", folder, "--verbose"]) { RedirectStandardError = true, RedirectStandardOutput = true };
        long began = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        double? solving = null, checking = null;
        double before = 0, peak = 0;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not { } text) return;
            if (Environment.GetEnvironmentVariable("BENCH_LINES") == "1") Console.Error.WriteLine($"{Seconds(began):0.00}  {text}");
            if (text.EndsWith("  solving", StringComparison.Ordinal)) (solving, before) = (Seconds(began), Peak(process));
            if (text.EndsWith("  checking the answer", StringComparison.Ordinal)) checking = Seconds(began);
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        while (!process.WaitForExit(10)) peak = Math.Max(peak, Peak(process));
        process.WaitForExit();
        double total = Seconds(began);
        Directory.Delete(folder, recursive: true);
        return new(total, solving ?? total, (checking ?? total) - (solving ?? total), before, peak, process.ExitCode);
    }

    /// <summary>The highest resident size so far, in megabytes; the system keeps it, so a look before the end suffices.</summary>
    static double Peak(Process process)
    {
        try
        {
            process.Refresh();
            return process.HasExited ? 0 : process.PeakWorkingSet64 / 1e6;
        }
        catch (InvalidOperationException) { return 0; }
    }

    static double Seconds(long began) => Stopwatch.GetElapsedTime(began).TotalSeconds;

    /// <summary>The program as the launcher starts it, or else the copy beside this one.</summary>
    static string Program()
    {
        const string launched = "src/Headroom.Cli/bin/Release/net10.0/Headroom.Cli.dll";
        return File.Exists(launched) ? launched : Path.Combine(AppContext.BaseDirectory, "Headroom.Cli.dll");
    }
}
