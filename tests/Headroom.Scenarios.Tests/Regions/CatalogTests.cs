using Headroom.Scenarios.Regions;

namespace Headroom.Scenarios.Tests.Regions;

public class CatalogTests
{
    private static readonly string[] Grades = ["R", "P", "S", "D", "E", "U"];
    private static readonly string[] Kinds = ["measured", "published", "derived", "estimated"];

    private static readonly string[] Wanted =
    [
        "gasPrice", "carbonIntensity", "industrialPrice", "gridQueue", "smr", "waterStress", "climateZone",
        "solarCapacityFactor", "windCapacityFactor", "demandCharge", "largeLoadRule",
    ];

    [Fact]
    public void There_are_thirty_regions_on_six_continents()
    {
        Assert.Equal(30, RegionCatalog.Names.Count);
        Assert.Equal(6, RegionCatalog.Names.Select(name => RegionCatalog.Load(name).Facts.Continent).Distinct().Count());
    }

    [Fact]
    public void Every_fact_has_a_known_source_a_year_a_grade_and_a_kind()
    {
        foreach (string name in RegionCatalog.Names)
        {
            RegionFacts facts = RegionCatalog.Load(name).Facts;
            Assert.Equal(name, facts.Name);
            Assert.Empty(Wanted.Except(facts.All.Keys));
            foreach (Fact fact in facts.All.Values)
            {
                Assert.True(facts.Sources.ContainsKey(fact.Source), $"{name}.yaml:{fact.Line} names no source \"{fact.Source}\"");
                Assert.InRange(fact.Year, 2010, 2027);
                Assert.Contains(fact.Grade, Grades);
                Assert.Contains(fact.Kind, Kinds);
                Assert.True(fact.Mid is not null || fact.Text.Length > 0, $"{name}.yaml:{fact.Line} says nothing");
            }
            Assert.Contains(facts.WaterStress.Text, (string[])["low", "medium", "high", "extreme"]);
        }
    }

    [Fact]
    public void A_region_reads_as_its_file_says()
    {
        RegionFacts facts = RegionCatalog.Load("ca-on").Facts;
        Assert.Equal(("Ontario", "Toronto", -5.0), (facts.Title, facts.City, facts.UtcOffsetHours));
        Assert.Equal((3.0, 4.0, 5.0, "yr"), (facts.GridQueue.Low, facts.GridQueue.Mid, facts.GridQueue.High, facts.GridQueue.Unit));
        Assert.Equal(2030, facts.Smr.FirstYear);
        Assert.True(facts.HasHourlySource);
        Assert.False(RegionCatalog.Load("gb").Facts.HasHourlySource);
    }

    [Fact]
    public void An_unknown_region_is_answered_with_those_there_are()
    {
        var error = Assert.Throws<ArgumentException>(() => RegionCatalog.Load("atlantis"));
        Assert.Contains("us-tex-ercot", error.Message);
    }

    [Theory]
    [InlineData("gridQueue: {low: 5 yr", "gridQueue: {low: 9 yr", "rise from low over mid to high")]
    [InlineData("mid: 7.5 yr", "mid: 7.5", "a number, a space and a unit")]
    [InlineData("mid: 7.5 yr", "mid: 7.5 MW", "mixes units")]
    [InlineData("latitude: 51.47 °", "latitude: 51.47 m", "should be in °")]
    [InlineData("monthlyMean: [5.6, ", "monthlyMean: [", "should have 12 numbers, not 11")]
    [InlineData("  like: de-lu\n", "", "expected")]
    public void A_fault_in_a_file_is_named_with_its_line(string was, string becomes, string said)
    {
        string text = RegionCatalog.Text("gb");
        Assert.Contains(was, text);
        var error = Assert.Throws<FormatException>(() => RegionFile.Read("gb", text.Replace(was, becomes), RegionCatalog.Text));
        Assert.Contains(said, error.Message);
        Assert.Matches(@"^gb\.yaml:\d+  ", error.Message);
    }
}
