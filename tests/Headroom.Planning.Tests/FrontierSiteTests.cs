using System.Runtime.CompilerServices;
using Headroom.Reports;
using Headroom.Scenarios;
using Headroom.Simulation;
using Headroom.Sites;

namespace Headroom.Planning.Tests;

/// <summary>Cross-tool: <c>examples/frontier.yaml</c>, planned and simulated, against what ExaDigiT RAPS says of Frontier.</summary>
/// <remarks>
///   RAPS     74 cabinets and 25 coolant distribution units: idle 7,306,523.8248 W, peak 28,227,884.3690 W
///   Ours     IT and other load; RAPS counts neither the cooling plant beyond the units nor the losses before the racks
/// </remarks>
public class FrontierSiteTests
{
    static readonly Site site = Read();
    static readonly PlanReport plan = Planned.By(site);

    static Site Read([CallerFilePath] string here = "")
    {
        SiteReading reading = SiteFile.Read(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "examples", "frontier.yaml"));
        Assert.Empty(reading.Findings.Select(one => one.Sentence()));
        return reading.Site!;
    }

    [Theory, InlineData(3, 10, 28.227884369), InlineData(7, 15, 7.3065238248)]
    public void Frontier_draws_what_RAPS_says_within_one_per_cent(int month, int day, double megawatts)
    {
        var order = new SimulationOrder
        {
            Site = site,
            Plan = plan.Orders,
            FirstHour = 24 * (new DateTime(site.Year.Year, month, day).DayOfYear - 1),
            Length = TimeSpan.FromHours(1),
            IsSteady = true,
        };
        SimulationAnswer answer = Simulator.Run(order, recorder: null, progress: null, TestContext.Current.CancellationToken);
        SimulationReport report = Assert.IsType<SimulationAnswer.Ran>(answer).Report;
        Assert.All(report.Checks, check => Assert.NotEqual(false, check.Kept));
        double drawn = report.Energy.Uses.Where(use => use.Name is "IT" or "other load").Sum(use => use.Amount.MegawattHours);
        Planned.AssertClose(megawatts, drawn, relative: 0.01, "megawatts over one hour");
    }
}
