using BenchmarkDotNet.Attributes;
using Headroom.Algebra;
using Headroom.Cli.Rendering;
using Headroom.Planning;
using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Scenarios;
using Headroom.Sites;
using Headroom.Solvers;
using Index = Headroom.Algebra.Index;

namespace Headroom.Bench;

/// <summary>The parts of a plan that are ours, one at a time.</summary>
[MemoryDiagnoser, ShortRunJob]
public class Micro
{
    readonly Site campus = Read("hyperscale");
    PlanReport report = null!;

    [GlobalSetup]
    public void Plan()
    {
        var answer = Planner.Plan(Read("edge"), new StructuredSolver(), new PlanOptions(), progress: null, CancellationToken.None);
        report = ((PlanAnswer.Planned)answer).Report;
    }

    /// <summary>Reads the shipped campus, typical year included.</summary>
    [Benchmark]
    public object ReadSite() => Read("hyperscale");

    /// <summary>Writes the program of the shipped campus.</summary>
    [Benchmark]
    public int BuildModel() => Planner.Formulate(campus).Program.Arrays.Rows;

    /// <summary>Expressions to rows: a year of a battery's balance.</summary>
    [Benchmark]
    public int Flatten()
    {
        var program = new LinearProgram();
        var hours = new Index("hour", 8760);
        Variables<Energy> stored = program.Variable("stored", hours, 0.MegawattHours, 100.MegawattHours);
        Variables<Power> charge = program.Variable("charge", hours, 0.Megawatts, 25.Megawatts);
        Variables<Power> discharge = program.Variable("discharge", hours, 0.Megawatts, 25.Megawatts);
        program.ForEach(hours, "state of charge",
            t => stored[t] == stored[t == 0 ? 8759 : t - 1] + 1.Hours * (0.95 * charge[t] - discharge[t] / 0.95));
        return program.Arrays.NonZeros;
    }

    /// <summary>The year hour by hour as CSV.</summary>
    [Benchmark]
    public void WriteDispatch() => DispatchCsv.Write(Stream.Null, report);

    static Site Read(string name)
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Headroom.slnx"))) root = Path.GetDirectoryName(root)!;
        return SiteFile.Read(Path.Combine(root, "examples", $"{name}.yaml")).Site!;
    }
}
