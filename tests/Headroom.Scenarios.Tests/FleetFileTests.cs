using Headroom.Scenarios.Format;
using Headroom.Scenarios.Tests.Regions;
using Headroom.Sites;
using Headroom.Workloads;

namespace Headroom.Scenarios.Tests;

/// <summary>Fleet files: what they give, and everything wrong with them at once.</summary>
public sealed class FleetFileTests
{
    private const string Text = """
        fleet: pair
        sites:
          - site: near
            region: ie
            grid: {firm: 10 MW}
            halls: [{name: A, power: 10 MW, perRack: 140 kW, cooling: directLiquid, supply: 40 °C}]
            racks: {gb200-nvl72: {atMost: 50}}
          - site: far
            region: us-va-pjm
            grid: {firm: 10 MW}
            halls: [{name: A, power: 10 MW, perRack: 140 kW, cooling: directLiquid, supply: 40 °C}]
            racks: {gb200-nvl72: {atMost: 50}}
        demandRegions:
          - {name: europe, region: de-lu, share: 75 %}
          - {name: america, latitude: 40 °, longitude: -75 °, timeZone: -5 h, share: 25 %}
        services:
          - {name: chat, model: llama-3.1-70b, demand: {peak: 4e6 tok/s, shape: consumer}, latency: {network: 40 ms}}
          - {name: batch, model: llama-3.1-70b, demand: {daily: 8.64e10 tok}, deferrable: 24 h, from: america}
        latency:
          measured:
            - {from: america, to: near, roundTrip: 71 ms}
        """;

    private static FleetReading Read(string text) => FleetFile.Parse(text, "fleet.yaml", ".");

    private static Fleet Sound(string text)
    {
        FleetReading reading = Read(text);
        Assert.Empty(reading.Findings.Where(one => one.Severity == Severity.Wrong).Select(one => one.Sentence()));
        return reading.Fleet!;
    }

    [Fact]
    public void Demand_is_divided_by_share_and_follows_each_regions_clock()
    {
        Fleet fleet = Sound(Text);
        FleetService chat = fleet.Services[0];
        Assert.Equal(4e6, chat.Facts.Demand.Most.TokensPerSecond, 1e-3);
        double Ratio(int region, int t) => chat.Demand[region].Si[t] / chat.Demand[region].Most.TokensPerSecond;
        int monday = 24 * 3; // 4 January 2027
        for (int hour = 0; hour < 24; hour++) Assert.Equal(Ratio(0, monday + 24 + hour), Ratio(1, monday + 24 + hour + 6), 1e-9); // CET is six hours before EST
        Assert.Equal(chat.Demand[0].Mean.TokensPerSecond, 3 * chat.Demand[1].Mean.TokensPerSecond, 1e-2 * chat.Demand[0].Mean.TokensPerSecond);
        Assert.Equal((0, 1e6), (fleet.Services[1].Demand[0].Most.TokensPerSecond, Math.Round(fleet.Services[1].Demand[1].Mean.TokensPerSecond, 3)));
    }

    [Fact]
    public void Round_trips_follow_distance_and_what_was_measured()
    {
        Fleet fleet = Sound(Text);
        Assert.InRange(fleet.RoundTrips[0][0].TotalMilliseconds, 17, 20);      // Frankfurt to Dublin, 1,090 km
        Assert.Equal(71, fleet.RoundTrips[1][0].TotalMilliseconds, 1e-9);
        Assert.True(fleet.MayServe(fleet.Services[0], 0, 0) && !fleet.MayServe(fleet.Services[0], 0, 1) && fleet.MayServe(fleet.Services[1], 1, 0));
        Assert.Equal(5567, Network.GreatCircleKilometres(new(51.47, -0.45), new(40.64, -73.78)) + 27, 3.0); // London to New York airports, 5,540 km
    }

