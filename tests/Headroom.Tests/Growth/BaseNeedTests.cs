using Headroom.Compute;
using Headroom.Growth;
using Headroom.Quantities;
using Headroom.Scenarios;
using Headroom.Sites;

namespace Headroom.Tests.Growth;

/// <summary>What the work of a file needs, and what its ceilings are.</summary>
public class BaseNeedTests
{
    static readonly DefaultFrontier model = new();

    static Site Read(string more) => SiteFile.Parse("""
        site: x
        region: us-tex-ercot
        year: 2027
        weather: 15 °C
        grid: {firm: {installed: 12 MW, atMost: 30 MW}, flexible: {capacity: 5 MW}}
        tree: {efficiency: 90 %}
        halls:
          - {name: A, power: 20 MW, perRack: 15 kW, cooling: air, supply: 24 °C, positions: 1000}

        """ + more, "site.yaml", ".") is { Site: { } site } ? site : throw new InvalidOperationException("the file of the test is wrong");

    const string Chat = """

        services:
          - {name: chat, model: llama-3.1-8b, input: 800 tok, output: 300 tok, demand: {peak: 1e6 tok/s, shape: flat}, latency: {ttft: 1 s, tpot: 40 ms}}

        """;

    [Fact]
    public void A_service_needs_its_tokens_times_the_joules_of_its_rack()
    {
        Site site = Read("racks: {hgx-h200: {atMost: 500}}\n" + Chat + "otherLoad: 2 MW\n");
        BaseNeed need = BaseNeedOf.Site(site, model);
        OperatingPoint most = model.FrontierOf(site.Racks[0].Type, site.Services[0].Model, site.Services[0].Shape).Most;
        BaseWork chat = Assert.Single(need.Work);
        Assert.Equal(most.Power.Watts / most.Tokens.TokensPerSecond, chat.JoulesPerUnit, 1e-12);
        Assert.Equal(1e6 * chat.JoulesPerUnit, need.It.Inference.Watts, 1e-3);
        Assert.Equal(need.MeterPerItRatio * need.It.Inference.Watts, need.Meter.Inference.Watts, 1e-3);
        Assert.InRange(need.MeterPerItRatio, 1 / 0.9, 1.4);
        Assert.Equal(2.Megawatts, need.Meter.Steady);
    }

    [Fact]
    public void Racks_that_stand_work_before_better_ones_that_may_be_bought()
    {
        BaseNeed bought = BaseNeedOf.Site(Read("racks: {hgx-h100: {atMost: 500}, hgx-h200: {atMost: 500}}\n" + Chat), model);
        BaseNeed stands = BaseNeedOf.Site(Read("racks: {hgx-h100: {installed: 500}, hgx-h200: {atMost: 500}}\n" + Chat), model);
        BaseNeed few = BaseNeedOf.Site(Read("racks: {hgx-h100: {installed: 2}, hgx-h200: {atMost: 500}}\n" + Chat), model);
        Assert.Equal(("hgx-h200", "hgx-h100"), (bought.Work[0].Racks, stands.Work[0].Racks));
        Assert.InRange(few.Work[0].JoulesPerUnit, bought.Work[0].JoulesPerUnit, stands.Work[0].JoulesPerUnit);
        Assert.Equal("hgx-h200, hgx-h100", few.Work[0].Racks);
    }

    [Fact]
    public void Work_beyond_the_racks_counts_and_is_told()
    {
        BaseNeed need = BaseNeedOf.Site(Read("racks: {hgx-h200: {atMost: 1}}\n" + Chat), model), enough = BaseNeedOf.Site(Read("racks: {hgx-h200: {atMost: 500}}\n" + Chat), model);
        Assert.Equal(enough.It.Total.Watts, need.It.Total.Watts, 1e-6 * enough.It.Total.Watts);
        Assert.Contains("chat", Assert.Single(need.BeyondRacks), StringComparison.Ordinal);
        Assert.Empty(enough.BeyondRacks);
    }

    [Fact]
    public void Training_needs_its_arithmetic_over_its_time()
    {
        Site site = Read("racks: {hgx-h200: {atMost: 500}}\ntraining:\n  - {name: t, compute: 1e24 FLOP, from: 2027-03-01, by: 2027-03-10}\n");
        BaseNeed need = BaseNeedOf.Site(site, model);
        TrainingPoint most = Training.FrontierOf(site.Racks[0].Type, 0.4, 0.9, Precision.Bf16).Most;
        Assert.Equal(1e24 / (10 * 86400) / most.Compute.OperationsPerSecond * most.Power.Watts, need.It.Training.Watts, 1e-6 * need.It.Training.Watts);
        Assert.InRange(need.Hour, 59 * 24, 69 * 24 - 1);
        Assert.Equal(Power.Zero, need.It.Inference);
    }

