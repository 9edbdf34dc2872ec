using System.Diagnostics;
using System.Globalization;
using Headroom.Algebra;
using Headroom.Planning;
using Headroom.Scenarios;
using Headroom.Sites;
using Headroom.Solvers;

namespace Headroom.Bench;

/// <summary>The structured interior point against HiGHS' on the same rows: a site-year without compute, one run each, same process.</summary>
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
        Result ours = Run("structured", new StructuredSolver(), program, vertex: false);
        Result inside = Run("HiGHS interior point", new HighsSolver(), program, vertex: false);
        Result vertex = Run("HiGHS interior point, vertex", new HighsSolver(), program, vertex: true);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"HiGHS takes {inside.Seconds / ours.Seconds:0.0} times as long, {vertex.Seconds / ours.Seconds:0.0} times with a vertex; objectives differ by {Math.Abs(ours.Objective / vertex.Objective - 1):0.0e+0}"));
        return 0;
    }

    sealed record Result(double Seconds, double Objective);

    static Result Run(string name, ISolver solver, ProgramArrays program, bool vertex)
    {
        var counter = new Counter();
        long began = Stopwatch.GetTimestamp();
        Outcome outcome = solver.Solve(program, new SolveOptions { Algorithm = Algorithm.InteriorPoint, Vertex = vertex, Relax = true, Progress = counter }, default);
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (outcome is not Outcome.Best { Solution: var best }) throw new InvalidOperationException($"{name}: {outcome}");
        Certificate certificate = Certificate.Of(program, best);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-29} {seconds,6:0.00} s  {counter.Iterations,4} iterations  {certificate.Objective:#,0} $  gap {certificate.GapFraction:0.0e+0}  rows missed by {certificate.PrimalViolation:0.0e+0}  ({best.Algorithm})"));
        return new(seconds, certificate.Objective);
    }

    /// <summary>The largest count that a solver told of its iterations.</summary>
    sealed class Counter : IProgress<string>
    {
        public int Iterations { get; private set; }

        public void Report(string value)
        {
            string digits = string.Concat(value.SkipWhile(letter => !char.IsAsciiDigit(letter)).TakeWhile(char.IsAsciiDigit));
            if (value.StartsWith("interior point", StringComparison.Ordinal) && int.TryParse(digits, out int count)) Iterations = Math.Max(Iterations, count);
        }
    }
}