    [Fact]
    public void Everything_wrong_is_said_at_once_with_its_line()
    {
        FleetReading reading = Read(Text.Replace("share: 75 %", "share: 85 %", StringComparison.Ordinal).Replace("to: near", "to: nera", StringComparison.Ordinal)
            .Replace("from: america}", "from: amerika}", StringComparison.Ordinal).Replace("firm: 10 MW}\n    halls", "firm: 10}\n    halls", StringComparison.Ordinal)
            .Replace("model: llama-3.1-70b, demand: {peak", "model: lama, demand: {peak", StringComparison.Ordinal));
        Assert.Null(reading.Fleet);
        string[] said = [.. reading.Findings.Where(one => one.Severity == Severity.Wrong).Select(one => $"{one.Line}: {one.Sentence()}")];
        foreach ((string line, string words) in ((string, string)[])[("13:", "110 %"), ("21:", "Did you mean near?"), ("18:", "Did you mean america?"), ("5:", "10"), ("10:", "10"), ("17:", "lama")])
            Assert.Contains(said, one => one.StartsWith(line, StringComparison.Ordinal) && one.Contains(words, StringComparison.Ordinal));
    }

    /// <summary>A misspelt list once hid what was wrong below it and in all that needs it.</summary>
    [Fact]
    public void A_misspelt_key_hides_no_other_fault()
    {
        string text = Text.Replace("demandRegions:", "demandRegion:", StringComparison.Ordinal).Replace("share: 75 %", "share: -40 %", StringComparison.Ordinal)
            .Replace("network: 40 ms", "network: 120 MW", StringComparison.Ordinal);
        string[] said = [.. Read(text).Findings.Where(one => one.Severity == Severity.Wrong).Select(one => $"{one.Line}: {one.Sentence()}")];
        foreach ((string line, string words) in ((string, string)[])[("13:", "Did you mean demandRegions?"), ("14:", "-40 %"), ("17:", "120 MW")])
            Assert.Contains(said, one => one.StartsWith(line, StringComparison.Ordinal) && one.Contains(words, StringComparison.Ordinal));
        Assert.Equal(3, said.Length);
    }

    [Fact]
    public void Users_out_of_every_sites_reach_are_a_finding_that_says_what_would_reach_them()
    {
        FleetReading reading = Read(Text.Replace("network: 40 ms", "network: 10 ms", StringComparison.Ordinal));
        Finding finding = Assert.Single(reading.Findings, one => one.Severity == Severity.Wrong);
        Assert.Contains("no site is that near to europe", finding.Read, StringComparison.Ordinal);
        Assert.Contains("network: 18 ms", finding.Remedy, StringComparison.Ordinal);
    }

    [Theory, InlineData("fleet: empty\n"), InlineData("fleet: a\nsites: []\ndemandRegions: []\n"), InlineData("fleet: [1]\nsites: 3\n"), InlineData("fleet: a\nsites:\n  - {file: nowhere.yaml}\n")]
    public void A_file_that_is_hardly_one_gives_findings_and_no_fleet(string text)
    {
        FleetReading reading = Read(text);
        Assert.Null(reading.Fleet);
        Assert.Contains(reading.Findings, one => one.Severity == Severity.Wrong);
    }

    [Fact]
    public void The_shipped_fleet_reads_without_a_fault()
    {
        string path = Repository.Path("examples", "fleet.yaml");
        Assert.True(FleetFile.IsOne(path) && !FleetFile.IsOne(Repository.Path("examples", "edge.yaml")));
        FleetReading reading = FleetFile.Read(path);
        Assert.Empty(reading.Findings.Where(one => one.Severity != Severity.Note).Select(one => one.Sentence()));
        Assert.Equal((5, 4, 3, 1), (reading.Fleet!.Sites.Count, reading.Fleet.Regions.Count, reading.Fleet.Services.Count, reading.Fleet.Training.Count));
    }

    private static string OverYears(string text) => text.Replace("fleet: pair\n", "fleet: pair\nyears: 2026..2030\nexpansion: {demand: 30 %, energyPrice: 2 %}\n", StringComparison.Ordinal);

