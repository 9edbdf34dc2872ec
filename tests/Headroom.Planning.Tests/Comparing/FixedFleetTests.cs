using Headroom.Comparing;
using Headroom.Reports;
using Headroom.Scenarios;
using Headroom.Scenarios.Comparing;
using Headroom.Scenarios.Regions;
using Headroom.Sites;
using Headroom.Solvers;

namespace Headroom.Planning.Tests.Comparing;

/// <summary>A fleet planned once and fed everywhere, against plans that choose racks and supply together.</summary>
public class FixedFleetTests
{
    static readonly PlanOptions options = new();

    static PlanReport Planned(Site site) =>
        Assert.IsType<PlanAnswer.Planned>(Planner.Plan(site, new StructuredSolver(), options, null, CancellationToken.None)).Report;

    static readonly string edge = SiteTemplate.Write(Tier.Edge);
    static readonly Lazy<FixedFleet> fleet = new(() =>
    {
        FixedFleetReading reading = FixedFleetReading.Of(edge, "edge.yaml", ".");
        return FixedFleet.Of(reading.Site!, Planned(reading.Site!), reading.UtcOffsetHours);
    });

    /// <summary>Without the reserve, which a whole plan holds for racks at their highest cap and a fixed draw for its own peak.</summary>
    static string TextOf(Strategy strategy, string region)
    {
        double mean = 1.1 * fleet.Value.Racks.Sum(racks => racks.ItMegawatts.Average()) / fleet.Value.EfficiencyFraction;
        var terms = new StrategyTerms(2027, fleet.Value.PeakMegawatts, mean, 0, 0.07);
        return StrategyText.Of(strategy, RegionCatalog.Load(region), terms).Variants[0].Replace("reserve: {margin: 0 %}\n", "", StringComparison.Ordinal);
    }

    /// <summary>The price of holding the compute side fixed: at most 0.5 % of what the whole site costs.</summary>
    [Theory]
    [InlineData(Strategy.Grid, "us-tex-ercot")]
    [InlineData(Strategy.Onsite, "us-va-pjm")]
    public void A_fixed_fleet_costs_at_most_half_a_percent_more_than_the_whole_plan(Strategy strategy, string region)
    {
        string text = TextOf(strategy, region);
        Site alone = SiteFile.Parse(text, "strategy.yaml", ".").Site!;
        RegionalDraw draw = RegionalDraw.Of(fleet.Value, alone.Weather, RegionCatalog.Load(region).Facts.UtcOffsetHours);
        PlanReport supply = Planned(SupplyPlanner.WithLoad(alone, draw.BusMegawatts));
        double apart = supply.Cost.Total.Dollars + fleet.Value.ComputeDollarsPerYear;

        string over = text.Replace("halls: []\n", "", StringComparison.Ordinal).Replace("otherLoad: 1 MW\n", "", StringComparison.Ordinal);
        SiteReading whole = SiteFile.ParseOver(edge, "edge.yaml", ".", over, FixedFleetReading.LeftOut);
        PlanReport together = Planned(whole.Site!);
        Assert.Equal(together.Tokens.Served.Tokens, fleet.Value.Tokens, 2e-3 * fleet.Value.Tokens);
        double unserved = together.Cost.Items.Where(item => item.Kind == "unserved tokens").Sum(item => item.PerYear.Dollars);
        double share = apart / (together.Cost.Total.Dollars - unserved) - 1;
        Assert.InRange(share, -0.002, 0.005);
        // and the cost of energy, which is what strategies are compared by
        Assert.Equal(together.Cost.Energy.DollarsPerMegawattHour, supply.Cost.Energy.DollarsPerMegawattHour, 0.03 * together.Cost.Energy.DollarsPerMegawattHour);
    }

    /// <summary>In its own region a fixed fleet draws what its plan drew.</summary>
    [Fact]
    public void The_draw_at_home_is_that_of_the_plan()
    {
        FixedFleetReading reading = FixedFleetReading.Of(edge, "edge.yaml", ".");
        PlanReport plan = Planned(reading.Site!);
        RegionalDraw draw = RegionalDraw.Of(FixedFleet.Of(reading.Site!, plan, reading.UtcOffsetHours), reading.Site!.Weather, reading.UtcOffsetHours);
        for (int t = 0; t < draw.BusMegawatts.Length; t++) Assert.Equal(plan.Orders.DrawMegawatts[t], draw.BusMegawatts[t], 1e-6);
        Assert.Equal(plan.Water.Total.CubicMetres, draw.CoolingWater.CubicMetres, 1e-4 * plan.Water.Total.CubicMetres);
    }

    [Fact]
    public void A_day_is_local()
    {
        var alone = new FixedFleet
        {
            Site = "any",
            UtcOffsetHours = -6,
            Racks = [],
            OtherMegawatts = [.. Enumerable.Range(0, 8760).Select(t => (double)t)],
            EfficiencyFraction = 1,
            Accelerators = 0,
            Tokens = 0,
            ServingItMegawattHours = 0,
            SalesDollarsPerYear = 0,
            ComputeDollarsPerYear = 0,
            GapFraction = 0,
        };
        Weather weather = SiteFile.Parse(TextOf(Strategy.Grid, "jp-tk"), "any.yaml", ".").Site!.Weather;
        double[] bus = RegionalDraw.Of(alone, weather, 9).BusMegawatts;
        // 00:00 UTC is 09:00 in Tokyo; in Texas it was 09:00 at 15:00 UTC
        Assert.Equal(15, bus[0]);
        Assert.Equal(14, bus[8759]);
    }
}