    [Fact]
    public void Work_that_no_rack_can_do_is_left_out_and_told()
    {
        BaseNeed need = BaseNeedOf.Site(Read("racks: {gb200-nvl72: {atMost: 5}}\n" + Chat), model);
        Assert.Equal(Power.Zero, need.It.Total);
        Assert.StartsWith("chat:", Assert.Single(need.Undone), StringComparison.Ordinal);
    }

    [Fact]
    public void Ceilings_are_those_of_grid_plants_halls_tree_budget_and_region()
    {
        Site site = Read("""
            racks: {hgx-h200: {installed: 10, atMost: 500}}
            supply: {gasEngine: {atMost: 10 MW, forcedOutage: 5 %}, smr: {module: 77 MW, atMost: 1, from: 2034}, solar: {atMost: 50 MW}, dieselBackup: {atMost: 9 MW}}
            budget: {capital: 330 M$, yearly: 96.5 M$}

            """ + Chat);
        BaseNeed need = BaseNeedOf.Site(site, model);
        GrowthCeiling[] all = [.. SiteCeilings.Of(site, site.Growth!, need, GrowthPick.Mid)];
        GrowthCeiling Named(string name) => Assert.Single(all, one => one.Name == name);
        Assert.Equal(12, Named("firm grid standing").Standing.Megawatts, 1e-9);
        Assert.Equal(30, Named("firm grid as it may grow").Standing.Megawatts, 1e-9);
        Assert.Equal(35, Named("firm and flexible grid").Standing.Megawatts, 1e-9);
        GrowthCeiling come = Named("grid and plants as they come");
        Assert.Equal((35, 44.5), (Math.Round(come.At(2028).Megawatts, 9), Math.Round(come.At(2028.25).Megawatts, 9)));      // an engine takes 15 months
        Assert.True(come.At(2034).Megawatts > 44.5 + 60);                                                                   // the reactor comes when the file says so
        Assert.Equal(come.At(2050), Named("grid and all plants").Standing);
        Assert.Equal(15, Named("halls").Standing.Megawatts, 1e-9);                                                          // a thousand positions of 15 kW
        Assert.InRange(Named("capital budget").Standing.Megawatts, 10.1, 10.4);                                             // 330 M$ at 33 M$/MW, beside ten racks
        Assert.Equal(10, Named("yearly budget").Standing.Megawatts, 1e-6);
        Assert.Equal(0.03 * 85.5e3, Named("room of us-tex-ercot in a year").Standing.Megawatts, 1e-6);
        Assert.Equal(9, all.Length);
    }

    [Fact]
    public void A_stated_outlook_replaces_the_catalog_s_and_a_single_number_has_no_range()
    {
        GrowthOutlook outlook = Read("""
            growth:
              from: 2026
              until: 2035
              hardware: 1.5
              inference: {low: 2, mid: 3, later: {mid: 1.5, by: 2030}}
              region: {peak: 10 GW, room: 10 %, wait: {low: 1 yr, mid: 2 yr, high: 6 yr}, share: 50 %}

            """).Growth!;
        Assert.Equal((2026, 2035), (outlook.FromYear, outlook.UntilYear));
        Assert.Equal((GrowthRate.Constant(1.5), GrowthRate.Constant(1.5)), (outlook.Hardware.Low, outlook.Hardware.High));
        Assert.Equal(GrowthRate.Bending(2, 1.5, 2026, 2030), outlook.InferenceTokens.Low);
        Assert.Equal(GrowthRate.Bending(3, 1.5, 2026, 2030), outlook.InferenceTokens.High);
        Assert.Equal((10, 0.1, 6, 0.5), (outlook.Region!.Peak!.Mid.Gigawatts, outlook.Region.RoomPerYearFraction.Mid, outlook.Region.WaitYears!.High, outlook.Region.ShareFraction));
        Assert.Equal("", outlook.Hardware.Grade);
        Assert.StartsWith("site.yaml:", outlook.Hardware.Source, StringComparison.Ordinal);
    }
}
