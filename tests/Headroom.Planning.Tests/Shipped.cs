using System.Collections.Concurrent;
using Headroom.Reports;
using Headroom.Scenarios;
using Headroom.Sites;
using Headroom.Solvers;

namespace Headroom.Planning.Tests;

/// <summary>The examples that ship, each planned once for all tests.</summary>
static class Shipped
{
    private static readonly ConcurrentDictionary<string, Lazy<(Site, PlanReport)>> planned = new();

    public static TheoryData<string> Examples => new("edge", "enterprise", "sovereign", "hyperscale");

    public static (Site Site, PlanReport Plan) Planned(string example) => planned.GetOrAdd(example, name => new(() => Plan(name))).Value;

    private static (Site, PlanReport) Plan(string example)
    {
        Site site = SiteFile.Read(Path.Combine(AppContext.BaseDirectory, "../../../../../examples", example + ".yaml")).Site!;
        // the gap of the command line: a finer one costs minutes and moves no energy
        PlanAnswer answer = Planner.Plan(Planner.Formulate(site), new StructuredSolver(), new PlanOptions { GapFraction = 1e-4 }, null, TestContext.Current.CancellationToken);
        return (site, Assert.IsType<PlanAnswer.Planned>(answer).Report);
    }
}
