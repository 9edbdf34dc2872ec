using Headroom.Comparing;
using Headroom.Scenarios.Comparing;
using Headroom.Scenarios.Regions;
using Headroom.Sites;

namespace Headroom.Scenarios.Tests.Comparing;

public class StrategyTextTests
{
    static readonly StrategyTerms campus = new(2027, 250, 190, 0, 0.07), hall = new(2027, 1, 0.6, 0, 0.07);

    [Theory]
    [InlineData("us-tex-ercot")]
    [InlineData("fr")]
    [InlineData("jp-tk")]
    public void Every_strategy_is_a_site_that_reads_without_fault(string region)
    {
        foreach (StrategyTerms terms in new[] { campus, hall })
            foreach (Strategy strategy in Enum.GetValues<Strategy>())
                foreach (string text in StrategyText.Of(strategy, RegionCatalog.Load(region), terms).Variants)
                {
                    SiteReading reading = SiteFile.Parse(text, "strategy.yaml", ".");
                    Assert.DoesNotContain(reading.Findings, one => one.Severity == Severity.Wrong);
                    Assert.Equal(strategy is Strategy.Grid or Strategy.Mixed, reading.Site!.Grid is not null);
                }
    }

    [Fact]
    public void Every_region_has_every_strategy_or_says_why_not()
    {
        foreach (string region in RegionCatalog.Names)
            foreach (Strategy strategy in Enum.GetValues<Strategy>())
            {
                (IReadOnlyList<string> variants, string? impossible) = StrategyText.Of(strategy, RegionCatalog.Load(region), campus);
                Assert.True(variants.Count > 0 ^ impossible is not null, $"{region} {strategy}");
            }
    }

    [Theory]
    [InlineData("ie")]
    [InlineData("au-nsw")]
    [InlineData("us-cal-caiso")]
    [InlineData("de-lu")]
    [InlineData("tw")]
    public void Where_nuclear_power_is_barred_no_reactor_is_on_offer(string region)
    {
        Region there = RegionCatalog.Load(region);
        Assert.Contains("barred", StrategyText.Of(Strategy.Smr, there, campus).Impossible);
        Assert.All(StrategyText.Of(Strategy.Mixed, there, campus).Variants, text => Assert.DoesNotContain("smr:", text));
    }

    [Fact]
    public void A_module_larger_than_the_site_is_no_strategy() =>
        Assert.Contains("smallest module gives 77 MW", StrategyText.Of(Strategy.Smr, RegionCatalog.Load("fr"), hall).Impossible);

    [Fact]
    public void A_combined_cycle_is_offered_where_two_units_fit_and_as_a_variant_of_its_own()
    {
        IReadOnlyList<string> variants = StrategyText.Of(Strategy.Onsite, RegionCatalog.Load("jp-tk"), campus).Variants;
        Assert.Equal([false, true], variants.Select(text => text.Contains("combinedCycle", StringComparison.Ordinal)));
        Assert.DoesNotContain("combinedCycle", Assert.Single(StrategyText.Of(Strategy.Onsite, RegionCatalog.Load("jp-tk"), hall).Variants));
    }
}
