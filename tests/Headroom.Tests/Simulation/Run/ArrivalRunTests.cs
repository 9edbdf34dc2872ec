using Headroom.Quantities;
using Headroom.Reports;
using Headroom.Simulation;
using Headroom.Workloads;

namespace Headroom.Tests.Simulation;

/// <summary>What comes is served, waits or is lost, whatever way it comes.</summary>
public sealed class ArrivalRunTests
{
    private static readonly StandingSite usual = new() { Serving = 4, Training = 2, Load = _ => 0.7, GridMost = 5.Megawatts, Length = 10.Minutes };
    private static readonly TracedRequest[] requests = [.. Enumerable.Range(0, 500).Select(k => new TracedRequest((0.05 + 0.09 * k).Seconds, 700 + k % 7, 200 + k % 11))];

    private static readonly int[] minutes = [1, 3, 10];

    /// <summary>Requests and tokens that the run began with, found from its end.</summary>
    private static double Begun(ServedFigure one) => (one.Served + one.Lost() + one.Waiting - one.Asked).Tokens;

    [Theory]
    [InlineData(1.1)]
    [InlineData(5.0)]
    public void Books_close_to_the_unit_for_every_service(double gapVariation)
    {
        StandingSite site = usual with
        {
            Services = [new("never", 0, 0.4), new("half", 3, 0.3), new("later", 3, 0.3, Deferrable: 2.Hours)],
            Traffic = ServiceTraffic.Usual with { GapVariationFraction = gapVariation, Patience = 20.Seconds },
        };
        SimulationReport[] runs = [.. minutes.Select(one => (site with { Length = one.Minutes }).Report())];
        for (int i = 0; i < 3; i++)
        {
            Assert.True(runs[2].Services[i].Asked > TokenCount.Zero);
            Assert.Equal(Begun(runs[0].Services[i]), Begun(runs[1].Services[i]));
            Assert.Equal(Begun(runs[0].Services[i]), Begun(runs[2].Services[i]));
        }
    }

    [Fact]
    public void Bursts_ask_for_as_much_as_the_demand_in_the_mean()
    {
        StandingSite site = usual with { Length = 24.Minutes, Traffic = ServiceTraffic.Usual with { GapVariationFraction = 5 } };
        double planned = site.Order().Site.Services[0].Demand[0].TokensPerSecond * 24 * 60;
        SimulationReport report = site.Report(), even = (site with { IsSteady = true }).Report();
        Assert.InRange(report.Services[0].Asked.Tokens / planned, 0.8, 1.2);
        Assert.InRange(even.Services[0].Asked.Tokens / planned, 0.9999, 1.0001);
        RunReading.Lawful(report, site);
    }

    [Theory]
    [InlineData(1.0)]
    [InlineData(2.5)]
    [InlineData(0.3)]
    public void A_trace_of_requests_asks_for_its_own_tokens(double times)
    {
        StandingSite site = usual with { Traffic = ServiceTraffic.Usual with { Trace = new ServiceTrace.Requests(requests, 1.Minutes, times) } };
        double own = 10 * times * requests.Sum(one => (double)one.OutputTokens);
        foreach (double seconds in (double[])[0.5, 1, 10, 60])
            Assert.Equal(own, (site with { Step = seconds.Seconds }).Report().Services[0].Asked.Tokens, 0.01);
    }

    [Fact]
    public void A_trace_without_a_factor_asks_for_the_demand_in_the_mean()
    {
        StandingSite site = usual with { Traffic = ServiceTraffic.Usual with { Trace = new ServiceTrace.Requests(requests, 1.Minutes, null) } };
        double mean = site.Order().Site.Services[0].Demand.Mean.TokensPerSecond;
        Assert.InRange(site.Report().Services[0].Asked.Tokens / (mean * 600), 0.999, 1.001);
    }

    [Fact]
    public void A_trace_of_windows_asks_for_what_its_windows_hold()
    {
        LoadShape shape = new(2.Minutes, [new(100, 1000.Tokens, 400.Tokens), new(0, 1000.Tokens, 400.Tokens), new(200, 1000.Tokens, 400.Tokens)]);
        StandingSite site = usual with { Length = 12.Minutes, Traffic = ServiceTraffic.Usual with { Trace = new ServiceTrace.Windows(shape, 1.5) } };
        SimulationReport report = site.Report();
        Assert.InRange(report.Services[0].Asked.Tokens / (2 * 120 * 1.5 * 300 * 400), 0.98, 1.02);
        Assert.Equal(0, report.Mean("chat asked", 130.Seconds, 4.Minutes));
    }

    [Fact]
    public void A_service_without_racks_loses_all_it_is_asked()
    {
        StandingSite site = usual with { Services = [new("chat", 0, 0.9), new("orphan", 0, 0.1, IsPlanned: false)] };
        ServedFigure orphan = site.Report().Services[1];
        Assert.True(orphan.Asked > TokenCount.Zero);
        Assert.Equal(orphan.Asked, orphan.Lost());
        Assert.False(orphan.KeepsPromise);
    }
}
