using Headroom.Comparing;
using Headroom.Scenarios.Comparing;
using Headroom.Scenarios.Regions;

namespace Headroom.Scenarios.Tests.Comparing;

/// <summary>Times to power and prices within the ranges that their sources give (planning reference §3.5, §4.2, §8).</summary>
public class RegionAssumptionsTests
{
    static readonly StrategyTerms campus = new(2027, 250, 190, 0, 0.07);

    static Assumptions In(string region) => RegionAssumptions.Of(RegionCatalog.Load(region), campus, new Dictionary<string, double>());

    [Theory]
    [InlineData("us-tex-ercot", 2, 4)]
    [InlineData("us-va-pjm", 3, 7)]
    [InlineData("us-oh-aep", 5, 8)]
    [InlineData("us-cal-caiso", 4, 6)]
    [InlineData("ca-on", 3, 5)]
    [InlineData("gb", 5, 15)]
    [InlineData("de-lu", 3, 7)]
    [InlineData("nl", 5, 10)]
    [InlineData("fr", 1, 4)]
    [InlineData("jp-tk", 4, 10)]
    [InlineData("fi", 2, 4)]
    public void The_queue_of_a_region_is_within_what_is_published(string region, double least, double most)
    {
        Spread years = In(region)[Parameters.GridQueue].Values;
        Assert.InRange(years.Low, least, most);
        Assert.InRange(years.Mid, least, most);
        Assert.InRange(years.High, least, most);
    }

    /// <summary>§8: bridging engines or fuel cells 1–1.5–2, combined cycle 3.5–5–7, sun with battery and gas 1.5–2–3, small reactors 7–9–13.</summary>
    [Theory]
    [InlineData("gasEngine", 1, 1.5, 2)]
    [InlineData("fuelCell", 1, 1.5, 2)]
    [InlineData("combinedCycle", 3.5, 5, 7)]
    [InlineData("solar", 1.5, 2, 3)]
    [InlineData("smr", 7, 9, 13)]
    public void Plants_in_the_United_States_take_what_is_published(string technology, double low, double mid, double high) =>
        Assert.Equal(new Spread(low, mid, high), In("us-tex-ercot")[Parameters.TimeOf(technology)].Values);

    [Fact]
    public void Elsewhere_a_reactor_waits_for_its_licence_and_for_the_year_the_region_names()
    {
        Assert.Equal(new Spread(7, 10.5, 16), In("fr")[Parameters.TimeOf("smr")].Values);
        Assert.Equal(new Spread(9, 10.5, 16), In("kr")[Parameters.TimeOf("smr")].Values);      // i-SMR 2035 at the earliest
        Assert.Equal(new Spread(7, 9, 13), In("ca-on")[Parameters.TimeOf("smr")].Values);      // Darlington 2030 binds nothing
    }

    [Fact]
    public void Delivered_power_lies_between_the_wholesale_and_the_industrial_price()
    {
        Assumption germany = In("de-lu")[Parameters.GridPrice];
        Assert.InRange(germany.Values.Mid, 102, 261);
        Assert.InRange(germany.Values.Low, 80, 103);
        // Ontario's hourly price near 20 $/MWh leaves out the global adjustment
        Assert.InRange(In("ca-on")[Parameters.GridPrice].Values.Mid, 35, 65);
        // Texas pays its industry less than the year's wholesale mean: nothing is added
        Assert.InRange(In("us-tex-ercot")[Parameters.GridPrice].Values.Mid, 54, 58);
    }

    [Fact]
    public void Every_parameter_that_can_be_shifted_is_known_in_every_region_with_a_range_that_rises()
    {
        foreach (string region in RegionCatalog.Names)
            Assert.All(Parameters.Names, name =>
            {
                Assumption one = In(region)[name];
                Assert.True(one.Values.Low <= one.Values.Mid && one.Values.Mid <= one.Values.High, $"{region} {name}");
                Assert.True(one.Source.Length > 0);
            });
    }

    [Fact]
    public void A_supposition_moves_the_middle_and_both_ends()
    {
        Assumptions shifted = RegionAssumptions.Of(RegionCatalog.Load("us-tex-ercot"), campus, new Dictionary<string, double> { [Parameters.Gas] = 1.5 });
        Assert.Equal(1.5 * 3.24, shifted[Parameters.Gas].Values.Mid, 1e-9);
        Assert.Equal(1.5 * 2.59, shifted[Parameters.Gas].Values.Low, 1e-9);
    }
}