    [Fact]
    public void Years_of_a_fleet_hold_at_its_sites_where_they_say_nothing_themselves()
    {
        Fleet fleet = Sound(OverYears(Text).Replace("racks: {gb200-nvl72: {atMost: 50}}\n  - site: far",
                "racks: {gb200-nvl72: {atMost: 50}}\n    expansion: {energyPrice: 5 %, assets: {grid: {leadTime: 2 yr}}}\n  - site: far", StringComparison.Ordinal)
            .Replace("from: america}", "from: america, growth: 50 %}", StringComparison.Ordinal));
        Assert.Equal((2026, 2030, 1.3, 1.5), (fleet.Horizon!.FirstYear, fleet.Horizon.LastYear, fleet.Horizon.DemandFactor, fleet.Horizon.DemandFactorOf["batch"]));
        Assert.Equal(2026, fleet.Year.Year);
        Horizon near = fleet.Sites[0].Site.Horizon!, far = fleet.Sites[1].Site.Horizon!;
        Assert.Equal((2026, 2030, 1.05, 1.3), (near.FirstYear, near.LastYear, near.EnergyPriceFactor, near.DemandFactor));
        Assert.Equal((2, 1.02), (near.TimingOf("grid").LeadYears, far.EnergyPriceFactor));
        Assert.True(far.TimingOf("grid").LeadYears > 2);
        Assert.Null(Sound(Text).Horizon);
    }

    [Theory]
    [InlineData("years: 2026..2030", "years: 2030..2026", "2:", "Write 2026..2030")]
    [InlineData("years: 2026..2030", "years: 2026..2190", "2:", "years from 2021 to 2100")]
    [InlineData("years: 2026..2030", "years: 1990..1991", "2:", "The catalog knows no racks of before 2021")]
    [InlineData("years: 2026..2030\n", "", "2:", "Add `years: 2026..2040`")]
    [InlineData("demand: 30 %", "demand: 30", "3:", "did you mean 30 %?")]
    [InlineData("fleet: pair\n", "fleet: pair\nobjective: mostTokens\n", "2:", "years are planned at least cost")]
    [InlineData("region: ie\n", "region: ie\n    years: 2026..2028\n", "7:", "those of the fleet hold")]
    [InlineData("region: ie\n", "region: ie\n    discountRate: 5 %\n", "4:", "discountRate: 5 %")]
    public void What_does_not_fit_the_years_of_a_fleet_is_said_with_its_line(string was, string now, string line, string words)
    {
        FleetReading reading = Read(OverYears(Text).Replace(was, now, StringComparison.Ordinal));
        Assert.Null(reading.Fleet);
        Assert.Contains(reading.Findings, one => one.Severity == Severity.Wrong && $"{one.Line}:" == line && one.Sentence().Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public void What_years_leave_aside_is_noted()
    {
        FleetReading yearly = Read(OverYears(Text) + "\nbudget: {yearly: 100 M$}");
        Assert.Contains(yearly.Findings, one => one.Severity == Severity.Note && one.Sentence().Contains("yearly budgets do not bind", StringComparison.Ordinal));
        FleetReading alone = Read(Text.Replace("region: ie\n", "region: ie\n    year: 2027\n    years: 2026..2028\n", StringComparison.Ordinal));
        Assert.Contains(alone.Findings, one => one.Severity == Severity.Note && one.Sentence().Contains("near alone is planned from 2026 to 2028", StringComparison.Ordinal));
    }

    [Theory, InlineData("twins.yaml", 2, 3), InlineData("fleet-years.yaml", 3, 15)]
    public void The_shipped_fleets_over_years_read_without_a_fault(string file, int sites, int years)
    {
        FleetReading reading = FleetFile.Read(Repository.Path("examples", file));
        Assert.Empty(reading.Findings.Where(one => one.Severity != Severity.Note).Select(one => one.Sentence()));
        Assert.Equal((sites, years), (reading.Fleet!.Sites.Count, reading.Fleet.Horizon!.Years));
    }

    [Fact]
    public void The_schema_and_the_documentation_are_those_that_the_declarations_give()
    {
        bool updates = Repository.Updates("HEADROOM_UPDATE_GOLDEN");
        string schema = Repository.Path("schema", "fleet.schema.json"), page = Repository.Path("docs", "fleet.md"), text = File.ReadAllText(page);
        const string begin = "<!-- keys: written from the reader's declarations -->\n", end = "<!-- end of keys -->";
        int from = text.IndexOf(begin, StringComparison.Ordinal) + begin.Length, to = text.IndexOf(end, StringComparison.Ordinal);
        string expected = text[..from] + "\n" + SiteFileKeys.WriteFleet() + text[to..];
        if (updates) File.WriteAllText(schema, FleetFormat.Schema());
        if (updates) File.WriteAllText(page, expected);
        Assert.Equal((FleetFormat.Schema(), expected), (File.ReadAllText(schema), File.ReadAllText(page)));
    }
}
