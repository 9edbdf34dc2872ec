using Headroom.Comparing;
using Headroom.Scenarios.Comparing;
using Headroom.Scenarios.Regions;
using Headroom.Solvers;

namespace Headroom.Planning.Tests.Comparing;

/// <summary>A unit of a comparison is a value: sent as text, done anywhere, done twice with one answer.</summary>
public class SupplyWorkTests
{
    static readonly FixedFleet flat = new()
    {
        Site = "flat",
        UtcOffsetHours = 0,
        Racks = [],
        OtherMegawatts = [.. Enumerable.Repeat(100.0, 8760)],
        EfficiencyFraction = 1,
        Accelerators = 80_000,
        Tokens = 0,
        ServingItMegawattHours = 0,
        SalesDollarsPerYear = 0,
        ComputeDollarsPerYear = 0,
        GapFraction = 0,
    };

    static SupplyWork Work(Strategy strategy, string region, double gas = 1)
    {
        var terms = new StrategyTerms(2027, 100, 100, 0, 0.07);
        IReadOnlyList<string> texts = StrategyText.Of(strategy, RegionCatalog.Load(region), terms).Variants;
        Dictionary<string, double> factors = gas == 1 ? [] : new() { [Parameters.Gas] = gas };
        return new(SupplyWork.ModelVersion, WireText.CatalogOf(region), region, strategy, texts, factors, WireText.Fingerprint(WireText.Write(flat)), 1e-4);
    }

    static SupplyAnswer Answer(SupplyWork work) =>
        SupplyPlanner.Plan(WireText.Read<SupplyWork>(work.Unit().Content).Order(flat), new StructuredSolver(), null, CancellationToken.None)!;

    [Fact]
    public void A_unit_done_twice_gives_the_same_text()
    {
        SupplyWork work = Work(Strategy.Onsite, "us-tex-ercot");
        string first = WireText.Write(Answer(work));
        Assert.Equal(first, WireText.Write(Answer(work)));
        Assert.Equal(first, WireText.Write(WireText.Read<SupplyAnswer>(first)));
    }

    [Fact]
    public void Whatever_decides_the_answer_is_in_the_key()
    {
        SupplyWork work = Work(Strategy.Onsite, "us-tex-ercot");
        Assert.Equal(work.Unit().Key, Work(Strategy.Onsite, "us-tex-ercot").Unit().Key);
        SupplyWork[] others = [work with { Model = "another" }, work with { Catalog = "another" }, work with { Fleet = "another" }, work with { GapFraction = 1e-3 }, Work(Strategy.Onsite, "us-tex-ercot", gas: 1.5), Work(Strategy.Grid, "us-tex-ercot"), Work(Strategy.Onsite, "fr")];
        Assert.Equal(others.Length + 1, others.Append(work).Select(one => one.Unit().Key).Distinct().Count());
        Assert.NotEqual(WireText.CatalogOf("fr"), WireText.CatalogOf("es"));
    }

    /// <summary>The told cost under another gas price keeps the dispatch: a plan made anew costs no more, and here hardly less.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(2)]
    public void A_plan_made_anew_costs_no_more_than_is_told(double gas)
    {
        SupplyAnswer usual = Answer(Work(Strategy.Onsite, "us-tex-ercot")), anew = Answer(Work(Strategy.Onsite, "us-tex-ercot", gas));
        var assumptions = RegionAssumptions.Of(RegionCatalog.Load("us-tex-ercot"), new(2027, 100, 100, 0, 0.07), new Dictionary<string, double>());
        var planned = new Case(usual, new(flat, assumptions, Spread.Of(2), 25, 0.07));
        double told = planned.DollarsPerYear(assumptions.Middle().With(Parameters.Gas, gas * assumptions[Parameters.Gas].Values.Mid));
        Assert.InRange(anew.DollarsPerYear / told, 0.85, 1.0001);
        Assert.Equal(usual.DollarsPerYear, planned.DollarsPerYear(assumptions.Middle()), 1e-6 * usual.DollarsPerYear);
    }

    /// <summary>Draw that falls below half of what must stand: the reactor's steam passes the turbine, and the strategy stays possible.</summary>
    [Fact]
    public void A_reactor_follows_a_draw_that_falls_low()
    {
        FixedFleet falling = flat with { OtherMegawatts = [.. Enumerable.Range(0, 8760).Select(t => t < 6000 ? 150.0 : 40.0)] };
        var terms = new StrategyTerms(2027, 150, falling.MeanMegawatts, 0, 0.07);
        SupplyWork work = Work(Strategy.Smr, "us-tex-ercot") with { Texts = StrategyText.Of(Strategy.Smr, RegionCatalog.Load("us-tex-ercot"), terms).Variants };
        SupplyAnswer answer = SupplyPlanner.Plan(work.Order(falling), new StructuredSolver(), null, CancellationToken.None)!;
        Assert.Null(answer.Impossible);
        Assert.True(answer.Energy.First(source => source.Name == "smr").MegawattHours >= 0.899 * answer.DrawMegawattHours);
    }

    /// <summary>A flat 100 MW carried by reactors: back-up keeps its share, one module may fail at the peak, nothing is emitted but by engines.</summary>
    [Fact]
    public void Reactors_are_backed_up_with_one_module_out()
    {
        SupplyAnswer answer = Answer(Work(Strategy.Smr, "us-tex-ercot"));
        Assert.Null(answer.Impossible);
        double modules = answer.Build.First(plant => plant.Name == "smr").Capacity / 77;
        Assert.Equal(Math.Round(modules), modules, 1e-6);
        double engines = answer.Energy.Where(source => source.Name == "gasEngine").Sum(source => source.MegawattHours);
        Assert.True(engines <= 0.1001 * answer.DrawMegawattHours);
        Assert.True(answer.Build.Sum(plant => plant.FirmMegawatts) - 77 >= 0.98 * answer.PeakMegawatts);
        Assert.InRange(answer.GapFraction, 0, 1.1e-4);
    }
}
