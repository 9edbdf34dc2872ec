using System.Diagnostics;
using System.Globalization;
using Headroom.Algebra;
using Headroom.Planning;
using Headroom.Scenarios;
using Headroom.Sites;
using Headroom.Solvers;

namespace Headroom.Bench;

/// <summary>The structured interior point against HiGHS' on the same rows: a site-year without compute.</summary>
static class Solve
{
    const string Campus = """
        site: supply
        region: us-tex-ercot
        year: 2027
        otherLoad: 180 MW
        grid:
          firm: 80 MW
          flexible: {capacity: 60 MW, curtailed: 85 h/yr}
          demandCharge: 9 $/kW-month
        supply:
          gasTurbine: {atMost: 250 MW}
          solar: {atMost: 300 MW}
          wind: {atMost: 200 MW}
          battery: {atMost: 150 MW}
        """;

    public static int Compare()
    {
        SiteReading reading = SiteFile.Parse(Campus, "supply.yaml", ".");
        foreach (Finding finding in reading.Findings.Where(finding => finding.Severity == Severity.Wrong)) Console.WriteLine(finding);
        if (reading.Site is not { } site) return 2;
        ProgramArrays program = Planner.Formulate(site).Program.Arrays;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{program.Rows:#,0} rows, {program.Columns:#,0} columns, {program.NonZeros:#,0} non-zeros"));
        Result ours = Run("structured", new StructuredSolver(), program, Inside)!;
        Compare("HiGHS interior point", ours, program, Inside);
        Compare("HiGHS interior point, vertex", ours, program, Inside with { Vertex = true });
        return 0;
    }

    static SolveOptions Inside => new() { Algorithm = Algorithm.InteriorPoint, Relax = true, TimeLimit = TimeSpan.FromMinutes(5) };

    static void Compare(string name, Result ours, ProgramArrays program, SolveOptions options)
    {
        if (Run(name, new HighsSolver(), program, options) is not { } theirs) return;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {theirs.Seconds / ours.Seconds:0.0} times as long as structured; objectives differ by {Math.Abs(ours.Objective / theirs.Objective - 1):0.0e+0}"));
    }

    sealed record Result(double Seconds, double Objective);

    static Result? Run(string name, ISolver solver, ProgramArrays program, SolveOptions options)
    {
        var counter = new Counter();
        long began = Stopwatch.GetTimestamp();
        Outcome outcome = solver.Solve(program, options with { Progress = counter }, CancellationToken.None);
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (outcome is not Outcome.Best { Solution: var best })
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-29} {seconds,6:0.00} s  {outcome}"));
            return null;
        }
        Certificate certificate = Certificate.Of(program, best);
        string count = counter.Iterations > 0 ? $"{counter.Iterations,4} iterations  " : "";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-29} {seconds,6:0.00} s  {count}{certificate.Objective:#,0} $  gap {certificate.GapFraction:0.0e+0}  rows missed by {certificate.PrimalViolation:0.0e+0}  ({best.Algorithm})"));
        return new(seconds, certificate.Objective);
    }

    /// <summary>The largest count of iterations that a solver told of; HiGHS tells seconds, which are none.</summary>
    sealed class Counter : IProgress<string>
    {
        public int Iterations { get; private set; }

        public void Report(string value)
        {
            string digits = string.Concat(value.SkipWhile(letter => !char.IsAsciiDigit(letter)).TakeWhile(char.IsAsciiDigit));
            bool counts = value.StartsWith("interior point", StringComparison.Ordinal) && value.Contains("gap", StringComparison.Ordinal);
            if (counts && int.TryParse(digits, out int count)) Iterations = Math.Max(Iterations, count);
        }
    }
}
