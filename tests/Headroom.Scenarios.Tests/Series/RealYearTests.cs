using Headroom.Scenarios.Tests.Regions;
using Headroom.Sites;

namespace Headroom.Scenarios.Tests.Series;

/// <summary>Real hourly years, where they lie beside the repository: gaps at the ends of the year, named or filled.</summary>
public sealed class RealYearTests
{
    private static readonly string data = Repository.Path("..", "shared", "data", "regions");

    [Fact]
    public void A_real_year_serves_price_carbon_and_weather()
    {
        if (!Directory.Exists(data)) Assert.Skip("shared/data/regions is not here");
        foreach (string path in Directory.GetFiles(data, "*.csv.gz"))
        {
            string name = Path.GetFileName(path);
            string yaml =
                $"site: x\nregion: us-tex-ercot\nweather: {{file: {name}, fill: interpolate}}\ngrid:\n  firm: 10 MW\n"
                + $"  price: {{file: {name}, fill: interpolate}}\n"
                + $"  carbon: {{file: {name}, fill: interpolate}}\n"
                + "supply: {solar: {atMost: 5 MW}, wind: {atMost: 5 MW}, gasTurbine: {atMost: 5 MW}}\notherLoad: 5 MW\n";
            SiteReading reading = SiteFile.Parse(yaml, "site.yaml", data);
            Assert.Empty(reading.Findings.Where(one => one.Severity == Severity.Wrong).Select(one => one.Sentence()));
            Assert.Equal(name.Contains("2022", StringComparison.Ordinal) ? 2022 : 2023, reading.Site!.Year.Year);
            Assert.InRange(reading.Site.Generators[0].AvailableFraction.Average(), 0.1, 0.4);
        }
    }

    [Fact]
    public void Without_leave_to_fill_its_gaps_are_named()
    {
        if (!Directory.Exists(data)) Assert.Skip("shared/data/regions is not here");
        SiteReading reading =
            SiteFile.Parse("site: x\nregion: ca-on\nweather: CA-ON_2023.csv.gz\ngrid: {firm: 10 MW}\notherLoad: 5 MW\n", "site.yaml",
            data);
        Assert.Contains(reading.Findings, one => one.File == "CA-ON_2023.csv.gz" && one.Line == 2
            && one.Sentence().Contains("no value for", StringComparison.Ordinal));
    }
}
